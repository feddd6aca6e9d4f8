// Promise: whatever dies, however often, every accepted task succeeds exactly once, within the limits, and no counter drifts.
// Real worker processes and a database of this test's own are killed with kill -9 while thousands of tasks run.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, expect, it } from 'vitest'
import type { EventRow } from '../../server/events/event-log.ts'
import { joinLocalDatabase, type LocalDatabase } from '../../server/launch/local-database.ts'
import { findHolder } from '../../server/launch/mongod-process.ts'
import { isDatabaseAway } from '../../server/mongo.ts'
import type { AgentState } from '../../server/queue/agent-state.ts'
import type { TaskDoc } from '../../server/queue/task.ts'
import { allClaims, claimsOf } from '../../server/queue/task-claims.ts'
import type { WorkerDoc } from '../../server/queue/worker-lease.ts'
import { retryTask } from '../../server/tasks/retry-task.ts'
import { type CrashWorker, createCrashCrew } from '../support/crash-crew.ts'
import { createTestEngine, fakeAgent, user } from '../support/engine.ts'
import { patienceMs, patient } from '../support/patience.ts'
import { findDrift, type Snapshot, takeSnapshot } from '../support/snapshot.ts'

const scale = Number(process.env['CAPSTAN_TEST_SCALE'] ?? 1)
const total = Math.round(5000 * scale)
const crewSize = 3
const capacity = 30
const beatMs = 1000
/** A look reads all tasks: more of them would be most of what the database does. */
const lookEveryMs = 250
/** Dead workers hold their slots until their leases run out: with eight of them and three that live, the limits still bind now and then. */
const maxConcurrent = 80
const dataDir = mkdtempSync(join(tmpdir(), 'capstan-crash-'))
const { MONGODB_URL: _, ...env } = process.env
const joined: LocalDatabase[] = []
const joinDatabase = async () => {
  const local = await joinLocalDatabase({ dataDir, env, report: () => undefined })
  joined.push(local)
  return local
}

const { url } = await joinDatabase()
afterAll(async () => {
  for (const local of joined) await local.leave()
  rmSync(dataDir, { recursive: true })
})

const agents = ['north', 'east', 'south', 'west'].map((name) => fakeAgent({ name, maxConcurrent }))
const limits = new Map(agents.map(({ name }) => [name, maxConcurrent]))
const crew = createCrashCrew()
const engine = await createTestEngine({ agents, database: { url, name: new URL(url).pathname.slice(1) } })
const { database } = engine
const tasks = database.collection<TaskDoc>('tasks')

/** Asked again while the database is away. */
async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  for (const deadline = Date.now() + patienceMs; ; ) {
    try {
      return await ask()
    } catch (error) {
      if (!isDatabaseAway(error) || Date.now() > deadline) throw error
    }
  }
}

/** Each under a key of its own: where the answer was lost, it is asked again. */
async function submitAll(): Promise<void> {
  for (let from = 0; from < total; from += 100) {
    const batch = Array.from({ length: Math.min(100, total - from) }, (_none, index) => from + index)
    const inputs = batch.map((n) => ({
      agent: agents[n % 4]!.name,
      parameters: { topic: 'work', words: 80 * (1 + (n % 3)) },
      idempotencyKey: `task ${n}`,
    }))
    await patiently(() => engine.submitAll(inputs))
  }
}

async function killDatabase(): Promise<void> {
  const pid = await findHolder(dataDir)
  if (pid === undefined) throw new Error('the database of this test does not run')
  process.kill(pid, 'SIGKILL')
  expect((await joinDatabase()).url).toBe(url)
}

/** Tasks whose workers died three times are dead letters, as promised: a person retries them. */
async function retryPoisoned(): Promise<void> {
  const poisoned = await tasks.find({ list: 'FAILED' }).toArray()
  for (const { _id, error, crashes } of poisoned) {
    expect({ code: error?.code, crashes }).toEqual({ code: 'POISON', crashes: 3 })
    await retryTask({ ...engine, wake: () => undefined }, user, { id: _id })
  }
}

interface Chaos {
  /** Ids of the workers that were killed. */
  victims: string[]
  broken: string[]
}

