// How often: the choices of the wizard <-> what the server takes (cron, pause, moment, words). Pure.
import type { ScheduleInput } from '../generated/operations.ts'

export const rhythms = {
  once: 'Once',
  daily: 'Every day',
  weekdays: 'Every weekday, Monday to Friday',
  weekly: 'On certain days of the week',
  words: 'Otherwise: in words, as cron or as a pause',
} as const
export type Rhythm = keyof typeof rhythms

export type When = Pick<ScheduleInput, 'cron' | 'every' | 'at' | 'words'>

export interface Chosen {
  rhythm: Rhythm
  /** HH:MM */
  time?: string | undefined
  /** 0 is Sunday. */
  days?: readonly string[] | undefined
  /** ISO 8601 */
  moment?: string | undefined
  words?: string | undefined
}

/** Undefined when something is missing. */
export function toWhen({ rhythm, time, days = [], moment, words }: Chosen): When | undefined {
  const [hour, minute] = (time ?? '').split(':').map(Number)
  const clock = hour === undefined || minute === undefined || Number.isNaN(hour + minute) ? undefined : `${minute} ${hour}`
  switch (rhythm) {
    case 'once':
      return moment ? { at: moment } : undefined
    case 'daily':
      return clock ? { cron: `${clock} * * *` } : undefined
    case 'weekdays':
      return clock ? { cron: `${clock} * * 1-5` } : undefined
    case 'weekly':
      return clock && days.length > 0 ? { cron: `${clock} * * ${[...days].sort().join(',')}` } : undefined
    case 'words':
      return words ? wordsToWhen(words) : undefined
  }
}

const cronField = /^(?:[\d*/,?L#W-]|SUN|MON|TUE|WED|THU|FRI|SAT|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)+$/i

/** `0 9 * * 1-5` is cron, `15m` a pause, the rest is words. */
export function wordsToWhen(words: string): When {
  const text = words.trim()
  const parts = text.split(/\s+/)
  if ((parts.length === 5 || parts.length === 6) && parts.every((part) => cronField.test(part))) return { cron: text }
  return /^\d+\s*[smhd]$/.test(text) ? { every: text.replace(/\s/g, '') } : { words: text }
}

export interface Guess {
  rhythm: Rhythm
  time: string | undefined
  days: readonly string[]
  words: string | undefined
}

/** What the wizard would have been told, for a schedule that is edited. */
export function guessRhythm({ cron, every, at, words }: When): Guess {
  const none = { time: undefined, days: [], words: undefined }
  if (at) return { ...none, rhythm: 'once' }
  const [, minute, hour, days] = (cron ?? '').match(/^(\d{1,2}) (\d{1,2}) \* \* (\*|[0-7](?:[,-][0-7])*)$/) ?? []
  if (minute && hour && days) {
    const time = `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`
    if (days === '*') return { ...none, rhythm: 'daily', time }
    if (days === '1-5') return { ...none, rhythm: 'weekdays', time }
    if (!days.includes('-')) return { ...none, rhythm: 'weekly', time, days: days.split(',').map((day) => String(Number(day) % 7)) }
  }
  const said = cron ?? every ?? words ?? undefined
  return said ? { ...none, rhythm: 'words', words: said } : { ...none, rhythm: 'weekdays' }
}
