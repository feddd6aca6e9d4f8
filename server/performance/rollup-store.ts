// What ended, counted by the minute and the hour for each workspace and agent: written in one transaction with how far the event log has
// been read, so that a restart neither loses nor repeats anything.
import type { AnyBulkWriteOperation } from 'mongodb'
import type { Usage } from '../agents/adapter.ts'
import type { Database } from '../mongo.ts'
import { isFinal, type TaskDoc } from '../queue/task.ts'
import { bucketOf, type Histogram } from './histogram.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs
const slowestKept = 10
const positionId = 'position'

export const scales = { minute: { ms: minuteMs, keepMs: 2 * dayMs }, hour: { ms: hourMs, keepMs: 31 * dayMs } } as const
export type Scale = keyof typeof scales

export interface RollupDoc {
  _id: string
  scale: Scale
  at: Date
  workspace: string
  agent: string
  succeeded: number
  failed: number
  cancelled: number
  run: Histogram
  wait: Histogram
  usage: Required<Usage> & { durationMs: number }
  slowest: { task: string; ms: number }[]
  expireAt: Date
}

interface PositionDoc {
  _id: string
  cursor: string
}

type Ended = Pick<TaskDoc, '_id' | 'workspace' | 'agent' | 'status' | 'createdAt' | 'queuedAt' | 'startedAt' | 'finishedAt' | 'usage'>

const shown = { workspace: 1, agent: 1, status: 1, createdAt: 1, queuedAt: 1, startedAt: 1, finishedAt: 1, usage: 1 } as const

export async function readPosition(database: Database): Promise<string | undefined> {
  return (await database.collection<PositionDoc>('rollups').findOne({ _id: positionId }))?.cursor
}

/** Counts these tasks, whose ends were read from the log up to the cursor. */
export async function addEnded(database: Database, ids: readonly string[], cursor: string): Promise<void> {
  const tasks = await database
    .collection<TaskDoc>('tasks')
    .find({ _id: { $in: [...new Set(ids)] } }, { projection: shown })
    .toArray()
  const writes = tasks.flatMap((task) => (isFinal(task.status) ? toWrites(task) : []))
  await database.transaction(async (session) => {
    if (writes.length > 0) await database.collection<RollupDoc>('rollups').bulkWrite(writes, { session, ordered: false })
    await database.collection<PositionDoc>('rollups').updateOne({ _id: positionId }, { $set: { cursor } }, { session, upsert: true })
  })
}

function toWrites(task: Ended): AnyBulkWriteOperation<RollupDoc>[] {
  const finishedAt = task.finishedAt ?? new Date()
  return (Object.keys(scales) as Scale[]).map((scale) => {
    const { ms, keepMs } = scales[scale]
    const at = new Date(Math.floor(finishedAt.getTime() / ms) * ms)
    const { workspace, agent } = task
    return {
      updateOne: {
        filter: { _id: `${scale} ${at.toISOString()} ${workspace} ${agent}` },
        update: {
          $setOnInsert: { scale, at, workspace, agent, expireAt: new Date(at.getTime() + keepMs) },
          $inc: counts(task, finishedAt),
          ...(task.startedAt && {
            $push: { slowest: { $each: [{ task: task._id, ms: runMs(task, finishedAt) }], $sort: { ms: -1 }, $slice: slowestKept } },
          }),
        },
        upsert: true,
      },
    }
  })
}

function counts(task: Ended, finishedAt: Date): Record<string, number> {
  const { status, usage, startedAt, queuedAt, createdAt } = task
  return {
    succeeded: status === 'SUCCEEDED' ? 1 : 0,
    failed: status === 'FAILED' ? 1 : 0,
    cancelled: status === 'CANCELLED' ? 1 : 0,
    'usage.inputTokens': usage?.inputTokens ?? 0,
    'usage.outputTokens': usage?.outputTokens ?? 0,
    'usage.costMicros': usage?.costMicros ?? 0,
    'usage.durationMs': usage?.durationMs ?? 0,
    // What never ran has no times.
    ...(startedAt && {
      [`run.${bucketOf(runMs(task, finishedAt))}`]: 1,
      [`wait.${bucketOf(Math.max(0, startedAt.getTime() - (queuedAt ?? createdAt).getTime()))}`]: 1,
    }),
  }
}

function runMs({ startedAt }: Ended, finishedAt: Date): number {
  return startedAt ? Math.max(0, finishedAt.getTime() - startedAt.getTime()) : 0
}

export interface RollupQuery {
  scale: Scale
  since: Date
  workspace?: string
  agent?: string
}

export async function readRollups(database: Database, { scale, since, workspace, agent }: RollupQuery): Promise<RollupDoc[]> {
  const from = new Date(Math.floor(since.getTime() / scales[scale].ms) * scales[scale].ms)
  const filter = { scale, at: { $gte: from }, ...(workspace && { workspace }), ...(agent && { agent }) }
  return database
    .collection<RollupDoc>('rollups')
    .find(filter, { sort: { at: 1 } })
    .toArray()
}

/** Minutes are kept for two days only. */
export function scaleSince(since: Date, now: Date): Scale {
  return now.getTime() - since.getTime() <= scales.minute.keepMs / 2 ? 'minute' : 'hour'
}
