// When a schedule is due: its normal form, the next moments, and those of a stretch of time. Pure.
import { cronMoments, earliest } from './cron-moments.ts'
import { keepStride, type Stride } from './stride.ts'
import { zoneClock } from './zone-clock.ts'

/** A stretch that holds this many is walked through no further. */
const mostAtOnce = 10_000

/** What cron, every, at and words all come down to. */
export type Timing = CronTiming | { kind: 'every'; everyMs: number; from: Date } | { kind: 'at'; at: Date }

export interface CronTiming {
  kind: 'cron'
  cron: string
  /** More expressions, on the same days at other times: one alone cannot say "at 9:00 and 17:30". */
  also?: string[]
  stride?: Stride
}

export interface Plan {
  timing: Timing
  timezone: string
  startAt?: Date | undefined
  endAt?: Date | undefined
}

export interface Moment {
  at: Date
  /** The wall time asked for, in the form of UTC, when the clocks skip it or show it twice. */
  clock?: { wall: number; kind: 'SKIPPED' | 'TWICE' } | undefined
}

/** The moments strictly after `after`, one by one. */
export function* moments(plan: Plan, after: Date): Generator<Moment, void> {
  const next = nextOf(plan)
  // The start itself may be due.
  let last = Math.max(after.getTime(), plan.startAt ? plan.startAt.getTime() - 1 : after.getTime())
  for (;;) {
    const moment = next(last)
    if (!moment || (plan.endAt && moment.at > plan.endAt)) return
    yield moment
    last = moment.at.getTime()
  }
}

export function nextMoment(plan: Plan, after: Date): Date | undefined {
  const [first] = take(moments(plan, after), 1)
  return first?.at
}

export function take<T>(source: Iterable<T>, count: number): T[] {
  const taken: T[] = []
  if (count === 0) return taken
  for (const item of source) {
    taken.push(item)
    if (taken.length >= count) break
  }
  return taken
}

/** The latest moments from `from` to `to`, both included, oldest first: at most `limit`, and `more` when there were others before. */
export function latestMoments(
  plan: Plan,
  { from, to, limit }: { from: Date; to: Date; limit: number },
): { moments: Date[]; more: boolean } {
  const all = collect(plan, { from, to, limit: limit + 1 })
  if (all.length <= limit) return { moments: all, more: false }
  // Back from the end in stretches that double, until one holds enough: months of one a second are never walked through.
  for (let stretchMs = limit * 1000; ; stretchMs *= 2) {
    const start = new Date(Math.max(from.getTime(), to.getTime() - stretchMs))
    const found = collect(plan, { from: start, to, limit: mostAtOnce })
    if (found.length >= limit || start <= from) return { moments: found.slice(-limit), more: true }
  }
}

function collect(plan: Plan, { from, to, limit }: { from: Date; to: Date; limit: number }): Date[] {
  const found: Date[] = []
  for (const { at } of moments(plan, new Date(from.getTime() - 1))) {
    if (at > to || found.length >= limit) break
    found.push(at)
  }
  return found
}

type Next = (after: number) => Moment | undefined

function nextOf({ timing, timezone }: Plan): Next {
  switch (timing.kind) {
    case 'at':
      return (after) => (timing.at.getTime() > after ? { at: timing.at } : undefined)
    case 'every': {
      const first = timing.from.getTime()
      return (after) => {
        const steps = Math.max(0, Math.floor((after - first) / timing.everyMs) + 1)
        return { at: new Date(first + steps * timing.everyMs) }
      }
    }
    case 'cron': {
      const zone = zoneClock(timezone)
      const each = earliest([timing.cron, ...(timing.also ?? [])].map((cron) => cronMoments(cron, zone)))
      const next = timing.stride ? keepStride(each, timing.stride, zone) : each
      return (after) => {
        const moment = next(after)
        return moment && { at: new Date(moment.at), clock: moment.clock }
      }
    }
  }
}
