// The budgets of one turn of the engine: read once, reserved from and charged to in memory, written back with the tasks.
import type { ClientSession } from 'mongodb'
import type { NewEvent } from '../events/event-log.ts'
import type { Database } from '../mongo.ts'
import type { AgentState } from './agent-state.ts'
import { type Amounts, type BudgetDoc, charge, covers, describeBudget, fits, inPeriod, reserve, resetsAt } from './budget.ts'
import type { Settlement } from './settlement.ts'
import type { TaskDoc } from './task.ts'

/** What a run is taken to need until it has shown what it used. */
export type Need = Pick<Amounts, 'tokens' | 'costMicros'>

export interface BudgetBook {
  /** What ended gives back what it held and is charged what it used. */
  settle(finished: readonly Settlement[]): void
  /** Answers false when the task has to wait; marks the task with what it holds, or with the budget that refuses it for good. */
  admit(task: TaskDoc, need: Need): boolean
  /** Tasks that need not be looked at: their budget is used up. */
  closed(): { workspace: string; agent?: string; schedule?: string }[]
  /** When the first of them may go on. */
  opensAt(): Date | undefined
  /** Answers the events of budgets that were used up. */
  write(database: Database, session: ClientSession): Promise<NewEvent[]>
}

const byId = { _id: 1 } as const

/** Without any budget nothing is asked. */
const noBudgets: BudgetBook = {
  settle: () => undefined,
  admit: () => true,
  closed: () => [],
  opensAt: () => undefined,
  write: async () => [],
}

/** Whoever sets or removes a budget moves all agents with it: a start that was decided on without it is not written. */
export async function tellAgents(database: Database, session: ClientSession): Promise<void> {
  const left = await database.collection<BudgetDoc>('budgets').findOne({}, { projection: { _id: 1 }, session })
  const update = left ? { $set: { budgeted: true as const } } : { $unset: { budgeted: 1 as const } }
  const all = { circuit: { $exists: true } }
  await database.collection<AgentState>('agents').updateMany(all, { ...update, $inc: { version: 1 } }, { session })
}

export async function hasBudgets(database: Database): Promise<boolean> {
  return (await database.collection<BudgetDoc>('budgets').findOne({}, { projection: { _id: 1 }, hint: byId })) !== null
}

export function openBook(rows: readonly BudgetDoc[], now: Date): BudgetBook {
  if (rows.length === 0) return noBudgets
  const book = new Map(rows.map((row) => [row._id, inPeriod(row, now)]))
  const moved = new Set<string>()
  const full = new Map<string, BudgetDoc>()
  const put = (budget: BudgetDoc) => {
    book.set(budget._id, budget)
    moved.add(budget._id)
  }
  return {
    settle: (finished) => {
      for (const settlement of finished) {
        for (const held of settlement.task.reserved ?? []) {
          const budget = book.get(held.budget)
          if (budget) put(charge(budget, held, spentBy(settlement, held)))
        }
      }
    },
    admit: (task, need) => {
      const wanted = { ...need, runs: 1 }
      const concerned = [...book.values()].filter((budget) => covers(budget, task))
      const refusing = concerned.find((budget) => !fits(budget, wanted))
      if (refusing) {
        if (!refusing.exhausted) put({ ...refusing, exhausted: true })
        if (refusing.policy === 'FAIL') task.refusedBy = describeBudget(refusing)
        else full.set(refusing._id, refusing)
        return refusing.policy === 'FAIL'
      }
      for (const budget of concerned) put(reserve(budget, wanted))
      if (concerned.length > 0) task.reserved = concerned.map(({ _id, since }) => ({ budget: _id, since, ...wanted }))
      return true
    },
    closed: () => [...full.values()].map(closedFor),
    opensAt: () => [...full.values()].map((budget) => resetsAt(budget, now)).sort((a, b) => a.getTime() - b.getTime())[0],
    write: (database, session) =>
      writeBudgets({ database, session, budgets: [...moved].flatMap((id) => book.get(id) ?? []), before: rows }),
  }
}

function closedFor({ scope, workspace, subject }: BudgetDoc): { workspace: string; agent?: string; schedule?: string } {
  if (scope === 'WORKSPACE' || subject === undefined) return { workspace }
  return scope === 'AGENT' ? { workspace, agent: subject } : { workspace, schedule: subject }
}

/** A run that broke off may have used anything up to what it held, and will run again: charged in full, but not as a run. */
function spentBy({ task, patch, event }: Settlement, held: Amounts): Amounts {
  if (event.type === 'task.queued') return { ...held, runs: 0 }
  const tokensOf = (usage: TaskDoc['usage']) => (usage?.inputTokens ?? 0) + (usage?.outputTokens ?? 0)
  return {
    tokens: tokensOf(patch.usage) - tokensOf(task.usage),
    costMicros: (patch.usage?.costMicros ?? 0) - (task.usage?.costMicros ?? 0),
    runs: 1,
  }
}

interface Written {
  database: Database
  session: ClientSession
  budgets: readonly BudgetDoc[]
  before: readonly BudgetDoc[]
}

async function writeBudgets({ database, session, budgets, before }: Written): Promise<NewEvent[]> {
  if (budgets.length === 0) return []
  const writes = budgets.map(({ _id, since, used, reserved, exhausted = false }) => ({
    updateOne: { filter: { _id }, update: { $set: { since, used, reserved, exhausted } } },
  }))
  await database.collection<BudgetDoc>('budgets').bulkWrite(writes, { session, ordered: false })
  const wasFull = new Set(before.filter(({ exhausted }) => exhausted).map(({ _id, since }) => `${_id} ${since.getTime()}`))
  return budgets
    .filter(({ _id, since, exhausted }) => exhausted && !wasFull.has(`${_id} ${since.getTime()}`))
    .map(
      (budget): NewEvent => ({
        type: 'budget.exhausted',
        workspace: budget.workspace,
        subject: budget._id,
        ...(budget.scope === 'AGENT' && budget.subject && { agent: budget.subject }),
        payload: {
          scope: budget.scope,
          of: budget.subject,
          period: budget.period,
          policy: budget.policy,
          limits: budget.limits,
          used: budget.used,
        },
      }),
    )
}
