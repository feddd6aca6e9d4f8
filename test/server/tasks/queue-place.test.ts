// Promise: how long a task still waits is told from what was measured, of the last minute or else of earlier runs, and not at all before.
import { describe, expect, it } from 'vitest'
import type { AgentConfig } from '../../../server/agents/config.ts'
import type { RegisteredAgent } from '../../../server/agents/registry.ts'
import { newAgentState } from '../../../server/queue/agent-state.ts'
import { newBudget, resetsAt } from '../../../server/queue/budget.ts'
import { addRates, createRates, emptyRate } from '../../../server/queue/rates.ts'
import type { TaskDoc } from '../../../server/queue/task.ts'
import { estimateEnd, estimateWait, toPace } from '../../../server/tasks/queue-place.ts'
import { timeToEmpty } from '../../../server/tasks/queue-stats-store.ts'
import { sampleAgent } from '../agents/sample-agent.ts'

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
  const now = newAgentState('writer', new Date())
  const idle = { agent: sampleAgentOf({}), state: now, rate, workers: [{ capacity: 100, running: 0 }] }
  const full = { ...idle, state: { ...now, running: 5 }, workers: [{ capacity: 100, running: 5 }] }

  it('waits as long as those before it take, side by side', () => {
    expect(estimateWait(0, toPace(full))).toBe(0.6)
    expect(estimateWait(9, toPace(full))).toBe(6)
    expect(estimateEnd(queued, 9, toPace(full))).toBe(9)
  })

  it('waits for nothing while its agent has room for it', () => {
    expect(estimateWait(4, toPace({ ...idle, rate: undefined }))).toBe(0)
    expect(estimateWait(9, toPace(idle))).toBe(3)
  })

  it('waits longer while others fill the workers', () => {
    const shared = { ...idle, state: { ...now, running: 1 }, workers: [{ capacity: 10, running: 10 }] }
    expect(estimateWait(0, toPace(shared))).toBe(3)
  })

  it('waits until the rate limit and the circuit let it start', () => {
    const agent = sampleAgentOf({ rateLimit: { limit: 10, periodMs: 60_000, burst: 10 } })
    expect(estimateWait(10, toPace({ ...idle, agent }))).toBeGreaterThan(60)
    const open = { ...now, circuit: { ...now.circuit, state: 'OPEN' as const, until: new Date(Date.now() + 30_000) } }
    expect(estimateWait(0, toPace({ ...idle, state: open }))).toBeGreaterThan(25)
  })

  it('waits until the next period of a budget that is used up', () => {
    const fullBudget = newBudget(
      { _id: 'B', workspace: 'w', scope: 'WORKSPACE', period: 'MONTH', policy: 'WAIT', limits: { runs: 1 } },
      new Date(),
    )
    const seconds = (resetsAt(fullBudget, new Date()).getTime() - Date.now()) / 1000
    expect(estimateWait(0, toPace({ ...idle, fullBudget }))).toBeCloseTo(seconds, -1)
  })

  it('has no estimate before something was measured, nor while nobody knows when its agent goes on', () => {
    expect(estimateWait(3, toPace({ ...full, rate: undefined }))).toBeUndefined()
    expect(estimateEnd(queued, 3, toPace({ ...full, rate: emptyRate() }))).toBeUndefined()
    const disabled = { by: 'Ada', at: new Date(), drain: true }
    expect(estimateWait(3, toPace({ ...full, state: { ...now, disabled } }))).toBeUndefined()
    expect(estimateWait(3, toPace({ ...idle, workers: [] }))).toBeUndefined()
  })

  it('goes by earlier runs while none ended in the last minute: such runs take longer', () => {
    const long = toPace({ ...full, rate: emptyRate(), usualSeconds: 300 })
    expect(estimateWait(9, long)).toBe(600)
    expect(estimateEnd(queued, 9, long)).toBe(900)
    expect(estimateWait(0, toPace({ ...full, usualSeconds: 300 }))).toBe(0.6)
  })

  it('that runs ends after what such runs take, never in the past', () => {
    const begun = (seconds: number) => ({ status: 'RUNNING', startedAt: new Date(Date.now() - seconds * 1000) }) as TaskDoc
    expect(estimateEnd(begun(0), undefined, toPace(full))).toBeCloseTo(3, 0)
    expect(estimateEnd(begun(60), undefined, toPace(full))).toBe(0)
  })
})

describe('a queue', () => {
  const pace = { ...emptyRate(), finished: 30, runMs: 60_000 }

  it('is done when what runs now has worked it off, side by side', () => {
    expect(timeToEmpty({ waiting: 40, running: 5, pace })).toBe(16)
    expect(timeToEmpty({ waiting: 40, running: 0, pace })).toBe(80)
    expect(timeToEmpty({ waiting: 0, running: 5, pace: emptyRate() })).toBe(0)
    expect(timeToEmpty({ waiting: 40, running: 5, pace: emptyRate() })).toBeNull()
    expect(timeToEmpty({ waiting: 40, running: 5, pace: emptyRate(), usualSeconds: 300 })).toBe(2400)
    expect(timeToEmpty({ waiting: 40, running: 0, pace: emptyRate(), usualSeconds: 300 })).toBeNull()
  })
})

function sampleAgentOf(change: Partial<AgentConfig>): RegisteredAgent {
  return { config: sampleAgent(change), available: true } as RegisteredAgent
}
