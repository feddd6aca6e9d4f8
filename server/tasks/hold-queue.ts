// When manual mode begins, what waits in the queue is held until somebody runs it. What is let go after that is held no more.
import { appendEvents } from '../events/event-log.ts'
import type { Database } from '../mongo.ts'
import { toEvent } from '../queue/settlement.ts'
import type { TaskDoc } from '../queue/task.ts'

/** After that all that waited has been found, and the look over the queue is spared. */
const lookForMs = 5 * 60_000
const batchSize = 500

interface Manual {
  _id: string
  manual: boolean
  manualSince?: Date
}

/** How many were held. */
export async function holdQueue(database: Database, { _id: workspace, manual, manualSince }: Manual, now: Date): Promise<number> {
  if (!manual || !manualSince || now.getTime() - manualSince.getTime() > lookForMs) return 0
  for (let total = 0; ; ) {
    const held = await holdBatch(database, workspace, manualSince)
    total += held
    if (held < batchSize) return total
  }
}

function holdBatch(database: Database, workspace: string, manualSince: Date): Promise<number> {
  return database.transaction(async (session) => {
    const collection = database.collection<TaskDoc>('tasks')
    const filter = { ready: true as const, status: 'QUEUED' as const, workspace, queuedAt: { $lt: manualSince } }
    const shown = { workspace: 1, agent: 1, status: 1 } as const
    const tasks = await collection.find(filter, { session, hint: 'claim', limit: batchSize, projection: shown }).toArray()
    if (tasks.length === 0) return 0
    const ids = tasks.map(({ _id }) => _id)
    await collection.updateMany({ _id: { $in: ids } }, { $set: { ready: false } }, { session })
    const events = tasks.map((task) => toEvent(task, 'task.held', { reason: 'MANUAL_MODE_BEGAN' }))
    await appendEvents(database, events, session)
    return tasks.length
  })
}
