// A row that one process at a time holds: taken, kept and given back by the database's clock. Knows nothing of what it is held for.
import type { WriteConcernSettings } from 'mongodb'
import { type Database, isDuplicateKey } from '../mongo.ts'

interface LeaseDoc {
  _id: string
  holder: string
  until: Date
}

export interface LeaseOptions {
  database: Database
  name: string
  holder: string
  leaseMs: number
  writeConcern?: WriteConcernSettings
}

export interface Lease {
  /** Takes it, or keeps it; false while somebody else has it. */
  take(): Promise<boolean>
  /** Somebody else may take it at once. */
  giveBack(): Promise<void>
}

export function createLease({ database, name, holder, leaseMs, ...options }: LeaseOptions): Lease {
  const leases = database.collection<LeaseDoc>('leases')
  return {
    async take() {
      const take = [{ $set: { holder, until: { $add: ['$$NOW', leaseMs] } } }]
      const free = { $or: [{ holder }, { $expr: { $lt: ['$until', '$$NOW'] } }] }
      if ((await leases.updateOne({ _id: name, ...free }, take, options)).matchedCount > 0) return true
      try {
        await leases.updateOne({ _id: name, holder }, take, { upsert: true, ...options })
        return true
      } catch (error) {
        // Somebody else holds the row, so that the upsert meets it.
        if (isDuplicateKey(error)) return false
        throw error
      }
    },
    giveBack: async () => {
      await leases.updateOne({ _id: name, holder }, { $set: { until: new Date(0) } }, options)
    },
  }
}
