// What operators do with agents and workers while work goes on.
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { createTestDatabase } from '../support/database.ts'
import { patient } from '../support/patience.ts'
import { createPerson } from '../support/people.ts'
import { createTestServers, type TestServer } from '../support/server.ts'
import { calculator, holder, open, reporter } from './crew.ts'

const database = createTestDatabase()
const servers = createTestServers(database)
let server: TestServer

beforeAll(async () => {
  server = await servers.start({
    agents: { ...reporter, ...calculator, ...holder('holder', { limits: { max_concurrent: 1, grace: '300ms' } }) },
  })
})

const setEnabled = `mutation ($enabled: Boolean!, $drain: Boolean) {
  setAgentEnabled(name: "holder", enabled: $enabled, drain: $drain) { enabled draining running }
}`

async function attempts(id: string): Promise<{ outcome: string | null; worker: string }[]> {
  const query = 'query ($id: ID!) { task(id: $id) { attempts { outcome worker } } }'
  return (await server.gql<{ task: { attempts: { outcome: string | null; worker: string }[] } }>(query, { id })).task.attempts
}

test('an agent that is switched off lets what runs finish, keeps what waits, and takes nothing new', async () => {
  const gate = join(servers.folder, 'drained')
  const running = await server.submit({ agent: 'holder', parameters: { gate } })
  await server.reached(running, 'RUNNING')
  const waiting = await server.submit({ agent: 'holder', parameters: { gate } })
  expect(await server.gql(setEnabled, { enabled: false })).toEqual({ setAgentEnabled: { enabled: false, draining: true, running: 1 } })
  const refused = await server.refusal('mutation { submitTask(input: { agent: "holder", parameters: {} }) { id } }')
  expect(refused).toMatchObject({ message: expect.stringContaining('setAgentEnabled'), extensions: { code: 'ILLEGAL_STATE' } })
  open(gate)
  await server.reached(running, 'SUCCEEDED')
  expect(await attempts(waiting)).toEqual([])
  await server.gql(setEnabled, { enabled: true })
  await server.reached(waiting, 'SUCCEEDED')
})

test('an agent that is switched off without draining gives its running task back, which costs the task no attempt', async () => {
  const gate = join(servers.folder, 'aborted')
  const id = await server.submit({ agent: 'holder', parameters: { gate } })
  await server.reached(id, 'RUNNING')
  expect(await server.gql(setEnabled, { enabled: false, drain: false })).toMatchObject({
    setAgentEnabled: { enabled: false, draining: false },
  })
  await server.reached(id, 'QUEUED')
  open(gate)
  await server.gql(setEnabled, { enabled: true })
  await server.reached(id, 'SUCCEEDED')
  expect((await attempts(id)).map(({ outcome }) => outcome)).toEqual(['interrupted', 'succeeded'])
})

test('an admin of another workspace switches off, drains and resets nothing of what all share', async () => {
  const lea = await createPerson(server, { name: 'Lea', role: 'ADMIN', workspace: 'elsewhere' })
  for (const order of [
    'setAgentEnabled(name: "holder", enabled: false) { name }',
    'resetCircuit(agent: "holder") { name }',
    `drainWorker(id: "${server.worker}") { id }`,
    `resumeWorker(id: "${server.worker}") { id }`,
  ]) {
    expect((await lea.refusal(`mutation { ${order} }`)).extensions.code, order).toBe('FORBIDDEN')
  }
  expect(await lea.gql('{ agents(filter: { text: "holder" }) { viewerCan } }')).toEqual({ agents: [{ viewerCan: ['SUBMIT'] }] })
})

test('agents are found by team, capability, words and whether they can work', async () => {
  const found = async (filter: object) => {
    const { agents } = await server.gql<{ agents: { name: string }[] }>(
      'query ($filter: AgentFilter) { agents(filter: $filter) { name } }',
      { filter },
    )
    return agents.map(({ name }) => name).toSorted()
  }
  expect(await found({})).toEqual(['calculator', 'holder', 'reporter'])
  expect(await found({ team: 'MATH_TEAM' })).toEqual(['calculator'])
  expect(await found({ capability: 'REPORTING' })).toEqual(['reporter'])
  expect(await found({ text: 'WITHOUT A KEY' })).toEqual(['calculator'])
  await server.gql(setEnabled, { enabled: false })
  expect(await found({ available: false })).toEqual(['holder'])
  expect(await found({ available: true })).toEqual(['calculator', 'reporter'])
  await server.gql(setEnabled, { enabled: true })
})

