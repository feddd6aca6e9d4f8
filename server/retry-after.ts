// How long a far side asks us to wait, as HTTP's Retry-After has it.

const maxPauseMs = 3600_000

/** Seconds or a date, as HTTP has it; undefined when it says nothing usable. */
export function parseRetryAfter(header: string | string[] | undefined, now: number = Date.now()): number | undefined {
  const text = Array.isArray(header) ? header[0] : header
  if (!text) return undefined
  const ms = /^\d+$/.test(text.trim()) ? Number(text) * 1000 : Date.parse(text) - now
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), maxPauseMs) : undefined
}
