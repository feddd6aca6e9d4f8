// Removes finished tasks whose time has come, with their dependencies, dead letters and files. Logs expire by themselves, events by their age.
// Sweeps the list index from the oldest on, a few pages a tick, more while there is something to remove, and goes round: tasks kept long
// do not hide those behind them.
import { removeEventsBefore } from '../events/event-log.ts'
import type { Database } from '../mongo.ts'
import { seqAt } from '../queue/claim-order.ts'
import { type DeadLetterDoc, deadLetterId } from '../queue/dead-letter-store.ts'
import type { EdgeDoc } from '../queue/dependencies.ts'
import { finalStatuses, type ListBucket, listBuckets, type TaskDoc } from '../queue/task.ts'
import type { Artifacts } from './artifact-store.ts'

const pageSize = 500
const pagesPerSweep = 20
/** While pages hold something to remove: as much may expire at a time as was ever done at a time. */
const longestSweepMs = 20_000

export interface RetentionOptions {
  database: Database
  artifacts: Pick<Artifacts, 'removeExpired' | 'removeTorn'>
  /** The shortest time any agent keeps finished tasks: younger ones need not be looked at. */
  shortestKeepMs: () => number
  eventsKeepMs: number
}

export interface Retention {
  /** How many tasks were removed. */
  sweep(now: Date): Promise<number>
}

export function createRetention({ database, artifacts, shortestKeepMs, eventsKeepMs }: RetentionOptions): Retention {
  const sweptTo = new Map<string, number>()
  const tasks = database.collection<TaskDoc>('tasks')

  /** One page behind the last; at the end it starts again with the oldest. */
  async function sweepPage(bucket: { workspace: string; list: ListBucket }, now: Date): Promise<{ removed: number; more: boolean }> {
    const place = `${bucket.workspace} ${bucket.list}`
    const youngest = seqAt(new Date(now.getTime() - shortestKeepMs()))
    const filter = { ...bucket, seq: { $gt: sweptTo.get(place) ?? 0, $lt: youngest } }
    const page = await tasks.find(filter, { sort: { seq: 1, _id: 1 }, limit: pageSize, projection: { seq: 1, expireAt: 1 } }).toArray()
    const last = page.at(-1)
    const more = page.length === pageSize && last !== undefined
    sweptTo.set(place, more ? last.seq : 0)
    const expired = page.filter(({ expireAt }) => expireAt && expireAt <= now).map(({ _id }) => _id)
    return { removed: expired.length > 0 ? await removeTasks(database, expired, now) : 0, more }
  }

  return {
    sweep: async (now) => {
      let removed = 0
      const until = Date.now() + longestSweepMs
      const workspaces = (await tasks.distinct('workspace')) as string[]
      for (const workspace of workspaces) {
        for (const list of listBuckets) {
          for (let page = 0, more = true; more; page++) {
            const result = await sweepPage({ workspace, list }, now)
            removed += result.removed
            more = result.more && (page < pagesPerSweep || (result.removed > 0 && Date.now() < until))
          }
        }
      }
      for (let page = 0; page < pagesPerSweep; page++) if ((await artifacts.removeExpired(now)) === 0) break
      await artifacts.removeTorn(now)
      await removeEventsBefore(database, new Date(now.getTime() - eventsKeepMs))
      return removed
    },
  }
}

/** Only those that are still finished and expired: a person may have retried one in this moment. */
async function removeTasks(database: Database, candidates: readonly string[], now: Date): Promise<number> {
  return database.transaction(async (session) => {
    const tasks = database.collection<TaskDoc>('tasks')
    const rows = await tasks
      .find(
        { _id: { $in: [...candidates] }, expireAt: { $lte: now }, status: { $in: [...finalStatuses] } },
        { session, projection: { _id: 1 } },
      )
      .toArray()
    const ids = rows.map(({ _id }) => _id)
    if (ids.length === 0) return 0
    await tasks.deleteMany({ _id: { $in: ids } }, { session })
    // An open edge to a task that waits stays until that task has moved on: it is what makes it move.
    const edges = database.collection<EdgeDoc>('dependencies')
    await edges.deleteMany({ child: { $in: ids } }, { session })
    await edges.deleteMany({ parent: { $in: ids }, open: { $exists: false } }, { session })
    await database.collection<DeadLetterDoc>('dead_letters').deleteMany({ _id: { $in: ids.map(deadLetterId) } }, { session })
    return ids.length
  })
}
