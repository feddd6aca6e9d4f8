// Promise: an agent never starts more than its limits allow, and its circuit opens, probes and closes as configured.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type AgentLimits,
  type AgentState,
  admit,
  applyToAgent,
  type Ending,
  newAgentState,
  probeAt,
} from '../../../server/queue/agent-state.ts'
import { startMoment } from '../../../server/queue/rate-window.ts'

const start = new Date(Date.UTC(2026, 2, 2, 9))
const moment = (ms: number) => new Date(start.getTime() + ms)
const never = { failureRate: 1, minimum: Number.POSITIVE_INFINITY, windowMs: 60_000, openMs: 30_000, disableAfter: 1_000 }
const limitsWith = (change: Partial<AgentLimits>): AgentLimits => ({
  name: 'writer',
  maxConcurrent: 1000,
  rateLimit: undefined,
  breaker: never,
  ...change,
})
const startSome = (limits: AgentLimits, state: AgentState, started: number, now: Date) =>
  applyToAgent(limits, state, { endings: [], started, now }).state
const end = (limits: AgentLimits, state: AgentState, endings: Ending[], now: Date) =>
  applyToAgent(limits, state, { endings, started: 0, now })

describe('the rate limit', () => {
  const rates = fc.record({
    limit: fc.integer({ min: 1, max: 200 }),
    periodMs: fc.constantFrom(1000, 10_000, 60_000, 3_600_000),
    share: fc.double({ min: 0.01, max: 1, noNaN: true }),
  })

  it('never lets more than its limit start in any window, however the attempts fall', () => {
    fc.assert(
      fc.property(
        rates,
        fc.array(fc.record({ pause: fc.double({ min: 0, max: 0.6, noNaN: true }), want: fc.integer({ min: 1, max: 300 }) }), {
          maxLength: 80,
        }),
        ({ limit, periodMs, share }, attempts) => {
          const rateLimit = { limit, periodMs, burst: Math.max(1, Math.ceil(limit * share)) }
          const limits = limitsWith({ rateLimit, maxConcurrent: 1_000_000 })
          let state = newAgentState('writer', start)
          let now = start.getTime()
          const starts: { at: number; count: number }[] = []
          for (const { pause, want } of attempts) {
            now += Math.floor(pause * periodMs)
            const count = Math.min(want, admit(limits, state, new Date(now)).slots)
            if (count > 0) state = startSome(limits, state, count, new Date(now))
            if (count > 0) starts.push({ at: now, count })
          }
          for (const { at } of starts) {
            const inWindow = starts.filter((other) => other.at >= at && other.at < at + periodMs).reduce((sum, { count }) => sum + count, 0)
            expect(inWindow).toBeLessThanOrEqual(limit)
          }
        },
      ),
      { numRuns: 300 },
    )
  })

  it('holds with clocks of several servers that differ by less than a slice', () => {
    const limits = limitsWith({ rateLimit: { limit: 10, periodMs: 60_000, burst: 10 } })
    const ahead = startSome(limits, newAgentState('writer', start), 10, moment(900))
    expect(admit(limits, ahead, start).slots).toBe(0)
  })

  it('counts what a server started whose clock is in the next slice already', () => {
    const limits = limitsWith({ rateLimit: { limit: 10, periodMs: 60_000, burst: 10 } })
    const ahead = startSome(limits, newAgentState('writer', start), 6, moment(1100))
    const both = startSome(limits, ahead, 4, moment(900))
    for (const ms of [900, 1100, 60_900]) expect(admit(limits, both, moment(ms)).slots).toBe(0)
    expect(both.starts.map(([, count]) => count)).toEqual([4, 6])
  })

  it('tells when a task starts that has others before it', () => {
    const rateLimit = { limit: 3, periodMs: 60_000, burst: 3 }
    const starts = (before: number, made: [number, number][]) =>
      startMoment(
        rateLimit,
        made.map(([seconds, count]) => [start.getTime() / 1000 + seconds, count]),
        { now: moment(10_000), before },
      )
    expect([0, 1, 2, 3].map((before) => starts(before, []))).toEqual([10, 10, 10, 72].map((seconds) => moment(seconds * 1000)))
    const busy: [number, number][] = [
      [0, 1],
      [5, 2],
    ]
    expect([0, 1, 2, 3, 5].map((before) => starts(before, busy))).toEqual([62, 67, 67, 124, 129].map((seconds) => moment(seconds * 1000)))
    expect([0, 1, 2].map((before) => starts(before, [[4, 2]]))).toEqual([10, 66, 66].map((seconds) => moment(seconds * 1000)))
  })

  it('says until when an agent waits, and at that moment it may start again', () => {
    fc.assert(
      fc.property(rates, fc.integer({ min: 0, max: 59_999 }), ({ limit, periodMs, share }, offset) => {
        const limits = limitsWith({ rateLimit: { limit, periodMs, burst: Math.max(1, Math.ceil(limit * share)) } })
        const now = moment(offset)
        const first = admit(limits, newAgentState('writer', start), now).slots
        const state = startSome(limits, newAgentState('writer', start), first, now)
        const { slots, wait } = admit(limits, state, now)
        expect({ slots, code: wait?.code }).toEqual({ slots: 0, code: 'RATE_LIMIT' })
        expect(admit(limits, state, wait!.until!).slots).toBeGreaterThan(0)
      }),
    )
  })
})

