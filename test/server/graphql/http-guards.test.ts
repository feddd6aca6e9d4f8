// What the HTTP side turns away before GraphQL, and with which status.
import { connect } from 'node:net'
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { startApi, token } from './api-fixture.ts'
import { ask, codes, raw, send } from './api-requests.ts'

const mutation = '{"query":"mutation { addNote(input: {text: \\"x\\"}) { id } }"}'

test('answers an authenticated query', async () => {
  const api = await startApi()
  const answer = await ask(api, '{ whoami }')
  expect(answer).toMatchObject({ status: 200, body: { data: { whoami: 'Alice' } } })
})

test('keeps an idle connection longer than clients and load balancers do', async () => {
  const answer = await send(await startApi(), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"query":"{ whoami }"}',
  })
  expect(answer.headers.get('keep-alive')).toBe('timeout=65')
})

test.each([undefined, 'Bearer wrong', 'Basic abc', `bearer  ${token}x`])(
  'refuses %s, introspection included, always with the same words',
  async (authorization) => {
    const api = await startApi()
    // What somebody has asked who may.
    for (const query of ['{ whoami }', '{ __schema { queryType { name } } }']) await ask(api, query)
    const plain = await ask(api, '{ whoami }', { headers: { authorization } })
    const introspection = await ask(api, '{ __schema { queryType { name } } }', { headers: { authorization } })
    expect([plain.status, introspection.status]).toEqual([401, 401])
    expect(codes(plain)).toEqual(['UNAUTHENTICATED'])
    expect(introspection.text).toBe(plain.text)
  },
)

test('refuses a body without a length with 411', async () => {
  const api = await startApi()
  const answer = await raw(api, 'POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n\r\n')
  expect(answer).toMatch(/^HTTP\/1.1 411 /)
  expect(answer).toContain('VALIDATION_FAILED')
})

test('refuses a body over 1 MiB with 413 by its announced length, before it is sent', async () => {
  const api = await startApi()
  const answer = await raw(api, 'POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1048577\r\n\r\n')
  expect(answer).toMatch(/^HTTP\/1.1 413 /)
  expect(answer).toContain('TOO_LARGE')
})

test('counts a chunked body and refuses it with 413', async () => {
  const api = await startApi()
  const head = `POST /graphql HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`
  const chunk = `10000\r\n${' '.repeat(0x10000)}\r\n`
  expect(await raw(api, head + chunk.repeat(17))).toMatch(/^HTTP\/1.1 413 /)
})

test('takes a chunked body within the limit', async () => {
  const api = await startApi()
  const body = new Blob([JSON.stringify({ query: '{ whoami }' })]).stream()
  const answer = await send(api, { method: 'POST', headers: { 'content-type': 'application/json' }, body, duplex: 'half' })
  expect(answer.body.data).toEqual({ whoami: 'Alice' })
})

test.each(['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/plain', 'application/graphql', ''])(
  'refuses a body of type "%s" with 415 and runs nothing',
  async (type) => {
    const api = await startApi()
    const answer = await send(api, { method: 'POST', headers: { 'content-type': type }, body: mutation })
    expect(answer.status).toBe(415)
    expect(codes(answer)).toEqual(['VALIDATION_FAILED'])
    expect(api.added).toEqual([])
  },
)

test('takes application/graphql-response+json as a body too', async () => {
  const api = await startApi()
  const answer = await send(api, {
    method: 'POST',
    headers: { 'content-type': 'application/graphql-response+json; charset=utf-8' },
    body: mutation,
  })
  expect(answer.body.data).toEqual({ addNote: { id: 'N-2' } })
})

