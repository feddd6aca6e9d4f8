// Finds unfinished tasks by state, however many have finished: each state but one leaves a trace in a small collection or index of its own.
import type { Document } from 'mongodb'
import type { Database } from '../mongo.ts'
import type { EdgeDoc } from '../queue/dependencies.ts'
import type { RequestDoc } from '../queue/request-doc.ts'
import { isFinal, type TaskDoc, type TaskStatus } from '../queue/task.ts'
import { allClaims, claimsOf } from '../queue/task-claims.ts'
import type { TimerDoc } from '../queue/timers.ts'

/** Ids that may be in these states, or undefined when there are more than `limit`, or when the state leaves no trace. */
export async function openTaskIds(
  database: Database,
  query: { workspace: string; status: readonly TaskStatus[]; limit: number },
): Promise<string[] | undefined> {
  const traces = query.status.map((status) => findTraces(database, { ...query, status }))
  const ids = new Set<string>()
  for (const found of await Promise.all(traces)) {
    if (!found || found.length > query.limit) return undefined
    for (const id of found) ids.add(id)
  }
  return ids.size > query.limit ? undefined : [...ids]
}

/** Of all workspaces, by one worker or all; some of them may have ended by now. With a limit, one claim more than that at most. */
export async function claimedIds(database: Database, { worker, limit }: { worker?: string; limit?: number } = {}): Promise<string[]> {
  const filter = worker === undefined ? allClaims : { worker }
  const claims = await claimsOf(database)
    .find(filter, limit === undefined ? {} : { limit: limit + 1 })
    .toArray()
  return claims.flatMap(({ tasks }) => tasks)
}

export function areOpen(status: readonly TaskStatus[]): boolean {
  return status.length > 0 && !status.some(isFinal)
}

interface Trace {
  workspace: string
  status: TaskStatus
  limit: number
}

async function findTraces(database: Database, trace: Trace): Promise<string[] | undefined> {
  switch (trace.status) {
    case 'QUEUED':
      return queuedIds(database, trace)
    case 'RUNNING':
      return claimedIds(database, { limit: trace.limit })
    case 'SCHEDULED':
    case 'RETRYING':
      return (await read<TimerDoc>(database, 'timers', { at: { $gte: new Date(0) } }, trace.limit)).map(({ _id }) => _id)
    case 'BLOCKED':
      return (await read<EdgeDoc>(database, 'dependencies', { open: true }, trace.limit)).map(({ child }) => child)
    case 'WAITING':
      return (await read<RequestDoc>(database, 'requests', { workspace: trace.workspace, open: true }, trace.limit)).flatMap(
        ({ task }) => task ?? [],
      )
    case 'SUCCEEDED':
    case 'FAILED':
    case 'CANCELLED':
      return undefined
  }
}

async function queuedIds(database: Database, { workspace, limit }: Trace): Promise<string[]> {
  const tasks = database.collection<TaskDoc>('tasks')
  const options = { limit: limit + 1, projection: { _id: 1 } } as const
  const [ready, held] = await Promise.all([
    tasks.find({ workspace, ready: true, status: 'QUEUED' }, { ...options, hint: 'claim' }).toArray(),
    tasks.find({ workspace, ready: false }, { ...options, hint: 'claim' }).toArray(),
  ])
  return [...ready, ...held].map(({ _id }) => _id)
}

function read<T extends Document>(database: Database, collection: string, filter: object, limit: number): Promise<T[]> {
  return database.db
    .collection(collection)
    .find<T>(filter, { limit: limit + 1 })
    .toArray()
}
