// Counts calls in sliding windows and says how long to wait when there were too many, as Slack does for each app and workspace.
import { callsPerMinute, postsPerSecondInAChannel, type SlackMethod } from '../blocks/limits.ts'

export interface RateLimits {
  /** Seconds to wait, or 0 when the call may go on. */
  take(method: SlackMethod, team: string, channel?: string): number
}

export function createRateLimits(now: () => number, minuteMs = 60_000): RateLimits {
  const calls = new Map<string, number[]>()

  function room(key: string, limit: { calls: number; inMs: number }): number {
    const recent = (calls.get(key) ?? []).filter((at) => at > now() - limit.inMs)
    calls.set(key, recent)
    const oldest = recent[recent.length - limit.calls]
    return oldest === undefined ? 0 : Math.max(1, Math.ceil((oldest + limit.inMs - now()) / 1000))
  }

  return {
    take: (method, team, channel) => {
      const minute = `${team} ${method}`
      const second = method === 'chat.postMessage' && channel ? `${team} ${channel}` : undefined
      const wait = Math.max(
        room(minute, { calls: callsPerMinute[method], inMs: minuteMs }),
        second ? room(second, { calls: postsPerSecondInAChannel, inMs: minuteMs / 60 }) : 0,
      )
      if (wait > 0) return wait
      for (const key of [minute, second]) if (key) calls.get(key)?.push(now())
      return 0
    },
  }
}
