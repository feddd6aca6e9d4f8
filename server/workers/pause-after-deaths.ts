// How long to wait before a dead worker process is replaced. Pure.

const windowMs = 60_000
const firstPauseMs = 500
/** Within a minute: from here on something is wrong that haste does not mend. */
export const deathsInARow = 5

/** Twice as long after each death within a minute; after five of them a whole minute. `deaths` in order of time. */
export function pauseAfterDeaths(deaths: readonly number[], now: number): number {
  const recent = deaths.filter((at) => at > now - windowMs)
  const last = recent.at(-1)
  if (last === undefined) return 0
  const pause = recent.length >= deathsInARow ? windowMs : firstPauseMs * 2 ** (recent.length - 1)
  return Math.max(0, last + pause - now)
}
