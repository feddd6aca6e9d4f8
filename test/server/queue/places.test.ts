// Promise: a process claims for as many places as are free, and for those that short runs will have left by then. Of many ends one half
// can go first.
import { describe, expect, it } from 'vitest'
import { PendingEnds } from '../../../server/queue/pending-ends.ts'
import { Places } from '../../../server/queue/places.ts'
import { type Settlement, settle, type TaskOutcome } from '../../../server/queue/settlement.ts'
import type { TaskDoc } from '../../../server/queue/task.ts'

const now = new Date('2026-11-21T10:00:00Z')
const batch = (claim: string, size: number) =>
  Array.from(
    { length: size },
    (_, n) =>
      ({ _id: `T-${n}`, agent: 'writer', claim, attempts: [], failures: 0, crashes: 0, retry: { maxAttempts: 3 } }) as unknown as TaskDoc,
  )
const ended = (tasks: readonly TaskDoc[], outcome: TaskOutcome = { kind: 'succeeded', result: null }) =>
  tasks.map((task) => settle({ task, outcome, output: {}, now, keepMs: 1000, allowRetryAt: (moment) => moment }))

describe('the places of a process', () => {
  it('are free when nothing is held there or what is held has ended', () => {
    const places = new Places(10)
    expect(places.free(0)).toBe(10)
    expect(places.free(7)).toBe(3)
    expect(places.free(7, 4)).toBe(7)
  })

  it('are kept for what has been claimed, and not for what leaves in the same turn', () => {
    const places = new Places(10)
    const confirmed = places.confirm({ coming: batch('a', 4), leaving: 3 })
    expect(places.free(4 + 3 + 2)).toBe(4)
    expect(places.free(4 + 3 + 2, 2)).toBe(6)
    confirmed()
    expect(places.free(4)).toBe(6)
  })

  const before = batch('before', 3)
  it.each([
    { what: 'all of it was', ends: ended(before), soon: 4 },
    { what: 'some of it was', ends: ended(before.slice(1)), soon: 2 },
    { what: 'only others were', ends: ended(batch('long ago', 3)), soon: 0 },
    { what: 'it came back', ends: ended(before, { kind: 'interrupted' }), soon: 0 },
  ])('are soon left again by what comes, as far as the batch before it was over at once: $what', ({ ends, soon }) => {
    const places = new Places(10)
    places.confirm({ coming: before, leaving: 0 })()
    places.confirm({ coming: [], leaving: 1 })()
    expect(places.soonFree(ends)).toBe(0)
    places.confirm({ coming: batch('next', 4), leaving: 0 })
    expect(places.soonFree(ends)).toBe(soon)
  })
})

describe('ends that are to be written', () => {
  const [end] = ended(batch('a', 1)) as [Settlement]

  it.each([
    { count: 41, half: true, taken: 21 },
    { count: 40, half: true, taken: 20 },
    { count: 39, half: true, taken: 39 },
    { count: 41, half: false, taken: 41 },
  ])('go in halves when asked to and when there are many: $taken of $count', ({ count, half, taken }) => {
    const ends = new PendingEnds()
    for (let n = 0; n < count; n++) void ends.add(end)
    expect([ends.take({ half }).length, ends.size]).toEqual([taken, count - taken])
  })

  it('come first again when they were not written', () => {
    const ends = new PendingEnds()
    void ends.add(end)
    const first = ends.take({ half: false })
    void ends.add({ ...end, ending: 'neutral' })
    ends.putBack(first)
    expect(ends.take({ half: false }).map(({ settlement: { ending } }) => ending)).toEqual(['succeeded', 'neutral'])
  })
})
