// Promise: strings that sort exactly as "who goes first" says: level, then deadline, then urgency, then submission.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { agingMs, claimOrder, createSequence, liftsDue, type OrderKey, seqAt } from '../../../server/queue/claim-order.ts'
import { priorities } from '../../../server/queue/task.ts'

const base = Date.UTC(2026, 2, 2)
const keys = fc.record({
  priority: fc.constantFrom(...priorities),
  urgency: fc.integer({ min: 0, max: 9 }),
  deadline: fc.option(
    fc.integer({ min: 0, max: 10_000_000 }).map((ms) => new Date(base + ms)),
    { nil: undefined },
  ),
  seq: fc.integer({ min: 0, max: 10_000_000 }).map((n) => base * 4096 + n),
})

/** The rule in plain words; negative when a goes first. */
function compare(a: OrderKey, b: OrderKey): number {
  const level = priorities.indexOf(b.priority) - priorities.indexOf(a.priority)
  const deadline = (a.deadline?.getTime() ?? Number.MAX_SAFE_INTEGER) - (b.deadline?.getTime() ?? Number.MAX_SAFE_INTEGER)
  return level || deadline || b.urgency - a.urgency || a.seq - b.seq
}

describe('the claim order', () => {
  it('sorts as the rule says, for any two tasks', () => {
    fc.assert(
      fc.property(keys, keys, (a, b) => {
        const [left, right] = [claimOrder(a), claimOrder(b)]
        expect(Math.sign(left === right ? 0 : left < right ? -1 : 1)).toBe(Math.sign(compare(a, b)))
      }),
    )
  })

  it('puts a task lifted to the top before all that came later, whatever their deadline and urgency', () => {
    fc.assert(
      fc.property(keys, keys, (old, later) => {
        const seq = old.seq + 10 * 60_000 * 4096
        const deadline = later.deadline && new Date(seq / 4096 + later.deadline.getTime() - base)
        expect(claimOrder({ ...old, lifted: 3 }) < claimOrder({ ...later, seq, deadline })).toBe(true)
      }),
    )
  })

  it('lifts a level for each aging step, up to the top', () => {
    const at = new Date(base)
    expect([0, 1, 2, 3, 9].map((steps) => liftsDue(at, new Date(base + steps * agingMs)))).toEqual([0, 1, 2, 3, 3])
  })
})

describe('the sequence', () => {
  it('grows with every submission, also when the clock stands still or goes back', () => {
    const nextSeq = createSequence()
    const numbers = [nextSeq(base), nextSeq(base), nextSeq(base - 5000), nextSeq(base + 1)]
    expect([...numbers].sort((a, b) => a - b)).toEqual(numbers)
    expect(new Set(numbers).size).toBe(4)
    expect(nextSeq(base + 60_000)).toBe(seqAt(new Date(base + 60_000)))
  })
})
