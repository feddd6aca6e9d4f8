// Plain words for when, such as "every weekday at 9:00" or "tomorrow at 9", brought into normal form. Pure.
import { en } from 'chrono-node'
import { formatEvery } from './interval.ts'
import { readDays } from './words-days.ts'
import { readTimes, type Times } from './words-time.ts'
import type { ZoneClock } from './zone-clock.ts'

export type Meaning = { cron: string } | { every: string } | { at: Date }

const unitMs: Readonly<Record<string, number>> = {
  second: 1000,
  minute: 60_000,
  hour: 3600_000,
  day: 24 * 3600_000,
  week: 7 * 24 * 3600_000,
}

/** Undefined when the words say nothing that is understood. */
export function readWords(words: string, { now, zone }: { now: Date; zone: ZoneClock }): Meaning | undefined {
  const text = words.trim().toLowerCase().replace(/\s+/g, ' ').replace(/\.$/, '')
  return readInterval(text) ?? readRepeated(text) ?? readOnce(text, now, zone)
}

function readInterval(text: string): Meaning | undefined {
  const [, count, unit] = /^(?:every|each) (\d{1,6}) ?(second|minute|hour|day|week)s?$/.exec(text) ?? []
  if (count && unit && Number(count) > 0) return { every: formatEvery(Number(count) * (unitMs[unit] ?? 0)) }
  const [, single] = /^(?:every|each) (second|minute)$/.exec(text) ?? []
  if (single) return { every: formatEvery(unitMs[single] ?? 0) }
  const [, minute] = /^(?:hourly|every hour|each hour)(?: at (?:minute |:)?(\d{1,2}))?$/.exec(text) ?? []
  if (minute !== undefined || /^(hourly|every hour|each hour)$/.test(text)) return toHourly(Number(minute ?? 0))
  return undefined
}

function toHourly(minute: number): Meaning | undefined {
  return minute < 60 ? { cron: `${minute} * * * *` } : undefined
}

function readRepeated(text: string): Meaning | undefined {
  const { days, times } = split(text)
  const fields = readDays(days)
  return fields && times ? { cron: `${times.minute} ${times.hours.join(',')} ${fields}` } : undefined
}

/** "<days> at <times>", "at <times> <days>" or the days alone, at midnight then. */
function split(text: string): { days: string; times: Times | undefined } {
  const [, days = '', after] = /^(.+?),? (?:at|@) (.+)$/.exec(text) ?? []
  if (after) return { days, times: readTimes(after) }
  const [, before, rest = ''] = /^at (.+?),? ((?:every|each|on|daily|weekly|monthly|yearly)\b.*)$/.exec(text) ?? []
  if (before) return { days: rest, times: readTimes(before) }
  return { days: text, times: { minute: 0, hours: [0] } }
}

function readOnce(text: string, now: Date, zone: ZoneClock): Meaning | undefined {
  const wanted = text.replace(/^(once|on) /, '')
  const reference = { instant: now, timezone: zone.offsetMs(now.getTime()) / 60_000 }
  const [found] = en.GB.parse(wanted, reference, { forwardDate: true })
  if (found?.index !== 0 || found.text.length !== wanted.length || found.end) return undefined
  const { start } = found
  if (!start.isCertain('hour')) return undefined
  if (start.isCertain('timezoneOffset')) return { at: start.date() }
  const part = (name: 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second') => start.get(name) ?? 0
  const wall = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
  const [at = wall - zone.offsetMs(wall)] = zone.moments(wall)
  return { at: new Date(at) }
}
