// Limits and error mapping hold over HTTP and over WebSocket alike.
import { describe, expect, test } from 'vitest'
import { type Api, startApi } from './api-fixture.ts'
import { type Answer, ask, codes } from './api-requests.ts'
import { askOverSocket } from './api-sockets.ts'

type Run = (api: Api, query: string, variables?: Record<string, unknown>) => Promise<Pick<Answer, 'body' | 'text'>>

const transports: [string, Run][] = [
  ['HTTP', (api, query, variables) => ask(api, query, variables ? { variables } : {})],
  ['WebSocket', askOverSocket],
]
const nest = (depth: number): string => (depth === 0 ? 'id' : `parent { ${nest(depth - 1)} }`)

describe.each(transports)('over %s', (_name, run) => {
  test.each([
    ['1,001 tokens', `{ ${'whoami '.repeat(999)} }`],
    ['depth 13', `{ note(id: "1") { ${nest(11)} } }`],
    ['31 aliases', `{ ${Array.from({ length: 31 }, (_, i) => `a${i}: whoami`).join(' ')} }`],
    ['51 directives', `{ whoami ${'@include(if: true) '.repeat(51)} }`],
    ['too much cost', `{ notes(first: 100) { replies(first: 100) { ${'id text '.repeat(30)} } } }`],
    ['a syntax error', '{ whoami('],
    ['an unknown field', '{ whoamy }'],
    ['an unknown operation', 'fragment F on Query { whoami }'],
    ['introspection too deep', `{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }`],
  ])('refuses %s', async (_what, query) => {
    const api = await startApi()
    const answer = await run(api, query)
    expect(new Set(codes(answer))).toEqual(new Set(['VALIDATION_FAILED']))
    expect(answer.body.data ?? null).toBeNull()
    expect(answer.text).not.toContain('"http"')
  })

  test('lets a document at the limits through', async () => {
    const api = await startApi()
    expect(codes(await run(api, `{ note(id: "1") { ${nest(10)} } }`))).toEqual([])
    expect(codes(await run(api, `{ ${Array.from({ length: 30 }, (_, i) => `a${i}: whoami`).join(' ')} }`))).toEqual([])
  })

  test.each([
    ['written out', '{ notes(first: 100) { replies(first: 101) { id } } }', undefined],
    ['in variables', 'query Q($a: Int, $b: Int = 101) { notes(first: $a) { replies(first: $b) { id } } }', { a: 100 }],
    ['by default', '{ notes { replies { replies { id } } } }', undefined],
    [
      'through fragments',
      '{ notes { ...A } } fragment A on Note { ...B ... on Note { replies { id } } } fragment B on Note { more: replies(first: 200) { id } }',
      undefined,
    ],
  ])('refuses pages in pages over 10,000 rows, %s, before any resolver runs', async (_how, query, variables) => {
    const api = await startApi()
    const answer = await run(api, query, variables)
    expect(answer.body.errors?.[0]?.extensions).toMatchObject({ code: 'VALIDATION_FAILED', violations: [{ path: 'first' }] })
    expect(api.notesAsked()).toBe(0)
  })

  test('takes 100 rows of 100 each', async () => {
    const api = await startApi()
    expect(codes(await run(api, '{ notes(first: 100) { replies(first: 100) { id } } }'))).toEqual([])
  })

  test('introspects outside production, and suggests fields', async () => {
    const api = await startApi()
    expect((await run(api, '{ __schema { queryType { name } } }')).body.data).toEqual({ __schema: { queryType: { name: 'Query' } } })
    expect((await run(api, '{ whoamy }')).text).toContain('Did you mean')
  })

  test('in production neither introspects nor suggests', async () => {
    const api = await startApi({ config: { production: true } })
    expect(codes(await run(api, '{ __schema { queryType { name } } }'))).toContain('VALIDATION_FAILED')
    expect((await run(api, '{ whoamy }')).text).not.toContain('Did you mean')
  })

  test('introspects in production when GraphiQL is asked for', async () => {
    const api = await startApi({ config: { production: true, graphiql: true } })
    expect(codes(await run(api, '{ __schema { queryType { name } } }'))).toEqual([])
  })

  test('names every bad variable by path and type, and repeats no value', async () => {
    const api = await startApi()
    const input = {
      count: 'canary-a',
      priority: 'canary-b',
      at: 'canary-c',
      data: { ok: 1, __proto__: null },
      password: { key: 'canary-d' },
      canary: 'canary-e',
    }
    const answer = await run(api, 'mutation M($input: NoteInput!) { addNote(input: $input) { id } }', { input })
    expect(codes(answer)).toEqual(['VALIDATION_FAILED'])
    expect(answer.body.errors?.[0]?.extensions.violations).toEqual(
      expect.arrayContaining([
        { path: 'input', message: 'Field "text" of required type "String!" was not provided.' },
        { path: 'input.count', message: 'expected Int' },
        { path: 'input.priority', message: 'expected one of HIGH, LOW' },
        { path: 'input.at', message: expect.stringContaining('expected a date and time with an offset') },
        { path: 'input.password', message: 'expected String' },
        { path: 'input', message: 'Field "canary" is not defined by type "NoteInput".' },
      ]),
    )
    expect(answer.text).not.toContain('canary-')
    expect(api.log.text()).not.toContain('canary-')
    expect(api.added).toEqual([])
  })

  test('names a variable that is missing', async () => {
    const api = await startApi()
    const answer = await run(api, 'query W($at: DateTime!) { when(at: $at) }')
    expect(answer.body.errors?.[0]?.extensions.violations).toEqual([
      { path: 'at', message: 'expected a value of type DateTime!, got nothing' },
    ])
  })

  test('refuses keys that reach into objects, in a variable of type JSON', async () => {
    const api = await startApi()
    const data = JSON.parse('{"a":{"__proto__":{"admin":true}}}')
    const answer = await run(api, 'mutation M($data: JSON) { addNote(input: {text: "x", data: $data}) { id } }', { data })
    expect(answer.body.errors?.[0]?.extensions.violations).toEqual([
      { path: 'data', message: 'expected JSON without a key named __proto__' },
    ])
  })

  test.each([
    '{count: "canary-1", text: "x"}',
    '{text: "x", priority: CANARY}',
    '{text: "x", at: "canary-1"}',
    '{text: 12345}',
    '{text: "x" "canary-1"}',
  ])('does not repeat a value written into the document: %s', async (input) => {
    const api = await startApi()
    const answer = await run(api, `mutation { addNote(input: ${input}) { id } }`)
    expect(new Set(codes(answer))).toEqual(new Set(['VALIDATION_FAILED']))
    expect(answer.text).not.toMatch(/canary|12345/i)
  })

  test('passes an expected failure on, with its details', async () => {
    const api = await startApi()
    expect((await run(api, '{ fail(how: "not-found") }')).body).toMatchObject({
      data: { fail: null },
      errors: [{ message: 'No such note.', path: ['fail'], extensions: { code: 'NOT_FOUND' } }],
    })
    expect((await run(api, '{ fail(how: "input") }')).body.errors?.[0]?.extensions).toEqual({
      code: 'VALIDATION_FAILED',
      violations: [{ path: 'text', message: 'too short' }],
      legacyCode: 'TASK_002',
    })
    expect((await run(api, '{ fail(how: "rate") }')).body.errors?.[0]?.extensions).toEqual({ code: 'RATE_LIMITED', retryAfterSeconds: 7 })
  })

  test('masks an unexpected failure and logs it once, with the id it gives', async () => {
    const api = await startApi()
    const answer = await run(api, '{ mustFail(how: "bug") }')
    const errorId = answer.body.errors?.[0]?.extensions.errorId
    expect(answer.body.errors?.[0]?.extensions).toEqual({ code: 'INTERNAL', errorId: expect.stringMatching(/^[0-9a-f-]{36}$/) })
    expect(answer.text).not.toContain('hunter2')
    const logged = api.log.lines.filter((line) => line.errorId === errorId)
    expect(logged).toEqual([expect.objectContaining({ msg: 'unexpected error', requestId: expect.any(String), viewer: 'U-alice' })])
  })

  test.each(['database', 'wrapped-database'])('says UNAVAILABLE when it is the %s', async (how) => {
    const api = await startApi()
    const answer = await run(api, `{ mustFail(how: "${how}") }`)
    expect(answer.body.errors?.[0]?.extensions).toEqual({ code: 'UNAVAILABLE', retryAfterSeconds: 2 })
    expect(answer.text).not.toContain('27017')
  })

  test('writes one line with the code of a failed operation', async () => {
    const api = await startApi()
    await run(api, 'query Lost { fail(how: "not-found") }')
    const lines = api.log.lines.filter((line) => line.msg === 'operation')
    expect(lines).toEqual([expect.objectContaining({ operationName: 'Lost', type: 'query', code: 'NOT_FOUND', viewer: 'U-alice' })])
  })
})

