// Plain words for when, such as "every weekday at 9:00" or "tomorrow at 9", brought into normal form. Pure.
import { en } from 'chrono-node'
import { formatEvery } from './interval.ts'
import type { Pace } from './stride.ts'
import { readPacedDays } from './words-pace.ts'
import { readTimes, type Times } from './words-time.ts'
import type { ZoneClock } from './zone-clock.ts'

export type Meaning = { cron: string; also?: string[]; pace?: Pace } | { every: string } | { at: Date }

const unitMs: Readonly<Record<string, number>> = {
  second: 1000,
  minute: 60_000,
  hour: 3600_000,
  day: 24 * 3600_000,
  week: 7 * 24 * 3600_000,
}

/** Undefined when the words say nothing that is understood. */
export function readWords(words: string, { now, zone }: { now: Date; zone: ZoneClock }): Meaning | undefined {
  const text = toPlainText(words)
  return readInterval(text) ?? readRepeated(text) ?? readOnce(text, now, zone)
}

export function toPlainText(words: string): string {
  const text = words.trim().toLowerCase().replace(/\s+/g, ' ').replace(/\.$/, '')
  return text.replace(/\b(?:(?:every|each) fortnight|fortnightly)\b/, 'every 2 weeks')
}

function readInterval(text: string): Meaning | undefined {
  const [, count, unit] = /^(?:every|each) (other|\d{1,6}) ?(second|minute|hour|day|week)s?$/.exec(text) ?? []
  const times = count === 'other' ? 2 : Number(count)
  if (unit && times > 0) return { every: formatEvery(times * (unitMs[unit] ?? 0)) }
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
  const paced = readPacedDays(days)
  if (!paced || !times) return undefined
  const [cron = '', ...also] = times.map(({ minute, hours }) => `${minute} ${hours.join(',')} ${paced.fields}`)
  return { cron, ...(also.length > 0 && { also }), ...(paced.pace && { pace: paced.pace }) }
}

/** "<days> at <times>", "at <times> <days>" or the days alone, at midnight then. */
function split(text: string): { days: string; times: Times[] | undefined } {
  const [, days = '', after] = /^(.+?),? (?:at|@) (.+)$/.exec(text) ?? []
  if (after) return { days, times: readTimes(after) }
  const [, before, rest = ''] = /^at (.+?),? ((?:every|each|on|daily|weekly|monthly|yearly)\b.*)$/.exec(text) ?? []
  if (before) return { days: rest, times: readTimes(before) }
  return { days: text, times: [{ minute: 0, hours: [0] }] }
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
