// How long runs usually take, by the counts of the last day: for estimates when no run has ended in the last minute.
import type { Database } from '../mongo.ts'
import type { UsualSeconds } from '../queue/rates.ts'
import { meanSeconds, merge } from './histogram.ts'
import { readRollups } from './rollup-store.ts'

const lookBackMs = 24 * 3600_000
const keepMs = 60_000

/** Seconds by agent; the empty name is all of them together. */
type RunTimes = ReadonlyMap<string, number | null>

/** Reads the counts of a workspace at most once a minute. */
export function createUsualSeconds(database: Database, now: () => number = Date.now): UsualSeconds {
  const known = new Map<string, { until: number; times: Promise<RunTimes> }>()
  return async (workspace, agent = '') => {
    let entry = known.get(workspace)
    if (!entry || entry.until <= now()) {
      entry = { until: now() + keepMs, times: readTimes(database, workspace, new Date(now() - lookBackMs)) }
      known.set(workspace, entry)
      entry.times.catch(() => known.delete(workspace))
    }
    return (await entry.times).get(agent) ?? undefined
  }
}

async function readTimes(database: Database, workspace: string, since: Date): Promise<RunTimes> {
  const rows = await readRollups(database, { scale: 'hour', since, workspace })
  const names = new Set(rows.map(({ agent }) => agent))
  const timeOf = (which: typeof rows) => meanSeconds(merge(which.map((row) => row.run ?? {})))
  const byAgent = [...names].map((name): [string, number | null] => [name, timeOf(rows.filter(({ agent }) => agent === name))])
  return new Map([['', timeOf(rows)], ...byAgent])
}