/** With each beat the worker that has lived longest dies and another is born; where that takes longer, the next death waits for it. */
function startKilling(workers: CrashWorker[], victims: string[]) {
  const births: Promise<unknown>[] = []
  const beat = setInterval(() => {
    const victim = workers.length === crewSize ? workers.shift() : undefined
    if (!victim) return
    victims.push(victim.id)
    const birth = victim.kill().then(() => crew.start({ url, agents, capacity }))
    births.push(birth.then((worker) => workers.push(worker)))
  }, beatMs)
  return async () => {
    clearInterval(beat)
    await Promise.all(births)
  }
}

/** Looks and looks while workers die; half way through, the database dies too. */
async function rage(workers: CrashWorker[]): Promise<Chaos> {
  const chaos: Chaos = { victims: [], broken: [] }
  let databaseKilled = false
  let stopKilling = startKilling(workers, chaos.victims)
  for (const deadline = Date.now() + 120_000 * scale; ; await pause(lookEveryMs)) {
    const snapshot = await patiently(() => takeSnapshot(database))
    chaos.broken.push(...findDrift(snapshot, limits))
    const done = snapshot.statuses.SUCCEEDED ?? 0
    if (done > total * 0.8) await stopKilling()
    if (done === total) return chaos
    if (snapshot.statuses.FAILED) await patiently(retryPoisoned)
    if (Date.now() > deadline) throw new Error(`${done} of ${total} tasks succeeded; ${JSON.stringify(await describeStuck(snapshot))}`)
    if (!databaseKilled && done > total / 2) {
      databaseKilled = true
      // A worker that is just being born would not survive it.
      await stopKilling()
      await killDatabase()
      stopKilling = startKilling(workers, chaos.victims)
    }
  }
}

async function describeStuck({ statuses }: Snapshot) {
  const stuck = await tasks
    .find({ status: { $nin: ['SUCCEEDED', 'FAILED', 'CANCELLED'] } }, { limit: 5, projection: { parameters: 0, retry: 0, facets: 0 } })
    .toArray()
  const workers = database.collection<WorkerDoc>('workers').find({}, { projection: { status: 1, running: 1, leaseUntil: 1 } })
  return {
    statuses,
    stuck,
    claims: await claimsOf(database).find(allClaims, { limit: 10 }).toArray(),
    workers: await workers.toArray(),
  }
}

it('runs thousands of tasks to their one success while workers and the database are killed', { timeout: 180_000 * scale }, async () => {
  const workers = await Promise.all(Array.from({ length: crewSize }, () => crew.start({ url, agents, capacity })))
  const [chaos] = await Promise.all([rage(workers), submitAll()])
  expect(chaos.broken).toEqual([])
  // What dead workers left is given up by the living.
  await expect.poll(() => claimsOf(database).countDocuments(allClaims), patient).toBe(0)
  await expect.poll(() => database.collection('uncounted_ends').countDocuments(), patient).toBe(0)
  for (const worker of workers) expect(await worker.stop()).toBe(0)

  const succeeded = await database
    .collection<EventRow>('events')
    .aggregate([{ $match: { type: 'task.succeeded' } }, { $sortByCount: '$subject' }])
    .toArray()
  expect(succeeded).toHaveLength(total)
  expect(succeeded.filter(({ count }) => count !== 1)).toEqual([])
  const ended = await tasks.find({}, { projection: { attempts: 1, status: 1 } }).toArray()
  expect(ended.filter(({ attempts }) => attempts.filter(({ outcome }) => outcome === 'succeeded').length !== 1)).toEqual([])
  // Most of the dead were hit in the middle of their work.
  const lost = new Set(ended.flatMap(({ attempts }) => attempts.filter(({ outcome }) => outcome === 'lost').map(({ worker }) => worker)))
  expect(chaos.victims.filter((id) => lost.has(id)).length).toBeGreaterThan(Math.max(2, chaos.victims.length / 2))
  const counters = await database.collection<AgentState>('agents').find().toArray()
  expect(counters.map(({ running }) => running)).toEqual([0, 0, 0, 0])
})
