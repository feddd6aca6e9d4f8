import { ObjectId } from 'mongodb'
import { expect, test, vi } from 'vitest'
import { createEventId } from '../../../server/events/event-id.ts'

const at = (ms: number) => new Date(Date.UTC(2026, 0, 1) + ms)

/** As another process would have it, with parts of its own. */
async function elsewhere(): Promise<typeof createEventId> {
  vi.resetModules()
  return (await import('../../../server/events/event-id.ts')).createEventId
}

test('what several processes write within a second stands in the order it happened in', async () => {
  const makers = [createEventId, await elsewhere(), await elsewhere(), await elsewhere()]
  const ids = Array.from({ length: 1000 }, (_, ms) => makers[ms % makers.length]!(at(ms)).toString('hex'))
  expect(ids.toSorted()).toEqual(ids)
})

test('what one process writes in the same millisecond stands in the order it was written in', () => {
  const ids = Array.from({ length: 1000 }, () => createEventId(at(7)).toString('hex'))
  expect(ids.toSorted()).toEqual(ids)
  expect(new Set(ids).size).toBe(1000)
})

test('the date in it is readable as in any object id', () => {
  expect(new ObjectId(createEventId(at(1999))).getTimestamp()).toEqual(at(1000))
})
