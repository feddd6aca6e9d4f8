// The gate in front of the WebSocket, its caps, and subscriptions from end to end.
import { expect, test } from 'vitest'
import { startApi, token } from './api-fixture.ts'
import { codes } from './api-requests.ts'
import { socketClient, Wire } from './api-sockets.ts'

test('closes a socket that does not introduce itself within 3 s with 4408', async () => {
  const api = await startApi()
  const wire = await new Wire(api).opened()
  expect((await wire.closed).code).toBe(4408)
})

test.each([{ authorization: 'Bearer wrong' }, { token: 'wrong' }, {}, { authorization: 7 }])(
  'closes a socket with the parameters %j with 4403',
  async (payload) => {
    const api = await startApi()
    const wire = await new Wire(api).opened()
    wire.send({ type: 'connection_init', payload })
    expect((await wire.closed).code).toBe(4403)
  },
)

test.each([{ authorization: `Bearer ${token}` }, { token }])('takes the token as authorization or as token', async (payload) => {
  const api = await startApi()
  const wire = await new Wire(api).acknowledged(payload)
  wire.subscribe('1', '{ whoami }')
  expect((await wire.answerTo('1')).payload).toEqual({ data: { whoami: 'Alice' } })
})

test.each([
  ['MongoNetworkError', 1013],
  ['TypeError', 4500],
])('when the check of the token fails by %s, closes with %i', async (name, code) => {
  const api = await startApi({ authenticate: () => Promise.reject(Object.assign(new Error('hunter2'), { name })) })
  const wire = await new Wire(api).opened()
  wire.send({ type: 'connection_init', payload: { token } })
  const closed = await wire.closed
  expect(closed.code).toBe(code)
  expect(closed.reason).not.toContain('hunter2')
})

test('closes at a second introduction with 4429', async () => {
  const api = await startApi()
  const wire = await new Wire(api).acknowledged()
  wire.send({ type: 'connection_init', payload: { token } })
  expect((await wire.closed).code).toBe(4429)
})

test('runs nothing before the introduction', async () => {
  const api = await startApi()
  const wire = await new Wire(api).opened()
  wire.subscribe('1', 'mutation { addNote(input: {text: "x"}) { id } }')
  expect((await wire.closed).code).toBe(4401)
  expect(api.added).toEqual([])
})

test('refuses a foreign origin at the handshake and lets its own and a listed one in', async () => {
  const api = await startApi({ config: { allowedOrigins: ['https://ops.example'] } })
  await expect(new Wire(api, { origin: 'https://evil.example' }).opened()).rejects.toThrow('403')
  await new Wire(api, { origin: 'https://ops.example' }).acknowledged()
  await new Wire(api, { origin: `http://127.0.0.1:${api.port}` }).acknowledged()
})

test('closes at a frame over 64 KiB with 1009, before the introduction too', async () => {
  const api = await startApi()
  const wire = await new Wire(api).opened()
  wire.send('x'.repeat(64 * 1024 + 1))
  expect((await wire.closed).code).toBe(1009)
})

test('closes at a message that is none with 4400', async () => {
  const api = await startApi()
  const wire = await new Wire(api).acknowledged()
  wire.send('not json')
  expect((await wire.closed).code).toBe(4400)
})

test('answers a syntax error for its operation and keeps the socket', async () => {
  const api = await startApi()
  const wire = await new Wire(api).acknowledged()
  wire.subscribe('bad', '{ whoami(')
  wire.subscribe('good', '{ whoami }')
  expect(await wire.answerTo('bad')).toMatchObject({ type: 'error', payload: [{ extensions: { code: 'VALIDATION_FAILED' } }] })
  expect((await wire.answerTo('good')).payload).toEqual({ data: { whoami: 'Alice' } })
})

test('keeps the socket when a resolver or the context fails', async () => {
  const api = await startApi({ createContext: () => Promise.reject(new Error('no context')) })
  const wire = await new Wire(api).acknowledged()
  wire.subscribe('1', '{ whoami }')
  expect(await wire.answerTo('1')).toMatchObject({ type: 'error', payload: [{ extensions: { code: 'INTERNAL' } }] })
  wire.send({ type: 'ping' })
  expect(await wire.until((message) => message.type === 'pong')).toBeDefined()
})

test('refuses the 21st operation on a socket, and takes one again when another has ended', async () => {
  const api = await startApi()
  const wire = await new Wire(api).acknowledged()
  for (let i = 1; i <= 21; i += 1) wire.subscribe(`s${i}`, 'subscription { forever }')
  expect(await wire.answerTo('s21')).toMatchObject({
    type: 'error',
    payload: [{ extensions: { code: 'RATE_LIMITED', retryAfterSeconds: 1 } }],
  })
  expect(api.openStreams()).toBe(20)
  wire.send({ id: 's1', type: 'complete' })
  wire.subscribe('next', '{ whoami }')
  expect((await wire.answerTo('next')).payload).toEqual({ data: { whoami: 'Alice' } })
})

test('closes at the 51st message in a second', async () => {
  const api = await startApi()
  const wire = await new Wire(api).acknowledged()
  for (let i = 0; i < 110; i += 1) wire.send({ type: 'ping' })
  expect((await wire.closed).code).toBe(1008)
})

test('frees every subscription when its socket goes away', async () => {
  const api = await startApi()
  const wire = await new Wire(api).acknowledged()
  wire.subscribe('1', 'subscription Watch { forever }')
  wire.subscribe('2', '{ whoami }')
  await wire.answerTo('2')
  expect(api.openStreams()).toBe(1)
  wire.ws.terminate()
  await expect.poll(api.openStreams).toBe(0)
  await expect
    .poll(() => api.log.lines.filter((line) => line.msg === 'operation' && line.type === 'subscription'))
    .toEqual([expect.objectContaining({ operationName: 'Watch', code: 'OK', viewer: 'U-alice' })])
})

test('delivers a subscription in order and completes it', async () => {
  const api = await startApi()
  const seen: unknown[] = []
  for await (const { data } of socketClient(api).iterate({ query: 'subscription { ticks(to: 3) }' })) seen.push(data)
  expect(seen).toEqual([{ ticks: 1 }, { ticks: 2 }, { ticks: 3 }])
})

test.each([
  ['not-found', 'NOT_FOUND'],
  ['database', 'UNAVAILABLE'],
  ['bug', 'INTERNAL'],
])('maps what a running subscription throws: %s', async (how, code) => {
  const api = await startApi()
  const wire = await new Wire(api).acknowledged()
  wire.subscribe('1', `subscription { broken(how: "${how}") }`)
  const error = await wire.until((message) => message.type === 'error')
  expect(codes({ body: { errors: error.payload as never } })).toEqual([code])
  expect(JSON.stringify(wire.received)).not.toContain('hunter2')
})

test('gives every operation of a socket its own request id', async () => {
  const api = await startApi()
  const wire = await new Wire(api, { headers: { 'x-request-id': 'tui-7' } }).acknowledged()
  wire.subscribe('a', '{ requestId }')
  wire.subscribe('b', '{ requestId }')
  expect((await wire.answerTo('a')).payload).toEqual({ data: { requestId: 'tui-7.1' } })
  expect((await wire.answerTo('b')).payload).toEqual({ data: { requestId: 'tui-7.2' } })
})

test('does not speak an older protocol', async () => {
  const api = await startApi()
  expect((await new Wire(api, { protocol: 'graphql-ws' }).closed).code).toBe(1006)
})
