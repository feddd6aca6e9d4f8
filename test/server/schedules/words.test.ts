// Plain words become an exact timing, and a timing becomes words again.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Violation } from '../../../server/errors.ts'
import { cronProblem } from '../../../server/schedules/cron-check.ts'
import { describePlan } from '../../../server/schedules/describe.ts'
import { previewPlan } from '../../../server/schedules/preview.ts'
import { readTiming } from '../../../server/schedules/read-timing.ts'
import { readWords } from '../../../server/schedules/words.ts'
import { zoneClock } from '../../../server/schedules/zone-clock.ts'

const now = new Date('2026-11-21T07:00:00Z')
const read = (words: string, timezone = 'Australia/Sydney') => readWords(words, { now, zone: zoneClock(timezone) })
const describeCron = (cron: string, timezone = 'UTC') => describePlan({ timing: { kind: 'cron', cron }, timezone })

describe('words', () => {
  it.each([
    ['every weekday at 9:00', '0 9 * * 1-5'],
    ['daily', '0 0 * * *'],
    ['Daily at 9am', '0 9 * * *'],
    ['monthly on the 1st', '0 0 1 * *'],
    ['monthly on the 1st at 8:30', '30 8 1 * *'],
    ['every first Monday at 9:00', '0 9 * * 1#1'],
    ['last friday of the month at 16:00', '0 16 * * 5L'],
    ['every monday, wednesday and friday at 17:30', '30 17 * * 1,3,5'],
    ['every monday to friday at 8', '0 8 * * 1-5'],
    ['weekends at noon', '0 12 * * 0,6'],
    ['weekly on friday at 4pm', '0 16 * * 5'],
    ['on the 1st and 15th of every month at 6:00', '0 6 1,15 * *'],
    ['the last day of every month at 23:00', '0 23 L * *'],
    ['every year on march 1 at 9:00', '0 9 1 3 *'],
    ['every day at 9:00 and 17:00', '0 9,17 * * *'],
    ['at 9:00 every weekday', '0 9 * * 1-5'],
    ['hourly at :15', '15 * * * *'],
  ])('"%s" is %s', (words, cron) => {
    expect(read(words)).toEqual({ cron })
  })

  it.each([
    ['every day at 9:00 and 17:30', '0 9 * * *', ['30 17 * * *']],
    ['weekdays at 8:15, 12:00 and 16:15', '0 12 * * 1-5', ['15 8,16 * * 1-5']],
    ['at noon and 6pm every friday', '0 12,18 * * 5', undefined],
  ])('"%s" takes as many expressions as it has minutes', (words, cron, also) => {
    expect(read(words)).toEqual({ cron, ...(also && { also }) })
  })

  it.each([
    ['every 2 weeks on Monday', '0 0 * * 1', { count: 2, unit: 'week' }],
    ['every other Friday at 10:00', '0 10 * * 5', { count: 2, unit: 'week' }],
    ['every second week on monday and thursday at 8', '0 8 * * 1,4', { count: 2, unit: 'week' }],
    ['every other weekend at noon', '0 12 * * 0,6', { count: 2, unit: 'week' }],
    ['every fortnight on tuesday at 7', '0 7 * * 2', { count: 2, unit: 'week' }],
    ['every 2 weeks at 9:00', '0 9 * * *', { count: 14, unit: 'day' }],
    ['every other day at 6:30', '30 6 * * *', { count: 2, unit: 'day' }],
    ['every 3 months on the 1st at 9:00', '0 9 1 * *', { count: 3, unit: 'month' }],
    ['every 2 months on the last friday at 16:00', '0 16 * * 5L', { count: 2, unit: 'month' }],
  ])('"%s" is some of the weeks, days or months only', (words, cron, pace) => {
    expect(read(words)).toEqual({ cron, pace })
  })

  it.each([
    ['every 15 minutes', '15m'],
    ['every other hour', '2h'],
    ['every 90 seconds', '90s'],
    ['every 2 weeks', '14d'],
    ['every minute', '1m'],
  ])('"%s" is a pause of %s', (words, every) => {
    expect(read(words)).toEqual({ every })
  })

  it.each([
    ['tomorrow at 9', '2026-11-21T22:00:00.000Z'],
    ['next friday at 14:00', '2026-11-27T03:00:00.000Z'],
    ['in 2 hours', '2026-11-21T09:00:00.000Z'],
    ['1 march 2027 at 9:00', '2027-02-28T22:00:00.000Z'],
    ['march 5 at 9', '2027-03-04T22:00:00.000Z'],
  ])('"%s" is one moment, by the clocks of the zone', (words, at) => {
    expect(read(words)).toEqual({ at: new Date(at) })
  })

  it.each([
    'tomorrow',
    'whenever',
    'every banana',
    'every day at 25:00',
    'every 2 weeks on the 1st',
    'every 60 weeks on monday',
    'every other weekday',
    'every second monday',
    'biweekly on friday',
    'monthly on the 32nd',
    'every sixth monday',
    '',
  ])('"%s" is not guessed at', (words) => {
    expect(read(words)).toBeUndefined()
  })
})

