// Rates as people write them: "10/minute". Knows nothing of the buckets that enforce them.
import type { RateLimit } from './config.ts'

const periodMs: Readonly<Record<string, number>> = { second: 1_000, minute: 60_000, hour: 3_600_000, day: 86_400_000 }

/** Without a burst of its own the whole limit may start at once. */
export function parseRateLimit(text: string, burst?: number): RateLimit {
  const match = /^\s*([1-9]\d{0,6})\s*\/\s*([a-z]+)\s*$/.exec(text)
  const period = match ? periodMs[match[2] ?? ''] : undefined
  if (!match || period === undefined) {
    throw new Error(`expected a number per ${Object.keys(periodMs).join(', ')}, such as "10/minute", got "${text}"`)
  }
  const limit = Number(match[1])
  return { limit, periodMs: period, burst: burst ?? limit }
}
