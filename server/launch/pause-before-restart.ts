// How long to wait before a database that ended is started again. Pure.

const windowMs = 60_000
const secondPauseMs = 250
const restingMs = 10_000
/** Within a minute: from here on something is wrong that haste does not mend. */
const deathsInARow = 5

/** The deaths that still count. */
export function recentDeaths(deaths: readonly number[], now: number): number[] {
  return deaths.filter((at) => at > now - windowMs)
}

export function keepsDying(deaths: readonly number[], now: number): boolean {
  return recentDeaths(deaths, now).length >= deathsInARow
}

/** Not at all after the first death within a minute, then twice as long each time; after five of them ten seconds. */
export function pauseBeforeRestart(deaths: readonly number[], now: number): number {
  if (keepsDying(deaths, now)) return restingMs
  const before = recentDeaths(deaths, now).length - 1
  return before <= 0 ? 0 : secondPauseMs * 2 ** (before - 1)
}
