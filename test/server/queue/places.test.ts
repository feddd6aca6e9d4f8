// Promise: a process claims for as many places as are free, and for those that short runs will have left by then.
import { describe, expect, it } from 'vitest'
import { Places } from '../../../server/queue/places.ts'
import { settle, type TaskOutcome } from '../../../server/queue/settlement.ts'
import type { TaskDoc } from '../../../server/queue/task.ts'

const startedAt = new Date('2026-11-21T10:00:00Z')
const task = { _id: 'T-1', agent: 'writer', startedAt, attempts: [], failures: 0, crashes: 0, retry: { maxAttempts: 3 } } as unknown as TaskDoc
const success: TaskOutcome = { kind: 'succeeded', result: null }
const ended = (count: number, afterMs: number, outcome = success) => {
  const now = new Date(startedAt.getTime() + afterMs)
  return Array.from({ length: count }, () =>
    settle({ task, outcome, output: {}, now, keepMs: 1000, allowRetryAt: (moment) => moment }),
  )
}

describe('the places of a process', () => {
  it('are free when nothing is held there or what is held has ended', () => {
    const places = new Places(10)
    expect(places.free(0)).toBe(10)
    expect(places.free(7)).toBe(3)
    expect(places.free(7, ended(4, 60_000))).toBe(7)
  })

  it('are kept for what has been claimed, and not for what leaves in the same turn', () => {
    const places = new Places(10)
    const confirmed = places.confirm({ coming: 4, leaving: 3 })
    expect(places.free(4 + 3 + 2)).toBe(4)
    expect(places.free(4 + 3 + 2, ended(2, 60_000))).toBe(6)
    confirmed()
    expect(places.free(4)).toBe(6)
  })

  it.each([
    { what: 'all that ran were short', runs: 0, ends: ended(6, 250), free: 10 },
    { what: 'half of what ran was short', runs: 3, ends: ended(3, 10), free: 10 - 3 - 4 + 2 },
    { what: 'some runs were long', runs: 0, ends: [...ended(1, 10), ...ended(3, 251)], free: 10 - 4 + 1 },
    { what: 'no run was short', runs: 0, ends: ended(6, 251), free: 6 },
    {
      what: 'what ended comes back',
      runs: 0,
      ends: ended(6, 10, { kind: 'interrupted' }),
      free: 6,
    },
  ])('are expected to be left again by what takes them next: $what', ({ runs, ends, free }) => {
    const places = new Places(10)
    places.confirm({ coming: 4, leaving: 0 })
    expect(places.free(4 + runs + ends.length, ends)).toBe(free)
  })
})
