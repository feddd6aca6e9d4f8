// A server for measuring the dashboard alone: answers what it asks from memory, holds 10,000 tasks, and floods it with events when told
// to ({"perSecond": n} over the channel to its parent). Measuring against a real server would measure that server.
import { createServer } from 'node:http'
import { WebSocketServer } from 'ws'

const total = 10_000
const agents = ['copywriter', 'researcher', 'reviewer', 'data-engineer']
const at = () => new Date().toISOString()
const began = new Date(Date.now() - 5 * 3600_000).toISOString()

const task = (number) => ({
  id: `T-${number}`,
  agentName: agents[number % agents.length],
  status: number % 3 === 0 ? 'RUNNING' : 'QUEUED',
  priority: 'NORMAL',
  urgency: 3,
  progress: (number % 10) / 10,
  currentStep: `Working on part ${number % 17}`,
  tags: [],
  attempts: [],
  maxAttempts: 3,
  createdAt: began,
  runAt: null,
  startedAt: null,
  finishedAt: null,
  error: null,
  waitingOn: [],
  viewerCan: ['CANCEL'],
})

function page({ first = 50, after }) {
  const from = after ? Number(after) : total
  const count = Math.min(first, from)
  const nodes = Array.from({ length: count }, (_, index) => task(from - index))
  return { nodes, pageInfo: { hasNextPage: from - count > 0, endCursor: String(from - count) }, totalCount: total, totalCountIsExact: true }
}

const stats = {
  at: began,
  queues: ['CRITICAL', 'HIGH', 'NORMAL', 'LOW'].map((priority, index) => ({
    priority,
    depth: index * 400,
    processedPerMinute: 4,
    averageWaitSeconds: 2,
  })),
  workers: { processes: 2, total: 200, busy: 50, idle: 150, utilization: 0.25 },
  statuses: [{ status: 'QUEUED', count: total }],
  total,
  progress: 0,
  etaSeconds: 60,
  oldestReadySeconds: 3,
}

const me = { id: 'u', name: 'bench', role: 'ADMIN', workspace: { id: 'default', manual: false }, viewerCan: [] }

const answers = {
  Me: () => ({ me }),
  Stats: () => ({ queueStats: stats }),
  Throughput: () => ({ throughput: [] }),
  CliOverview: () => ({
    me,
    queueStats: stats,
    agents: [],
    deadLetters: { totalCount: 0, totalCountIsExact: true },
  }),
  Tasks: (variables) => ({ tasks: page(variables) }),
  Agents: () => ({ agents: [], agentProblems: [] }),
  DeadLetters: () => ({
    deadLetters: { nodes: [], pageInfo: { hasNextPage: false, endCursor: null }, totalCount: 0, totalCountIsExact: true },
  }),
  Requests: () => ({ requests: { nodes: [], pageInfo: { hasNextPage: false, endCursor: null }, totalCount: 0, totalCountIsExact: true } }),
}

const nameOf = (query) => /(?:query|subscription) (\w+)/.exec(query)?.[1] ?? ''

const server = createServer((request, response) => {
  let body = ''
  request.on('data', (chunk) => (body += chunk))
  request.on('end', () => {
    const { query, variables } = JSON.parse(body)
    const answer = answers[nameOf(query)]
    response.setHeader('content-type', 'application/json')
    response.end(
      JSON.stringify(answer ? { data: answer(variables) } : { errors: [{ message: 'not here', extensions: { code: 'NOT_FOUND' } }] }),
    )
  })
})

const followers = new Set()
new WebSocketServer({ server, handleProtocols: () => 'graphql-transport-ws' }).on('connection', (socket) => {
  socket.on('message', (data) => {
    const { type, id, payload } = JSON.parse(String(data))
    const send = (message) => socket.send(JSON.stringify(message))
    if (type === 'connection_init') send({ type: 'connection_ack' })
    else if (type === 'ping') send({ type: 'pong' })
    else if (type === 'subscribe' && nameOf(payload.query) === 'EventNews')
      followers.add((event) => send({ type: 'next', id, payload: { data: { events: event } } }))
    else if (type === 'subscribe' && nameOf(payload.query) === 'StatsNews')
      send({ type: 'next', id, payload: { data: { queueStats: stats } } })
  })
})

let perSecond = 0
let sent = 0
let owed = 0
const beatMs = 20
process.on('message', (message) => {
  perSecond = message.perSecond
})
setInterval(() => {
  owed += (perSecond * beatMs) / 1000
  for (; owed >= 1; owed -= 1) {
    sent += 1
    const subject = `T-${total - ((sent * 7919) % 500)}`
    const event = {
      id: `e${sent}`,
      cursor: `e${sent}`,
      type: 'task.progressed',
      at: at(),
      subject,
      payload: { progress: (sent % 100) / 100, step: `Working on part ${sent}` },
    }
    for (const tell of followers) tell(event)
  }
}, beatMs)

process.on('disconnect', () => process.exit())
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }))
