// When schedules are due, above all on the days on which clocks change.
import { describe, expect, it } from 'vitest'
import { previewPlan } from '../../../server/schedules/preview.ts'
import { readTiming } from '../../../server/schedules/read-timing.ts'
import { latestMoments, moments, nextMoment, take } from '../../../server/schedules/timing.ts'

const cron = (expression: string, timezone: string) => ({ timing: { kind: 'cron' as const, cron: expression }, timezone })
const next = (plan: Parameters<typeof moments>[0], after: string, count: number) =>
  take(moments(plan, new Date(after)), count).map(({ at }) => at.toISOString())

describe('a fixed hour', () => {
  it('runs once, when the clocks go on, where 02:30 is skipped: New York, 8 March 2026', () => {
    expect(next(cron('30 2 * * *', 'America/New_York'), '2026-03-07T00:00:00Z', 3)).toEqual([
      '2026-03-07T07:30:00.000Z',
      '2026-03-08T07:00:00.000Z',
      '2026-03-09T06:30:00.000Z',
    ])
  })

  it('runs once, when the clocks go on, where 02:30 is skipped: Sydney, 4 October 2026', () => {
    expect(next(cron('30 2 * * *', 'Australia/Sydney'), '2026-10-02T00:00:00Z', 3)).toEqual([
      '2026-10-02T16:30:00.000Z',
      '2026-10-03T16:00:00.000Z',
      '2026-10-04T15:30:00.000Z',
    ])
  })

  it('runs once, the first time, where 02:30 comes twice: Sydney, 5 April 2026', () => {
    expect(next(cron('30 2 * * *', 'Australia/Sydney'), '2026-04-03T00:00:00Z', 3)).toEqual([
      '2026-04-03T15:30:00.000Z',
      '2026-04-04T15:30:00.000Z',
      '2026-04-05T16:30:00.000Z',
    ])
  })

  it('runs once, the first time, where 01:30 comes twice: New York, 1 November 2026', () => {
    expect(next(cron('30 1 * * *', 'America/New_York'), '2026-11-01T05:30:00Z', 1)).toEqual(['2026-11-02T06:30:00.000Z'])
  })

  it('runs once for all the times of one hour that is skipped', () => {
    expect(next(cron('*/15 2 * * *', 'America/New_York'), '2026-03-07T07:50:00Z', 2)).toEqual([
      '2026-03-08T07:00:00.000Z',
      '2026-03-09T06:00:00.000Z',
    ])
  })

  it('runs at one o’clock where midnight is skipped: Santiago, 6 September 2026', () => {
    expect(next(cron('0 0 * * *', 'America/Santiago'), '2026-09-05T12:00:00Z', 1)).toEqual(['2026-09-06T04:00:00.000Z'])
  })

  it('stays at nine in the morning all year: the first Mondays in Sydney', () => {
    expect(next(cron('0 9 * * MON#1', 'Australia/Sydney'), '2026-03-01T00:00:00Z', 3)).toEqual([
      '2026-03-01T22:00:00.000Z',
      '2026-04-05T23:00:00.000Z',
      '2026-05-03T23:00:00.000Z',
    ])
  })
})

describe('every hour', () => {
  it('runs in both passes of an hour that comes twice', () => {
    expect(next(cron('30 * * * *', 'America/New_York'), '2026-11-01T05:00:00Z', 3)).toEqual([
      '2026-11-01T05:30:00.000Z',
      '2026-11-01T06:30:00.000Z',
      '2026-11-01T07:30:00.000Z',
    ])
  })

  it('has nothing to make up for after an hour that is skipped', () => {
    expect(next(cron('30 * * * *', 'America/New_York'), '2026-03-08T06:00:00Z', 2)).toEqual([
      '2026-03-08T06:30:00.000Z',
      '2026-03-08T07:30:00.000Z',
    ])
  })

  it('follows clocks that change by half an hour: Lord Howe, 4 October 2026', () => {
    expect(next(cron('0 * * * *', 'Australia/Lord_Howe'), '2026-10-03T14:00:00Z', 3)).toEqual([
      '2026-10-03T14:30:00.000Z',
      '2026-10-03T16:00:00.000Z',
      '2026-10-03T17:00:00.000Z',
    ])
  })
})