describe('words that are refused', () => {
  it.each([
    ['every second monday at 9:00', 'expected "every 2 weeks on monday" or "second monday of the month": this may mean either'],
    ['biweekly on friday', 'expected "every 2 weeks on Monday" or "every Monday and Thursday": this may mean either'],
    ['every banana', 'expected words such as every weekday at 9:00'],
  ])('"%s" hear what to say instead', (words, expected) => {
    const violations: Violation[] = []
    readTiming({ given: { words, saidAt: now }, timezone: 'UTC', from: now }, violations)
    expect(violations).toMatchObject([{ path: 'words', message: expect.stringContaining(expected) }])
  })
})

describe('docs/operations.md', () => {
  const text = readFileSync(join(import.meta.dirname, '../../../docs/operations.md'), 'utf8')
  const [, table = ''] = /\| Words \| Mean \|\n([\s\S]*?)\n\n/.exec(text) ?? []
  const examples = [...table.matchAll(/`([^`]+)`/g)].map(([, words = '']) => words)

  it('has only words that are understood', () => {
    expect(examples.length).toBeGreaterThan(5)
    expect(examples.filter((words) => !read(words))).toEqual([])
  })
})

describe('a description of words', () => {
  it.each([
    ['every day at 17:30 and 9:00', 'every day at 9:00 and 17:30 (UTC)'],
    ['every other Friday at 10:00', 'every 2 weeks on Friday at 10:00 (UTC)'],
    ['every 2 weeks on weekdays at 9 and 9:30', 'every 2 weeks on weekdays at 9:00 and 9:30 (UTC)'],
    ['every other day at noon', 'every 2 days at 12:00 (UTC)'],
    ['every 3 months on the first monday', 'every 3 months on the first Monday at 0:00 (UTC)'],
    ['every 2 months on the 1st at 8', 'every 2 months on the 1st at 8:00 (UTC)'],
  ])('"%s" says the same', (words, said) => {
    const timing = readTiming({ given: { words, saidAt: now }, timezone: 'UTC', from: now }, [])
    expect(timing && describePlan({ timing, timezone: 'UTC' })).toBe(said)
  })
})

describe('a description', () => {
  it.each([
    ['0 9 * * 1-5', 'every weekday at 9:00 (UTC)'],
    ['0 9 * * MON#1', 'on the first Monday of the month at 9:00 (UTC)'],
    ['15 10 * * FRIL', 'on the last Friday of the month at 10:15 (UTC)'],
    ['0 0 L * *', 'on the last day of the month at 0:00 (UTC)'],
    ['*/15 9-17 * * MON-FRI', 'every 15 minutes from 9:00 to 17:59, every weekday (UTC)'],
    ['*/10 * * * * *', 'every 10 seconds (UTC)'],
    ['0 */2 * * *', 'every 2 hours (UTC)'],
    ['0 9 1 * 1', 'on the 1st of the month and every Monday at 9:00 (UTC)'],
    ['0 6 1,7 1,7 *', 'on the 1st and the 7th of the month in January and July at 6:00 (UTC)'],
  ])('of %s says it in words', (cron, words) => {
    expect(describeCron(cron)).toBe(words)
  })

  it('names the moment of what happens once, and the start and end of what happens again', () => {
    const moment = new Date('2026-11-21T22:00:00Z')
    expect(describePlan({ timing: { kind: 'at', at: moment }, timezone: 'Australia/Sydney' })).toBe(
      'once, on 22 November 2026 9:00 (Australia/Sydney)',
    )
    expect(describePlan({ timing: { kind: 'every', everyMs: 900_000, from: now }, timezone: 'UTC', startAt: moment, endAt: moment })).toBe(
      'every 15 minutes, from 21 November 2026 22:00, until 21 November 2026 22:00',
    )
  })
})

describe('a cron expression', () => {
  it.each([
    ['0 9 * * * * 2027', 'got 7'],
    ['* * *', 'got 3'],
    ['', 'got 0'],
    ['a b c d e', 'expected a minute such as 0 or */15, got "a"'],
    ['0 25 * * *', 'expected range 0-23'],
    ['H * * * *', 'expected a minute'],
    ['@daily', 'got 1'],
    ['0 0 31 2 *', 'day of month'],
  ])('"%s" is refused with a reason', (cron, reason) => {
    expect(cronProblem(cron)).toContain(reason)
  })
})

describe('a preview', () => {
  const preview = (cron: string, timezone: string) =>
    previewPlan({ timing: { kind: 'cron', cron }, timezone }, new Date('2026-01-10T00:00:00Z'))

  it('shows ten runs and says what happens when the clocks change within a year', () => {
    const { nextRuns, notes } = preview('30 2 * * *', 'Australia/Sydney')
    expect(nextRuns).toHaveLength(10)
    expect(notes).toEqual([
      'On 2026-04-05 the clocks in Australia/Sydney show 2:30 twice: it runs once, the first time.',
      'On 2026-10-04 the clocks in Australia/Sydney skip 2:30: it runs once at 3:00 instead.',
    ])
  })

  it('has nothing to note where no change of clocks matters', () => {
    expect(preview('0 9 * * *', 'Australia/Sydney').notes).toEqual([])
    expect(preview('30 2 * * *', 'UTC').notes).toEqual([])
  })

  it('warns that a pause of days does not keep the time of day', () => {
    const plan = { timing: { kind: 'every' as const, everyMs: 24 * 3600_000, from: now }, timezone: 'Europe/Berlin' }
    expect(previewPlan(plan, now).notes.join()).toContain('24 hours')
  })
})
