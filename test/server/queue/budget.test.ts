import { expect, it } from 'vitest'
import {
  type BudgetDoc,
  charge,
  covers,
  describeBudget,
  fits,
  inPeriod,
  newBudget,
  reserve,
  resetsAt,
} from '../../../server/queue/budget.ts'

const now = new Date('2026-03-31T23:30:00Z')
const later = new Date('2026-04-01T00:10:00Z')
const base = (limits: BudgetDoc['limits'], period: BudgetDoc['period'] = 'MONTH') =>
  newBudget({ _id: 'B', workspace: 'w', scope: 'WORKSPACE', period, policy: 'WAIT', limits }, now)
const need = { tokens: 100, costMicros: 10, runs: 1 }
const held = (budget: BudgetDoc) => ({ budget: budget._id, since: budget.since, ...need })

it('admits what fits beside what is used and what is held', () => {
  const budget = base({ tokens: 250 })
  const once = reserve(budget, need)
  const twice = reserve(once, need)
  expect([fits(budget, need), fits(once, need), fits(twice, need)]).toEqual([true, true, false])
})

it('refuses once a limit is reached, even what is taken to need nothing', () => {
  expect(fits(base({ costMicros: 0 }), { tokens: 0, costMicros: 0, runs: 1 })).toBe(false)
})

it('charges what was used instead of what was held', () => {
  const budget = base({ tokens: 1000 })
  const after = charge(reserve(budget, need), held(budget), { tokens: 30, costMicros: 3, runs: 1 })
  expect(after).toMatchObject({ used: { tokens: 30, costMicros: 3, runs: 1 }, reserved: { tokens: 0, costMicros: 0, runs: 0 } })
})

it('begins each period with nothing used and keeps what still runs', () => {
  const before = charge(reserve(reserve(base({ runs: 2 }), need), need), held(base({})), need)
  const next = inPeriod({ ...before, exhausted: true }, later)
  expect(next).toMatchObject({ since: new Date('2026-04-01T00:00:00Z'), used: { runs: 0 }, reserved: { runs: 1 }, exhausted: false })
  expect(charge(next, held(before), need)).toMatchObject({ used: { runs: 0 }, reserved: { runs: 0 } })
})

it('is told in words: whose it is, how much and for how long', () => {
  const words = (scope: BudgetDoc['scope'], period: BudgetDoc['period'], limits: BudgetDoc['limits'], subject?: string) =>
    describeBudget({ ...base(limits, period), scope, ...(subject && { subject }) })
  expect(words('AGENT', 'DAY', { costMicros: 5_000_000 }, 'copywriter')).toBe('of agent copywriter ($5 a day)')
  expect(words('SCHEDULE', 'HOUR', { runs: 1 }, 'S-3')).toBe('of schedule S-3 (1 run an hour)')
  expect(words('WORKSPACE', 'MONTH', { tokens: 1_000_000, costMicros: 250_000 })).toBe(
    'of the workspace ($0.25 or 1,000,000 tokens a month)',
  )
})

it('has hours, days and months in UTC', () => {
  const resets = (['HOUR', 'DAY', 'MONTH'] as const).map((period) => resetsAt({ period }, new Date('2026-02-28T22:15:00Z')).toISOString())
  expect(resets).toEqual(['2026-02-28T23:00:00.000Z', '2026-03-01T00:00:00.000Z', '2026-03-01T00:00:00.000Z'])
})

it('covers the work of its scope in its workspace alone', () => {
  const task = { workspace: 'w', agent: 'a', schedule: 'S-1' }
  const of = (scope: BudgetDoc['scope'], subject?: string) => ({ ...base({}), scope, ...(subject && { subject }) })
  expect(covers(of('WORKSPACE'), task)).toBe(true)
  expect(covers(of('AGENT', 'a'), task)).toBe(true)
  expect(covers(of('AGENT', 'b'), task)).toBe(false)
  expect(covers(of('SCHEDULE', 'S-1'), task)).toBe(true)
  expect(covers({ ...of('WORKSPACE'), workspace: 'other' }, task)).toBe(false)
})
