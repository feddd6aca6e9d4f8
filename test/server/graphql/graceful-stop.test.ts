// A stop is quick, tells everybody, and lets what is running finish.
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { startApi } from './api-fixture.ts'
import { ask, codes, send } from './api-requests.ts'
import { Wire } from './api-sockets.ts'

test('is not ready at once, finishes what is in flight and refuses what is new', async () => {
  const api = await startApi()
  const answer = ask(api, '{ slow }')
  await api.slowStarted
  const stopped = api.stop()
  const ready = await send(api, { path: '/readyz' })
  const late = await ask(api, '{ whoami }')
  expect([ready.status, late.status, codes(late)]).toEqual([503, 503, ['UNAVAILABLE']])
  expect((await send(api, { path: '/healthz' })).status).toBe(200)
  api.release()
  expect((await answer).body.data).toEqual({ slow: 'done' })
  await stopped
  await expect(ask(api, '{ whoami }')).rejects.toThrow()
})

test('closes sockets with 1001 and their subscriptions with them', async () => {
  const api = await startApi()
  const wire = await new Wire(api).acknowledged()
  wire.subscribe('1', 'subscription { forever }')
  wire.subscribe('2', '{ whoami }')
  await wire.answerTo('2')
  await api.stop()
  expect((await wire.closed).code).toBe(1001)
  expect(api.openStreams()).toBe(0)
})

test('ends a client that never answers the close, and one that never sends its request', async () => {
  const api = await startApi()
  const mute = connect(api.port, '127.0.0.1')
  const ended = new Promise<void>((done) => mute.on('close', () => done()))
  const key = Buffer.alloc(16).toString('base64')
  mute.write(
    `GET /graphql HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n`,
  )
  await new Promise((done) => mute.once('data', done))
  const half = connect(api.port, '127.0.0.1', () => half.write('POST /graphql HTTP/1.1\r\n'))
  half.on('error', () => {})
  await api.stop()
  await ended
})

test('gives up on a request that does not end', async () => {
  const api = await startApi()
  const failed = expect(ask(api, '{ slow }')).rejects.toThrow()
  await api.slowStarted
  await api.stop()
  await failed
})

test('may be asked to stop twice', async () => {
  const api = await startApi()
  await Promise.all([api.stop(), api.stop()])
  await api.stop()
})
