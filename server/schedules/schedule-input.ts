// What a caller may say of when a schedule runs and of its policies: ranges and formats, all violations at once. Knows nothing of storage.
import { IANAZone } from 'luxon'
import type { Violation } from '../errors.ts'
import { readTiming } from './read-timing.ts'
import type { Given, MissedPolicy, OverlapPolicy, ScheduleDoc } from './schedule.ts'
import { nextMoment, type Timing } from './timing.ts'

const mostNameLength = 200
const mostYears = 10

/** The part of ScheduleInput and ScheduleChangeInput that is about when. GraphQL passes null for what was left empty on purpose. */
export interface WhenInput {
  name?: string | null | undefined
  cron?: string | null | undefined
  every?: string | null | undefined
  at?: Date | null | undefined
  words?: string | null | undefined
  timezone?: string | null | undefined
  missed?: MissedPolicy | null | undefined
  overlap?: OverlapPolicy | null | undefined
  startAt?: Date | null | undefined
  endAt?: Date | null | undefined
}

export interface When {
  name: string
  given: Given
  timing: Timing
  timezone: string
  startAt: Date | undefined
  endAt: Date | undefined
  missed: MissedPolicy
  overlap: OverlapPolicy
}

const ways = ['cron', 'every', 'at', 'words'] as const

/** What holds after the input: the rest comes from the schedule as it is, or is the default. Undefined when something is wrong. */
export function readWhen(
  input: WhenInput,
  before: ScheduleDoc | undefined,
  { now, violations }: { now: Date; violations: Violation[] },
): When | undefined {
  const wrongBefore = violations.length
  const name = readName(input.name, before, violations)
  const timezone = readZone(input.timezone, before, violations)
  const startAt = input.startAt === undefined ? before?.startAt : (input.startAt ?? undefined)
  const endAt = input.endAt === undefined ? before?.endAt : (input.endAt ?? undefined)
  if (startAt && endAt && endAt <= startAt)
    violations.push({ path: 'endAt', message: `expected a moment after startAt (${startAt.toISOString()})` })
  const given = readGiven(input, before?.given, { now, violations })
  if (!given) return undefined
  const counting = startAt ?? (before?.timing.kind === 'every' && input.every == null && input.words == null ? before.timing.from : now)
  const zone = IANAZone.isValidZone(timezone) ? timezone : 'UTC'
  const timing = readTiming({ given, timezone: zone, from: counting, startAt }, violations)
  if (!timing) return undefined
  checkFarMoments({ startAt, endAt, at: timing.kind === 'at' ? timing.at : undefined }, now, violations)
  const missed = input.missed ?? before?.missed ?? 'ONCE'
  const overlap = input.overlap ?? before?.overlap ?? 'SKIP'
  return violations.length > wrongBefore ? undefined : { name, given, timing, timezone, startAt, endAt, missed, overlap }
}

/** The next run, or a violation that names what keeps it from ever coming. */
export function firstRun(when: When, now: Date, violations: Violation[]): Date | undefined {
  const next = nextMoment(when, now)
  if (next) return next
  const [way = 'cron'] = Object.keys(when.given)
  if (when.timing.kind === 'at' && when.timing.at <= now)
    violations.push({ path: way, message: `expected a moment in the future, got ${when.timing.at.toISOString()}` })
  else if (when.endAt) violations.push({ path: 'endAt', message: 'expected a later moment: no run comes before this one' })
  else violations.push({ path: when.startAt ? 'startAt' : way, message: 'expected something that comes at some time: this never does' })
  return undefined
}

function readName(name: string | null | undefined, before: ScheduleDoc | undefined, violations: Violation[]): string {
  if (name === undefined && before) return before.name
  const text = name?.trim() ?? ''
  if (text === '' || text.length > mostNameLength)
    violations.push({ path: 'name', message: `expected a name of 1 to ${mostNameLength} characters, got ${text.length}` })
  return text
}

function readZone(timezone: string | null | undefined, before: ScheduleDoc | undefined, violations: Violation[]): string {
  if (timezone === undefined && before) return before.timezone
  const zone = timezone ?? 'UTC'
  if (!IANAZone.isValidZone(zone))
    violations.push({ path: 'timezone', message: `expected an IANA time zone such as Australia/Sydney, got "${zone.slice(0, 40)}"` })
  return zone
}

function readGiven(
  input: WhenInput,
  before: Given | undefined,
  { now, violations }: { now: Date; violations: Violation[] },
): Given | undefined {
  const named = ways.filter((way) => input[way] !== undefined && input[way] !== null)
  if (named.length === 0 && before) return before
  if (named.length !== 1) {
    const got = named.length === 0 ? 'none of them' : named.join(' and ')
    violations.push({ path: named[1] ?? 'cron', message: `expected exactly one of cron, every, at and words, got ${got}` })
    return undefined
  }
  const { cron, every, at, words } = input
  if (cron != null) return { cron: cron.trim() }
  if (every != null) return { every: every.trim() }
  if (at != null) return { at }
  return { words: (words ?? '').trim(), saidAt: now }
}

/** So far away a moment is a slip of the pen. */
function checkFarMoments(given: { [path: string]: Date | undefined }, now: Date, violations: Violation[]): void {
  const farthest = new Date(now)
  farthest.setUTCFullYear(farthest.getUTCFullYear() + mostYears)
  for (const [path, moment] of Object.entries(given)) {
    if (moment && moment > farthest)
      violations.push({ path, message: `expected a moment within the next ${mostYears} years, got ${moment.toISOString()}` })
  }
}
