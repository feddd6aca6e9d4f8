// Wall clocks of time zones: which moments a wall time names, and when the clocks change. Pure; knows nothing of schedules.
// A wall time is kept as the moment at which clocks in UTC show it.
import { IANAZone } from 'luxon'

const minuteMs = 60_000
/** Clocks change at full quarters of an hour only. */
const quarterMs = 15 * minuteMs
const mostKnown = 5000
const dayMs = 24 * 3600_000
/** Shorter than the time between any two changes of a clock. */
const stepMs = 7 * dayMs

/** The clocks change at this moment; both walls are what they show then, before and after. */
export interface ClockChange {
  at: number
  wallBefore: number
  wallAfter: number
}

export interface ZoneClock {
  offsetMs(at: number): number
  /** All moments at which the clocks show this, earliest first: none when it is skipped, two when it comes twice. */
  moments(wall: number): number[]
  /** The first change after `from` and not after `to`. */
  nextChange(from: number, to: number): ClockChange | undefined
}

const clocks = new Map<string, ZoneClock>()

/** The same clock for the same zone: it remembers what is dear to find out. */
export function zoneClock(name: string): ZoneClock {
  const known = clocks.get(name) ?? createZoneClock(name)
  clocks.set(name, known)
  return known
}

function createZoneClock(name: string): ZoneClock {
  const zone = IANAZone.create(name)
  let known = new Map<number, number>()

  function offsetMs(at: number): number {
    const quarter = Math.floor(at / quarterMs)
    const offset = known.get(quarter) ?? Math.round(zone.offset(at) * minuteMs)
    if (known.size >= mostKnown) known = new Map()
    known.set(quarter, offset)
    return offset
  }

  function moments(wall: number): number[] {
    const offsets = [offsetMs(wall - dayMs), offsetMs(wall + dayMs)]
    const found = offsets.map((offset) => wall - offset).filter((at) => at + offsetMs(at) === wall)
    return [...new Set(found)].sort((a, b) => a - b)
  }

  function nextChange(from: number, to: number): ClockChange | undefined {
    const before = offsetMs(from)
    let low = from
    let high = Math.min(from + stepMs, to)
    while (offsetMs(high) === before) {
      if (high >= to) return undefined
      low = high
      high = Math.min(high + stepMs, to)
    }
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2)
      if (offsetMs(middle) === before) low = middle
      else high = middle
    }
    return { at: high, wallBefore: high + before, wallAfter: high + offsetMs(high) }
  }

  return { offsetMs, moments, nextChange }
}
