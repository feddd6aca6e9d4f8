// How many tasks a rate limit lets start now, and when the next ones may: counted in slices of its window. Pure.
import type { RateLimit } from '../agents/config.ts'

/** Starts inside the window: [slice number, count]. */
export type Starts = [number, number][]

/** Two slices more than the window has cover the time between claim and start, so that no window ever holds more than the limit. */
export function sliceMs(rate: RateLimit): number {
  return rate.periodMs / slicesOf(rate)
}

function slicesOf(rate: RateLimit): number {
  return rate.periodMs >= 60_000 ? 60 : 20
}

function keptSlices(rate: RateLimit): number {
  return slicesOf(rate) + 1
}

function sliceAt(rate: RateLimit, now: Date): number {
  return Math.floor(now.getTime() / sliceMs(rate))
}

function countFrom(starts: Starts, slice: number): number {
  return starts.reduce((sum, [at, count]) => (at >= slice ? sum + count : sum), 0)
}

export function admitByRate(rate: RateLimit | undefined, starts: Starts, now: Date): number {
  if (!rate) return Number.POSITIVE_INFINITY
  const slice = sliceAt(rate, now)
  return Math.min(rate.limit - countFrom(starts, slice - keptSlices(rate)), rate.burst - countFrom(starts, slice))
}

/** When the next task may start, or one that has so many others before it. */
export function startMoment(rate: RateLimit, starts: Starts, { now, before = 0 }: { now: Date; before?: number }): Date {
  const slice = sliceAt(rate, now)
  const windows = Math.floor(before / rate.limit)
  let place = before % rate.limit
  const inWindow = starts.filter(([at]) => at >= slice - keptSlices(rate))
  const free = Math.max(0, rate.limit - countFrom(inWindow, 0))
  let next = slice + Math.floor((countFrom(starts, slice) + place) / rate.burst)
  // Each start gives its place back when it leaves the window.
  for (const [at, count] of place < free ? [] : inWindow) {
    next = at + keptSlices(rate) + 1
    if (place - free < count) break
    place -= count
  }
  return new Date((next + windows * (keptSlices(rate) + 1)) * sliceMs(rate))
}

export function addStarts(rate: RateLimit, starts: Starts, { started, now }: { started: number; now: Date }): Starts {
  const slice = sliceAt(rate, now)
  // Another machine's clock may be in the next slice already: what it started counts all the same.
  const kept = starts.filter(([at]) => at !== slice && Math.abs(at - slice) <= keptSlices(rate))
  const [, known] = starts.find(([at]) => at === slice) ?? [slice, 0]
  return [...kept, [slice, known + started] satisfies Starts[number]].sort(([a], [b]) => a - b)
}
