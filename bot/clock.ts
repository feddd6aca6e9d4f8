// What time it is for quiet hours and daily summaries, and how often somebody looks.

export interface Clock {
  now(): Date
  everyMs: number
}

export const wallClock: Clock = { now: () => new Date(), everyMs: 30_000 }
