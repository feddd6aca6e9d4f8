// Says in words when a schedule is due. Pure.
import { CronExpressionParser } from 'cron-parser'
import { DateTime } from 'luxon'
import { describeEvery } from './interval.ts'
import type { Pace } from './stride.ts'
import type { CronTiming, Plan } from './timing.ts'

const dayNames = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]
const ordinals = ['first', 'second', 'third', 'fourth', 'fifth']
const mostTimes = 6

export function describePlan({ timing, timezone, startAt, endAt }: Plan): string {
  const when = (moment: Date) => DateTime.fromJSDate(moment, { zone: timezone }).setLocale('en-GB').toFormat('d LLLL yyyy H:mm')
  const from = startAt ? `, from ${when(startAt)}` : ''
  const until = endAt ? `, until ${when(endAt)}` : ''
  switch (timing.kind) {
    case 'at':
      return `once, on ${when(timing.at)} (${timezone})`
    case 'every':
      return `${describeEvery(timing.everyMs)}${from}${until}`
    case 'cron':
      return `${describeCron(timing)} (${timezone})${from}${until}`
  }
}

interface Fields {
  seconds: number[]
  minutes: number[]
  hours: number[]
  days: readonly (number | string)[]
  months: number[]
  weekday: string
  weekdays: number[]
}

function describeCron({ cron, also = [], stride }: CronTiming): string {
  const fields = readFields(cron)
  const time = also.length > 0 ? `at ${list(timesOf([fields, ...also.map(readFields)]))}` : describeTime(fields)
  const days = stride ? describePaced(fields, stride) : describeDays(fields)
  const months = fields.months.length === 12 ? '' : ` in ${list(fields.months.map((month) => monthNames[month - 1] ?? ''))}`
  return time.startsWith('at ') ? `${days || 'every day'}${months} ${time}` : `${time}${days && `, ${days}`}${months}`
}

function describePaced(fields: Fields, { count, unit }: Pace): string {
  if (unit === 'day') return `every ${count} days`
  const days = describeDays(fields)
  if (unit === 'month') return `every ${count} months ${days.replace(/ of the month$/, '')}`
  return `every ${count} weeks on ${days === 'every weekday' ? 'weekdays' : days.replace(/^every /, '')}`
}

function readFields(cron: string): Fields {
  const { fields } = CronExpressionParser.parse(cron, { tz: 'UTC' })
  const numbers = (values: readonly unknown[]) => values.filter((value): value is number => typeof value === 'number')
  return {
    seconds: numbers(fields.second.values),
    minutes: numbers(fields.minute.values),
    hours: numbers(fields.hour.values),
    days: fields.dayOfMonth.values,
    months: numbers(fields.month.values),
    weekday: (cron.trim().split(/\s+/).at(-1) ?? '*').toUpperCase(),
    weekdays: [...new Set(numbers(fields.dayOfWeek.values).map((day) => day % 7))],
  }
}

function describeTime({ seconds, minutes, hours }: Fields): string {
  const all = hours.length === 24
  const [second = 0] = seconds
  const ending = seconds.length === 1 && second > 0 ? `:${pad(second)}` : ''
  if (seconds.length > 1) return `${steps(seconds, 'second')}${minutes.length === 60 && all ? '' : ` of ${inMinutes(minutes, hours)}`}`
  if (minutes.length * hours.length <= mostTimes) return `at ${list(timesOf([{ hours, minutes }]).map((time) => `${time}${ending}`))}`
  if (minutes.length > 1) return `${steps(minutes, 'minute')}${ending && ` at second ${second}`}${all ? '' : ` ${inHours(hours)}`}`
  const pace = hours.every((hour, index) => hour === (index * 24) / hours.length) ? 24 / hours.length : 1
  const past = minutes[0] === 0 && !ending ? '' : ` at :${pad(minutes[0] ?? 0)}${ending}`
  return pace > 1 ? `every ${pace} hours${past}` : `every hour${past}${all ? '' : ` ${inHours(hours)}`}`
}

function timesOf(fields: readonly Pick<Fields, 'hours' | 'minutes'>[]): string[] {
  const times = fields.flatMap(({ hours, minutes }) => hours.flatMap((hour) => minutes.map((minute) => ({ hour, minute }))))
  return times.sort((a, b) => a.hour - b.hour || a.minute - b.minute).map(({ hour, minute }) => `${hour}:${pad(minute)}`)
}

/** "every 15 minutes" for an even pace through the hour, else each by name. */
function steps(values: readonly number[], unit: string): string {
  const step = (values[1] ?? 60) - (values[0] ?? 0)
  const even = values[0] === 0 && 60 % step === 0 && values.length === 60 / step
  if (even) return step === 1 ? `every ${unit}` : `every ${step} ${unit}s`
  return `at ${unit}s ${list(values.map(String))}`.replace(/^at /, 'on ')
}

function inMinutes(minutes: readonly number[], hours: readonly number[]): string {
  const named = minutes.length === 60 ? 'every minute' : `minute${minutes.length > 1 ? 's' : ''} ${list(minutes.map(String))}`
  return hours.length === 24 ? named : `${named} ${inHours(hours)}`
}

function inHours(hours: readonly number[]): string {
  const [first = 0] = hours
  const last = hours.at(-1) ?? first
  const run = last - first === hours.length - 1
  return run ? `from ${first}:00 to ${last}:59` : `in the hours ${list(hours.map(String))}`
}

function describeDays({ days, weekday, weekdays }: Fields): string {
  const month =
    days.length === 31 ? '' : `on ${list(days.map((day) => (day === 'L' ? 'the last day' : `the ${nth(Number(day))}`)))} of the month`
  const week = describeWeek(weekday, weekdays)
  return [month, week].filter(Boolean).join(' and ')
}

function describeWeek(weekday: string, weekdays: readonly number[]): string {
  const [, day = '', which] = /^(\w+)#(\d)$/.exec(weekday) ?? []
  if (which) return `on the ${ordinals[Number(which) - 1]} ${dayName(day, weekdays)} of the month`
  const [, last] = /^(\w+)L$/.exec(weekday) ?? []
  if (last) return `on the last ${dayName(last, weekdays)} of the month`
  if (weekdays.length === 7) return ''
  if (weekdays.length === 5 && !weekdays.includes(0) && !weekdays.includes(6)) return 'every weekday'
  return `every ${list([...weekdays].sort((a, b) => ((a + 6) % 7) - ((b + 6) % 7)).map((day) => dayNames[day] ?? ''))}`
}

function dayName(text: string, weekdays: readonly number[]): string {
  return dayNames.find((name, day) => text === String(day) || name.toUpperCase().startsWith(text)) ?? dayNames[weekdays[0] ?? 0] ?? ''
}

function nth(day: number): string {
  const ending = day % 100 >= 11 && day % 100 <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][day % 10] ?? 'th')
  return `${day}${ending}`
}

function list(items: readonly string[]): string {
  return items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`
}

function pad(value: number): string {
  return String(value).padStart(2, '0')
}
