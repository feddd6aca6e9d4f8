// Attacks on WebSockets and subscriptions, against the whole product. One test for each statement of the checklist.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { beforeAll, expect, test, vi } from 'vitest'
import { createTestDatabase } from '../../support/database.ts'
import { createTestServers, type TestServer } from '../../support/server.ts'
import { reporter } from '../crew.ts'
import { Line, overHttp } from './kit.ts'

const database = createTestDatabase()
const servers = createTestServers(database)
let server: TestServer

beforeAll(async () => {
  server = await servers.start({ agents: reporter })
})

/** A long name makes every message about 4 kB: what is not read cannot hide in the buffers of the kernel. */
const wide = 'w'.repeat(4_000)
const megabyte = 1024 * 1024

/** What is in use once nothing unused is left. */
function bytesInUse(): number {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

const watchAll = (line: Line, id: string) => line.say({ id, type: 'subscribe', payload: { query: 'subscription { events { type } }' } })

test('10. who does not introduce themselves is closed 4408, with a bad token 4403, twice 4429', async () => {
  const silent = await new Line(server).opened()
  const wrong = await new Line({ ...server, token: 'wrong-token-of-somebody' }).opened()
  wrong.say({ type: 'connection_init', payload: { authorization: 'Bearer wrong-token-of-somebody' } })
  expect((await wrong.closed).code).toBe(4403)
  const twice = await new Line(server).introduced()
  twice.say({ type: 'connection_init', payload: { authorization: `Bearer ${server.token}` } })
  expect((await twice.closed).code).toBe(4429)
  expect((await silent.closed).code).toBe(4408)
})

test('10. the 21st operation on a socket is refused with a code, the 51st message in a second ends it, and there is room again after', {
  timeout: 120_000,
}, async () => {
  const line = await new Line(server).introduced()
  for (let count = 1; count <= 21; count += 1) watchAll(line, String(count))
  expect(await line.until(({ id }) => id === '21')).toMatchObject({ type: 'error', payload: [{ extensions: { code: 'RATE_LIMITED' } }] })
  line.say({ id: '1', type: 'complete' })
  await vi.waitFor(
    async () => {
      const id = `again-${line.received.length}-${Math.random()}`
      line.say({ id, type: 'subscribe', payload: { query: '{ me { id } }' } })
      expect(await line.until((message) => message.id === id)).toMatchObject({ type: 'next' })
    },
    { timeout: 60_000, interval: 100 },
  )
  for (let count = 0; count < 120; count += 1) if (line.socket.readyState === line.socket.OPEN) line.say({ type: 'ping' })
  expect((await line.closed).code).toBe(1008)
  ;(await new Line(server).introduced()).end()
})

test('14. somebody who stops reading while 40 MB of messages pass holds up nobody, takes less than 30 MB, and is told what they missed', {
  timeout: 120_000,
}, async () => {
  const stuck = await new Line(server).introduced()
  stuck.say({ id: '1', type: 'subscribe', payload: { query: `subscription { ${wide}: events { type } }` } })
  const reader = await new Line(server).introduced()
  watchAll(reader, '1')
  const saw = (line: Line, type: string) =>
    line.received.some(({ payload }) =>
      Object.values((payload as { data?: Record<string, { type?: string }> } | undefined)?.data ?? {}).some((event) => event.type === type),
    )
  // Until both are subscribed.
  await vi.waitFor(
    async () => {
      await server.submit({ agent: 'reporter', runAt: new Date(Date.now() + 3_600_000) })
      expect(saw(stuck, 'task.scheduled') && saw(reader, 'task.scheduled')).toBe(true)
    },
    { timeout: 60_000, interval: 100 },
  )
  stuck.socket.pause()
  const before = bytesInUse()
  const event = (index: number) => ({
    type: 'workspace.updated',
    workspace: 'default',
    subject: 'default',
    at: new Date(),
    payload: { index },
  })
  for (let start = 0; start < 10_000; start += 500)
    await database.db.collection('events').insertMany(Array.from({ length: 500 }, (_, index) => event(start + index)))
  const id = await server.submit({ agent: 'reporter', runAt: new Date(Date.now() + 3_600_000) })
  await server.gql('mutation ($id: ID!) { cancelTask(id: $id) { id } }', { id })
  // The reader has had everything, or was told that it missed something.
  await vi.waitFor(() => expect(saw(reader, 'task.cancelled') || saw(reader, 'feed.gap')).toBe(true), { timeout: 60_000, interval: 100 })
  // What is still on its way to others is no price of the one who stopped.
  await vi.waitFor(() => expect((bytesInUse() - before) / megabyte).toBeLessThan(30), { timeout: 60_000, interval: 500 })
  stuck.socket.resume()
  await vi.waitFor(() => expect(saw(stuck, 'feed.gap')).toBe(true), { timeout: 60_000, interval: 100 })
  stuck.end()
  reader.end()
  expect((await overHttp(server, '{ me { id } }')).codes).toEqual([])
})

test('15. a cursor that nobody knows is answered with a gap, never with silence', async () => {
  const watch = server.subscribe<{ events: { type: string } }>('subscription { events(after: "000000000000000000000000") { type } }')
  await watch.until(({ events }) => events.type === 'feed.gap', 'a gap')
  await watch.close()
})

test('16. a server that goes closes its sockets with 1001, also with one that does not answer', async () => {
  const leaving = await servers.start({ role: 'api' })
  const line = await new Line(leaving).introduced()
  const deaf = await new Line(leaving).introduced()
  deaf.socket.pause()
  watchAll(line, '1')
  await leaving.stop()
  expect((await line.closed).code).toBe(1001)
  deaf.end()
})
