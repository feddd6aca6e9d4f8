// The queue at a glance for one workspace. Counting is cached for a moment, longer when it took long, and shared by all who ask.
import type { Filter } from 'mongodb'
import type { Database } from '../mongo.ts'
import { addRates, emptyRate, levelKey, runSeconds, type UsualSeconds } from '../queue/rates.ts'
import { finalStatuses, type Priority, priorities, type TaskDoc, type TaskStatus, taskStatuses } from '../queue/task.ts'
import type { Rate, WorkerDoc } from '../queue/worker-lease.ts'
import { combineRates, liveWorkers } from './agent-view.ts'
import { claimedIds, openTaskIds } from './open-task-store.ts'

const leastCacheMs = 900
const countLimit = 10_000
/** Unfinished, and neither in the queue nor running. */
const quietStatuses = ['SCHEDULED', 'RETRYING', 'BLOCKED', 'WAITING'] as const

export interface QueueStats {
  queues: { priority: Priority; depth: number; processedPerMinute: number; averageWaitSeconds: number }[]
  workers: { processes: number; total: number; busy: number; idle: number; utilization: number }
  statuses: { status: TaskStatus; count: number }[]
  total: number
  progress: number
  etaSeconds: number | null
  oldestReadySeconds: number | null
  at: Date
}

export type ReadQueueStats = (workspace: string) => Promise<QueueStats>

export function createQueueStats(database: Database, usualSeconds: UsualSeconds): ReadQueueStats {
  const cache = new Map<string, { until: number; stats: Promise<QueueStats> }>()
  return (workspace) => {
    const known = cache.get(workspace)
    if (known && known.until > Date.now()) return known.stats
    const startedAt = Date.now()
    const entry = { until: Number.POSITIVE_INFINITY, stats: measure({ database, usualSeconds }, workspace) }
    cache.set(workspace, entry)
    entry.stats.then(
      () => {
        entry.until = Date.now() + Math.max(leastCacheMs, 10 * (Date.now() - startedAt))
      },
      () => cache.delete(workspace),
    )
    return entry.stats
  }
}

interface OpenCount {
  _id: { status: TaskStatus; priority: Priority }
  count: number
  oldest: Date | null
}

async function measure(
  { database, usualSeconds }: { database: Database; usualSeconds: UsualSeconds },
  workspace: string,
): Promise<QueueStats> {
  const tasks = database.collection<TaskDoc>('tasks')
  const [open, workers, ...ended] = await Promise.all([
    countOpen(database, workspace),
    liveWorkers(database),
    tasks.countDocuments({ workspace, list: 'MAIN', status: 'SUCCEEDED' }, { limit: countLimit, hint: 'list' }),
    tasks.countDocuments({ workspace, list: 'FAILED' }, { limit: countLimit, hint: 'list' }),
    tasks.countDocuments({ workspace, list: 'CANCELLED' }, { limit: countLimit, hint: 'list' }),
  ])
  const queued = open.filter(({ _id }) => _id.status === 'QUEUED')
  const rates = combineRates(workers, 'levels')
  const queues = toQueues(queued, { rates, workspace })
  const pace = priorities.map((priority) => rates.get(levelKey(workspace, priority)) ?? emptyRate()).reduce(addRates, emptyRate())
  const running = sumUp(open.filter(({ _id }) => _id.status === 'RUNNING'))
  const statuses = taskStatuses.map((status) => {
    const final = (finalStatuses as readonly TaskStatus[]).indexOf(status)
    const count = final < 0 ? sumUp(open.filter(({ _id }) => _id.status === status)) : (ended[final] ?? 0)
    return { status, count: Math.min(countLimit, count) }
  })
  const total = statuses.reduce((sum, { count }) => sum + count, 0)
  const done = ended.reduce((sum, count) => sum + count, 0)
  return {
    queues,
    workers: toSlots(workers),
    statuses,
    total,
    progress: total > 0 ? Math.min(1, done / total) : 1,
    etaSeconds: timeToEmpty({ waiting: sumUp(queued), running, pace, usualSeconds: await usualSeconds(workspace) }),
    oldestReadySeconds: oldestAge(queued),
    at: new Date(),
  }
}

async function countOpen(database: Database, workspace: string): Promise<OpenCount[]> {
  const [inQueue, held, claimed, elsewhere] = await Promise.all([
    countBy(database, { workspace, ready: true, status: 'QUEUED' }, 'claim'),
    countBy(database, { workspace, ready: false, status: 'QUEUED' }, 'claim'),
    claimedIds(database),
    openTaskIds(database, { workspace, status: [...quietStatuses], limit: countLimit }),
  ])
  const waiting = elsewhere ? { _id: { $in: elsewhere } } : { list: 'MAIN' as const }
  const others = await Promise.all([
    countBy(database, { _id: { $in: claimed }, workspace, status: 'RUNNING' }),
    countBy(database, { ...waiting, workspace, status: { $in: [...quietStatuses] } }),
  ])
  return [...inQueue, ...held, ...others.flat()]
}

function countBy(database: Database, match: Filter<TaskDoc>, hint?: string): Promise<OpenCount[]> {
  const group = { _id: { status: '$status', priority: '$priority' }, count: { $sum: 1 }, oldest: { $min: '$queuedAt' } }
  return database
    .collection<TaskDoc>('tasks')
    .aggregate<OpenCount>([{ $match: match }, { $group: group }], hint ? { hint } : {})
    .toArray()
}

function sumUp(counts: readonly OpenCount[]): number {
  return counts.reduce((sum, { count }) => sum + count, 0)
}

function toQueues(
  queued: readonly OpenCount[],
  { rates, workspace }: { rates: ReadonlyMap<string, Rate>; workspace: string },
): QueueStats['queues'] {
  return priorities.toReversed().map((priority) => {
    const rate = rates.get(levelKey(workspace, priority))
    return {
      priority,
      depth: sumUp(queued.filter(({ _id }) => _id.priority === priority)),
      processedPerMinute: rate?.finished ?? 0,
      averageWaitSeconds: rate && rate.started > 0 ? Math.round(rate.waitMs / rate.started) / 1000 : 0,
    }
  })
}

function toSlots(workers: readonly WorkerDoc[]): QueueStats['workers'] {
  const total = workers.reduce((sum, { capacity }) => sum + capacity, 0)
  const busy = workers.reduce((sum, { running }) => sum + Math.max(0, running), 0)
  return { processes: workers.length, total, busy, idle: Math.max(0, total - busy), utilization: total > 0 ? Math.min(1, busy / total) : 0 }
}

interface Load {
  waiting: number
  running: number
  /** Of the last minute, all levels together. */
  pace: Rate
  /** What a run took before that. */
  usualSeconds?: number | undefined
}

/** What went through in the last minute says little while work has only just come: what runs now, each as long as such runs took, says more. */
export function timeToEmpty({ waiting, running, pace, usualSeconds = Number.POSITIVE_INFINITY }: Load): number | null {
  if (waiting === 0) return 0
  const perSecond = Math.max(pace.finished / 60, running / Math.max(runSeconds(pace) ?? usualSeconds, 0.001))
  return perSecond === 0 ? null : Math.round((waiting / perSecond) * 10) / 10
}

function oldestAge(queued: readonly OpenCount[]): number | null {
  const oldest = queued.flatMap((row) => (row.oldest ? [row.oldest.getTime()] : []))
  return oldest.length > 0 ? Math.round((Date.now() - Math.min(...oldest)) / 1000) : null
}
