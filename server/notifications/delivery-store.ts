// Deliveries in the database: taken by one process at a time, concluded only by whoever took them. Knows nothing of how one is sent.
import { randomUUID } from 'node:crypto'
import type { UpdateFilter } from 'mongodb'
import { appendEvents, type NewEvent } from '../events/event-log.ts'
import type { Database } from '../mongo.ts'
import type { DeliveryDoc } from '../queue/deliveries.ts'
import { shownAddress } from './target.ts'

/** Longer than any try: a process that died with a delivery in hand holds it up this long. */
const leaseMs = 30_000

export interface Claimed extends DeliveryDoc {
  claim: string
}

export interface DeliveryStore {
  /** The one that has been due the longest, outside these lanes. */
  claim(exceptLanes: readonly string[]): Promise<Claimed | undefined>
  delivered(delivery: Claimed): Promise<void>
  /** For good: nobody tries again. */
  gaveUp(delivery: Claimed, lastError: string): Promise<void>
  /** Due again at this moment. */
  postpone(delivery: Claimed, again: { dueAt: Date; failures: number; lastError?: string }): Promise<void>
}

export function createDeliveryStore(database: Database): DeliveryStore {
  const deliveries = database.collection<DeliveryDoc>('deliveries')

  /** With its event, unless the lease ran out and another process took it. */
  async function conclude(delivery: Claimed, update: UpdateFilter<DeliveryDoc>, event: NewEvent): Promise<void> {
    await database.transaction(async (session) => {
      const { modifiedCount } = await deliveries.updateOne({ _id: delivery._id, claim: delivery.claim }, update, { session })
      if (modifiedCount > 0) await appendEvents(database, [event], session)
    })
  }

  return {
    claim: async (exceptLanes) => {
      const now = database.now()
      const claim = randomUUID()
      const filter = { status: 'PENDING' as const, dueAt: { $lte: now }, lane: { $nin: [...exceptLanes] } }
      const update = { $set: { claim, dueAt: new Date(now.getTime() + leaseMs) }, $inc: { attempts: 1 } }
      const row = await deliveries.findOneAndUpdate(filter, update, { sort: { dueAt: 1 }, returnDocument: 'after' })
      return row ? { ...row, claim } : undefined
    },
    delivered: (delivery) => {
      const update = {
        $set: { status: 'DELIVERED' as const, deliveredAt: database.now() },
        $unset: { claim: 1 as const, dueAt: 1 as const, lastError: 1 as const },
      }
      return conclude(delivery, update, toEvent(delivery, 'notification.delivered'))
    },
    gaveUp: (delivery, lastError) => {
      const failures = delivery.failures + 1
      const update = { $set: { status: 'FAILED' as const, lastError, failures }, $unset: { claim: 1 as const, dueAt: 1 as const } }
      return conclude(delivery, update, toEvent(delivery, 'notification.failed', lastError))
    },
    postpone: async ({ _id, claim }, again) => {
      await deliveries.updateOne({ _id, claim }, { $set: again, $unset: { claim: 1 } })
    },
  }
}

function toEvent(delivery: Claimed, type: NewEvent['type'], error?: string): NewEvent {
  const { task, workspace, agent, kind, attempts } = delivery
  return {
    type,
    workspace,
    subject: task,
    ...(agent && { agent }),
    payload: { delivery: delivery._id, kind, target: shownAddress(delivery), attempts, ...(error && { error }) },
  }
}

export async function deliveriesOfTasks(database: Database, taskIds: readonly string[]): Promise<DeliveryDoc[]> {
  return database
    .collection<DeliveryDoc>('deliveries')
    .find({ task: { $in: [...taskIds] } }, { sort: { _id: 1 } })
    .toArray()
}
