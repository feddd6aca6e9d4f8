// Chooses one process among all: a lease row that the leader renews. The database's clock decides, and a leader that could not renew in
// time steps down by its own clock before anybody else may take over.
import { randomUUID } from 'node:crypto'
import type { Logger } from '../log.ts'
import { type Database, isDuplicateKey } from '../mongo.ts'

export const leaderLeaseMs = 10_000
const renewMs = 3500

interface LeaseDoc {
  _id: string
  holder: string
  until: Date
}

export interface LeaderOptions {
  database: Database
  log: Logger
  /** What is led: one leader for each name. */
  name: string
  /** Begins to lead; answers how to stop. */
  lead: () => Promise<() => Promise<void>>
}

/** Answers how to stop: stepping down lets another process lead at once. */
export function startLeaderElection({ database, log, name, lead }: LeaderOptions): () => Promise<void> {
  const leases = database.collection<LeaseDoc>('leases')
  const holder = randomUUID()
  let trustedUntil = 0
  let stopLeading: (() => Promise<void>) | undefined
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let turning: Promise<void> = Promise.resolve()

  async function acquire(): Promise<boolean> {
    const askedAt = performance.now()
    try {
      const take = [{ $set: { holder, until: { $add: ['$$NOW', leaderLeaseMs] } } }]
      const free = { $or: [{ holder }, { $expr: { $lt: ['$until', '$$NOW'] } }] }
      const { matchedCount } = await leases.updateOne({ _id: name, ...free }, take)
      if (matchedCount === 0) await leases.updateOne({ _id: name, holder }, take, { upsert: true })
      trustedUntil = askedAt + leaderLeaseMs
      return true
    } catch (error) {
      // Somebody else holds the row, so that the upsert meets it.
      if (isDuplicateKey(error)) return false
      log.debug({ err: error }, 'lease of the leader not renewed; trying again')
      return performance.now() < trustedUntil - renewMs
    }
  }

  async function stepDown(): Promise<void> {
    const stop = stopLeading
    stopLeading = undefined
    trustedUntil = 0
    await stop?.()
  }

  async function turn(): Promise<void> {
    try {
      const leads = await acquire()
      if (leads && !stopLeading && !stopped) stopLeading = await lead()
      if (!leads && stopLeading) await stepDown()
    } catch (error) {
      log.warn({ err: error }, 'leading failed; trying again')
    }
    if (!stopped) timer = setTimeout(next, renewMs)
  }

  function next(): void {
    turning = turn()
  }

  next()
  return async () => {
    stopped = true
    clearTimeout(timer)
    await turning
    clearTimeout(timer)
    await stepDown()
    await leases.deleteOne({ _id: name, holder }).catch(() => undefined)
  }
}
