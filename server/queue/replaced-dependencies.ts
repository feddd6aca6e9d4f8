// A task that was given up and submitted again has a successor: whoever waits for the one waits for the other from then on.
import type { ClientSession, Collection } from 'mongodb'
import { appendEvents } from '../events/event-log.ts'
import type { Database } from '../mongo.ts'
import type { EdgeDoc } from './dependencies.ts'
import { toEvent } from './settlement.ts'
import type { TaskDoc } from './task.ts'

/** What took the place of these, and of those in turn. */
export type Successors = ReadonlyMap<string, string>

export async function findSuccessors(tasks: Collection<TaskDoc>, ids: readonly string[], session?: ClientSession): Promise<Successors> {
  const successors = new Map<string, string>()
  let unknown = [...ids]
  while (unknown.length > 0) {
    const found = await tasks
      .find({ _id: { $in: unknown }, resubmittedAs: { $exists: true } }, { ...(session && { session }), projection: { resubmittedAs: 1 } })
      .toArray()
    for (const { _id, resubmittedAs } of found) if (resubmittedAs) successors.set(_id, resubmittedAs)
    unknown = found.flatMap(({ resubmittedAs }) => resubmittedAs ?? [])
  }
  return successors
}

/** The same dependencies, each replaced by the latest that took its place; undefined when none was. */
export function followed(dependsOn: readonly string[], successors: Successors): string[] | undefined {
  const latest = (id: string): string => {
    const next = successors.get(id)
    return next ? latest(next) : id
  }
  return dependsOn.some((id) => successors.has(id)) ? [...new Set(dependsOn.map(latest))] : undefined
}

/** A task with the dependencies it had, and those it has now. */
export interface Move {
  task: Pick<TaskDoc, '_id' | 'dependsOn'>
  now: readonly string[]
}

/** Edges to what took their place instead of those to what was given up. */
export async function moveEdges(
  database: Database,
  moves: readonly Move[],
  { open, session }: { open: boolean; session: ClientSession },
): Promise<void> {
  const writes = moves.flatMap(({ task: { _id: child, dependsOn = [] }, now }) => [
    ...dependsOn.filter((parent) => !now.includes(parent)).map((parent) => ({ deleteOne: { filter: { _id: `${parent}:${child}` } } })),
    ...now.map((parent) => ({
      updateOne: {
        filter: { _id: `${parent}:${child}` },
        update: { $set: { parent, child, ...(open && { open: true as const }) } },
        upsert: true,
      },
    })),
  ])
  await database.collection<EdgeDoc>('dependencies').bulkWrite(writes, { session, ordered: false })
}

/** A blocked task goes on waiting, for what took the place of its dependencies. */
export async function waitForSuccessors(database: Database, task: TaskDoc, now: readonly string[]): Promise<void> {
  await database.transaction(async (session) => {
    const from = { _id: task._id, status: 'BLOCKED' as const, dependsOn: task.dependsOn ?? [] }
    const { modifiedCount } = await database.collection<TaskDoc>('tasks').updateOne(from, { $set: { dependsOn: [...now] } }, { session })
    if (modifiedCount === 0) return
    await moveEdges(database, [{ task, now }], { open: true, session })
    await appendEvents(database, [toEvent(task, 'task.blocked', { reason: 'RESUBMITTED', dependsOn: now })], session)
  })
}
