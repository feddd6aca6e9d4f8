// "every other week on Monday" and the like in plain words: how often, and on which days of it. Pure.
import { longestPace, type Pace, type StrideUnit } from './stride.ts'
import { dayOf, readDays } from './words-days.ts'

export interface PacedDays {
  /** Absent when they come every time. */
  pace?: Pace
  /** Day of month, month and day of week of a cron expression. */
  fields: string
}

const counts: Readonly<Record<string, number>> = { other: 2, second: 2, third: 3, fourth: 4, fifth: 5 }

/** Undefined when it is not understood. */
export function readPacedDays(text: string): PacedDays | undefined {
  const phrase = text.replace(/^on /, '')
  const [, count, unit, days = ''] = /^(?:every|each) (\w+) (day|week|month)s?(?:(?: on)? (.+))?$/.exec(phrase) ?? []
  const pace = count && unit && !days.startsWith('of ') ? toPace(count, unit as StrideUnit) : undefined
  if (pace) return pace.count === 1 ? plain(`every ${pace.unit}${days && ` on ${days}`}`) : onDays(pace, days)
  const [, other] = /^(?:every|each) other (.+)$/.exec(phrase) ?? []
  // Whether the weekdays are counted, or the weeks, nobody knows.
  if (other) return other.startsWith('weekday') ? undefined : onDays({ count: 2, unit: 'week' }, other)
  return doubtAbout(phrase) === undefined ? plain(text) : undefined
}

/** What may mean two things, and how to say either of them. */
export function doubtAbout(text: string): string | undefined {
  const [, which = '', day = ''] = /\b(?:every|each) (second|third|fourth|fifth|2nd|3rd|4th|5th) (\w+)(?! of)\b/.exec(text) ?? []
  if (dayOf(day) !== undefined) {
    const count = toPace(which, 'week')?.count
    return `expected "every ${count} weeks on ${day}" or "${which} ${day} of the month": this may mean either`
  }
  const [, unit] = /\bbi-?(week|month)ly\b/.exec(text) ?? []
  if (unit === 'week') return 'expected "every 2 weeks on Monday" or "every Monday and Thursday": this may mean either'
  if (unit === 'month') return 'expected "every 2 months on the 1st" or "monthly on the 1st and 15th": this may mean either'
  return undefined
}

function toPace(word: string, unit: StrideUnit): Pace | undefined {
  const [, digits] = /^(\d{1,3})(?:st|nd|rd|th)?$/.exec(word) ?? []
  const count = digits ? Number(digits) : Object.hasOwn(counts, word) ? (counts[word] ?? 0) : 0
  return count >= 1 && count <= longestPace[unit] ? { count, unit } : undefined
}

function plain(text: string): PacedDays | undefined {
  const fields = readDays(text)
  return fields === undefined ? undefined : { fields }
}

function onDays(pace: Pace, days: string): PacedDays | undefined {
  switch (pace.unit) {
    case 'day':
      return days === '' ? { pace, fields: '* * *' } : undefined
    case 'week': {
      // Without a day of the week it is the one it begins with, whichever that is.
      if (days === '') return { pace: { count: pace.count * 7, unit: 'day' }, fields: '* * *' }
      const fields = readDays(`every ${days}`)
      return fields && /^\* \* [\d,-]+$/.test(fields) ? { pace, fields } : undefined
    }
    case 'month': {
      const fields = readDays(days === '' ? 'monthly' : `monthly on ${days}`)
      return fields?.split(' ')[1] === '*' ? { pace, fields } : undefined
    }
  }
}
