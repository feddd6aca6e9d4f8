// Pauses between runs as people write them, 90s, 15m, 2h or 1d, and in words. Pure.
const units = { s: 1000, m: 60_000, h: 3600_000, d: 24 * 3600_000 } as const

const words = { s: 'second', m: 'minute', h: 'hour', d: 'day' } as const

type Unit = keyof typeof units

export const longestEveryMs = 366 * units.d

/** Undefined when it is not a pause of at least a second and at most a year. */
export function parseEvery(text: string): number | undefined {
  const [, amount, unit] = /^(\d{1,9})(s|m|h|d)$/.exec(text.trim().toLowerCase()) ?? []
  if (!amount || !unit) return undefined
  const everyMs = Number(amount) * units[unit as Unit]
  return everyMs >= 1000 && everyMs <= longestEveryMs ? everyMs : undefined
}

export function formatEvery(everyMs: number): string {
  const unit = unitOf(everyMs)
  return `${everyMs / units[unit]}${unit}`
}

export function describeEvery(everyMs: number): string {
  const unit = unitOf(everyMs)
  const count = everyMs / units[unit]
  return count === 1 ? `every ${words[unit]}` : `every ${count} ${words[unit]}s`
}

/** The largest unit it is a whole number of. */
function unitOf(everyMs: number): Unit {
  return (['d', 'h', 'm'] as const).find((unit) => everyMs % units[unit] === 0) ?? 's'
}