describe('other timings', () => {
  it('counts six fields to the second', () => {
    expect(next(cron('*/20 * * * * *', 'UTC'), '2026-01-01T00:00:00.500Z', 2)).toEqual([
      '2026-01-01T00:00:20.000Z',
      '2026-01-01T00:00:40.000Z',
    ])
  })

  it('keeps the pace of an interval, whenever it is asked', () => {
    const plan = { timing: { kind: 'every' as const, everyMs: 90_000, from: new Date('2026-01-01T00:00:00Z') }, timezone: 'UTC' }
    expect(next(plan, '2026-01-01T00:00:00Z', 2)).toEqual(['2026-01-01T00:01:30.000Z', '2026-01-01T00:03:00.000Z'])
    expect(next(plan, '2026-01-01T01:00:01Z', 1)).toEqual(['2026-01-01T01:01:30.000Z'])
  })

  it('begins at its start and ends with its end, both included', () => {
    const plan = { ...cron('0 9 * * *', 'UTC'), startAt: new Date('2026-01-02T09:00:00Z'), endAt: new Date('2026-01-04T09:00:00Z') }
    expect(next(plan, '2026-01-01T00:00:00Z', 10)).toEqual([
      '2026-01-02T09:00:00.000Z',
      '2026-01-03T09:00:00.000Z',
      '2026-01-04T09:00:00.000Z',
    ])
  })

  it('knows when there is no run left', () => {
    const plan = { timing: { kind: 'at' as const, at: new Date('2026-01-01T00:00:00Z') }, timezone: 'UTC' }
    expect(nextMoment(plan, new Date('2026-01-01T00:00:00Z'))).toBeUndefined()
  })
})

