// When a schedule would run, and what to know of it: above all what happens when the clocks change. Pure.
import { DateTime } from 'luxon'
import { describePlan } from './describe.ts'
import { type Moment, moments, type Plan, take } from './timing.ts'
import { type ClockChange, zoneClock } from './zone-clock.ts'

export interface Preview {
  description: string
  nextRuns: Date[]
  notes: string[]
}

const shown = 10
const dayMs = 24 * 3600_000
/** Any two days on which clocks change lie within it. */
const aheadMs = 366 * dayMs
const mostPerChange = 200

export function previewPlan(plan: Plan, now: Date): Preview {
  return {
    description: describePlan(plan),
    nextRuns: take(moments(plan, now), shown).map(({ at }) => at),
    notes: plan.timing.kind === 'every' ? intervalNotes(plan, now) : [...strideNotes(plan), ...clockNotes(plan, now)],
  }
}

function strideNotes({ timing, timezone }: Plan): string[] {
  if (timing.kind !== 'cron' || !timing.stride) return []
  const { from, unit } = timing.stride
  const date = DateTime.fromJSDate(from, { zone: timezone }).toFormat('yyyy-MM-dd')
  return [`It counts from ${unit === 'day' ? date : `the ${unit} of ${date}`}; give a start to have it count from another ${unit}.`]
}

/** One for each change of the clocks within a year that touches a run. */
function clockNotes(plan: Plan, now: Date): string[] {
  return [...clockChanges(plan.timezone, now)].flatMap((change) => {
    const touched = touchedBy(plan, change, now)
    if (!touched?.clock) return []
    const [date, time] = wallText(touched.clock.wall).split(' ')
    const runsAt = wallText(change.wallAfter).split(' ')[1]
    return touched.clock.kind === 'SKIPPED'
      ? `On ${date} the clocks in ${plan.timezone} skip ${time}: it runs once at ${runsAt} instead.`
      : `On ${date} the clocks in ${plan.timezone} show ${time} twice: it runs once, the first time.`
  })
}

function touchedBy(plan: Plan, { at: changeAt }: ClockChange, now: Date): Moment | undefined {
  let seen = 0
  for (const moment of moments(plan, new Date(Math.max(changeAt - dayMs, now.getTime())))) {
    if (moment.at.getTime() > changeAt + dayMs || ++seen > mostPerChange) return undefined
    if (moment.clock) return moment
  }
  return undefined
}

/** A pause of whole days is one of 24 hours each. */
function intervalNotes({ timing, timezone }: Plan, now: Date): string[] {
  if (timing.kind !== 'every' || timing.everyMs % dayMs !== 0) return []
  const [change] = clockChanges(timezone, now)
  return change
    ? [
        `A day counts 24 hours: when the clocks in ${timezone} change, it runs at another time of day. Say it with cron or words to keep the time.`,
      ]
    : []
}

function* clockChanges(timezone: string, now: Date): Generator<ClockChange> {
  const zone = zoneClock(timezone)
  const end = now.getTime() + aheadMs
  for (let from = now.getTime() - dayMs; ; ) {
    const change = zone.nextChange(from, end)
    if (!change) return
    yield change
    from = change.at
  }
}

function wallText(wall: number): string {
  return DateTime.fromMillis(wall, { zone: 'utc' }).toFormat('yyyy-MM-dd H:mm')
}