test('a task that names capabilities goes to an agent that has them all', async () => {
  const query = 'mutation { submitTask(input: { capabilities: ["REPORTING"], parameters: {} }) { id agentName } }'
  const { submitTask } = await server.gql<{ submitTask: { id: string; agentName: string } }>(query)
  expect(submitTask.agentName).toBe('reporter')
  await server.reached(submitTask.id, 'SUCCEEDED')
})

test('the queue at a glance counts what waits and what works, and says so to those who watch', async () => {
  const gate = join(servers.folder, 'counted')
  const watch = server.subscribe<{ queueStats: { statuses: { status: string; count: number }[] } }>(
    'subscription { queueStats { statuses { status count } } }',
  )
  await watch.until(() => true, 'the first figures')
  const running = await server.submit({ agent: 'holder', parameters: { gate } })
  const later = await server.submit({ agent: 'reporter', runAt: new Date(Date.now() + 3_600_000) })
  const isCounted = ({ queueStats: { statuses } }: (typeof watch.received)[number]) =>
    ['RUNNING', 'SCHEDULED'].every((wanted) => statuses.some(({ status, count }) => status === wanted && count === 1))
  await watch.until(isCounted, 'figures with one task running and one scheduled')
  open(gate)
  await server.reached(running, 'SUCCEEDED')
  await server.gql('mutation ($id: ID!) { cancelTask(id: $id) { id } }', { id: later })
})

interface WorkerView {
  id: string
  status: string
  heartbeatAt: string
}

async function workers(): Promise<WorkerView[]> {
  return (await server.gql<{ workers: WorkerView[] }>('{ workers { id status heartbeatAt } }')).workers
}

/** With its next one a worker learns what is wanted of it. */
async function signOfLife(worker: string): Promise<void> {
  const last = async () => (await workers()).find(({ id }) => id === worker)?.heartbeatAt
  const before = await last()
  await expect.poll(last, patient).not.toBe(before)
}

test('a worker lists what it runs now, and nothing that has ended', async () => {
  const gate = join(servers.folder, 'listed')
  const listed = async () =>
    (await server.gql<{ workers: { tasks: { id: string }[] }[] }>('{ workers { tasks { id } } }')).workers[0]?.tasks
  const running = await server.submit({ agent: 'holder', parameters: { gate } })
  await server.reached(running, 'RUNNING')
  expect(await listed()).toEqual([{ id: running }])
  open(gate)
  await server.reached(running, 'SUCCEEDED')
  expect(await listed()).toEqual([])
})

test('a drained worker finishes what it runs and takes nothing new: the next worker does', async () => {
  const gate = join(servers.folder, 'leaving')
  const running = await server.submit({ agent: 'holder', parameters: { gate } })
  await server.reached(running, 'RUNNING')
  const drain = await server.gql('mutation ($id: ID!) { drainWorker(id: $id) { id status } }', { id: server.worker })
  expect(drain).toEqual({ drainWorker: { id: server.worker, status: 'DRAINING' } })
  await signOfLife(server.worker)
  const next = await server.submit({ agent: 'reporter' })
  open(gate)
  await server.reached(running, 'SUCCEEDED')
  expect(await attempts(next)).toEqual([])
  const second = await servers.start({ role: 'worker' })
  await server.reached(next, 'SUCCEEDED')
  expect((await attempts(next)).map(({ worker }) => worker)).toEqual([second.worker])
  expect((await server.refusal('mutation { drainWorker(id: "nobody") { id } }')).extensions.code).toBe('NOT_FOUND')
})

test('a drained worker that is wanted back takes work again', async () => {
  const second = (await workers()).find(({ id }) => id !== server.worker)!.id
  await server.gql('mutation ($id: ID!) { drainWorker(id: $id) { id } }', { id: second })
  await signOfLife(second)
  const resume = await server.gql('mutation ($id: ID!) { resumeWorker(id: $id) { id status } }', { id: server.worker })
  expect(resume).toEqual({ resumeWorker: { id: server.worker, status: 'ACTIVE' } })
  const id = await server.submit({ agent: 'reporter' })
  await server.reached(id, 'SUCCEEDED')
  expect((await attempts(id)).map(({ worker }) => worker)).toEqual([server.worker])
  expect((await server.refusal('mutation { resumeWorker(id: "nobody") { id } }')).extensions.code).toBe('NOT_FOUND')
})
