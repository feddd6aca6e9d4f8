// Progress reaches clients at a pace people can follow, and its end always does.
import { beforeAll, expect, test } from 'vitest'
import { createTestDatabase } from '../support/database.ts'
import { createTestServers, type TestServer } from '../support/server.ts'
import { commandAgent } from './crew.ts'

const database = createTestDatabase()
const servers = createTestServers(database)
let server: TestServer

const ticker = commandAgent(
  'ticker',
  `let tick = 0
  const timer = setInterval(() => {
    tick += 1
    say({ type: 'progress', fraction: tick / 250, step: 'Tick ' + tick })
    say({ type: 'partial', text: tick + ' ' })
    if (tick < 200) return
    clearInterval(timer)
    parameters.fail ? (process.exitCode = 9) : say({ type: 'result', result: { ticks: tick } })
  }, 10)`,
)

const talker = commandAgent(
  'talker',
  `let line = 0
  const timer = setInterval(() => {
    say({ type: 'log', level: 'info', text: 'Line ' + ++line })
    if (line < 150) return
    clearInterval(timer)
    say({ type: 'result', result: { lines: line } })
  }, 10)`,
)

beforeAll(async () => {
  server = await servers.start({ agents: { ...ticker, ...talker } })
})

interface Update {
  taskUpdated: {
    event: { type: string } | null
    task: { status: string; progress: number; currentStep: string | null; partialOutput: string | null }
  }
}

test.each<[string, { parameters: object; status: string; progress: number }]>([
  ['succeeds', { parameters: {}, status: 'SUCCEEDED', progress: 1 }],
  ['fails', { parameters: { fail: true }, status: 'FAILED', progress: 0.8 }],
])(
  'two hundred reports of a task that %s come as one a second at most, and the last one always comes',
  async (_how, { parameters, status, progress }) => {
    const id = await server.submit({ agent: 'ticker', parameters })
    const watch = server.subscribe<Update>(
      'subscription ($id: ID!) { taskUpdated(id: $id) { event { type } task { status progress currentStep partialOutput } } }',
      { id },
    )
    const { taskUpdated: last } = await watch.until(({ taskUpdated }) => taskUpdated.task.status === status, `the end of ${id}`)
    const { task } = await server.gql<{ task: { startedAt: string; finishedAt: string; events: { type: string }[] } }>(
      'query ($id: ID!) { task(id: $id) { startedAt finishedAt events { type } } }',
      { id },
    )
    const seconds = (Date.parse(task.finishedAt) - Date.parse(task.startedAt)) / 1000
    const reports = task.events.filter(({ type }) => type === 'task.progressed').length
    expect(reports).toBeGreaterThanOrEqual(1)
    expect(reports).toBeLessThanOrEqual(Math.floor(seconds) + 1)
    expect(watch.received.filter(({ taskUpdated }) => taskUpdated.event?.type === 'task.progressed').length).toBeLessThanOrEqual(reports)
    expect(last.task).toMatchObject({ progress, currentStep: 'Tick 200', partialOutput: expect.stringMatching(/^1 2 3 .* 200 $/) })
  },
)

test('lines of a log alone are news, too, at the same pace, and whoever hears of them finds them', async () => {
  const id = await server.submit({ agent: 'talker' })
  const watch = server.subscribe<{ taskUpdated: { event: { type: string } | null; task: { logs: { nodes: { text: string }[] } } } }>(
    'subscription ($id: ID!) { taskUpdated(id: $id) { event { type } task { logs(first: 100) { nodes { text } } } } }',
    { id },
  )
  await watch.until(({ taskUpdated }) => taskUpdated.event?.type === 'task.succeeded', `the end of ${id}`)
  const news = watch.received.filter(({ taskUpdated }) => taskUpdated.event?.type === 'task.progressed')
  expect(news.length).toBeGreaterThanOrEqual(1)
  for (const { taskUpdated } of news) expect(taskUpdated.task.logs.nodes[0]).toEqual({ text: 'Line 1' })
  const { task } = await server.gql<{ task: { startedAt: string; finishedAt: string } }>(
    'query ($id: ID!) { task(id: $id) { startedAt finishedAt } }',
    { id },
  )
  expect(news.length).toBeLessThanOrEqual(Math.floor((Date.parse(task.finishedAt) - Date.parse(task.startedAt)) / 1000) + 1)
})
