// Sets, removes and lists budgets. What they hold back is decided where tasks are claimed, in queue/budget.ts.

import { demand } from '../auth/policy.ts'
import type { Viewer } from '../auth/viewer.ts'
import { CapstanError, type Violation, validationFailed } from '../errors.ts'
import { appendEvents, by } from '../events/event-log.ts'
import type { Database } from '../mongo.ts'
import { type BudgetDoc, inPeriod, newBudget } from '../queue/budget.ts'
import { tellAgents } from '../queue/budget-book.ts'

export interface BudgetInput {
  scope: BudgetDoc['scope']
  subject?: string | null | undefined
  period: BudgetDoc['period']
  policy?: BudgetDoc['policy'] | null | undefined
  tokens?: number | null | undefined
  costMicros?: number | null | undefined
  runs?: number | null | undefined
}

export interface BudgetParts {
  database: Database
  /** Whether there is such an agent. */
  knowsAgent: (name: string) => boolean
}

const amounts = ['tokens', 'costMicros', 'runs'] as const
const mostAmount = 1e15

/** Setting it again changes the limits and keeps what has been used. */
export async function setBudget({ database, knowsAgent }: BudgetParts, viewer: Viewer, input: BudgetInput): Promise<BudgetDoc> {
  const { workspace } = viewer
  demand(viewer, 'configure', { workspace })
  const violations = findViolations(input, knowsAgent)
  if (violations.length > 0) throw validationFailed(violations)
  const now = new Date()
  const { scope, period, subject, policy } = input
  const _id = ['B', workspace, scope, ...(subject ? [subject] : []), period].join(':')
  const limits = Object.fromEntries(amounts.flatMap((name) => (typeof input[name] === 'number' ? [[name, input[name]]] : [])))
  const fresh = newBudget({ _id, workspace, scope, period, policy: policy ?? 'WAIT', limits, ...(subject && { subject }) }, now)
  const { used, reserved, since, ...settings } = fresh
  return database.transaction(async (session) => {
    const stored = await database
      .collection<BudgetDoc>('budgets')
      .findOneAndUpdate(
        { _id },
        { $set: { ...settings, exhausted: false }, $setOnInsert: { used, reserved, since } },
        { upsert: true, returnDocument: 'after', session },
      )
    await tellAgents(database, session)
    const payload = { scope, of: subject, period, policy: settings.policy, limits }
    await appendEvents(database, [{ type: 'budget.set', workspace, subject: _id, payload, ...by(viewer) }], session)
    return inPeriod(stored ?? fresh, now)
  })
}

export async function removeBudget(database: Database, viewer: Viewer, id: string): Promise<boolean> {
  const { workspace } = viewer
  demand(viewer, 'configure', { workspace })
  return database.transaction(async (session) => {
    const { deletedCount } = await database.collection<BudgetDoc>('budgets').deleteOne({ _id: id, workspace }, { session })
    if (deletedCount === 0) throw new CapstanError('NOT_FOUND', `There is no budget ${id.slice(0, 100)} in this workspace.`)
    await tellAgents(database, session)
    await appendEvents(database, [{ type: 'budget.removed', workspace, subject: id, ...by(viewer) }], session)
    return true
  })
}

export async function listBudgets(database: Database, viewer: Viewer): Promise<BudgetDoc[]> {
  demand(viewer, 'view', { workspace: viewer.workspace })
  return budgetsOf(database, viewer.workspace)
}

/** As they stand in the present period. */
export async function budgetsOf(database: Database, workspace: string): Promise<BudgetDoc[]> {
  const rows = await database.collection<BudgetDoc>('budgets').find({ workspace }).sort({ _id: 1 }).toArray()
  return rows.map((row) => inPeriod(row, new Date()))
}

function findViolations(input: BudgetInput, knowsAgent: BudgetParts['knowsAgent']): Violation[] {
  const violations: Violation[] = []
  const { scope, subject } = input
  if (scope === 'WORKSPACE' && subject)
    violations.push({ path: 'input.subject', message: 'expected nothing: the budget is for all of the workspace' })
  if (scope !== 'WORKSPACE' && !subject)
    violations.push({ path: 'input.subject', message: `expected the name or id of the ${scope.toLowerCase()}` })
  if (scope === 'AGENT' && subject && !knowsAgent(subject))
    violations.push({ path: 'input.subject', message: `there is no agent "${subject.slice(0, 64)}"` })
  if (scope === 'SCHEDULE' && subject && !/^S-[A-Z0-9]{1,32}$/i.test(subject))
    violations.push({ path: 'input.subject', message: 'expected the id of a schedule, for example S-3' })
  if (amounts.every((name) => input[name] === undefined || input[name] === null))
    violations.push({ path: 'input', message: 'expected at least one of tokens, costMicros and runs' })
  for (const name of amounts)
    if (!isAmount(input[name])) violations.push({ path: `input.${name}`, message: 'expected a whole number of 0 or more' })
  return violations
}

function isAmount(value: number | null | undefined): boolean {
  return value === undefined || value === null || (Number.isInteger(value) && value >= 0 && value <= mostAmount)
}
