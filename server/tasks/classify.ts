// What kind of failure a thrown value is. Pure.
import type { RunFailure, RunOutcome } from '../agents/adapter.ts'

const networkCodes = /^(ECONN|ETIMEDOUT|EPIPE|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR)/

/** An unknown throw may pass by itself, so it is tried again; what a status code or a system error says comes first. */
export function classifyThrown(thrown: unknown): RunFailure {
  if (!(thrown instanceof Error))
    return { code: 'UNEXPECTED', class: 'TRANSIENT', message: `The agent failed: ${String(thrown).slice(0, 500)}` }
  const { code, status, retryAfterMs } = thrown as Error & { code?: unknown; status?: unknown; retryAfterMs?: unknown }
  const stack = thrown.stack && { stack: thrown.stack }
  const message = thrown.message || thrown.name
  const patience = typeof retryAfterMs === 'number' ? { retryAfterMs } : {}
  if (typeof status === 'number') return { ...byStatus(status), message, ...stack, ...patience }
  if (typeof code === 'string' && networkCodes.test(code)) return { code, class: 'TRANSIENT', message, ...stack }
  return { code: typeof code === 'string' ? code : 'UNEXPECTED', class: 'TRANSIENT', message, ...stack, ...patience }
}

function byStatus(status: number): Pick<RunFailure, 'code' | 'class'> {
  const code = `HTTP_${status}`
  if (status === 429) return { code, class: 'RATE_LIMITED' }
  if (status === 408 || status >= 500) return { code, class: 'TRANSIENT' }
  return { code, class: 'PERMANENT' }
}

export function permanent(code: string, message: string): RunOutcome & { kind: 'failed' } {
  return { kind: 'failed', error: { code, class: 'PERMANENT', message } }
}
