// Writes down how runs ended: the tasks, and what follows from it; answers what is to be told.
import type { ClientSession, Collection } from 'mongodb'
import type { NewEvent } from '../events/event-log.ts'
import { type Database, RetryTransaction } from '../mongo.ts'
import { insertDeadLetters } from './dead-letter-store.ts'
import { insertDeliveries } from './deliveries.ts'
import type { Settlement } from './settlement.ts'
import type { TaskDoc } from './task.ts'
import { insertTimers } from './timers.ts'

interface Writing {
  database: Database
  tasks: Collection<TaskDoc>
  session: ClientSession
}

/** One statement for the whole batch: every task picks its own patch from a list by the place of its id. Whose claim has been taken away is
 *  added to `fenced`, and the transaction runs again. */
export async function writeEnds(
  { database, tasks, session }: Writing,
  { finished, fenced }: { finished: readonly Settlement[]; fenced: Set<string> },
): Promise<NewEvent[]> {
  if (finished.length === 0) return []
  const ids = finished.map(({ task }) => task._id)
  const claims = [...new Set(finished.map(({ task }) => task.claim as string))]
  const held = { _id: { $in: ids }, claim: { $in: claims }, status: 'RUNNING' as const }
  const patches = finished.map(({ patch }) => patch)
  const { matchedCount } = await tasks.updateMany(
    held,
    [
      { $unset: ['ready', 'claim', 'worker', 'error', 'dueAt', 'dueReason', 'backoffUntil', 'reserved', 'refusedBy'] },
      {
        $replaceWith: {
          $mergeObjects: ['$$ROOT', { $arrayElemAt: [{ $literal: patches }, { $indexOfArray: [{ $literal: ids }, '$_id'] }] }],
        },
      },
    ],
    { session },
  )
  if (matchedCount !== finished.length) {
    // Read outside the transaction: what is committed now. A row that no longer carries our claim is lost to us.
    const ours = new Set((await tasks.find(held, { projection: { _id: 1 } }).toArray()).map(({ _id }) => _id))
    for (const id of ids) if (!ours.has(id)) fenced.add(id)
    throw new RetryTransaction('some claims were taken away')
  }
  await insertTimers(database, finished, session)
  const told = await insertDeliveries(database, finished, session)
  const letters = await insertDeadLetters(database, finished, session)
  return [...finished.map(({ event }) => event), ...letters, ...told]
}