describe('HTTP status', () => {
  test.each([
    ['{ mustFail(how: "database") }', 503, '2'],
    ['{ fail(how: "database") }', 503, '2'],
    ['{ mustFail(how: "rate") }', 429, '7'],
    ['{ whoami fail(how: "database") }', 200, null],
    ['{ mustFail(how: "not-found") }', 200, null],
    ['{ whoamy }', 400, null],
    ['{ whoami(', 400, null],
  ])('of %s is %i', async (query, status, retryAfter) => {
    const api = await startApi()
    for (const accept of ['application/json', 'application/graphql-response+json']) {
      const answer = await ask(api, query, { headers: { accept } })
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([status, retryAfter])
      expect(answer.text).not.toContain('"http"')
    }
  })

  test('is 503 when the check of the token cannot reach the database', async () => {
    const api = await startApi({ authenticate: () => Promise.reject(Object.assign(new Error('x'), { name: 'MongoNetworkError' })) })
    const answer = await ask(api, '{ whoami }')
    expect([answer.status, answer.headers.get('retry-after'), codes(answer)]).toEqual([503, '2', ['UNAVAILABLE']])
  })

  test.each(['application/json', 'text/event-stream, application/json'])(
    'is 400 for a subscription, which belongs on the WebSocket, also for who takes %s',
    async (accept) => {
      const api = await startApi()
      const answer = await ask(api, 'subscription { forever }', { headers: { accept } })
      expect(codes(answer).length > 0 ? codes(answer) : answer.text).toEqual(['VALIDATION_FAILED'])
      expect(api.openStreams()).toBe(0)
    },
  )
})
