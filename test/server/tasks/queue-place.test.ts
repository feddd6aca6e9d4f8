// Promise: how long a task still waits is told from what the workers measured in the last minute, and not at all before they have.
import { describe, expect, it } from 'vitest'
import { addRates, createRates, emptyRate } from '../../../server/queue/rates.ts'
import type { TaskDoc } from '../../../server/queue/task.ts'
import { estimateEnd, estimateWait } from '../../../server/tasks/queue-place.ts'

const keys = { agent: 'writer', level: 'default/NORMAL' }
let now = 1_000_000
const rates = createRates(() => now)

/** Twenty runs of three seconds each, one a second. */
function measure(): void {
  for (let run = 0; run < 20; run++) {
    rates.started(keys, 500)
    rates.ended(keys, { failed: run === 0, runMs: 3000 })
    now += 1000
  }
}

describe('the pace of an agent', () => {
  it('is counted by agent and by level, over all processes, and forgotten after a minute', () => {
    measure()
    const { agents, levels } = rates.snapshot()
    expect(agents['writer']).toEqual({ finished: 20, failed: 1, runMs: 60_000, started: 20, waitMs: 10_000 })
    expect(levels['default/NORMAL']).toEqual(agents['writer'])
    expect(addRates(agents['writer']!, agents['writer']!)).toMatchObject({ finished: 40, runMs: 120_000 })
    now += 50_000
    expect(rates.snapshot().agents['writer']?.finished).toBe(9)
    now += 60_000
    expect(rates.snapshot().agents).toEqual({})
  })
})

describe('a task in the queue', () => {
  const rate = { ...emptyRate(), finished: 20, runMs: 60_000 }
  const queued = { status: 'QUEUED' } as TaskDoc

  it('waits as long as those before it take', () => {
    expect(estimateWait(0, { rate, free: 0 })).toBe(3)
    expect(estimateWait(9, { rate, free: 0 })).toBe(30)
    expect(estimateEnd(queued, 9, { rate, free: 0 })).toBe(33)
  })

  it('waits for nothing while its agent has room for it', () => {
    expect(estimateWait(4, { rate: undefined, free: 5 })).toBe(0)
    expect(estimateWait(5, { rate, free: 5 })).toBe(18)
  })

  it('has no estimate before something was measured', () => {
    expect(estimateWait(3, { rate: undefined, free: 0 })).toBeUndefined()
    expect(estimateEnd(queued, 3, { rate: emptyRate(), free: 0 })).toBeUndefined()
  })

  it('that runs ends after what such runs take, never in the past', () => {
    const begun = (seconds: number) => ({ status: 'RUNNING', startedAt: new Date(Date.now() - seconds * 1000) }) as TaskDoc
    expect(estimateEnd(begun(0), undefined, { rate, free: 0 })).toBeCloseTo(3, 0)
    expect(estimateEnd(begun(60), undefined, { rate, free: 0 })).toBe(0)
  })
})
