// Successes that are written down already, but not in the counters of their agents: whoever writes those next counts them, and the row
// that tells of them goes in the same transaction. Until then an agent seems to run more than it does, never less.
import { randomUUID } from 'node:crypto'
import type { ClientSession } from 'mongodb'
import { type Database, RetryTransaction } from '../mongo.ts'
import type { Ending } from './agent-state.ts'
import type { Settlement } from './settlement.ts'

export interface UncountedEnds {
  _id: string
  worker: string
  agents: { agent: string; succeeded: number }[]
}

const name = 'uncounted_ends'
const collection = (database: Database) => database.collection<UncountedEnds>(name)

/** For an aggregation over the collection of agents. */
export const allUncounted = { $unionWith: { coll: name } } as const

export async function leaveUncounted(
  database: Database,
  { worker, finished, session }: { worker: string; finished: readonly Settlement[]; session: ClientSession },
): Promise<UncountedEnds> {
  const agents = [...endingsByAgent(finished, [])].map(([agent, { length: succeeded }]) => ({ agent, succeeded }))
  const row = { _id: randomUUID(), worker, agents }
  await collection(database).insertOne(row, { session })
  return row
}

export function findUncounted(database: Database, worker: string, session?: ClientSession): Promise<UncountedEnds[]> {
  return collection(database)
    .find({ worker }, { ...(session && { session }) })
    .toArray()
}

/** In the transaction that counts them. */
export async function removeCounted(database: Database, rows: readonly UncountedEnds[], session: ClientSession): Promise<void> {
  if (rows.length === 0) return
  const { deletedCount } = await collection(database).deleteMany({ _id: { $in: rows.map(({ _id }) => _id) } }, { session })
  if (deletedCount !== rows.length) throw new RetryTransaction('somebody else has counted them')
}

/** What the circuits hear of. */
export function endingsByAgent(finished: readonly Settlement[], uncounted: readonly UncountedEnds[]): Map<string, Ending[]> {
  const byAgent = new Map<string, Ending[]>()
  const add = (agent: string, ...endings: Ending[]) => {
    const before = byAgent.get(agent)
    if (before) before.push(...endings)
    else byAgent.set(agent, endings)
  }
  for (const { task, ending } of finished) add(task.agent, ending)
  for (const { agent, succeeded } of uncounted.flatMap(({ agents }) => agents))
    add(agent, ...new Array<Ending>(succeeded).fill('succeeded'))
  return byAgent
}
