// Gives the tasks of dead workers back to the queue. Every process looks; the first to act wins, the others find nothing left.
import { appendEvents, sharedWorkspace } from '../events/event-log.ts'
import type { Logger } from '../log.ts'
import type { Database } from '../mongo.ts'
import type { AgentLimits } from './agent-state.ts'
import { runCycle } from './cycle.ts'
import { settle, type TaskOutcome } from './settlement.ts'
import type { TaskDoc } from './task.ts'
import { allClaims, claimsOf } from './task-claims.ts'
import { allUncounted, findUncounted } from './uncounted-ends.ts'
import { leaseMs, type WorkerDoc } from './worker-lease.ts'

const mostPauseMs = 5000
const awayPauseMs = 500
const clockSlackMs = 20
const batchSize = 200
const live = ['ACTIVE', 'DRAINING'] as const

export interface TakeoverOptions {
  database: Database
  log: Logger
  limits: () => ReadonlyMap<string, AgentLimits>
  keepMs: (agent: string) => number
  /** Tasks came back to the queue. */
  onRequeued: () => void
}

export function startTakeover(options: TakeoverOptions): () => Promise<void> {
  const { log } = options
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  // After the database was away every lease looks expired: its holders get a full lease to renew first.
  let patientUntil = Number.NEGATIVE_INFINITY

  async function look(): Promise<void> {
    let nextMs = mostPauseMs
    try {
      if (performance.now() >= patientUntil) nextMs = await buryDeadWorkers(options)
      else await options.database.db.command({ ping: 1 })
    } catch (error) {
      patientUntil = performance.now() + leaseMs
      nextMs = awayPauseMs
      log.debug({ err: error }, 'looking for dead workers failed; trying again')
    }
    if (!stopped) timer = setTimeout(run, nextMs)
  }

  let looking: Promise<void> = Promise.resolve()
  const run = () => {
    looking = look()
  }
  run()
  return async () => {
    stopped = true
    clearTimeout(timer)
    await looking
    clearTimeout(timer)
  }
}

type WatchedWorker = WorkerDoc & { leftMs: number }

/** Answers when to look again: no lease can run out before the shortest one does. */
async function buryDeadWorkers(options: TakeoverOptions): Promise<number> {
  const workers = await watchedWorkers(options.database)
  for (const worker of workers) {
    if (worker.leftMs > 0) continue
    if (await declareGone(options, worker)) options.log.warn({ worker: worker._id }, `${goneHow(worker)}; taking over its tasks`)
  }
  for (const worker of await deadClaimants(options.database)) await takeOver(options, worker)
  const left = workers.map(({ leftMs }) => leftMs).filter((ms) => ms > 0)
  return Math.min(mostPauseMs, ...left.map((ms) => ms + clockSlackMs))
}

/** Live workers with what is left of their leases by the database's clock. */
function watchedWorkers(database: Database): Promise<WatchedWorker[]> {
  return database
    .collection<WorkerDoc>('workers')
    .aggregate<WatchedWorker>([
      { $match: { status: { $in: [...live] } } },
      { $addFields: { leftMs: { $subtract: ['$leaseUntil', '$$NOW'] } } },
    ])
    .toArray()
}

/** What is left of theirs decides, not rows of workers: it may have been written after a burial, or the burial may not have been finished. */
async function deadClaimants(database: Database): Promise<string[]> {
  const named = claimsOf(database).aggregate<{ _id: string }>([{ $match: allClaims }, allUncounted, { $group: { _id: '$worker' } }])
  const claimants = (await named.toArray()).map(({ _id }) => _id)
  if (claimants.length === 0) return []
  const living = await database.collection<WorkerDoc>('workers').distinct('_id', { _id: { $in: claimants }, status: { $in: [...live] } })
  return claimants.filter((worker) => !living.includes(worker))
}

function goneHow({ leaving }: Pick<WorkerDoc, 'leaving'>): string {
  return leaving ? 'worker was stopped by force' : 'worker lost'
}

async function declareGone({ database }: TakeoverOptions, worker: WorkerDoc): Promise<boolean> {
  return database.transaction(async (session) => {
    const expireAt = new Date(Date.now() + 24 * 3600_000)
    const { modifiedCount } = await database
      .collection<WorkerDoc>('workers')
      .updateOne(
        { _id: worker._id, status: worker.status, leaseUntil: worker.leaseUntil },
        { $set: { status: worker.leaving ? 'STOPPED' : 'LOST', running: 0, expireAt } },
        { session },
      )
    if (modifiedCount === 0) return false
    const type = worker.leaving ? ('worker.stopped' as const) : ('worker.lost' as const)
    const payload = { running: worker.running, ...(worker.leaving && { forced: true }) }
    await appendEvents(database, [{ type, workspace: sharedWorkspace, subject: worker._id, payload }], session)
    return true
  })
}

async function takeOver({ database, limits, keepMs, onRequeued }: TakeoverOptions, worker: string): Promise<void> {
  const tasks = database.collection<TaskDoc>('tasks')
  const claims = claimsOf(database)
  const rows = await claims.find({ worker }).toArray()
  const ids = rows.flatMap((claim) => claim.tasks)
  const outcome = outcomeFor(worker, await database.collection<WorkerDoc>('workers').findOne({ _id: worker }))
  while (ids.length > 0) {
    const batch = await tasks.find({ _id: { $in: ids.splice(0, batchSize) }, worker, status: 'RUNNING' }).toArray()
    const now = database.now()
    const finished = batch.map((task) =>
      settle({ task, outcome, output: {}, now, keepMs: keepMs(task.agent), allowRetryAt: (moment) => moment }),
    )
    if (finished.length > 0) await runCycle({ database, limits: limits(), finished, want: 0, worker })
    if (finished.length > 0) onRequeued()
  }
  const uncounted = await findUncounted(database, worker)
  if (uncounted.length > 0) await runCycle({ database, limits: limits(), finished: [], uncounted, want: 0, worker })
  await claims.deleteMany({ _id: { $in: rows.map(({ _id }) => _id) } })
}

/** That somebody stopped it by force is no evidence against what it ran. */
function outcomeFor(worker: string, row: Pick<WorkerDoc, 'leaving'> | null): TaskOutcome {
  if (row?.leaving) return { kind: 'interrupted', why: `Worker ${worker} was stopped before the run had ended.` }
  return { kind: 'lost', why: `Worker ${worker} died or stopped answering.` }
}
