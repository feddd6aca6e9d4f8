// Gives the tasks of dead workers back to the queue. Every process looks; the first to act wins, the others find nothing left.
import { appendEvents, sharedWorkspace } from '../events/event-log.ts'
import type { Logger } from '../log.ts'
import type { Database } from '../mongo.ts'
import type { AgentLimits } from './agent-state.ts'
import { type ClaimDoc, runCycle } from './cycle.ts'
import { settle } from './settlement.ts'
import type { TaskDoc } from './task.ts'
import { leaseMs, type WorkerDoc } from './worker-lease.ts'

const mostPauseMs = 5000
const awayPauseMs = 500
const clockSlackMs = 20
const batchSize = 200

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
  let patientUntil = 0

  async function look(): Promise<void> {
    let nextMs = mostPauseMs
    try {
      if (Date.now() >= patientUntil) nextMs = await buryDeadWorkers(options)
      else await options.database.db.command({ ping: 1 })
    } catch (error) {
      patientUntil = Date.now() + leaseMs
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
    if (worker.status !== 'LOST' && worker.leftMs > 0) continue
    if (worker.status !== 'LOST' && (await declareLost(options, worker)))
      options.log.warn({ worker: worker._id }, 'worker lost; taking over its tasks')
    await takeOver(options, worker._id)
  }
  const left = workers.filter(({ status, leftMs }) => status !== 'LOST' && leftMs > 0).map(({ leftMs }) => leftMs)
  return Math.min(mostPauseMs, ...left.map((ms) => ms + clockSlackMs))
}

/** Live workers with what is left of their leases by the database's clock, and lost ones that nobody has finished burying. */
function watchedWorkers(database: Database): Promise<WatchedWorker[]> {
  return database
    .collection<WorkerDoc>('workers')
    .aggregate<WatchedWorker>([
      { $match: { $or: [{ status: { $in: ['ACTIVE', 'DRAINING'] } }, { status: 'LOST', running: { $gte: 0 } }] } },
      { $addFields: { leftMs: { $subtract: ['$leaseUntil', '$$NOW'] } } },
    ])
    .toArray()
}

async function declareLost({ database }: TakeoverOptions, worker: WorkerDoc): Promise<boolean> {
  return database.transaction(async (session) => {
    const expireAt = new Date(Date.now() + 24 * 3600_000)
    const { modifiedCount } = await database
      .collection<WorkerDoc>('workers')
      .updateOne(
        { _id: worker._id, status: worker.status, leaseUntil: worker.leaseUntil },
        { $set: { status: 'LOST', expireAt } },
        { session },
      )
    if (modifiedCount === 0) return false
    await appendEvents(
      database,
      [{ type: 'worker.lost', workspace: sharedWorkspace, subject: worker._id, payload: { running: worker.running } }],
      session,
    )
    return true
  })
}

async function takeOver({ database, limits, keepMs, onRequeued }: TakeoverOptions, worker: string): Promise<void> {
  const tasks = database.collection<TaskDoc>('tasks')
  const claims = database.collection<ClaimDoc>('claims')
  const ids = (await claims.find({ worker }).toArray()).flatMap((claim) => claim.tasks)
  while (ids.length > 0) {
    const batch = await tasks.find({ _id: { $in: ids.splice(0, batchSize) }, worker, status: 'RUNNING' }).toArray()
    const now = new Date()
    const finished = batch.map((task) =>
      settle({ task, outcome: { kind: 'lost' }, output: {}, now, keepMs: keepMs(task.agent), allowRetryAt: (moment) => moment }),
    )
    if (finished.length > 0) await runCycle({ database, limits: limits(), finished, want: 0, worker })
    if (finished.length > 0) onRequeued()
  }
  await claims.deleteMany({ worker })
  await database.collection<WorkerDoc>('workers').updateOne({ _id: worker, status: 'LOST' }, { $set: { running: -1 } })
}
