// Promise: who may not ask any more has no socket any more within five seconds; and nobody has more sockets than they may.
import { describe, expect, test, vi } from 'vitest'
import type { Denial } from '../../../server/audit/denials.ts'
import type { Viewer } from '../../../server/auth/viewer.ts'
import { alice, startApi, token } from './api-fixture.ts'
import { ask } from './api-requests.ts'
import { socketClient, Wire } from './api-sockets.ts'

const within = { timeout: 60_000, interval: 50 }

describe('an open socket', () => {
  test('is closed with 4401 within 5 s when its token runs out, and its subscriptions end with it', async () => {
    const expiresAt = new Date(Date.now() + 3600_000)
    const api = await startApi({ authenticate: async (bearer) => (bearer === token ? { ...alice, expiresAt } : undefined) })
    const wire = await new Wire(api).acknowledged()
    wire.subscribe('1', 'subscription { forever }')
    await vi.waitFor(() => expect(api.openStreams()).toBe(1), within)
    expiresAt.setTime(Date.now())
    expect(await wire.closed).toMatchObject({ code: 4401 })
    await vi.waitFor(() => expect(api.openStreams()).toBe(0), within)
  })

  test('is closed within 5 s when its owner is disabled or loses a role, and those of others stay', async () => {
    const bob: Viewer = { ...alice, id: 'U-bob', name: 'Bob' }
    const disabled = new Set<string>()
    const api = await startApi({
      authenticate: async (bearer) => (bearer === token ? alice : bearer === 'bob' ? bob : undefined),
      stillValid: async ({ id }) => !disabled.has(id),
    })
    const [hers, his] = [await new Wire(api).acknowledged(), await new Wire(api).acknowledged({ authorization: 'Bearer bob' })]
    disabled.add(bob.id)
    expect(await his.closed).toMatchObject({ code: 4401 })
    hers.subscribe('1', '{ whoami }')
    expect(await hers.answerTo('1')).toMatchObject({ type: 'next' })
  })

  test('stays when the answer cannot be had for a moment', async () => {
    let asked = 0
    const api = await startApi({
      stillValid: async () => {
        asked += 1
        throw new Error('the database is away')
      },
    })
    const wire = await new Wire(api).acknowledged()
    await vi.waitFor(() => expect(asked).toBeGreaterThan(1), { timeout: 60_000, interval: 50 })
    wire.subscribe('1', '{ whoami }')
    expect(await wire.answerTo('1')).toMatchObject({ type: 'next' })
  })
})

test('the 11th socket of one person is refused with a code, and there is room again when another has closed', async () => {
  const api = await startApi()
  const open = await Promise.all(Array.from({ length: 10 }, () => new Wire(api).acknowledged()))
  const eleventh = await new Wire(api).opened()
  eleventh.send({ type: 'connection_init', payload: { token } })
  expect(await eleventh.closed).toMatchObject({ code: 4429 })
  open[0]!.ws.close()
  await open[0]!.closed
  await vi.waitFor(async () => (await new Wire(api).acknowledged()).ws.close(), within)
})

test('one person without limits on operations may have more', async () => {
  const api = await startApi({ authenticate: async () => ({ ...alice, allowance: 'unlimited' }) })
  await Promise.all(Array.from({ length: 12 }, () => new Wire(api).acknowledged()))
})

test('everything that is refused is reported once, with who asked for what', async () => {
  const denials: Denial[] = []
  const api = await startApi({
    onDenied: (denial) => denials.push(denial),
    config: { allowedOrigins: [] },
  })
  await ask(api, '{ whoami }', { headers: { authorization: 'Bearer wrong' } })
  const stranger = await new Wire(api).opened()
  stranger.send({ type: 'connection_init', payload: { token: 'wrong' } })
  await stranger.closed
  await ask(api, 'query Look { fail(how: "forbidden") }', { headers: { 'x-request-id': 'R-1' } })
  const client = socketClient(api)
  for await (const _ of client.iterate({ query: 'query Again { fail(how: "forbidden") }' })) break
  expect(denials).toMatchObject([
    { code: 'UNAUTHENTICATED', asked: '/graphql', address: expect.stringContaining('127.0.0.1') },
    { code: 'UNAUTHENTICATED', asked: 'socket', address: expect.stringContaining('127.0.0.1') },
    { code: 'FORBIDDEN', asked: 'Look', requestId: 'R-1', viewer: { id: alice.id } },
    { code: 'FORBIDDEN', asked: 'Again', viewer: { id: alice.id } },
  ])
})
