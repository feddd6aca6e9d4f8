// Ticks of some seconds, on one process among all: Agenda with its stock MongoDB backend, started and scheduled by the leader only.
// Nothing here needs to run exactly once: what a tick does must be safe to repeat.
import { MongoBackend } from '@agendajs/mongo-backend'
import { Agenda } from 'agenda'
import type { Logger } from '../log.ts'
import { type Database, isDatabaseAway } from '../mongo.ts'
import { startLeaderElection } from './leader.ts'

const collectionName = 'housekeeping'
const idleLookMs = 5000
/** A tick that hangs longer than this is started again. */
const lockLifetimeMs = 60_000
const drainMs = 10_000

export interface HousekeepingJob {
  name: string
  everySeconds: number
  run: (now: Date) => Promise<unknown>
}

export interface HousekeepingOptions {
  database: Database
  log: Logger
  jobs: readonly HousekeepingJob[]
  /** What runs all the time while this process leads; each answers how to stop. */
  alongside?: readonly (() => Promise<() => Promise<void>>)[]
  lookEveryMs?: number
}

export interface Housekeeping {
  start(): Promise<() => Promise<void>>
}

export function createHousekeeping(options: HousekeepingOptions): Housekeeping {
  const { database, log } = options
  return {
    start: async () => startLeaderElection({ database, log, name: 'housekeeping', lead: () => keepHouse(options) }),
  }
}

/** Agenda is made anew each time this process becomes the leader: made while the database is away it would never be ready. */
async function keepHouse({
  database,
  log,
  jobs,
  alongside = [],
  lookEveryMs = idleLookMs,
}: HousekeepingOptions): Promise<() => Promise<void>> {
  const agenda = new Agenda({
    backend: new MongoBackend({ mongo: database.db, collection: collectionName }),
    processEvery: lookEveryMs,
    defaultConcurrency: 1,
    defaultLockLimit: 1,
    defaultLockLifetime: lockLifetimeMs,
  })
  agenda.on('error', (error: unknown) => log.debug({ err: error }, 'the housekeeping loop reported an error; it goes on'))
  await agenda.ready
  // oxlint-disable-next-line typescript/no-misused-promises -- Agenda awaits its handlers; its type also allows callbacks
  for (const { name, run } of jobs) agenda.define(name, async () => runTick({ name, log, run: () => run(database.now()) }))
  // Ticks of an earlier version that no longer exist, and a dead leader's lock.
  await database.collection(collectionName).deleteMany({})
  for (const { name, everySeconds } of jobs) await agenda.every(`${everySeconds} seconds`, name)
  await agenda.start()
  const companions = await Promise.all(alongside.map((start) => start()))
  log.info({ jobs: jobs.map(({ name }) => name) }, 'this process does the housekeeping')
  return async () => {
    for (const stop of companions) await stop()
    await agenda.drain(drainMs)
    await agenda.stop()
  }
}

/** A failed tick is nothing but a late one. */
async function runTick({ name, log, run }: { name: string; log: Logger; run: () => Promise<unknown> }): Promise<void> {
  try {
    await run()
  } catch (error) {
    if (isDatabaseAway(error)) log.debug({ err: error, job: name }, 'housekeeping waits for the database')
    else log.warn({ err: error, job: name }, 'housekeeping failed; trying again at the next tick')
  }
}
