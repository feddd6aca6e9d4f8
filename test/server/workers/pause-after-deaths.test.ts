// How patiently dead worker processes are replaced.
import { describe, expect, it } from 'vitest'
import { pauseAfterDeaths } from '../../../server/workers/pause-after-deaths.ts'

describe('the pause before a dead worker process is replaced', () => {
  it.each([
    ['none when none died', [], 0],
    ['half a second after the first', [0], 500],
    ['twice as long after each further one', [0, 0, 0], 2000],
    ['a minute after the fifth within a minute', [0, 0, 0, 0, 0], 60_000],
    ['half a second again when the others are long ago', [-70_000, -65_000, 0], 500],
    ['over when it has passed', [-500], 0],
  ])('is %s', (_name, deaths, expected) => {
    expect(pauseAfterDeaths(deaths, 0)).toBe(expected)
  })
})
