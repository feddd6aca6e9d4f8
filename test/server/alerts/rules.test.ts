// Which situations are worth an alert, and which are not.
import { describe, expect, it } from 'vitest'
import { judge, type Situation, usualThresholds } from '../../../server/alerts/rules.ts'
import { hasPassed, toSighting } from '../../../server/alerts/told-by-events.ts'
import { bucketOf, merge, percentileSeconds } from '../../../server/performance/histogram.ts'
import type { RollupDoc } from '../../../server/performance/rollup-store.ts'

const calm: Situation = { rollups: [], queues: [], running: [], late: [], unavailable: [] }

const rollup = (change: Partial<RollupDoc>): RollupDoc => ({
  _id: '1',
  scale: 'minute',
  at: new Date(),
  workspace: 'default',
  agent: 'writer',
  succeeded: 0,
  failed: 0,
  cancelled: 0,
  run: {},
  wait: {},
  usage: { inputTokens: 0, outputTokens: 0, costMicros: 0, durationMs: 0 },
  slowest: [],
  expireAt: new Date(),
  ...change,
})

const kinds = (situation: Partial<Situation>) => judge({ ...calm, ...situation }, usualThresholds).map(({ kind }) => kind)

describe('the rules', () => {
  it('say nothing of a calm system', () => {
    expect(kinds({ rollups: [rollup({ succeeded: 1000, run: { [bucketOf(200)]: 1000 } })] })).toEqual([])
  })

  it('see a burst of failures over all agents of a workspace', () => {
    const few = [rollup({ failed: 3 }), rollup({ agent: 'editor', failed: 2 })]
    expect(kinds({ rollups: few })).toEqual([])
    expect(kinds({ rollups: [...few, rollup({ agent: 'editor', failed: 1 })] })).toEqual(['failures.burst'])
    expect(kinds({ rollups: [...few, rollup({ workspace: 'other', failed: 1 })] })).toEqual([])
  })

  it('see an agent that fails often, once it has ended enough', () => {
    expect(kinds({ rollups: [rollup({ succeeded: 5, failed: 4 })] })).toEqual([])
    expect(kinds({ rollups: [rollup({ succeeded: 6, failed: 2 }), rollup({ succeeded: 2 })] })).toEqual(['failures.rate'])
    expect(kinds({ rollups: [rollup({ succeeded: 36, failed: 4 })] })).toEqual([])
  })

  it('see an agent that is slow', () => {
    expect(kinds({ rollups: [rollup({ succeeded: 20, run: { [bucketOf(1000)]: 15, [bucketOf(45_000)]: 5 } })] })).toEqual(['latency.p95'])
  })

  it('see long queues, long runs, late schedules and agents that cannot work', () => {
    expect(
      kinds({
        queues: [{ agent: 'writer', waiting: 101, more: false }],
        running: [{ task: 'T-1', agent: 'writer', workspace: 'default', seconds: 61 }],
        late: [{ schedule: 'S-1', name: 'Nightly', workspace: 'default', seconds: 40 }],
        unavailable: [{ agent: 'writer', reason: 'a secret is missing' }],
      }),
    ).toEqual(['queue.depth', 'task.slow', 'schedule.late', 'agent.unavailable'])
  })
})

describe('events', () => {
  const event = (type: string, workspace = '*') => ({ type, workspace, subject: 'x', payload: {}, at: new Date() }) as never

  it('open alerts of their own, those of the installation in its home workspace', () => {
    expect(toSighting(event('worker.lost'))).toMatchObject({ kind: 'worker.lost', workspace: '*', subject: 'x' })
    expect(toSighting(event('security.failed_logins', '-'))).toMatchObject({
      kind: 'security.failed_logins',
      workspace: 'default',
      severity: 'CRITICAL',
    })
    expect(toSighting(event('task.failed'))).toBeUndefined()
  })

  it('of deadlines that are near are one alert for each agent, which names the last', () => {
    const deadline = new Date('2026-03-02T10:00:00Z')
    const near = { type: 'task.deadline_near', workspace: 'w', subject: 'T-7', agent: 'writer', payload: { deadline, status: 'QUEUED' } }
    expect(toSighting(near as never)).toMatchObject({
      kind: 'deadline.near',
      workspace: 'w',
      subject: 'writer',
      title: 'writer: T-7 may miss its deadline',
      detail: expect.stringContaining('T-7 is queued and should be finished by 2026-03-02 10:00 UTC'),
    })
  })

  it('that do not come again pass after a while', () => {
    const lastAt = new Date('2026-01-01T00:00:00Z')
    expect(hasPassed({ kind: 'worker.lost', lastAt }, new Date('2026-01-01T00:09:59Z'))).toBe(false)
    expect(hasPassed({ kind: 'worker.lost', lastAt }, new Date('2026-01-01T00:10:00Z'))).toBe(true)
    expect(hasPassed({ kind: 'circuit.open', lastAt }, new Date('2026-01-02T00:00:00Z'))).toBe(false)
  })
})

describe('a histogram', () => {
  it('gives percentiles within some ten percent, also when several are put together', () => {
    const counts = (values: number[]) => {
      const histogram: Record<string, number> = {}
      for (const ms of values) histogram[bucketOf(ms)] = (histogram[bucketOf(ms)] ?? 0) + 1
      return histogram
    }
    const values = Array.from({ length: 1000 }, (_, index) => 10 + index * 7)
    const together = merge([counts(values.slice(0, 300)), counts(values.slice(300))])
    for (const share of [0.5, 0.95, 0.99]) {
      const exact = (values[Math.ceil(share * 1000) - 1] ?? 0) / 1000
      expect(Math.abs((percentileSeconds(together, share) ?? 0) / exact - 1)).toBeLessThan(0.13)
    }
    expect(percentileSeconds({}, 0.5)).toBeNull()
  })
})
