// Whether a cron expression is one: five or six fields, every one in its range, and due at some time. Pure.
import { CronExpressionParser } from 'cron-parser'

const names = ['second', 'minute', 'hour', 'day of month', 'month', 'day of week']

/** What is wrong with it, in words; undefined when nothing is. */
export function cronProblem(cron: string): string | undefined {
  const fields = cron.trim().split(/\s+/)
  if (cron.trim() === '' || fields.length < 5 || fields.length > 6) {
    const got = cron.trim() === '' ? 0 : fields.length
    return `expected five fields (minute hour day-of-month month day-of-week), or six with seconds in front, got ${got}`
  }
  const strange = fields.findIndex((field) => !/^[\d*,/?#L-]+$/.test(withoutNames(field)))
  const field = names.slice(-fields.length)[strange]
  if (field) return `expected a ${field} such as ${examples[field]}, got "${fields[strange]?.slice(0, 40)}"`
  try {
    CronExpressionParser.parse(cron, { tz: 'UTC' }).next()
    return undefined
  } catch (error) {
    return `expected an expression such as 0 9 * * MON#1: ${(error as Error).message}`
  }
}

const examples: Readonly<Record<string, string>> = {
  second: '0 or */10',
  minute: '0 or */15',
  hour: '9 or 9-17',
  'day of month': '1, 1,15 or L',
  month: '1 or JAN-JUN',
  'day of week': '1, MON-FRI, MON#1 or 5L',
}

function withoutNames(field: string): string {
  return field.replace(/\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|sun|mon|tue|wed|thu|fri|sat)(?=\b|l\b)/gi, '1').toUpperCase()
}
