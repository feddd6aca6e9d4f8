// A task from its submission to its end, as a client sees it.
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { createTestDatabase } from '../support/database.ts'
import { createTestServers, type TestServer } from '../support/server.ts'
import { calculator, commandAgent, holder, open, reporter } from './crew.ts'

const database = createTestDatabase()
const servers = createTestServers(database)
let server: TestServer

const flaky = commandAgent(
  'flaky',
  `attempt < 3 ? (process.stderr.write('not yet'), (process.exitCode = 7)) : say({ type: 'result', result: { attempt } })`,
  { retry: { strategy: 'fixed', delay: '10ms', max_attempts: 3, jitter: 0 } },
)

beforeAll(async () => {
  server = await servers.start({ agents: { ...reporter, ...calculator, ...flaky, ...holder('holder') } })
})

interface Update {
  taskUpdated: { cursor: string; event: { type: string } | null; task: { status: string; progress: number } }
}

test('a submitted task is seen from its first state over RUNNING to SUCCEEDED, and each update carries a cursor', async () => {
  const gate = join(servers.folder, 'gate')
  const before = await server.submit({ agent: 'holder', parameters: { gate } })
  const id = await server.submit({ agent: 'reporter', parameters: { topic: 'cranes' }, dependsOn: [before] })
  const watch = server.subscribe<Update>(
    'subscription ($id: ID!) { taskUpdated(id: $id) { cursor event { type } task { status progress } } }',
    { id },
  )
  await watch.until(({ taskUpdated }) => taskUpdated.event === null, 'the task as found')
  open(gate)
  await watch.until(({ taskUpdated }) => taskUpdated.event?.type === 'task.succeeded', 'the last update')
  const updates = watch.received.map(({ taskUpdated }) => taskUpdated)
  expect(updates[0]).toMatchObject({ event: null, task: { status: 'BLOCKED' } })
  expect(updates.map(({ event }) => event?.type)).toEqual(expect.arrayContaining(['task.queued', 'task.started', 'task.succeeded']))
  expect(updates.map(({ task }) => task.status)).toContain('RUNNING')
  expect(updates.at(-1)?.task).toEqual({ status: 'SUCCEEDED', progress: 1 })
  const cursors = updates.map(({ cursor }) => cursor)
  expect(new Set(cursors).size).toBe(cursors.length)
})

test('everything a finished task left behind can be read in one question', async () => {
  const id = await server.submit({ agent: 'reporter', parameters: { topic: 'cranes' }, tags: ['port', 'steel'] })
  await server.reached(id, 'SUCCEEDED')
  const { task } = await server.gql<{ task: Record<string, unknown> & { events: { type: string }[] } }>(
    `query ($id: ID!) { task(id: $id) {
      status progress currentStep parameters result error { code } tags maxAttempts origin submittedBy { name } agent { name team }
      attempts { number outcome worker startedAt endedAt error { code } }
      logs { nodes { number level text attempt } pageInfo { hasNextPage } }
      events { type subject } usage { durationMs } queuePosition waitingOn { code } createdAt startedAt finishedAt
    } }`,
    { id },
  )
  expect(task).toMatchObject({
    status: 'SUCCEEDED',
    progress: 1,
    currentStep: 'Finishing',
    parameters: { topic: 'cranes' },
    result: { topic: 'cranes', attempt: 1 },
    error: null,
    tags: ['port', 'steel'],
    maxAttempts: 1,
    origin: 'api',
    submittedBy: { name: 'admin' },
    agent: { name: 'reporter', team: 'TEST_TEAM' },
    queuePosition: null,
    waitingOn: [],
  })
  expect(task['attempts']).toEqual([
    { number: 1, outcome: 'succeeded', worker: server.worker, startedAt: expect.any(String), endedAt: expect.any(String), error: null },
  ])
  expect(task['logs']).toMatchObject({
    nodes: [
      { level: 'info', text: 'Reading cranes', attempt: 1 },
      { level: 'warn', text: 'Only one source', attempt: 1 },
    ],
    pageInfo: { hasNextPage: false },
  })
  const types = task.events.map(({ type }) => type)
  expect(types[0]).toBe('task.queued')
  expect(types).toContain('task.started')
  expect(types.at(-1)).toBe('task.succeeded')
  const [created, started, finished] = ['createdAt', 'startedAt', 'finishedAt'].map((key) => Date.parse(String(task[key])))
  expect(created).toBeLessThanOrEqual(started!)
  expect(started).toBeLessThanOrEqual(finished!)
})

test('the log is read page by page', async () => {
  const id = await server.submit({ agent: 'reporter' })
  await server.reached(id, 'SUCCEEDED')
  const page = `query ($id: ID!, $after: String) {
    task(id: $id) { logs(first: 1, after: $after) { nodes { text } pageInfo { hasNextPage endCursor } } }
  }`
  type Page = { task: { logs: { nodes: { text: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } } } }
  const first = (await server.gql<Page>(page, { id })).task.logs
  const second = (await server.gql<Page>(page, { id, after: first.pageInfo.endCursor })).task.logs
  expect([first, second].map(({ nodes }) => nodes.map(({ text }) => text))).toEqual([['Reading nothing'], ['Only one source']])
  expect([first, second].map(({ pageInfo }) => pageInfo.hasNextPage)).toEqual([true, false])
})

test('an agent without a key works out the factorial of 10', async () => {
  const id = await server.submit({ agent: 'calculator', parameters: { task: 'Calculate factorial of 10' } })
  const { result } = await server.reached(id, 'SUCCEEDED')
  expect(result).toMatchObject({ provider: 'offline', answer: 3628800 })
})

test('a task that fails is tried again until it succeeds, and every attempt says how it went', async () => {
  const id = await server.submit({ agent: 'flaky' })
  const { result } = await server.reached(id, 'SUCCEEDED')
  expect(result).toEqual({ attempt: 3 })
  const { task } = await server.gql<{
    task: { attempts: { number: number; outcome: string; error: { code: string; message: string } | null }[]; error: unknown }
  }>('query ($id: ID!) { task(id: $id) { error { code } attempts { number outcome error { code message } } } }', { id })
  expect(task.error).toBeNull()
  expect(task.attempts.map(({ number, outcome }) => [number, outcome])).toEqual([
    [1, 'failed'],
    [2, 'failed'],
    [3, 'succeeded'],
  ])
  expect(task.attempts[0]?.error).toEqual({ code: 'COMMAND_FAILED', message: 'The command ended with code 7: not yet' })
})

test('a task given up says why, with a fingerprint that failures alike share', async () => {
  const ids = [
    await server.submit({ agent: 'flaky', retry: { maxAttempts: 1 } }),
    await server.submit({ agent: 'flaky', retry: { maxAttempts: 1 } }),
  ]
  const fingerprints = new Set<string>()
  for (const id of ids) {
    expect((await server.reached(id, 'FAILED')).error).toEqual({
      code: 'COMMAND_FAILED',
      class: 'TRANSIENT',
      message: expect.stringContaining('code 7'),
    })
    const { task } = await server.gql<{ task: { error: { fingerprint: string } } }>(
      'query ($id: ID!) { task(id: $id) { error { fingerprint } } }',
      { id },
    )
    fingerprints.add(task.error.fingerprint)
  }
  expect(fingerprints.size).toBe(1)
})
