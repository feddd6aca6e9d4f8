// How many worker processes there should be, look after look.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decideWorkers, type Measured, noHistory } from '../../../server/workers/decide-workers.ts'

const bounds = { min: 1, max: 10 }
const lookMs = 2000

/** Looks at the same load again and again, every two seconds; answers the number after each look. */
function look(times: number, load: Omit<Measured, 'current'>, from: { current: number; min?: number; max?: number }): number[] {
  let { current } = from
  let history = noHistory
  return Array.from({ length: times }, (_, index) => {
    const decision = decideWorkers({ ...bounds, ...load, ...from, current, history, now: index * lookMs })
    history = decision.history
    return (current = decision.workers)
  })
}

describe('the number of worker processes', () => {
  it.each([
    ['stays while free slots are enough for the backlog', { ready: 40, capacity: 100, busy: 50, perWorker: 50 }, 2, [2, 2, 2, 2]],
    ['grows by one when two looks in a row find more ready than free', { ready: 60, capacity: 100, busy: 50, perWorker: 50 }, 2, [2, 3]],
    ['grows by several when the backlog is many times the capacity', { ready: 1000, capacity: 100, busy: 100, perWorker: 100 }, 1, [1, 5]],
    [
      'never grows by more than four at a time, nor beyond the maximum',
      { ready: 9000, capacity: 10, busy: 10, perWorker: 10 },
      1,
      [1, 5, 5, 9, 9, 10, 10],
    ],
    ['counts a server without slots of its own as behind', { ready: 1, capacity: 0, busy: 0, perWorker: 10 }, 1, [1, 2]],
    ['is brought up to the minimum at once', { ready: 0, capacity: 0, busy: 0, perWorker: 10 }, 0, [1]],
    ['is brought down to a lowered maximum one by one', { ready: 900, capacity: 130, busy: 130, perWorker: 10 }, 13, [12, 11, 10, 10]],
  ])('%s', (_name, load, current, expected) => {
    expect(look(expected.length, load, { current })).toEqual(expected)
  })

  it('falls by one after a quiet minute, by the next after another, never below the minimum', () => {
    const numbers = look(100, { ready: 0, capacity: 100, busy: 5, perWorker: 10 }, { current: 3 })
    expect(numbers.indexOf(2) * lookMs).toBe(60_000)
    expect(numbers.indexOf(1) * lookMs).toBe(120_000)
    expect(numbers.at(-1)).toBe(1)
  })

  it('does not fall while 30 % of the slots or more are in use', () => {
    expect(new Set(look(100, { ready: 0, capacity: 100, busy: 31, perWorker: 10 }, { current: 5 }))).toEqual(new Set([5]))
  })

  it('forgets a backlog seen once, and a quiet time that was broken', () => {
    const base = { ...bounds, capacity: 100, perWorker: 10, current: 5 }
    const once = decideWorkers({ ...base, ready: 500, busy: 100, history: { behind: 0, quietSince: 0 }, now: 59_000 })
    expect(once).toEqual({ workers: 5, history: { behind: 1, quietSince: undefined } })
    const calm = decideWorkers({ ...base, ready: 0, busy: 90, history: once.history, now: 61_000 })
    expect(calm).toEqual({ workers: 5, history: { behind: 0, quietSince: undefined } })
  })

  it('stays within its bounds once there, and never moves both ways under the same load', () => {
    const load = fc.record({ ready: fc.nat(5000), capacity: fc.nat(2000), busy: fc.nat(2000), perWorker: fc.integer({ min: 1, max: 500 }) })
    const limits = fc.tuple(fc.nat(8), fc.nat(8)).map(([a, b]) => ({ min: Math.min(a, b), max: Math.max(a, b) }))
    fc.assert(
      fc.property(load, limits, fc.nat(12), (measured, { min, max }, current) => {
        const numbers = look(80, measured, { current, min, max })
        const settled = numbers.slice(13)
        const moves = settled.slice(1).map((number, index) => Math.sign(number - (settled[index] ?? 0)))
        expect(settled.every((number) => number >= min && number <= max)).toBe(true)
        expect(new Set(moves.filter((move) => move !== 0)).size).toBeLessThanOrEqual(1)
      }),
    )
  })
})
