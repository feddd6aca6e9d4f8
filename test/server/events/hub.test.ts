import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createHub, type Hub, type HubDelivery } from '../../../server/events/hub.ts'

const all = () => true
const publish = (hub: Hub<number>, from: number, to: number) => {
  for (let value = from; value <= to; value += 1) hub.publish({ cursor: `c${value}`, value })
}

async function take(reader: AsyncIterator<HubDelivery<number>>, count: number): Promise<(HubDelivery<number> | undefined)[]> {
  const taken = []
  for (let i = 0; i < count; i += 1) taken.push((await reader.next()).value)
  return taken
}

const values = (deliveries: readonly (HubDelivery<number> | undefined)[]) =>
  deliveries.map((delivery) => (delivery?.kind === 'event' ? delivery.value : delivery))

test('delivers what is published after joining, filtered, to each reader', async () => {
  const hub = createHub<number>({ ringSize: 10 })
  publish(hub, 1, 2)
  const even = hub.subscribe({ filter: (value) => value % 2 === 0, maxQueue: 10 })
  const every = hub.subscribe({ filter: all, maxQueue: 10 })
  publish(hub, 3, 6)
  expect(values(await take(even, 2))).toEqual([4, 6])
  expect(values(await take(every, 4))).toEqual([3, 4, 5, 6])
})

test('wakes a reader that waits', async () => {
  const hub = createHub<number>({ ringSize: 10 })
  const reader = hub.subscribe({ filter: all, maxQueue: 10 })
  const first = reader.next()
  const second = reader.next()
  publish(hub, 1, 2)
  expect([(await first).value, (await second).value]).toEqual([
    { kind: 'event', cursor: 'c1', value: 1 },
    { kind: 'event', cursor: 'c2', value: 2 },
  ])
})

test('replays after a cursor, exclusive, and goes live with no gap and no duplicate', async () => {
  const hub = createHub<number>({ ringSize: 10 })
  publish(hub, 1, 5)
  const reader = hub.subscribe({ after: 'c3', filter: all, maxQueue: 10 })
  publish(hub, 6, 7)
  hub.publish({ cursor: 'c7', value: 7 })
  publish(hub, 8, 8)
  expect(values(await take(reader, 5))).toEqual([4, 5, 6, 7, 8])
})

test('drops the oldest of a slow reader only, and says so once, with the place to read on from', async () => {
  const hub = createHub<number>({ ringSize: 100 })
  const slow = hub.subscribe({ filter: all, maxQueue: 3 })
  const quick = hub.subscribe({ filter: all, maxQueue: 100 })
  publish(hub, 1, 1)
  await slow.next()
  publish(hub, 2, 10)
  expect(values(await take(slow, 4))).toEqual([{ kind: 'lagged', cursor: 'c1', dropped: 6 }, 8, 9, 10])
  expect(values(await take(quick, 10))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
})

test('marks a start after a cursor that left the ring as a loss of unknown size', async () => {
  const hub = createHub<number>({ ringSize: 3 })
  publish(hub, 1, 6)
  expect([hub.oldest(), hub.head(), hub.size, hub.has('c3'), hub.has('c4')]).toEqual(['c4', 'c6', 3, false, true])
  const reader = hub.subscribe({ after: 'c2', filter: all, maxQueue: 10 })
  expect(values(await take(reader, 4))).toEqual([{ kind: 'lagged', cursor: 'c2', dropped: 0 }, 4, 5, 6])
})

test('frees a reader that returns, throws or is aborted, and ends whoever waits for it', async () => {
  const hub = createHub<number>({ ringSize: 10 })
  const abort = new AbortController()
  const returned = hub.subscribe({ filter: all, maxQueue: 10 })
  const thrown = hub.subscribe({ filter: all, maxQueue: 10 })
  const aborted = hub.subscribe({ filter: all, maxQueue: 10, signal: abort.signal })
  const waiting = aborted.next()
  expect(hub.subscribers).toBe(3)
  await returned.return?.()
  await expect(thrown.throw?.(new Error('enough'))).rejects.toThrow('enough')
  abort.abort()
  expect(await waiting).toEqual({ value: undefined, done: true })
  expect(hub.subscribers).toBe(0)
  publish(hub, 1, 1)
  expect(await returned.next()).toEqual({ value: undefined, done: true })
  expect(await hub.subscribe({ filter: all, maxQueue: 10, signal: abort.signal }).next()).toEqual({ value: undefined, done: true })
  expect(hub.subscribers).toBe(0)
})

test('a reader that never reads costs no more than its queue', async () => {
  const hub = createHub<number>({ ringSize: 16 })
  const stuck = hub.subscribe({ filter: all, maxQueue: 8 })
  const quick = hub.subscribe({ filter: all, maxQueue: 8 })
  for (let value = 1; value <= 50_000; value += 1) {
    hub.publish({ cursor: `c${value}`, value })
    expect((await quick.next()).value).toEqual({ kind: 'event', cursor: `c${value}`, value })
  }
  const left = await take(stuck, 9)
  expect(left[0]).toEqual({ kind: 'lagged', cursor: undefined, dropped: 49_992 })
  expect(values(left.slice(1))).toEqual([49_993, 49_994, 49_995, 49_996, 49_997, 49_998, 49_999, 50_000])
})

interface Command {
  kind: 'publish' | 'read' | 'join'
  reader: number
}

test('whatever the order of publishing, joining and reading: every item a reader gets is in order, once, and its losses add up', async () => {
  const command = fc.record<Command>({ kind: fc.constantFrom('publish', 'read', 'join'), reader: fc.nat(3) })
  await fc.assert(
    fc.asyncProperty(
      fc.array(command, { maxLength: 120 }),
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 1, max: 12 }),
      async (commands, maxQueue, ringSize) => {
        const hub = createHub<number>({ ringSize })
        const readers: { iterator: AsyncIterator<HubDelivery<number>>; wanted: number; expected: number[]; next: number; due: number }[] =
          []
        let last = 0
        for (const { kind, reader: index } of commands) {
          if (kind === 'publish') {
            last += 1
            publish(hub, last, last)
            for (const reader of readers) if (last % 3 !== reader.wanted) reader.expected.push(last)
          } else if (kind === 'join' && readers.length < 4) {
            const wanted = index % 3
            const from = last - Math.min(index, hub.size)
            const after = hub.has(`c${from}`) ? `c${from}` : undefined
            const iterator = hub.subscribe({ after, filter: (value) => value % 3 !== wanted, maxQueue })
            const expected =
              after === undefined ? [] : Array.from({ length: last - from }, (_, i) => from + 1 + i).filter((value) => value % 3 !== wanted)
            readers.push({ iterator, wanted, expected, next: 0, due: 0 })
          } else if (kind === 'read') {
            const reader = readers[index]
            if (reader && reader.next < reader.expected.length) await readOne(reader)
          }
        }
        for (const reader of readers) while (reader.next < reader.expected.length) await readOne(reader)
        for (const { iterator } of readers) await iterator.return?.()
        expect(hub.subscribers).toBe(0)
      },
    ),
    { numRuns: 300 },
  )
})

async function readOne(reader: { iterator: AsyncIterator<HubDelivery<number>>; expected: number[]; next: number }): Promise<void> {
  const delivery: HubDelivery<number> | undefined = (await reader.iterator.next()).value
  if (delivery?.kind === 'lagged') {
    expect(delivery.dropped).toBeGreaterThan(0)
    reader.next += delivery.dropped
  } else {
    expect(delivery?.value).toBe(reader.expected[reader.next])
    reader.next += 1
  }
}