test.each([
  ['*/*', 'application/json; charset=utf-8'],
  ['application/json', 'application/json; charset=utf-8'],
  ['application/json;q=0.9, text/html;q=0.1', 'application/json; charset=utf-8'],
  ['application/graphql-response+json', 'application/graphql-response+json; charset=utf-8'],
  ['application/graphql-response+json, application/json', 'application/graphql-response+json; charset=utf-8'],
])('answers a client that takes %s alike, as %s', async (accept, contentType) => {
  const api = await startApi()
  const good = await ask(api, 'query ($id: ID!) { note(id: $id) { id text } }', { variables: { id: 'N-1' }, headers: { accept } })
  expect([good.status, good.headers.get('content-type')]).toEqual([200, contentType])
  expect(good.body).toEqual({ data: { note: { id: 'N-1', text: 'hello' } } })
  const bad = await ask(api, '{ mustFail(how: "rate") }', { headers: { accept } })
  expect([bad.status, bad.headers.get('retry-after'), bad.headers.get('content-type')]).toEqual([429, '7', contentType])
  expect(codes(bad)).toEqual(['RATE_LIMITED'])
  expect(api.log.lines.filter((line) => line.msg === 'operation').map(({ code }) => code)).toEqual(['OK', 'RATE_LIMITED'])
})