describe('concurrency', () => {
  it('counts what runs, over starts and ends, and never goes past the limit', () => {
    const limits = limitsWith({ maxConcurrent: 3 })
    let state = startSome(limits, newAgentState('writer', start), 3, start)
    expect(admit(limits, state, start)).toMatchObject({ slots: 0, wait: { code: 'CONCURRENCY' } })
    state = end(limits, state, ['succeeded', 'neutral'], start).state
    expect(state.running).toBe(1)
    expect(admit(limits, state, start).slots).toBe(2)
  })

  it('starts nothing while the agent is switched off or cannot work, and says why', () => {
    const off = { ...newAgentState('writer', start), disabled: { by: 'Ada', at: start, reason: 'repairs', drain: true } }
    expect(admit(limitsWith({}), off, start)).toMatchObject({
      slots: 0,
      wait: { code: 'PAUSED', detail: 'writer is switched off: repairs' },
    })
    expect(admit(limitsWith({ unavailable: 'no key' }), newAgentState('writer', start), start)).toMatchObject({
      slots: 0,
      wait: { code: 'NO_AGENT' },
    })
  })
})

describe('the circuit', () => {
  const breaker = { failureRate: 0.5, minimum: 4, windowMs: 60_000, openMs: 30_000, disableAfter: 1_000 }
  const limits = limitsWith({ breaker })
  const opened = () =>
    end(limits, startSome(limits, newAgentState('writer', start), 4, start), ['failed', 'failed', 'succeeded', 'failed'], moment(5000))

  it('opens at the failure rate once enough runs ended, and remembers when the outage began', () => {
    expect(end(limits, newAgentState('writer', start), ['failed', 'failed', 'failed'], start).circuitMoved).toBeUndefined()
    const { circuitMoved, state } = opened()
    expect(circuitMoved).toBe('OPEN')
    expect(state.circuit.outageSince! <= moment(5000)).toBe(true)
    expect(admit(limits, state, moment(6000))).toMatchObject({ slots: 0, wait: { code: 'CIRCUIT', until: moment(35_000) } })
  })

  it('does not count failures that no outage causes', () => {
    expect(
      end(limits, newAgentState('writer', start), ['neutral', 'neutral', 'neutral', 'neutral', 'neutral'], start).circuitMoved,
    ).toBeUndefined()
  })

  it('forgets what ended before its window', () => {
    const early = end(limits, newAgentState('writer', start), ['failed', 'failed', 'failed'], start).state
    expect(end(limits, early, ['failed'], moment(61_000)).circuitMoved).toBeUndefined()
  })

  it('lets exactly one probe through, closes when it succeeds and returns to work slowly', () => {
    const { state } = opened()
    expect([probeAt(state.circuit, moment(34_999)), probeAt(state.circuit, moment(35_000))]).toEqual([moment(35_000), undefined])
    expect(admit(limits, state, moment(35_000)).slots).toBe(1)
    const probing = applyToAgent(limits, state, { endings: [], started: 1, now: moment(35_000) })
    expect(probing.circuitMoved).toBe('HALF_OPEN')
    expect(probing.state.circuit.until).toBeUndefined()
    const other = admit(limits, probing.state, moment(36_000))
    expect(other).toMatchObject({ slots: 0, wait: { code: 'CIRCUIT', detail: expect.stringContaining('half open') } })
    expect(other.wait?.until).toBeUndefined()
    const closed = end(limits, probing.state, ['succeeded'], moment(37_000))
    expect(closed.circuitMoved).toBe('CLOSED')
    expect(closed.state.circuit.outageSince).toEqual(state.circuit.outageSince)
    const soon = admit(limits, closed.state, moment(37_100)).slots
    expect(soon).toBeGreaterThan(0)
    expect(admit(limits, closed.state, moment(37_100)).wait).toMatchObject({ code: 'CIRCUIT', until: moment(37_600) })
    expect(soon).toBeLessThan(admit(limits, closed.state, moment(45_000)).slots)
    expect(admit(limits, closed.state, moment(60_000)).slots).toBe(1000)
  })

  it('opens again when the probe fails, and lets another try at once when the probe proved nothing', () => {
    const probing = applyToAgent(limits, opened().state, { endings: [], started: 1, now: moment(35_000) }).state
    expect(end(limits, probing, ['failed'], moment(36_000))).toMatchObject({
      circuitMoved: 'OPEN',
      state: { circuit: { until: moment(66_000) } },
    })
    const inconclusive = end(limits, probing, ['neutral'], moment(36_000))
    expect(admit(limits, inconclusive.state, moment(36_000)).slots).toBe(1)
  })

  it('keeps its counters whole over any history: as many run as were started and have not ended', () => {
    const steps = fc.array(
      fc.record({
        start: fc.integer({ min: 0, max: 20 }),
        endings: fc.array(fc.constantFrom<Ending>('succeeded', 'failed', 'neutral'), { maxLength: 10 }),
        pause: fc.integer({ min: 0, max: 40_000 }),
      }),
    )
    fc.assert(
      fc.property(steps, (history) => {
        let state = newAgentState('writer', start)
        let now = start.getTime()
        let running = 0
        for (const step of history) {
          now += step.pause
          const endings = step.endings.slice(0, running)
          state = end(limits, state, endings, new Date(now)).state
          const started = Math.min(step.start, admit(limits, state, new Date(now)).slots)
          state = startSome(limits, state, started, new Date(now))
          running += started - endings.length
          expect(state.running).toBe(running)
        }
      }),
    )
  })
})
