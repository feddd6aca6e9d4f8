// What the product refuses, it refuses with a reason and a path, and nothing of it is left in the database.
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { createApiClient } from '../support/api-client.ts'
import { createTestDatabase } from '../support/database.ts'
import { createTestServers, type TestServer } from '../support/server.ts'
import { commandAgent } from './crew.ts'

const database = createTestDatabase()
const servers = createTestServers(database)
let server: TestServer

const strict = commandAgent('strict', '', {
  parameters: {
    type: 'object',
    required: ['topic', 'tone'],
    properties: {
      topic: { type: 'string', minLength: 3 },
      tone: { type: 'string', enum: ['calm', 'bold'] },
      words: { type: 'integer', minimum: 1, maximum: 500 },
      links: { type: 'array', items: { type: 'object', required: ['url'], properties: { url: { type: 'string' } } } },
    },
  },
})

let known: string

beforeAll(async () => {
  server = await servers.start({ role: 'api', agents: { ...strict, ...commandAgent('reporter', '') } })
  known = await server.submit({ agent: 'reporter' })
})

const stores = ['tasks', 'events', 'timers', 'deadlines', 'dependencies', 'idempotency', 'dead_letters', 'task_logs']
let before: number[]
// That somebody was refused is written down on purpose.
const countAll = () => Promise.all(stores.map((name) => database.db.collection(name).countDocuments({ type: { $ne: 'auth.denied' } })))
beforeEach(async () => {
  before = await countAll()
})
afterEach(async () => {
  expect(await countAll(), 'documents left behind').toEqual(before)
})

const submit = 'mutation ($input: SubmitTaskInput!) { submitTask(input: $input) { id } }'
const submitMany = 'mutation ($inputs: [SubmitTaskInput!]!) { submitTasks(inputs: $inputs) { id } }'

test('an unknown agent is refused with the name that was probably meant', async () => {
  const { message, extensions } = await server.refusal(submit, { input: { agent: 'reportr', parameters: {} } })
  expect(extensions).toMatchObject({ code: 'UNKNOWN_AGENT', legacyCode: 'TASK_002' })
  expect(message).toMatch(/no agent "reportr".*reporter/)
})

test('capabilities nobody has are refused by name', async () => {
  const { message, extensions } = await server.refusal(submit, { input: { capabilities: ['JUGGLING'], parameters: {} } })
  expect(extensions.code).toBe('UNKNOWN_AGENT')
  expect(message).toContain('JUGGLING')
})

test('everything wrong with the parameters is said at once, each with its path', async () => {
  const parameters = { topic: 'ab', words: 900, links: [{ url: 'a' }, {}], colour: 'red' }
  const { extensions } = await server.refusal(submit, { input: { agent: 'strict', parameters } })
  expect(extensions).toMatchObject({ code: 'VALIDATION_FAILED', legacyCode: 'TASK_001' })
  expect(extensions.violations?.map(({ path }) => path).toSorted()).toEqual(
    ['parameters.colour', 'parameters.links.1.url', 'parameters.tone', 'parameters.topic', 'parameters.words'].toSorted(),
  )
  for (const { message } of extensions.violations ?? []) expect(message).toMatch(/\w{4,}/)
})

const later = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()

test.each<[string, { [key: string]: unknown }, string]>([
  ['an urgency of 10', { urgency: 10 }, 'urgency'],
  ['an urgency below 0', { urgency: -1 }, 'urgency'],
  ['21 tags', { tags: Array.from({ length: 21 }, (_, index) => `t${index}`) }, 'tags'],
  ['an empty tag', { tags: ['  '] }, 'tags.0'],
  ['a tag of 65 characters', { tags: ['x'.repeat(65)] }, 'tags.0'],
  ['a run-at time in ten years', { runAt: later(3660) }, 'runAt'],
  ['a deadline in the past', { deadline: later(-1) }, 'deadline'],
  ['a time-out of no time', { timeoutSeconds: 0 }, 'timeoutSeconds'],
  ['21 tries', { retry: { maxAttempts: 21 } }, 'retry.maxAttempts'],
  ['a dependency that is no id', { dependsOn: ['T-0'] }, 'dependsOn.0'],
  ['a dependency that does not exist', { dependsOn: ['T-999999'] }, 'dependsOn'],
  ['parameters that are a list', { parameters: [1] }, 'parameters'],
  ['parameters above 256 KB', { parameters: { text: 'x'.repeat(257 * 1024) } }, 'parameters'],
  ['an empty idempotency key', { idempotencyKey: '' }, 'idempotencyKey'],
  ['neither agent nor capabilities', { agent: null }, 'agent'],
])('%s is refused', async (_what, input, path) => {
  const { extensions } = await server.refusal(submit, { input: { agent: 'reporter', parameters: {}, ...input } })
  expect(extensions.code).toBe('VALIDATION_FAILED')
  expect(extensions.violations?.map((violation) => violation.path)).toEqual([path])
})

test.each<[string, { [key: string]: unknown }, string, RegExp]>([
  ['a priority that is none', { priority: 'URGENT' }, 'input.priority', /CRITICAL, HIGH, NORMAL, LOW/],
  ['a date in words', { runAt: 'tomorrow' }, 'input.runAt', /date and time with an offset/],
  ['a date without an offset', { runAt: '2030-01-01T10:00:00' }, 'input.runAt', /date and time with an offset/],
  ['a day that no calendar has', { runAt: '2030-02-30T10:00:00Z' }, 'input.runAt', /date and time with an offset/],
])('%s is refused with what was expected, and without repeating it', async (_what, input, path, expected) => {
  const { extensions, message } = await server.refusal(submit, { input: { agent: 'reporter', parameters: {}, ...input } })
  expect(extensions.code).toBe('VALIDATION_FAILED')
  expect(extensions.violations).toEqual([{ path, message: expect.stringMatching(expected) }])
  expect(message).not.toContain(String(Object.values(input)[0]))
})

