// Tasks that ended because their dependencies did not succeed wait for them again, or for what took their place. They wait even for what
// has ended: it may be on its way again, and their policy decides once the release looks at them.
import { type Actor, appendEvents } from '../events/event-log.ts'
import type { Database } from '../mongo.ts'
import { findSuccessors, followed, moveEdges } from './replaced-dependencies.ts'
import { toEvent } from './settlement.ts'
import { leftByRuns, type Person, type TaskDoc } from './task.ts'

export interface WaitAgainOrder {
  by: Person
  actor: Actor
  requestId?: string | undefined
}

class SomeMoved extends Error {}

/** All of them or, when somebody has moved one meanwhile, none: then false. */
export async function waitAgain(database: Database, tasks: readonly TaskDoc[], order: WaitAgainOrder): Promise<boolean> {
  if (tasks.length === 0) return true
  try {
    await store(database, tasks, order)
    return true
  } catch (error) {
    if (error instanceof SomeMoved) return false
    throw error
  }
}

async function store(database: Database, tasks: readonly TaskDoc[], { by, actor, requestId }: WaitAgainOrder): Promise<void> {
  const queuedAt = database.now()
  await database.transaction(async (session) => {
    const collection = database.collection<TaskDoc>('tasks')
    const parents = [...new Set(tasks.flatMap(({ dependsOn }) => dependsOn ?? []))]
    const successors = await findSuccessors(collection, parents, session)
    const moves = tasks.map((task) => ({ task, now: followed(task.dependsOn ?? [], successors) ?? task.dependsOn ?? [] }))
    const { matchedCount } = await collection.bulkWrite(
      moves.map(({ task: { _id, status, fence, failures, retry }, now }) => ({
        updateOne: {
          filter: { _id, status, fence, resubmittedAs: { $exists: false } },
          update: {
            $set: {
              status: 'BLOCKED',
              list: 'MAIN',
              dependsOn: now,
              queuedAt,
              progress: 0,
              crashes: 0,
              failures: Math.min(failures, retry.maxAttempts - 1),
            },
            $unset: { ...leftByRuns, ready: 1 },
          },
        },
      })),
      { session, ordered: false },
    )
    if (matchedCount !== tasks.length) throw new SomeMoved('somebody else moved some of them')
    await moveEdges(database, moves, { open: true, session })
    const events = moves.map(({ task, now }) => {
      const event = toEvent(task, 'task.blocked', { reason: 'retried', by, edited: false, resetAttempts: false, dependsOn: now })
      return { ...event, requestId, actor }
    })
    await appendEvents(database, events, session)
  })
}
