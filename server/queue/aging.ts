// Lifts tasks that wait long, level by level, so that even the lowest starts within a guaranteed time. Waiting counts from the moment
// a task became ready, not from its submission. Changes only its place in the claim order; several servers may do it at once.
import type { Database } from '../mongo.ts'
import { agingMs, claimOrder, liftsDue } from './claim-order.ts'
import { priorities, type TaskDoc } from './task.ts'

const batchSize = 500
const mostLifts = priorities.length - 1

type Waiting = Pick<TaskDoc, '_id' | 'priority' | 'urgency' | 'deadline' | 'seq' | 'lifted' | 'queuedAt' | 'createdAt'>

const shownFields = { priority: 1, urgency: 1, deadline: 1, seq: 1, lifted: 1, queuedAt: 1, createdAt: 1 } as const

/** How many tasks were lifted. */
export async function liftWaiting(database: Database, now: Date): Promise<number> {
  let lifted = 0
  for (let from = 0; from < mostLifts; from++) {
    for (let batch = batchSize; batch === batchSize; lifted += batch) batch = await liftBatch(database, from, now)
  }
  return lifted
}

/** Those that have been lifted `from` times and have waited long enough for more. */
async function liftBatch(database: Database, from: number, now: Date): Promise<number> {
  const waitedSince = new Date(now.getTime() - (from + 1) * agingMs)
  return database.transaction(async (session) => {
    const collection = database.collection<TaskDoc>('tasks')
    const filter = { ready: true as const, status: 'QUEUED' as const, lifted: from, queuedAt: { $lte: waitedSince } }
    const tasks: Waiting[] = await collection.find(filter, { session, hint: 'claim', limit: batchSize, projection: shownFields }).toArray()
    if (tasks.length === 0) return 0
    const ids = tasks.map(({ _id }) => _id)
    const places = tasks.map((task) => {
      const lifted = liftsDue(task.queuedAt ?? task.createdAt, now)
      return { lifted, order: claimOrder({ ...task, lifted }) }
    })
    // One statement: each task picks its own new place from the list.
    const own = { $arrayElemAt: [{ $literal: places }, { $indexOfArray: [{ $literal: ids }, '$_id'] }] }
    await collection.updateMany({ _id: { $in: ids } }, [{ $replaceWith: { $mergeObjects: ['$$ROOT', own] } }], { session })
    return tasks.length
  })
}
