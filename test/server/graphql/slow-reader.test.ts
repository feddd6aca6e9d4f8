// A client that stops reading costs the server a bounded queue, is told what it missed, and holds up nobody.
import { expect, test } from 'vitest'
import { createHub, type HubDelivery } from '../../../server/events/hub.ts'
import { scalarResolvers } from '../../../server/graphql/scalars.ts'
import { startApi } from './api-fixture.ts'
import { Wire } from './api-sockets.ts'

test('a stuck subscriber lags while another gets everything', async () => {
  const hub = createHub<number>({ ringSize: 16 })
  const subscribe = () => hub.subscribe({ filter: () => true, maxQueue: 100 })
  const resolve = (delivery: HubDelivery<number>) => (delivery.kind === 'event' ? delivery.value : -delivery.dropped)
  const api = await startApi({ resolvers: { ...scalarResolvers, Subscription: { forever: { subscribe, resolve } } } })
  // A long alias makes every frame about 4 kB: 40 MB in all do not fit the buffers of the kernel.
  const wide = 'w'.repeat(4000)
  const stuck = await new Wire(api).acknowledged()
  const quick = await new Wire(api).acknowledged()
  stuck.subscribe('1', `subscription { ${wide}: forever }`)
  quick.subscribe('1', 'subscription { forever }')
  await expect.poll(() => hub.subscribers).toBe(2)
  stuck.ws.pause()

  const total = 10_000
  const received = (wire: Wire) => wire.received.filter((message) => message.type === 'next').length
  for (let value = 1; value <= total; value += 1) {
    hub.publish({ cursor: String(value), value })
    if (value % 50 === 0) await expect.poll(() => received(quick), { interval: 1 }).toBe(value)
  }
  stuck.ws.resume()
  const ticks = () =>
    stuck.received.flatMap(({ payload }) => Object.values((payload as { data?: Record<string, number> } | undefined)?.data ?? {}))
  await expect.poll(() => ticks().at(-1)).toBe(total)
  const losses = ticks().filter((tick) => tick < 0)
  expect(losses).toHaveLength(1)
  expect(ticks().length - 1 - (losses[0] ?? 0)).toBe(total)

  stuck.ws.terminate()
  quick.ws.terminate()
  await expect.poll(() => hub.subscribers).toBe(0)
})
