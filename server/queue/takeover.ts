// Gives the tasks of dead workers back to the queue. Every process looks; the first to act wins, the others find nothing left.
import { appendEvents, sharedWorkspace } from '../events/event-log.ts'
import type { Logger } from '../log.ts'
import type { Database } from '../mongo.ts'
import type { AgentLimits } from './agent-state.ts'
import { type ClaimDoc, runCycle } from './cycle.ts'
import { settle } from './settlement.ts'
import type { TaskDoc } from './task.ts'
import { leaseMs, type WorkerDoc } from './worker-lease.ts'

const lookEveryMs = 500
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
    try {
      if (Date.now() >= patientUntil) await buryDeadWorkers(options)
      else await options.database.db.command({ ping: 1 })
    } catch (error) {
      patientUntil = Date.now() + leaseMs
      log.debug({ err: error }, 'looking for dead workers failed; trying again')
    }
    if (!stopped) timer = setTimeout(run, lookEveryMs)
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

async function buryDeadWorkers(options: TakeoverOptions): Promise<void> {
  const workers = options.database.collection<WorkerDoc>('workers')
  const dead = await workers.find({ status: { $in: ['ACTIVE', 'DRAINING'] }, $expr: { $lt: ['$leaseUntil', '$$NOW'] } }).toArray()
  for (const worker of dead) {
    if (await declareLost(options, worker)) options.log.warn({ worker: worker._id }, 'worker lost; taking over its tasks')
  }
  // Also those that another process declared lost and then died itself.
  const lost = await workers.find({ status: 'LOST', running: { $gte: 0 } }).toArray()
  for (const worker of lost) await takeOver(options, worker._id)
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