describe('words that need more than one expression', () => {
  const said = (words: string, { timezone, on, startAt }: { timezone: string; on: string; startAt?: string }) => {
    const start = startAt ? new Date(startAt) : undefined
    const timing = readTiming({ given: { words, saidAt: new Date(on) }, timezone, from: new Date(on), startAt: start }, [])
    if (!timing) throw new Error(`"${words}" is not understood`)
    return { timing, timezone, ...(start && { startAt: start }) }
  }
  const sydney = 'Australia/Sydney'

  it('keep several times of day on both sides of a change of the clocks', () => {
    const plan = said('every day at 9:00 and 17:30', { timezone: sydney, on: '2026-10-02T00:00:00Z' })
    expect(next(plan, '2026-10-02T20:00:00Z', 4)).toEqual([
      '2026-10-02T23:00:00.000Z',
      '2026-10-03T07:30:00.000Z',
      '2026-10-03T22:00:00.000Z',
      '2026-10-04T06:30:00.000Z',
    ])
  })

  it('run once for two times that are both skipped', () => {
    const plan = said('every day at 2:00 and 2:30', { timezone: 'America/New_York', on: '2026-03-01T00:00:00Z' })
    expect(next(plan, '2026-03-07T08:00:00Z', 2)).toEqual(['2026-03-08T07:00:00.000Z', '2026-03-09T06:00:00.000Z'])
  })

  it('stay at ten on every other Friday when the clocks change in between, counted from the first to come', () => {
    const plan = said('every other Friday at 10:00', { timezone: sydney, on: '2026-09-16T00:00:00Z' })
    expect(next(plan, '2026-09-16T00:00:00Z', 3)).toEqual([
      '2026-09-18T00:00:00.000Z',
      '2026-10-02T00:00:00.000Z',
      '2026-10-15T23:00:00.000Z',
    ])
    expect(next(plan, '2036-01-01T00:00:00Z', 1)).toEqual(['2036-01-10T23:00:00.000Z'])
  })

  it('count weeks, not days: Monday of the week after next comes after Friday of this one', () => {
    const plan = said('every 2 weeks on Monday and Friday at 9:00', { timezone: 'UTC', on: '2026-11-18T00:00:00Z' })
    expect(next(plan, '2026-11-18T00:00:00Z', 3)).toEqual([
      '2026-11-20T09:00:00.000Z',
      '2026-11-30T09:00:00.000Z',
      '2026-12-04T09:00:00.000Z',
    ])
  })

  it('count from the start when there is one, even one that has passed', () => {
    const on = '2026-11-18T00:00:00Z'
    const from = (startAt: string) => said('every 2 weeks on Monday', { timezone: 'UTC', on, startAt })
    expect(next(from('2026-11-30T00:00:00Z'), on, 2)).toEqual(['2026-11-30T00:00:00.000Z', '2026-12-14T00:00:00.000Z'])
    expect(next(from('2026-11-16T00:00:00Z'), on, 2)).toEqual(['2026-11-30T00:00:00.000Z', '2026-12-14T00:00:00.000Z'])
    expect(next(from('2026-11-09T00:00:00Z'), on, 1)).toEqual(['2026-11-23T00:00:00.000Z'])
  })

  it('take every other day by the calendar, 23 hours or not, and months by their number', () => {
    const days = said('every other day at 1:00', { timezone: 'Europe/Berlin', on: '2026-03-26T12:00:00Z' })
    expect(next(days, '2026-03-26T12:00:00Z', 3)).toEqual([
      '2026-03-27T00:00:00.000Z',
      '2026-03-29T00:00:00.000Z',
      '2026-03-30T23:00:00.000Z',
    ])
    const months = said('every 5 months on the 31st', { timezone: 'UTC', on: '2026-01-15T00:00:00Z' })
    expect(next(months, '2026-01-15T00:00:00Z', 2)).toEqual(['2026-01-31T00:00:00.000Z', '2028-07-31T00:00:00.000Z'])
  })

  it('are shown in a preview with the week they count from', () => {
    const plan = said('every 2 weeks on Monday', { timezone: sydney, on: '2026-11-21T07:00:00Z' })
    const { nextRuns, notes } = previewPlan(plan, new Date('2026-11-21T07:00:00Z'))
    expect(nextRuns.slice(0, 2).map((at) => at.toISOString())).toEqual(['2026-11-22T13:00:00.000Z', '2026-12-06T13:00:00.000Z'])
    expect(notes).toEqual(['It counts from the week of 2026-11-23; give a start to have it count from another week.'])
  })
})

describe('what was missed', () => {
  it('is the latest moments, however many there were', () => {
    const stretch = { from: new Date('2026-01-01T00:00:00Z'), to: new Date('2026-06-01T00:00:00Z'), limit: 100 }
    const { moments: found, more } = latestMoments(cron('* * * * * *', 'UTC'), stretch)
    expect([found.length, more, found.at(-1)?.toISOString(), found[0]?.toISOString()]).toEqual([
      100,
      true,
      '2026-06-01T00:00:00.000Z',
      '2026-05-31T23:58:21.000Z',
    ])
    expect(latestMoments(cron('* * 3 * * *', 'UTC'), stretch).moments.at(-1)?.toISOString()).toBe('2026-05-31T03:59:59.000Z')
  })

  it('is all of it when it is little', () => {
    const stretch = { from: new Date('2026-01-01T09:00:00Z'), to: new Date('2026-01-03T10:00:00Z'), limit: 100 }
    expect(latestMoments(cron('0 9 * * *', 'UTC'), stretch)).toEqual({
      moments: [new Date('2026-01-01T09:00:00Z'), new Date('2026-01-02T09:00:00Z'), new Date('2026-01-03T09:00:00Z')],
      more: false,
    })
  })
})
