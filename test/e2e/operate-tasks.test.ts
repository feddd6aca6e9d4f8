// What people do with tasks: cancel, retry, reorder; and what they are told they may do.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { createTestDatabase } from '../support/database.ts'
import { createTestServers, type TestServer } from '../support/server.ts'
import { commandAgent, failer, holder, open, reporter } from './crew.ts'

const database = createTestDatabase()
const servers = createTestServers(database)
let server: TestServer

/** Starts a child of its own, says who they are, and never ends. */
const parent = commandAgent(
  'parent',
  `const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
  process.on('SIGTERM', () => {})
  fs.writeFileSync(parameters.note + '.new', JSON.stringify([process.pid, child.pid]))
  fs.renameSync(parameters.note + '.new', parameters.note)
  say({ type: 'progress', step: 'Started' })
  setInterval(() => {}, 1000)`,
  { limits: { grace: '300ms' } },
)
const picky = failer('picky', { parameters: { type: 'object', properties: { good: { type: 'boolean', default: false } } } })
const single = holder('single', { limits: { max_concurrent: 1 } })

beforeAll(async () => {
  server = await servers.start({ agents: { ...reporter, ...parent, ...picky, ...single, ...holder('holder') } })
})

let gates = 0
const newGate = () => join(servers.folder, `gate-${gates++}`)

interface TaskFields {
  id: string
  status: string
  viewerCan: string[]
  attempts: { number: number; outcome: string | null }[]
  error: { code: string; class: string; message: string } | null
  queuePosition: number | null
  startedAt: string
  versions: { number: number; parameters: unknown; replacedBy: string }[]
  parameters: unknown
}

async function read(id: string): Promise<TaskFields> {
  const query = `query ($id: ID!) { task(id: $id) {
    id status viewerCan attempts { number outcome } error { code class message } queuePosition startedAt
    parameters versions { number parameters replacedBy }
  } }`
  return (await server.gql<{ task: TaskFields }>(query, { id })).task
}

const cancel = (id: string, reason?: string) =>
  server.gql<{ cancelTask: { status: string } }>(
    'mutation ($id: ID!, $reason: String) { cancelTask(id: $id, reason: $reason) { status } }',
    { id, reason },
  )

test('cancelling a running task ends its program and everything the program started, and keeps the reason', async () => {
  const note = join(servers.folder, 'family')
  const id = await server.submit({ agent: 'parent', parameters: { note } })
  await expect.poll(() => readFileSync(note, 'utf8')).toBeTruthy()
  const pids = JSON.parse(readFileSync(note, 'utf8')) as number[]
  expect(pids.map(isAlive)).toEqual([true, true])
  await cancel(id, 'changed my mind')
  expect((await server.reached(id, 'CANCELLED')).error).toEqual({
    code: 'CANCELLED',
    class: 'CANCELLED',
    message: expect.stringMatching(/^Cancelled.*: changed my mind$/),
  })
  await expect.poll(() => pids.map(isAlive)).toEqual([false, false])
  expect(await read(id)).toMatchObject({ attempts: [{ number: 1, outcome: 'cancelled' }], viewerCan: ['RETRY'] })
})

/** A process that has ended and is not yet collected does nothing any more. */
function isAlive(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}

test('cancelling a waiting task ends it in the answer, and it never runs', async () => {
  const gate = newGate()
  const running = await server.submit({ agent: 'single', parameters: { gate } })
  await server.reached(running, 'RUNNING')
  const waiting = await server.submit({ agent: 'single', parameters: { gate } })
  expect(await cancel(waiting)).toEqual({ cancelTask: { status: 'CANCELLED' } })
  open(gate)
  await server.reached(running, 'SUCCEEDED')
  expect(await read(waiting)).toMatchObject({ status: 'CANCELLED', attempts: [], startedAt: null })
})

test('a finished task can be neither cancelled nor retried nor reordered, and is left as it is', async () => {
  const id = await server.submit({ agent: 'reporter' })
  await server.reached(id, 'SUCCEEDED')
  const before = await read(id)
  for (const verb of ['cancelTask(id: $id)', 'retryTask(id: $id)', 'reprioritizeTask(id: $id, priority: HIGH)']) {
    const { message, extensions } = await server.refusal(`mutation ($id: ID!) { ${verb} { id } }`, { id })
    expect(extensions).toMatchObject({ code: 'ILLEGAL_STATE', legacyCode: 'TASK_004' })
    expect(message).toContain(`${id} is succeeded`)
  }
  expect(await read(id)).toEqual(before)
})

test('a failed task retried with edited parameters runs with them, and the old ones are kept as a version', async () => {
  const id = await server.submit({ agent: 'picky' })
  await server.reached(id, 'FAILED')
  const retry = 'mutation ($id: ID!, $parameters: JSON) { retryTask(id: $id, parameters: $parameters) { status } }'
  const refused = await server.refusal(retry, { id, parameters: { good: 'very' } })
  expect(refused.extensions).toMatchObject({ code: 'VALIDATION_FAILED', violations: [{ path: 'parameters.good' }] })
  expect(await read(id)).toMatchObject({ status: 'FAILED', versions: [] })
  expect(await server.gql(retry, { id, parameters: { good: true } })).toEqual({ retryTask: { status: 'QUEUED' } })
  await server.reached(id, 'SUCCEEDED')
  expect(await read(id)).toMatchObject({
    parameters: { good: true },
    versions: [{ number: 1, parameters: { good: false }, replacedBy: 'admin' }],
    attempts: [
      { number: 1, outcome: 'failed' },
      { number: 2, outcome: 'succeeded' },
    ],
    error: null,
  })
})

