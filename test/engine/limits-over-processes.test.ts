// Promise: an agent's concurrency and rate hold over all worker processes together, not each.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseRateLimit } from '../../server/agents/rate-limit.ts'
import { admit, applyToAgent, newAgentState } from '../../server/queue/agent-state.ts'
import type { TaskDoc } from '../../server/queue/task.ts'
import { createCrashCrew } from '../support/crash-crew.ts'
import { createTestEngine, fakeAgent } from '../support/engine.ts'
import { replay, type SeenEvent } from '../support/ledger.ts'
import { findDrift, takeSnapshot } from '../support/snapshot.ts'

const scale = Number(process.env['CAPSTAN_TEST_SCALE'] ?? 1)
const agents = [fakeAgent({ name: 'five', maxConcurrent: 5 }), fakeAgent({ name: 'rated', rateLimit: parseRateLimit('20/second') })]
const crew = createCrashCrew()
const engine = await createTestEngine({ agents })
const { database, url } = engine
const log: SeenEvent[] = []
engine.feed.onEvent((event) => log.push({ event, heardAt: Date.now() }))

function submit(agent: string, count: number): Promise<TaskDoc[]> {
  return engine.submitAll(Array.from({ length: count }, () => ({ agent, parameters: { topic: 'work', words: 5 } })))
}

/** The largest number of moments within any window of that length. */
function mostWithin(moments: readonly number[], windowMs: number): number {
  const sorted = [...moments].sort((a, b) => a - b)
  return Math.max(0, ...sorted.map((from) => sorted.filter((at) => at >= from && at < from + windowMs).length))
}

describe('three worker processes', () => {
  it('never run more tasks of an agent than it allows, nor start them faster', async () => {
    const workers = await Promise.all([1, 2, 3].map(() => crew.start({ url, agents, capacity: 8 })))
    const five = await submit('five', 100)
    const rated = await submit('rated', 45)
    const limits = new Map(agents.map(({ name, maxConcurrent }) => [name, maxConcurrent]))
    const broken: string[] = []
    await engine.waitUntil('all to end', async () => {
      const snapshot = await takeSnapshot(database)
      broken.push(...findDrift(snapshot, limits))
      return snapshot.statuses.SUCCEEDED === five.length + rated.length
    })
    for (const worker of workers) expect(await worker.stop()).toBe(0)
    const model = replay({ log, agents })
    expect([...broken, ...model.broken]).toEqual([])
    expect(model.mostRunning.get('five')).toBe(5)
    const docs = await database.collection<TaskDoc>('tasks').find({ agent: 'rated' }).toArray()
    const starts = docs.flatMap(({ attempts }) => attempts.map(({ startedAt }) => startedAt.getTime()))
    expect(mostWithin(starts, 1000)).toBeLessThanOrEqual(20)
    expect(new Set(docs.flatMap(({ attempts }) => attempts.map(({ worker }) => worker))).size).toBeGreaterThan(1)
  })
})

describe('a rate of 10 a minute', () => {
  const rateLimit = parseRateLimit('10/minute')
  const limits = {
    name: 'rated',
    maxConcurrent: 1000,
    rateLimit,
    breaker: { failureRate: 1, minimum: 1_000_000, windowMs: 60_000, openMs: 30_000, disableAfter: 1_000 },
  }

  /** Hours of simulated time: at each moment as many start as wait and may. */
  function simulate(pausesMs: readonly number[], arrivals: (at: number) => number): number[] {
    const begin = Date.UTC(2026, 0, 1)
    let state = newAgentState('rated', new Date(begin))
    let waiting = 0
    const starts: number[] = []
    for (let at = begin, step = 0; step < pausesMs.length; at += pausesMs[step++]!) {
      waiting += arrivals(step)
      const started = Math.min(waiting, admit(limits, state, new Date(at)).slots)
      const change = applyToAgent(limits, state, {
        endings: Array.from({ length: state.running }, () => 'succeeded'),
        started,
        now: new Date(at),
      })
      state = change.state
      waiting -= started
      starts.push(...Array.from({ length: started }, () => at))
    }
    return starts
  }

  it('is never exceeded in any minute, whenever tasks come', () => {
    const moments = fc.array(fc.tuple(fc.integer({ min: 1, max: 20_000 }), fc.nat(30)), { minLength: 200, maxLength: 600 })
    fc.assert(
      fc.property(moments, (steps) => {
        const starts = simulate(
          steps.map(([pauseMs]) => pauseMs),
          (step) => steps[step]?.[1] ?? 0,
        )
        return mostWithin(starts, 60_000) <= 10
      }),
      { numRuns: Math.round(30 * scale) },
    )
  })

  it('is used to nine tenths at least while work waits', () => {
    const hours = 3
    const starts = simulate(
      Array.from({ length: hours * 3600 * 2 }, () => 500),
      (step) => (step === 0 ? 1_000_000 : 0),
    )
    expect(mostWithin(starts, 60_000)).toBe(10)
    expect(starts.length).toBeGreaterThanOrEqual(hours * 60 * 9)
  })
})
