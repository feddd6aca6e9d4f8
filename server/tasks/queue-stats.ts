// The queue at a glance for one workspace. Counting is cached for a moment, longer when it took long, and shared by all who ask.
import type { Database } from '../mongo.ts'
import { type Priority, priorities, type TaskDoc, type TaskStatus, taskStatuses } from '../queue/task.ts'
import { combineRates, liveWorkers } from './agent-view.ts'

const leastCacheMs = 900
const countLimit = 10_000

export interface QueueStats {
  queues: { priority: Priority; depth: number; processedPerMinute: number; averageWaitSeconds: number }[]
  workers: { total: number; busy: number; idle: number; utilization: number }
  statuses: { status: TaskStatus; count: number }[]
  oldestReadySeconds: number | null
  at: Date
}

export type ReadQueueStats = (workspace: string) => Promise<QueueStats>

export function createQueueStats(database: Database): ReadQueueStats {
  const cache = new Map<string, { until: number; stats: Promise<QueueStats> }>()
  return (workspace) => {
    const known = cache.get(workspace)
    if (known && known.until > Date.now()) return known.stats
    const startedAt = Date.now()
    const entry = { until: Number.POSITIVE_INFINITY, stats: measure(database, workspace) }
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

async function measure(database: Database, workspace: string): Promise<QueueStats> {
  const tasks = database.collection<TaskDoc>('tasks')
  const ended = (['SUCCEEDED', 'FAILED', 'CANCELLED'] as const).map((status) =>
    tasks.countDocuments({ workspace, list: status }, { limit: countLimit }),
  )
  const [open, workers, ...endedCounts] = await Promise.all([
    tasks
      .aggregate<OpenCount>([
        { $match: { workspace, list: 'OPEN' } },
        { $group: { _id: { status: '$status', priority: '$priority' }, count: { $sum: 1 }, oldest: { $min: '$queuedAt' } } },
      ])
      .toArray(),
    liveWorkers(database),
    ...ended,
  ])
  const rates = combineRates(workers, 'levels')
  const queued = open.filter(({ _id }) => _id.status === 'QUEUED')
  const oldest = queued.flatMap((row) => (row.oldest ? [row.oldest.getTime()] : []))
  const total = workers.reduce((sum, { capacity }) => sum + capacity, 0)
  const busy = workers.reduce((sum, { running }) => sum + running, 0)
  const countOf = (status: TaskStatus, index: number) =>
    index < 0 ? open.filter(({ _id }) => _id.status === status).reduce((sum, { count }) => sum + count, 0) : (endedCounts[index] ?? 0)
  return {
    queues: priorities.toReversed().map((priority) => {
      const rate = rates.get(priority)
      return {
        priority,
        depth: queued.filter(({ _id }) => _id.priority === priority).reduce((sum, { count }) => sum + count, 0),
        processedPerMinute: rate?.finished ?? 0,
        averageWaitSeconds: rate && rate.started > 0 ? Math.round(rate.waitMs / rate.started) / 1000 : 0,
      }
    }),
    workers: { total: workers.length, busy, idle: Math.max(0, total - busy), utilization: total > 0 ? Math.min(1, busy / total) : 0 },
    statuses: taskStatuses.map((status) => ({
      status,
      count: Math.min(countLimit, countOf(status, ['SUCCEEDED', 'FAILED', 'CANCELLED'].indexOf(status))),
    })),
    oldestReadySeconds: oldest.length > 0 ? Math.round((Date.now() - Math.min(...oldest)) / 1000) : null,
    at: new Date(),
  }
}
