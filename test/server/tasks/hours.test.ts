// Promise: hours are those of the clock on the wall in their time zone, over midnight and over the change of the clocks.
import { describe, expect, it } from 'vitest'
import { nextInside, nextOutside } from '../../../server/tasks/hours.ts'

const quiet = { timezone: 'Australia/Sydney', from: '22:00', to: '06:00' }
const business = { timezone: 'Australia/Sydney', from: '09:00', to: '17:00' }
const at = (iso: string) => new Date(iso)

describe('quiet hours', () => {
  it.each([
    ['in the evening', '2026-03-02T22:00:00+11:00', '2026-03-03T06:00:00+11:00'],
    ['after midnight', '2026-03-03T05:59:59+11:00', '2026-03-03T06:00:00+11:00'],
    ['when the clocks go back in them', '2026-04-04T23:00:00+11:00', '2026-04-05T06:00:00+10:00'],
    ['when the clocks go forward in them', '2026-10-03T23:00:00+10:00', '2026-10-04T06:00:00+11:00'],
  ])('end at six %s', (_when, moment, end) => {
    expect(nextOutside(quiet, at(moment))).toEqual(at(end))
  })

  it.each(['2026-03-02T21:59:59+11:00', '2026-03-03T06:00:00+11:00', '2026-03-03T12:00:00+11:00'])('are not at %s', (moment) => {
    expect(nextOutside(quiet, at(moment))).toBeUndefined()
  })
})

describe('business hours', () => {
  it.each([
    ['at once', '2026-03-02T16:59:00+11:00', '2026-03-02T16:59:00+11:00'],
    ['the same morning', '2026-03-02T05:00:00+11:00', '2026-03-02T09:00:00+11:00'],
    ['the next morning', '2026-03-02T17:00:00+11:00', '2026-03-03T09:00:00+11:00'],
    ['on Monday', '2026-03-06T17:00:00+11:00', '2026-03-09T09:00:00+11:00'],
    ['on Monday, by the new clock', '2026-04-03T18:00:00+11:00', '2026-04-06T09:00:00+10:00'],
  ])('let a retry go %s', (_when, moment, start) => {
    expect(nextInside(business, at(moment))).toEqual(at(start))
  })

  it('may last over midnight, and belong to the day on which they began', () => {
    const night = { timezone: 'UTC', from: '20:00', to: '04:00' }
    expect(nextInside(night, at('2026-03-07T03:00:00Z'))).toEqual(at('2026-03-07T03:00:00Z'))
    expect(nextInside(night, at('2026-03-07T21:00:00Z'))).toEqual(at('2026-03-09T20:00:00Z'))
  })
})
