// Chooses one process among all: a lease row that the leader renews. The database's clock decides, and a leader that could not renew in
// time steps down by its own clock before anybody else may take over.
import { randomUUID } from 'node:crypto'
import type { Logger } from '../log.ts'
import type { Database } from '../mongo.ts'
import { createLease } from './lease-store.ts'

export const leaderLeaseMs = 10_000
const renewMs = 3500

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
  const lease = createLease({ database, name, holder: randomUUID(), leaseMs: leaderLeaseMs })
  let trustedUntil = 0
  let stopLeading: (() => Promise<void>) | undefined
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let turning: Promise<void> = Promise.resolve()

  async function acquire(): Promise<boolean> {
    const askedAt = performance.now()
    try {
      const taken = await lease.take()
      if (taken) trustedUntil = askedAt + leaderLeaseMs
      return taken
    } catch (error) {
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
    await lease.giveBack().catch(() => undefined)
  }
}
