// Every other week and the like: of the moments of a cron expression, those of every so many days, weeks or months. Pure.
import type { NextCronMoment } from './cron-moments.ts'
import type { ZoneClock } from './zone-clock.ts'

export type StrideUnit = 'day' | 'week' | 'month'

export interface Pace {
  count: number
  unit: StrideUnit
}

export interface Stride extends Pace {
  /** Lies in the day, week or month that is counted from. */
  from: Date
}

const dayMs = 24 * 3600_000
/** Days and weeks are numbered from the beginning of 1970; that was a Thursday, and weeks begin on Monday. */
const daysBeforeThursday = 3

/** Of at least so many days each. */
const shortest: Readonly<Record<StrideUnit, number>> = { day: 1, week: 7, month: 28 }

/** At most a year. */
export const longestPace: Readonly<Record<StrideUnit, number>> = { day: 366, week: 52, month: 12 }

export function keepStride(next: NextCronMoment, { count, unit, from }: Stride, zone: ZoneClock): NextCronMoment {
  const first = numberOf(unit, from.getTime() + zone.offsetMs(from.getTime()))
  return (after) => {
    for (let moment = next(after); moment; ) {
      const number = numberOf(unit, moment.clock?.wall ?? moment.at + zone.offsetMs(moment.at))
      const past = (((number - first) % count) + count) % count
      if (past === 0) return moment
      // Most of what lies between is passed over at once; a day less, because clocks may change on the way.
      const passedOver = (count - past - 1) * shortest[unit] * dayMs - dayMs
      moment = next(moment.at + Math.max(0, passedOver))
    }
    return undefined
  }
}

/** Which day, week or month it is, by the clocks. */
function numberOf(unit: StrideUnit, wall: number): number {
  const days = Math.floor(wall / dayMs)
  if (unit === 'day') return days
  if (unit === 'week') return Math.floor((days + daysBeforeThursday) / 7)
  const date = new Date(wall)
  return date.getUTCFullYear() * 12 + date.getUTCMonth()
}
