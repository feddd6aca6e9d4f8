// How patiently a database that ends is started again.
import { describe, expect, it } from 'vitest'
import { keepsDying, pauseBeforeRestart } from '../../../server/launch/pause-before-restart.ts'

describe('the pause before a database is started again', () => {
  it.each([
    ['none after the first death', [0], 0],
    ['a quarter of a second after the second within a minute', [-1000, 0], 250],
    ['twice as long after each further one', [-2000, -1000, 0], 500],
    ['ten seconds after the fifth within a minute', [-4000, -3000, -2000, -1000, 0], 10_000],
    ['none again when the others are long ago', [-70_000, -65_000, 0], 0],
  ])('is %s', (_name, deaths, expected) => {
    expect(pauseBeforeRestart(deaths, 0)).toBe(expected)
  })

  it('counts as a row of deaths from five within a minute', () => {
    expect(keepsDying([0, 0, 0, 0], 0)).toBe(false)
    expect(keepsDying([0, 0, 0, 0, 0], 0)).toBe(true)
    expect(keepsDying([-61_000, 0, 0, 0, 0], 0)).toBe(false)
  })
})
