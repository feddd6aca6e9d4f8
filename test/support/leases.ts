// Lets the leases of workers run out at once, for tests that are not about how long that takes.
import type { Db } from 'mongodb'
import type { WorkerDoc } from '../../server/queue/worker-lease.ts'

/** Of this worker, or of all. Whoever looks next takes over what they held; who still lives renews or starts afresh. */
export async function expireLeases(db: Db, worker?: string): Promise<void> {
  await db.collection<WorkerDoc>('workers').updateMany(worker ? { _id: worker } : {}, { $set: { leaseUntil: new Date(0) } })
}
