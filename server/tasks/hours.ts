// Windows of hours in a time zone, daylight saving included. Pure.
import { DateTime, IANAZone } from 'luxon'

export interface Hours {
  timezone: string
  /** HH:MM */
  from: string
  /** HH:MM; before `from` means the next day. */
  to: string
}

export function isTimeZone(name: string): boolean {
  return IANAZone.isValidZone(name)
}

/** The end of the window if `moment` lies inside it, else undefined. */
export function nextOutside(hours: Hours, moment: Date): Date | undefined {
  const local = DateTime.fromJSDate(moment, { zone: hours.timezone })
  for (const day of [local.minus({ days: 1 }), local]) {
    const { start, end } = windowOn(hours, day)
    if (local >= start && local < end) return end.toJSDate()
  }
  return undefined
}

/** `moment` itself if it lies inside the window on a working day, else the start of the next such window. */
export function nextInside(hours: Hours, moment: Date): Date {
  const local = DateTime.fromJSDate(moment, { zone: hours.timezone })
  for (let ahead = -1; ahead <= 8; ahead++) {
    const { start, end } = windowOn(hours, local.plus({ days: ahead }))
    if (start.weekday > 5 || local >= end) continue
    return DateTime.max(local, start).toJSDate()
  }
  return moment
}

function windowOn({ from, to }: Hours, day: DateTime): { start: DateTime; end: DateTime } {
  const start = at(day, from)
  const end = at(to > from ? day : day.plus({ days: 1 }), to)
  return { start, end }
}

function at(day: DateTime, time: string): DateTime {
  const [hour, minute] = time.split(':').map(Number)
  return day.startOf('day').set({ hour: hour ?? 0, minute: minute ?? 0 })
}