test.each([
  ['a parameter that GraphQL does not know', { query: '{ whoami }', constructor: {} }],
  ['variables that are a list', { query: '{ whoami }', variables: [] }],
  ['an operation name that is a number', { query: 'query a { whoami } query b { whoami }', operationName: 1 }],
])('refuses a body with %s', async (_what, body) => {
  const api = await startApi()
  const answer = await send(api, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  expect([answer.status, ...codes(answer)]).toEqual([400, 'VALIDATION_FAILED'])
})

test('refuses a mutation by GET with 405, and answers a query by GET', async () => {
  const api = await startApi()
  const refused = await send(api, { path: `/graphql?query=${encodeURIComponent('mutation { addNote(input: {text: "x"}) { id } }')}` })
  expect(refused.status).toBe(405)
  expect(codes(refused)).toEqual(['VALIDATION_FAILED'])
  expect(api.added).toEqual([])
  expect((await send(api, { path: '/graphql?query={whoami}' })).body.data).toEqual({ whoami: 'Alice' })
})

test.each([
  '[{"query":"{ whoami }"}]',
  '{}',
  'null',
  '"text"',
  '{ not json',
  '{"query":1}',
  '{"query":"{ whoami }","variables":[1]}',
  '{"query":"{ whoami }","other":1}',
])('refuses the body %s with 400', async (body) => {
  const api = await startApi()
  const answer = await send(api, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  expect(answer.status).toBe(400)
  expect(codes(answer)).toEqual(['VALIDATION_FAILED'])
})

test('an address that ends like a health check is no health check', async () => {
  const api = await startApi()
  expect((await send(api, { path: '/graphql?x=/health', headers: { authorization: undefined } })).status).toBe(401)
  expect((await send(api, { path: '/graphql?x=/health' })).status).toBe(400)
})

test('sends no CORS header to anybody when no origin is listed', async () => {
  const api = await startApi()
  const preflight = await send(api, {
    method: 'OPTIONS',
    headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
  })
  const post = await ask(api, 'mutation { addNote(input: {text: "x"}) { id } }', { headers: { origin: 'https://evil.example' } })
  expect([preflight.status, post.status]).toEqual([403, 403])
  expect(preflight.headers.get('access-control-allow-origin') ?? post.headers.get('access-control-allow-origin')).toBeNull()
  expect(api.added).toEqual([])
})

test('lets a listed origin in, by name', async () => {
  const api = await startApi({ config: { allowedOrigins: ['https://ops.example'] } })
  const preflight = await send(api, {
    method: 'OPTIONS',
    headers: { origin: 'https://ops.example', 'access-control-request-method': 'POST' },
  })
  const post = await ask(api, '{ whoami }', { headers: { origin: 'https://ops.example' } })
  expect(preflight.status).toBe(204)
  expect(preflight.headers.get('access-control-allow-origin')).toBe('https://ops.example')
  expect(post.headers.get('access-control-allow-origin')).toBe('https://ops.example')
  expect(post.headers.get('access-control-allow-credentials')).toBeNull()
})

test('keeps a well-formed request id and replaces any other', async () => {
  const api = await startApi()
  const kept = await ask(api, '{ requestId }', { headers: { 'x-request-id': 'slack-Ev123.4' } })
  const replaced = await ask(api, '{ requestId }', { headers: { 'x-request-id': 'a'.repeat(65) } })
  expect(kept.body.data).toEqual({ requestId: 'slack-Ev123.4' })
  expect(kept.headers.get('x-request-id')).toBe('slack-Ev123.4')
  expect(replaced.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
  expect(replaced.body.data).toEqual({ requestId: replaced.headers.get('x-request-id') })
})

test('writes one line an operation, without its variables', async () => {
  const api = await startApi()
  await ask(api, 'mutation Add($input: NoteInput!) { addNote(input: $input) { id } }', {
    variables: { input: { text: 'canary-1' } },
    headers: { 'x-request-id': 'r-1' },
  })
  const lines = api.log.lines.filter((line) => line.msg === 'operation')
  expect(lines).toEqual([
    expect.objectContaining({
      requestId: 'r-1',
      viewer: 'U-alice',
      operationName: 'Add',
      type: 'mutation',
      code: 'OK',
      ms: expect.any(Number),
    }),
  ])
  expect(api.log.text()).not.toContain('canary-1')
})

test('hands out an artifact as a download only, to those who may', async () => {
  const api = await startApi()
  const file = await send(api, { path: '/artifacts/A-1' })
  expect(file).toMatchObject({ status: 200, text: '<b>hi</b>' })
  expect(file.headers.get('content-type')).toBe('text/html')
  expect(file.headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''r%C3%A9sum%C3%A9%20%281%29.html")
  expect(file.headers.get('x-content-type-options')).toBe('nosniff')
  expect((await send(api, { path: '/artifacts/A-2' })).status).toBe(404)
  expect((await send(api, { path: '/artifacts/A-1', headers: { authorization: undefined } })).status).toBe(401)
  expect((await send(api, { path: '/artifacts/..%2Fx' })).status).toBe(404)
})

test('is alive at once, and ready when health says so, without telling why not', async () => {
  let health: () => Promise<boolean> = async () => true
  const api = await startApi({ health: () => health() })
  const probe = (path: string) => send(api, { path, headers: { authorization: undefined } })
  expect((await probe('/healthz')).status).toBe(200)
  expect((await probe('/readyz')).status).toBe(200)
  health = async () => false
  expect((await probe('/readyz')).status).toBe(503)
  health = () => Promise.reject(new Error('mongodb://user:hunter2@host'))
  const broken = await probe('/readyz')
  expect(broken.status).toBe(503)
  expect(broken.text).not.toContain('mongodb')
  expect((await probe('/healthz')).status).toBe(200)
})

test('cuts a download off when its source fails, and logs why', async () => {
  async function* source() {
    yield 'first'
    throw new Error('disk on fire')
  }
  const artifacts = async () => ({ stream: Readable.from(source()), contentType: 'text/plain', fileName: 'a.txt', sizeBytes: 100 })
  const api = await startApi({ artifacts })
  await expect(send(api, { path: '/artifacts/A-1' })).rejects.toThrow()
  await expect.poll(() => api.log.lines.filter((line) => line.msg === 'unexpected error')).toHaveLength(1)
})

test('takes a client that leaves in the middle of its request for no failure', async () => {
  const api = await startApi()
  const head = `POST /graphql HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{`
  const socket = connect(api.port, '127.0.0.1', () => socket.write(head, () => socket.destroy()))
  await new Promise((done) => socket.once('close', done))
  await ask(api, '{ whoami }')
  await api.stop()
  expect(api.log.lines.filter((line) => Number(line.level) > 30)).toEqual([])
})
