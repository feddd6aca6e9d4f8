// The named retry policies a YAML file may start from. Knows nothing of when they are applied.
import type { RetryPolicy } from './config.ts'

const base: Omit<RetryPolicy, 'maxAttempts' | 'delayMs' | 'factor'> = { strategy: 'exponential', maxDelayMs: 300_000, jitter: 0.1 }

export const retryPresets = {
  /** Waits 1, 4, 16 s. */
  default: { ...base, maxAttempts: 4, delayMs: 1_000, factor: 4 },
  /** Waits 1, 2, 4, 8, 16 s: for agents that deliver events. */
  event: { ...base, maxAttempts: 6, delayMs: 1_000, factor: 2 },
  /** Waits 2, 4, 8 s: for the steps of a strategy. */
  strategy: { ...base, maxAttempts: 4, delayMs: 2_000, factor: 2 },
} as const satisfies Record<string, RetryPolicy>

export const retryPresetNames = Object.keys(retryPresets) as (keyof typeof retryPresets)[]
