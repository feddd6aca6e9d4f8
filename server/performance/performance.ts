// How agents have been doing and what ended when, from the counts by minute and hour. Pure but for reading them.
import { type Violation, validationFailed } from '../errors.ts'
import type { Database } from '../mongo.ts'
import { merge, percentileSeconds } from './histogram.ts'
import { type RollupDoc, readRollups, scaleSince } from './rollup-store.ts'

const hourMs = 3600_000
const longestMs = 30 * 24 * hourMs
const minuteMs = 60_000
const mostMinutes = 1440
const usualMinutes = 15

export interface AgentFigures {
  agent: string
  runs: number
  succeeded: number
  failed: number
  p50Seconds: number | null
  p95Seconds: number | null
  p99Seconds: number | null
  waitP50Seconds: number | null
  waitP95Seconds: number | null
  usage: { inputTokens: number; outputTokens: number; costMicros: number; durationMs: number }
}

export interface Asked {
  workspace: string
  agent?: string | null | undefined
  since?: Date | null | undefined
}

/** The moment asked for, or an hour ago. */
export function readSince(since: Date | null | undefined, now: Date): Date {
  const moment = since ?? new Date(now.getTime() - hourMs)
  const violations: Violation[] = []
  if (moment > now) violations.push({ path: 'since', message: `expected a moment in the past, got ${moment.toISOString()}` })
  if (now.getTime() - moment.getTime() > longestMs) violations.push({ path: 'since', message: 'expected at most 30 days ago' })
  if (violations.length > 0) throw validationFailed(violations)
  return moment
}

/** The busiest first. */
export async function agentPerformance(database: Database, { workspace, agent, since }: Asked, now: Date): Promise<AgentFigures[]> {
  return toFigures(await readFigures(database, { workspace, agent, since: readSince(since, now) }, now))
}

export function readFigures(database: Database, { workspace, agent, since }: Asked & { since: Date }, now: Date): Promise<RollupDoc[]> {
  return readRollups(database, { scale: scaleSince(since, now), since, workspace, ...(agent && { agent }) })
}

export function toFigures(rollups: readonly RollupDoc[]): AgentFigures[] {
  const agents = new Map<string, RollupDoc[]>()
  for (const rollup of rollups) agents.set(rollup.agent, [...(agents.get(rollup.agent) ?? []), rollup])
  return [...agents].map(([agent, rows]) => sumUp(agent, rows)).sort((a, b) => b.runs - a.runs)
}

function sumUp(agent: string, rows: readonly RollupDoc[]): AgentFigures {
  const total = (value: (row: RollupDoc) => number) => rows.reduce((sum, row) => sum + value(row), 0)
  const run = merge(rows.map((row) => row.run ?? {}))
  const wait = merge(rows.map((row) => row.wait ?? {}))
  const succeeded = total((row) => row.succeeded)
  const failed = total((row) => row.failed)
  return {
    agent,
    runs: succeeded + failed + total((row) => row.cancelled),
    succeeded,
    failed,
    p50Seconds: percentileSeconds(run, 0.5),
    p95Seconds: percentileSeconds(run, 0.95),
    p99Seconds: percentileSeconds(run, 0.99),
    waitP50Seconds: percentileSeconds(wait, 0.5),
    waitP95Seconds: percentileSeconds(wait, 0.95),
    usage: {
      inputTokens: total((row) => row.usage.inputTokens),
      outputTokens: total((row) => row.usage.outputTokens),
      costMicros: total((row) => row.usage.costMicros),
      durationMs: total((row) => row.usage.durationMs),
    },
  }
}

export interface ThroughputMinute {
  at: Date
  succeeded: number
  failed: number
}

/** Every minute, also those in which nothing ended; oldest first, the present one last. */
export async function throughput(
  database: Database,
  { workspace, minutes: asked }: { workspace: string; minutes?: number | null | undefined },
  now: Date,
): Promise<ThroughputMinute[]> {
  const minutes = asked ?? usualMinutes
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > mostMinutes)
    throw validationFailed([{ path: 'minutes', message: `expected a whole number from 1 to ${mostMinutes}, got ${minutes}` }])
  const last = Math.floor(now.getTime() / minuteMs) * minuteMs
  const since = new Date(last - (minutes - 1) * minuteMs)
  const rows = await readRollups(database, { scale: 'minute', since, workspace })
  const ended = new Map<number, ThroughputMinute>()
  for (let at = since.getTime(); at <= last; at += minuteMs) ended.set(at, { at: new Date(at), succeeded: 0, failed: 0 })
  for (const { at, succeeded, failed } of rows) {
    const minute = ended.get(at.getTime())
    if (minute) Object.assign(minute, { succeeded: minute.succeeded + succeeded, failed: minute.failed + failed })
  }
  return [...ended.values()]
}
