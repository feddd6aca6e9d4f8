// Many tasks in one request: together or each by itself, in chains, by capability, and with a retry policy of their own.
import { beforeAll, expect, test } from 'vitest'
import { createTestDatabase } from '../support/database.ts'
import { createTestServers, type TestServer } from '../support/server.ts'
import { commandAgent } from './crew.ts'

const database = createTestDatabase()
const servers = createTestServers(database)
let server: TestServer

const skilled = (name: string) => commandAgent(name, '', { capabilities: ['SUMMING'] })

beforeAll(async () => {
  server = await servers.start({ role: 'api', agents: { ...commandAgent('reporter', ''), ...skilled('adder'), ...skilled('summer') } })
})

const input = (more: object = {}) => ({ agent: 'reporter', parameters: {}, ...more })
const together = 'mutation ($inputs: [SubmitTaskInput!]!) { submitTasks(inputs: $inputs) { id status dependsOn { id } dependenciesMet } }'
const apart =
  'mutation ($inputs: [SubmitTaskInput!]!) { submitEach(inputs: $inputs) { index task { id } error { code message violations { path message } } } }'
const refused = async (query: string, variables: { [name: string]: unknown }) => {
  const { message, extensions } = await server.refusal(query, variables)
  return { message, ...extensions }
}
const countTasks = () => database.db.collection('tasks').countDocuments()

interface Result {
  index: number
  task: { id: string } | null
  error: { code: string; message: string; violations: { path: string; message: string }[] } | null
}

test('one wrong task of several holds all of them back, and every violation is named with its place', async () => {
  const before = await countTasks()
  const refusal = await refused(together, { inputs: [input(), input({ urgency: 10 }), input({ tags: Array(21).fill('x') })] })
  expect(refusal.code).toBe('VALIDATION_FAILED')
  expect(refusal.violations?.map(({ path }) => path)).toEqual(['inputs.1.urgency', 'inputs.2.tags'])
  expect(await countTasks()).toBe(before)
})

test('submitEach answers each by itself: a task, or why there is none', async () => {
  const before = await countTasks()
  const { submitEach } = await server.gql<{ submitEach: Result[] }>(apart, {
    inputs: [input(), input({ agent: 'reportre' }), input({ urgency: 10 }), input()],
  })
  expect(submitEach.map(({ index, task }) => [index, task !== null])).toEqual([
    [0, true],
    [1, false],
    [2, false],
    [3, true],
  ])
  expect(submitEach[1]?.error).toMatchObject({ code: 'UNKNOWN_AGENT', message: expect.stringContaining('did you mean "reporter"?') })
  expect(submitEach[2]?.error).toMatchObject({ code: 'VALIDATION_FAILED', violations: [{ path: 'urgency' }] })
  expect(await countTasks()).toBe(before + 2)
})

test.each([together, apart])('a hundred and one tasks are refused, and none are, too', async (mutation) => {
  for (const count of [0, 101]) {
    const refusal = await refused(mutation, { inputs: Array.from({ length: count }, () => input()) })
    expect(refusal).toMatchObject({ code: 'VALIDATION_FAILED', violations: [{ path: 'inputs' }] })
  }
})

test('tasks of one request depend on each other by their number', async () => {
  const inputs = [input(), input({ dependsOn: ['#1'] }), input({ dependsOn: ['#1', '#2'] })]
  const { submitTasks } = await server.gql<{
    submitTasks: { id: string; status: string; dependsOn: { id: string }[]; dependenciesMet: boolean }[]
  }>(together, { inputs })
  const [first, second, third] = submitTasks
  expect(first).toMatchObject({ status: 'QUEUED', dependenciesMet: true })
  expect(second).toMatchObject({ status: 'BLOCKED', dependsOn: [{ id: first?.id }], dependenciesMet: false })
  expect(third?.dependsOn.map(({ id }) => id)).toEqual([first?.id, second?.id])
})

test.each([
  ['a circle', [input({ dependsOn: ['#2'] }), input({ dependsOn: ['#1'] })], 'wait for each other: #1 -> #2 -> #1'],
  ['itself', [input(), input({ dependsOn: ['#2'] })], 'inputs.1.dependsOn: these tasks wait for each other: #2 -> #2'],
  ['a number outside', [input(), input({ dependsOn: ['#3'] })], 'inputs.1.dependsOn: #3 names no task of this request'],
  ['a number when there is no other', [input({ dependsOn: ['#1'] })], 'dependsOn: #1 names another task of the same submitTasks request'],
  ['a task that does not exist', [input(), input({ dependsOn: ['T-999999'] })], 'inputs.1.dependsOn: there is no task T-999999'],
])('depending on %s is refused, and nothing is stored', async (_what, inputs, message) => {
  const before = await countTasks()
  const refusal = await refused(together, { inputs })
  expect(refusal.code).toBe('VALIDATION_FAILED')
  expect(refusal.message).toContain(message)
  expect(await countTasks()).toBe(before)
})

test('a workspace takes no more tasks than its queue limit, and says when to come back', async () => {
  const limit = 'mutation ($queueLimit: Int) { updateWorkspace(input: { queueLimit: $queueLimit }) { queueLimit } }'
  expect(await server.gql(limit, { queueLimit: 2 })).toEqual({ updateWorkspace: { queueLimit: 2 } })
  const before = await countTasks()
  const { extensions } = await server.refusal(together, { inputs: [input(), input(), input()] })
  expect(extensions).toMatchObject({ code: 'QUEUE_FULL', retryAfterSeconds: expect.any(Number) })
  expect(await countTasks()).toBe(before)
  expect(await server.gql(limit, { queueLimit: null })).toEqual({ updateWorkspace: { queueLimit: null } })
})

test('a task that names capabilities gets the least loaded agent that has them all', async () => {
  const submit = 'mutation ($input: SubmitTaskInput!) { submitTask(input: $input) { agentName } }'
  const ask = async () =>
    (await server.gql<{ submitTask: { agentName: string } }>(submit, { input: { capabilities: ['SUMMING'], parameters: {} } })).submitTask
      .agentName
  expect([await ask(), await ask(), await ask(), await ask()].sort()).toEqual(['adder', 'adder', 'summer', 'summer'])
  const refusal = await refused(submit, { input: { capabilities: ['SUMMING', 'FLYING'], parameters: {} } })
  expect(refusal).toMatchObject({ code: 'UNKNOWN_AGENT', message: expect.stringContaining('SUMMING and FLYING') })
})

test('a task carries a retry policy of its own, spelt as in the schema', async () => {
  const submit = 'mutation ($input: SubmitTaskInput!) { submitTask(input: $input) { id maxAttempts } }'
  const retry = { strategy: 'LINEAR', maxAttempts: 7, delaySeconds: 2 }
  const { submitTask } = await server.gql<{ submitTask: { id: string; maxAttempts: number } }>(submit, { input: input({ retry }) })
  expect(submitTask.maxAttempts).toBe(7)
  const stored = await database.db.collection<{ _id: string }>('tasks').findOne({ _id: submitTask.id })
  expect(stored).toMatchObject({ retry: { strategy: 'linear', maxAttempts: 7, delayMs: 2000 } })
})
