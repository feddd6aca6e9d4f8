// Counters that all servers share, each with a memory of its own for when the database is away: then every server counts for itself.
import { RateLimiterMemory, RateLimiterMongo } from 'rate-limiter-flexible'
import type { Database } from '../mongo.ts'

export const limitCollection = 'rate_limits'

export interface CounterOptions {
  /** Tells the counters of one kind from others. */
  name: string
  points: number
  seconds: number
}

export function createCounter(
  { client, db }: Pick<Database, 'client' | 'db'>,
  { name, points, seconds }: CounterOptions,
): RateLimiterMongo {
  const limits = { keyPrefix: name, points, duration: seconds }
  return new RateLimiterMongo({
    ...limits,
    storeClient: client,
    dbName: db.databaseName,
    tableName: limitCollection,
    // They are made with those of all collections.
    disableIndexesCreation: true,
    insuranceLimiter: new RateLimiterMemory(limits),
  })
}
