// Takes finished tasks out of the claim index, a moment after their end was written: outside the engine's transaction, where it is cheap.
// Nothing waits for it; claims skip what is not QUEUED.
import type { Database } from '../mongo.ts'
import type { Settlement } from './settlement.ts'
import { finalStatuses, isFinal, type TaskDoc } from './task.ts'

const sweepSize = 1000

export async function fileAway(database: Database, finished: readonly Settlement[]): Promise<void> {
  const ids = finished.filter(({ patch }) => patch.status && isFinal(patch.status)).map(({ task }) => task._id)
  if (ids.length === 0) return
  const ended = { _id: { $in: ids }, status: { $in: [...finalStatuses] } }
  await database
    .collection<TaskDoc>('tasks')
    .updateMany(ended, { $unset: { ready: 1 } })
    .catch(ignoreForNow)
}

/** What a process left behind that died before it got to it. */
export async function fileForgotten(database: Database): Promise<number> {
  const tasks = database.collection<TaskDoc>('tasks')
  const ended = { ready: true as const, status: { $in: [...finalStatuses] } }
  const forgotten = await tasks.find(ended, { hint: 'claim', limit: sweepSize, projection: { _id: 1 } }).toArray()
  if (forgotten.length === 0) return 0
  const ids = forgotten.map(({ _id }) => _id)
  const { modifiedCount } = await tasks.updateMany({ _id: { $in: ids }, status: { $in: [...finalStatuses] } }, { $unset: { ready: 1 } })
  return modifiedCount
}

/** The sweep does it later. */
function ignoreForNow(): void {}
