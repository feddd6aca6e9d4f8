// One row for each task that waits for a moment: it lives in the transaction that makes the task wait, and goes with the one that ends the wait.
import type { ClientSession } from 'mongodb'
import type { Database } from '../mongo.ts'
import type { Settlement } from './settlement.ts'
import type { TaskDoc } from './task.ts'

export interface TimerDoc {
  /** The task's id. */
  _id: string
  at: Date
}

export async function insertTimers(database: Database, changed: readonly (Settlement | TaskDoc)[], session: ClientSession): Promise<void> {
  const rows = changed.flatMap((change): TimerDoc[] => {
    const [id, at] = 'patch' in change ? [change.task._id, change.patch.dueAt] : [change._id, change.dueAt]
    return at ? [{ _id: id, at }] : []
  })
  if (rows.length > 0) await database.collection<TimerDoc>('timers').insertMany(rows, { session, ordered: false })
}

export async function removeTimer(database: Database, taskId: string, session: ClientSession): Promise<void> {
  await database.collection<TimerDoc>('timers').deleteOne({ _id: taskId }, { session })
}

/** The next moment of something else than a task; none when it has none. */
export async function moveTimer(
  database: Database,
  { id, at, session }: { id: string; at: Date | undefined; session: ClientSession },
): Promise<void> {
  const timers = database.collection<TimerDoc>('timers')
  if (at) await timers.updateOne({ _id: id }, { $set: { at } }, { upsert: true, session })
  else await timers.deleteOne({ _id: id }, { session })
}
