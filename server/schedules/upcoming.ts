// Future runs of many schedules in one order, for a calendar: each schedule gives its next run only when its last one has been taken.
import { type Violation, validationFailed } from '../errors.ts'
import type { ScheduleDoc } from './schedule.ts'
import { type Moment, moments } from './timing.ts'

export interface UpcomingRun {
  at: Date
  schedule: ScheduleDoc
}

export interface Stretch {
  since: Date
  until: Date
  first: number
}

const weekMs = 7 * 24 * 3600_000
const mostRuns = 1000
const usualRuns = 200
const longestMs = 366 * 24 * 3600_000

export interface UpcomingArgs {
  since?: Date | null | undefined
  until?: Date | null | undefined
  first?: number | null | undefined
}

export function readStretch(args: UpcomingArgs, now: Date): Stretch {
  const violations: Violation[] = []
  const since = args.since ?? now
  const until = args.until ?? new Date(since.getTime() + weekMs)
  const first = args.first ?? usualRuns
  if (until <= since) violations.push({ path: 'until', message: `expected a moment after ${since.toISOString()}` })
  if (until.getTime() - since.getTime() > longestMs) violations.push({ path: 'until', message: 'expected at most a year after since' })
  if (!Number.isInteger(first) || first < 1 || first > mostRuns)
    violations.push({ path: 'first', message: `expected a whole number from 1 to ${mostRuns}, got ${first}` })
  if (violations.length > 0) throw validationFailed(violations)
  // What is past has happened or was missed: only the future is upcoming.
  return { since: since < now ? now : since, until, first }
}

export function upcomingRuns(schedules: readonly ScheduleDoc[], { since, until, first }: Stretch): UpcomingRun[] {
  const heads = schedules.flatMap((schedule) => advance({ schedule, source: moments(schedule, new Date(since.getTime() - 1)) }, until))
  heads.sort(byMoment)
  const runs: UpcomingRun[] = []
  while (runs.length < first) {
    const head = heads.shift()
    if (!head) break
    runs.push({ at: head.at, schedule: head.schedule })
    for (const next of advance(head, until)) insert(heads, next)
  }
  return runs
}

interface Head extends UpcomingRun {
  source: Generator<Moment, void>
}

function advance({ schedule, source }: Pick<Head, 'schedule' | 'source'>, until: Date): Head[] {
  const { value } = source.next()
  return value && value.at <= until ? [{ at: value.at, schedule, source }] : []
}

/** Where it belongs in the sorted list. */
function insert(heads: Head[], head: Head): void {
  let low = 0
  let high = heads.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (byMoment(heads[middle] ?? head, head) <= 0) low = middle + 1
    else high = middle
  }
  heads.splice(low, 0, head)
}

function byMoment(a: UpcomingRun, b: UpcomingRun): number {
  return a.at.getTime() - b.at.getTime()
}
