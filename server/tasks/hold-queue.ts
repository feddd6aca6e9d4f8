// When manual mode begins, what waits in the queue is held until somebody runs it; when it ends, what is held is let go. What is let go
// by hand in between is held no more.
import { appendEvents } from '../events/event-log.ts'
import type { Database } from '../mongo.ts'
import { toEvent } from '../queue/settlement.ts'
import type { TaskDoc } from '../queue/task.ts'

/** After that all that waited has been found, and the look over the queue is spared. */
const lookForMs = 5 * 60_000
const batchSize = 500
const shown = { workspace: 1, agent: 1, status: 1 } as const

interface Manual {
  _id: string
  manual: boolean
  manualSince?: Date
}

/** How many were held. */
export async function holdQueue(database: Database, { _id: workspace, manual, manualSince }: Manual, now: Date): Promise<number> {
  if (!manual || !manualSince || now.getTime() - manualSince.getTime() > lookForMs) return 0
  return inBatches((limit) => holdBatch(database, { workspace, manualSince, limit }))
}

/** How many were let go; none while manual mode is on. */
export async function releaseQueue(database: Database, workspace: string, now: Date): Promise<number> {
  return inBatches((limit) => releaseBatch(database, { workspace, now, limit }))
}

/** Until there is no full batch any more; answers how many there were. */
export async function inBatches(moveBatch: (limit: number) => Promise<number>): Promise<number> {
  for (let total = 0; ; ) {
    const moved = await moveBatch(batchSize)
    total += moved
    if (moved < batchSize) return total
  }
}

function holdBatch(database: Database, { workspace, manualSince, limit }: { workspace: string; manualSince: Date; limit: number }) {
  return database.transaction(async (session) => {
    const collection = database.collection<TaskDoc>('tasks')
    const filter = { ready: true as const, status: 'QUEUED' as const, workspace, queuedAt: { $lt: manualSince } }
    const tasks = await collection.find(filter, { session, hint: 'claim', limit, projection: shown }).toArray()
    if (tasks.length === 0) return 0
    await collection.updateMany({ _id: { $in: idsOf(tasks) } }, { $set: { ready: false } }, { session })
    const events = tasks.map((task) => toEvent(task, 'task.held', { reason: 'MANUAL_MODE_BEGAN' }))
    await appendEvents(database, events, session)
    return tasks.length
  })
}

function releaseBatch(database: Database, { workspace, now, limit }: { workspace: string; now: Date; limit: number }) {
  return database.transaction(async (session) => {
    // Somebody may have begun it anew in this moment: what is held then stays.
    if (await database.collection<Manual>('workspaces').findOne({ _id: workspace, manual: true }, { session })) return 0
    const collection = database.collection<TaskDoc>('tasks')
    const filter = { ready: false, workspace }
    const tasks = await collection.find(filter, { session, hint: 'claim', limit, projection: shown }).toArray()
    if (tasks.length === 0) return 0
    const queued = tasks.filter(({ status }) => status === 'QUEUED')
    const others = tasks.filter(({ status }) => status !== 'QUEUED')
    await collection.updateMany({ _id: { $in: idsOf(others) } }, { $unset: { ready: 1 } }, { session })
    await collection.updateMany({ _id: { $in: idsOf(queued) } }, { $set: { ready: true, queuedAt: now } }, { session })
    const events = queued.map((task) => toEvent(task, 'task.queued', { reason: 'MANUAL_MODE_ENDED' }))
    await appendEvents(database, events, session)
    return tasks.length
  })
}

function idsOf(tasks: readonly Pick<TaskDoc, '_id'>[]): string[] {
  return tasks.map(({ _id }) => _id)
}
