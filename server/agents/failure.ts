// Failures as the adapters hand them on. Pure.
import type { RunFailure, RunOutcome } from './adapter.ts'

export function failure(code: string, errorClass: RunFailure['class'], message: string): RunFailure {
  return { code, class: errorClass, message }
}

export function failed(...of: Parameters<typeof failure>): RunOutcome {
  return { kind: 'failed', error: failure(...of) }
}
