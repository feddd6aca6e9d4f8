// When the next try may start. Pure: the draw of the jitter is passed in.
import type { StoredRetry } from './task.ts'

/** The far side may ask for anything; nobody should be held up for longer by it. */
const longestWishMs = 24 * 3600_000

/** Pause after the n-th failure (1, 2, ...); a Retry-After from the far side is a lower bound. */
export function retryDelayMs(
  policy: StoredRetry,
  failures: number,
  options: { retryAfterMs?: number | undefined; random?: number } = {},
): number {
  const base = Math.min(plainDelayMs(policy, failures), policy.maxDelayMs)
  const random = options.random ?? Math.random()
  const jittered = base * (1 - policy.jitter) + base * policy.jitter * random
  return Math.round(Math.max(jittered, Math.min(options.retryAfterMs ?? 0, longestWishMs)))
}

function plainDelayMs(policy: StoredRetry, failures: number): number {
  switch (policy.strategy) {
    case 'fixed':
      return policy.delayMs
    case 'linear':
      return policy.delayMs * failures
    case 'exponential':
      return policy.delayMs * policy.factor ** (failures - 1)
  }
}