test.each([
  ['a priority that is none', 'parameters: {}, priority: URGENT', 'Expected one of CRITICAL, HIGH, NORMAL, LOW.'],
  ['a priority as text', 'parameters: {}, priority: "HIGH"', 'Expected one of CRITICAL, HIGH, NORMAL, LOW.'],
  ['a date in words', 'parameters: {}, runAt: "tomorrow"', expect.stringContaining('expected a date and time with an offset')],
  ['a key that no JSON may have', 'parameters: {constructor: 1}', 'expected JSON without a key named constructor'],
])('%s in the text of an operation is refused with its place and what was expected', async (_what, input, message) => {
  const error = await server.refusal(`mutation {\n submitTask(input: { agent: "reporter",\n ${input} }) { id } }`)
  expect(error).toMatchObject({ message, extensions: { code: 'VALIDATION_FAILED' }, locations: [{ line: 3 }] })
})

test.each(['T-0', 'T-', 'W-1', '1042', 'T-1; drop', '{"$ne":null}'])(
  'the id %s is refused as no id, wherever one is expected',
  async (id) => {
    const operations = [
      'query ($id: ID!) { task(id: $id) { id } }',
      'mutation ($id: ID!) { cancelTask(id: $id) { id } }',
      'mutation ($id: ID!) { retryTask(id: $id) { id } }',
      'mutation ($id: ID!) { reprioritizeTask(id: $id, priority: LOW) { id } }',
    ]
    for (const operation of operations) {
      expect((await server.refusal(operation, { id })).extensions).toMatchObject({
        code: 'VALIDATION_FAILED',
        violations: [{ path: 'id' }],
      })
    }
  },
)

test('a well-formed id that nobody has is answered with null, and by the verbs with NOT_FOUND', async () => {
  expect(await server.gql('{ task(id: "T-999999") { id } }')).toEqual({ task: null })
  expect((await server.refusal('mutation { cancelTask(id: "T-999999") { id } }')).extensions.code).toBe('NOT_FOUND')
  const watch = server.subscribe('subscription { taskUpdated(id: "T-999999") { cursor } }')
  await watch.ended
  expect(watch.errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }])
})

test('one bad task of many stores none of them, and every path says which one it was', async () => {
  const inputs = [
    { agent: 'reporter', parameters: {} },
    { agent: 'strict', parameters: { topic: 'ab' } },
    { agent: 'reporter', parameters: {}, urgency: 11 },
  ]
  const { extensions } = await server.refusal(submitMany, { inputs })
  expect(extensions.violations?.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['inputs.1.parameters.topic', 'inputs.1.parameters.tone', 'inputs.2.urgency']),
  )
})

test.each([0, 101])('%i tasks in one request are refused', async (length) => {
  const inputs = Array.from({ length }, () => ({ agent: 'reporter', parameters: {} }))
  expect((await server.refusal(submitMany, { inputs })).extensions).toMatchObject({
    code: 'VALIDATION_FAILED',
    violations: [{ path: 'inputs' }],
  })
})

test('tasks that wait for each other in a circle are refused', async () => {
  const inputs = [
    { agent: 'reporter', parameters: {}, dependsOn: ['#2'] },
    { agent: 'reporter', parameters: {}, dependsOn: ['#1'] },
  ]
  const { extensions } = await server.refusal(submitMany, { inputs })
  expect(extensions).toMatchObject({ code: 'VALIDATION_FAILED', violations: [{ path: 'inputs.0.dependsOn' }] })
})

test('an idempotency key that was used for other input is a conflict', async () => {
  const input = { agent: 'reporter', parameters: {}, idempotencyKey: 'once' }
  const first = await server.submit(input)
  before = await countAll()
  expect(await server.submit(input)).toBe(first)
  expect((await server.refusal(submit, { input: { ...input, priority: 'LOW' } })).extensions.code).toBe('CONFLICT')
})

test('a body above 1 MiB is refused before it is read', async () => {
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${server.token}` },
    body: JSON.stringify({ query: submit, variables: { input: { agent: 'reporter', parameters: { text: 'x'.repeat(1024 * 1024) } } } }),
  })
  expect(response.status).toBe(413)
  expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'TOO_LARGE' } }] })
})

test('without a token, or with a wrong one, nothing is answered over either transport', async () => {
  for (const token of ['', 'a-token-that-nobody-has-been-given']) {
    const stranger = createApiClient({ url: server.url, token })
    const { status, errors } = await stranger.ask(submit, { input: { agent: 'reporter', parameters: {} } })
    expect({ status, code: errors[0]?.extensions.code }).toEqual({ status: 401, code: 'UNAUTHENTICATED' })
    const watch = stranger.subscribe('subscription ($id: ID!) { taskUpdated(id: $id) { cursor } }', { id: known })
    await watch.ended
    expect(watch.received).toEqual([])
    expect(watch.errors).toMatchObject([{ code: 4403 }])
    await stranger.close()
  }
})
