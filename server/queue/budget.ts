// Budgets of tokens, money and runs: what a run reserves before it starts and what it is charged when it ends. Pure.
// The cycle writes the result in the same transaction as the tasks it moves, so no parallel attempts can overspend together.
import { DateTime } from 'luxon'
import type { TaskDoc } from './task.ts'

export const budgetScopes = ['AGENT', 'SCHEDULE', 'WORKSPACE'] as const
export const budgetPeriods = ['HOUR', 'DAY', 'MONTH'] as const
export const budgetPolicies = ['WAIT', 'FAIL'] as const

export interface Amounts {
  tokens: number
  costMicros: number
  runs: number
}

export interface BudgetDoc {
  _id: string
  workspace: string
  scope: (typeof budgetScopes)[number]
  /** The agent or schedule. */
  subject?: string
  period: (typeof budgetPeriods)[number]
  policy: (typeof budgetPolicies)[number]
  /** Most of each; what is left out is not limited. */
  limits: Partial<Amounts>
  /** The period that `used` is of. */
  since: Date
  used: Amounts
  /** Held for runs under way. */
  reserved: Amounts
  /** Set once work was refused in this period. */
  exhausted?: boolean
}

/** What a run holds of a budget until it ends. */
export interface Reservation extends Amounts {
  budget: string
  /** The period it was taken in. */
  since: Date
}

const unitOf = { HOUR: 'hour', DAY: 'day', MONTH: 'month' } as const
const amounts = ['tokens', 'costMicros', 'runs'] as const
const none: Amounts = { tokens: 0, costMicros: 0, runs: 0 }

export function periodStart({ period }: Pick<BudgetDoc, 'period'>, now: Date): Date {
  return DateTime.fromJSDate(now, { zone: 'utc' }).startOf(unitOf[period]).toJSDate()
}

export function resetsAt({ period }: Pick<BudgetDoc, 'period'>, now: Date): Date {
  return DateTime.fromJSDate(now, { zone: 'utc' })
    .startOf(unitOf[period])
    .plus({ [unitOf[period]]: 1 })
    .toJSDate()
}

export function newBudget(
  row: Pick<BudgetDoc, '_id' | 'workspace' | 'scope' | 'subject' | 'period' | 'policy' | 'limits'>,
  now: Date,
): BudgetDoc {
  return { ...row, since: periodStart(row, now), used: none, reserved: none }
}

export function covers(budget: BudgetDoc, task: Pick<TaskDoc, 'workspace' | 'agent' | 'schedule'>): boolean {
  if (budget.workspace !== task.workspace) return false
  if (budget.scope === 'AGENT') return budget.subject === task.agent
  return budget.scope === 'WORKSPACE' || budget.subject === task.schedule
}

/** A new period begins with nothing used; what still runs stays reserved. */
export function inPeriod(budget: BudgetDoc, now: Date): BudgetDoc {
  const since = periodStart(budget, now)
  if (since.getTime() <= budget.since.getTime()) return budget
  return { ...budget, since, used: none, exhausted: false }
}

/** Which budget it is, for people: of agent copywriter ($5 a day). */
export function describeBudget({ scope, subject, period, limits }: Pick<BudgetDoc, 'scope' | 'subject' | 'period' | 'limits'>): string {
  const { tokens, costMicros, runs } = limits
  const most = [
    ...(costMicros === undefined ? [] : [`$${(costMicros / 1e6).toLocaleString('en', { maximumFractionDigits: 6 })}`]),
    ...(tokens === undefined ? [] : [counted(tokens, 'token')]),
    ...(runs === undefined ? [] : [counted(runs, 'run')]),
  ]
  const whose = scope === 'WORKSPACE' ? 'the workspace' : `${scope.toLowerCase()} ${subject}`
  return `of ${whose} (${most.join(' or ')} ${period === 'HOUR' ? 'an' : 'a'} ${unitOf[period]})`
}

const counted = (count: number, what: string) => `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`

/** A limit that has been reached refuses even what needs nothing more: nobody knows that before it has run. */
export function fits({ limits, used, reserved }: BudgetDoc, need: Amounts): boolean {
  return amounts.every((amount) => {
    const limit = limits[amount]
    if (limit === undefined) return true
    const taken = used[amount] + reserved[amount]
    return taken < limit && taken + need[amount] <= limit
  })
}

export function reserve(budget: BudgetDoc, need: Amounts): BudgetDoc {
  return { ...budget, reserved: add(budget.reserved, need) }
}

/** What was taken in an earlier period is given back and charged to nobody: that period is over. */
export function charge(budget: BudgetDoc, held: Reservation, spent: Amounts): BudgetDoc {
  const reserved = add(budget.reserved, held, -1)
  if (held.since.getTime() !== budget.since.getTime()) return { ...budget, reserved }
  return { ...budget, reserved, used: add(budget.used, spent) }
}

function add(a: Amounts, b: Amounts, sign = 1): Amounts {
  return { tokens: a.tokens + sign * b.tokens, costMicros: a.costMicros + sign * b.costMicros, runs: a.runs + sign * b.runs }
}
