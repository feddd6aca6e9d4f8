// The tasks that may be claimed, in strict order over several agents. Knows nothing of who may start how many.
import type { ClientSession, Collection } from 'mongodb'
import type { TaskDoc } from './task.ts'

/** What neither a run nor its settlement looks at. */
const leftOut = { result: 0, partial: 0, versions: 0, facets: 0, list: 0, seq: 0, tags: 0, error: 0, origin: 0 } as const

/** More agents than this in one query and the server sorts in memory instead of merging index ranges. */
const agentsPerQuery = 150

/** Only the claim index serves it. */
export function readyOf(agents: readonly string[]) {
  return { agent: { $in: [...agents] }, ready: true as const, status: 'QUEUED' as const }
}

export interface ReadyQuery {
  agents: readonly string[]
  limit: number
  skip: readonly TaskDoc[]
  /** Workspaces, agents and schedules whose tasks have to wait. */
  closed: readonly { workspace: string; agent?: string; schedule?: string }[]
}

/** The next in strict order: as the transaction sees them or, without one, as they are. */
export async function findReady(
  { tasks, session }: { tasks: Collection<TaskDoc>; session?: ClientSession },
  { agents, limit, skip, closed }: ReadyQuery,
): Promise<TaskDoc[]> {
  const found: TaskDoc[] = []
  for (let start = 0; start < agents.length; start += agentsPerQuery) {
    const filter = {
      ...readyOf(agents.slice(start, start + agentsPerQuery)),
      ...(skip.length > 0 && { _id: { $nin: skip.map(({ _id }) => _id) } }),
      ...(closed.length > 0 && { $nor: [...closed] }),
    }
    const options = {
      hint: 'claim',
      sort: { order: 1 },
      limit,
      batchSize: limit + 1,
      projection: leftOut,
      // Also what our last turn wrote, which may not be durable yet.
      ...(session ? { session } : { readConcern: 'local' as const }),
    } as const
    found.push(...(await tasks.find(filter, options).toArray()))
  }
  return agents.length > agentsPerQuery ? found.sort(byOrder).slice(0, limit) : found
}

export function byOrder(a: TaskDoc, b: TaskDoc): number {
  return a.order < b.order ? -1 : 1
}