test('a cancelled task can be tried again as it was', async () => {
  const id = await server.submit({ agent: 'reporter', runAt: new Date(Date.now() + 3_600_000) })
  await cancel(id)
  await server.gql('mutation ($id: ID!) { retryTask(id: $id, resetAttempts: true) { id } }', { id })
  await server.reached(id, 'SUCCEEDED')
  expect((await read(id)).versions).toEqual([])
})

test('the more important goes first, also when it was only made so while it waited, and every place in the queue is known', async () => {
  const gate = newGate()
  const submit = (input: object) => server.submit({ agent: 'single', parameters: { gate }, ...input })
  const first = await submit({})
  await server.reached(first, 'RUNNING')
  const low = await submit({ priority: 'LOW' })
  const normal = await submit({})
  const high1 = await submit({ priority: 'HIGH', urgency: 1 })
  const high9 = await submit({ priority: 'HIGH', urgency: 9 })
  const raised = await submit({ priority: 'LOW' })
  await server.gql('mutation ($id: ID!) { reprioritizeTask(id: $id, priority: CRITICAL) { id } }', { id: raised })
  const expected = [raised, high9, high1, normal, low]
  expect(await Promise.all(expected.map(async (id) => (await read(id)).queuePosition))).toEqual([0, 1, 2, 3, 4])
  open(gate)
  for (const id of expected) await server.reached(id, 'SUCCEEDED')
  const started = await Promise.all(expected.map(async (id) => ({ id, startedAt: (await read(id)).startedAt })))
  expect(started.toSorted((a, b) => a.startedAt.localeCompare(b.startedAt)).map(({ id }) => id)).toEqual(expected)
})

test('what may be done with a task follows its state', async () => {
  const gate = newGate()
  const running = await server.submit({ agent: 'single', parameters: { gate } })
  await server.reached(running, 'RUNNING')
  const queued = await server.submit({ agent: 'single', parameters: { gate } })
  const scheduled = await server.submit({ agent: 'single', parameters: { gate }, runAt: new Date(Date.now() + 3_600_000) })
  const failed = await server.submit({ agent: 'picky' })
  await server.reached(failed, 'FAILED')
  const can = async (id: string) => (await read(id)).viewerCan.toSorted()
  expect(await can(running)).toEqual(['CANCEL'])
  expect(await can(queued)).toEqual(['CANCEL', 'REPRIORITIZE'])
  expect(await can(scheduled)).toEqual(['CANCEL', 'REPRIORITIZE'])
  expect(await can(failed)).toEqual(['RESUBMIT', 'RETRY'])
  open(gate)
  await server.reached(running, 'SUCCEEDED')
  expect(await can(running)).toEqual([])
})

test('a task that depends on others runs after them; when one fails, its own policy decides', async () => {
  const gate = newGate()
  const { submitTasks } = await server.gql<{ submitTasks: { id: string; status: string }[] }>(
    'mutation ($inputs: [SubmitTaskInput!]!) { submitTasks(inputs: $inputs) { id status } }',
    {
      inputs: [
        { agent: 'holder', parameters: { gate } },
        { agent: 'reporter', parameters: {}, dependsOn: ['#1'] },
        { agent: 'picky', parameters: {}, dependsOn: ['#1'] },
        { agent: 'reporter', parameters: {}, dependsOn: ['#3'] },
        { agent: 'reporter', parameters: {}, dependsOn: ['#3'], onDependencyFailure: 'SKIP' },
        { agent: 'reporter', parameters: {}, dependsOn: ['#2', '#3'], onDependencyFailure: 'RUN' },
      ],
    },
  )
  expect(submitTasks.slice(1).map(({ status }) => status)).toEqual(Array(5).fill('BLOCKED'))
  const [held, after, fails, failsToo, skipped, runs] = submitTasks.map(({ id }) => id) as [string, string, string, string, string, string]
  open(gate)
  await server.reached(after, 'SUCCEEDED')
  await server.reached(fails, 'FAILED')
  expect((await server.reached(failsToo, 'FAILED')).error).toMatchObject({
    code: 'DEPENDENCY_FAILED',
    message: expect.stringContaining(fails),
  })
  expect((await server.reached(skipped, 'CANCELLED')).error).toMatchObject({ code: 'DEPENDENCY_SKIPPED' })
  await server.reached(runs, 'SUCCEEDED')
  const { task } = await server.gql<{ task: { dependents: { id: string }[]; dependsOn: { id: string }[] } }>(
    'query ($id: ID!) { task(id: $id) { dependents { id } dependsOn { id } } }',
    { id: fails },
  )
  expect(task.dependsOn).toEqual([{ id: held }])
  expect(task.dependents.map(({ id }) => id).toSorted()).toEqual([failsToo, skipped, runs].toSorted())
})
