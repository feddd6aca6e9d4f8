// What a turn of the engine has to know before it decides, in one question: every further one would be heard of in how long a new task
// takes to start.
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ClientSession } from 'mongodb'
import { type Database, RetryTransaction } from '../mongo.ts'
import type { AgentState } from './agent-state.ts'
import type { BudgetDoc } from './budget.ts'
import { readyOf } from './ready-tasks.ts'

export interface FactsWanted {
  agents: readonly string[]
  budgets: boolean
  /** Whether tasks of these agents wait to be claimed. */
  waiting?: readonly string[] | undefined
}

export interface Facts {
  states: Map<string, AgentState>
  budgets: readonly BudgetDoc[]
  /** Undefined when nobody asked. */
  waiting: boolean | undefined
  /** Nothing of it was read. */
  presumed: boolean
  /** Rejects with what makes the transaction run again, which must not commit before. */
  borneOut?: Promise<void>
}

type Row = { agents: AgentState[]; budgets?: BudgetDoc[]; tasks?: unknown[] }

const all = { $match: { _id: { $gte: '' } } }

export async function readFacts(database: Database, wanted: FactsWanted, session: ClientSession): Promise<Facts> {
  const { agents, budgets, waiting } = wanted
  const named = { _id: { $in: [...agents] } }
  if (!budgets && !waiting) {
    const states = await database.collection<AgentState>('agents').find(named, { session }).toArray()
    return { states: byId(states), budgets: [], waiting: undefined, presumed: false }
  }
  const stages = [
    { $documents: [{}] },
    from('agents', { $match: named }),
    ...(budgets ? [from('budgets', all)] : []),
    ...(waiting ? [from('tasks', { $match: readyOf(waiting) }, { $limit: 1 }, { $project: { _id: 1 } })] : []),
  ]
  const [row] = await database.db.aggregate<Row>(stages, { session }).toArray()
  return {
    states: byId(row?.agents ?? []),
    budgets: row?.budgets ?? [],
    waiting: row?.tasks && row.tasks.length > 0,
    presumed: false,
  }
}

/** What is so on most days: the agents are as we wrote them last, there are no budgets, and nobody waits. Setting a budget moves the
 *  agents, so what is written on the strength of this finds out. If it matters whether somebody waits, the question goes out beside the
 *  transaction. */
export function presumeFacts(
  database: Database,
  { states, waiting }: { states: Map<string, AgentState>; waiting: readonly string[] | undefined },
): Facts {
  const facts = { states, budgets: [], presumed: true }
  if (!waiting) return { ...facts, waiting: undefined }
  const borneOut = bearOut(database, waiting)
  // Heard of where it is waited for, if the transaction comes so far.
  borneOut.catch(() => undefined)
  return { ...facts, waiting: false, borneOut }
}

async function bearOut(database: Database, waiting: readonly string[]): Promise<void> {
  // The transaction's first statement, which everything waits for, goes out before it.
  await nextTurn()
  // As a plain statement: it takes its time from the transaction's.
  const some = { limit: 1, singleBatch: true, projection: { _id: 1 }, hint: 'claim' }
  const { cursor } = await database.db.command({ find: 'tasks', filter: readyOf(waiting), ...some })
  if (cursor.firstBatch.length > 0) throw new RetryTransaction('somebody waits')
}

function from(collection: keyof Row, ...pipeline: object[]) {
  return { $lookup: { from: collection, pipeline, as: collection } }
}

function byId(states: readonly AgentState[]): Map<string, AgentState> {
  return new Map(states.map((state) => [state._id, state]))
}
