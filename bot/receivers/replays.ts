// What Bolt's check of signatures leaves open: requests from the future, and the same request a second time. Knows no HTTP.

export interface Replays {
  /** Undefined when it may go on; else why not. */
  begin(request: { timestamp: string; signature: string }): string | undefined
  /** How it was answered: only what was accepted may not come again, so that Slack may repeat what failed. */
  end(signature: string, accepted: boolean): void
}

const futureMs = 60_000
/** Bolt refuses what is older than five minutes. */
const keptForMs = 10 * 60_000
const mostKept = 200_000

export function createReplays(now: () => number = Date.now): Replays {
  /** By signature: until when. In the order they came, so the oldest are first. */
  const seen = new Map<string, number>()
  const sweep = () => {
    for (const [signature, until] of seen) {
      if (until > now() && seen.size <= mostKept) return
      seen.delete(signature)
    }
  }
  return {
    begin: ({ timestamp, signature }) => {
      sweep()
      const at = Number(timestamp) * 1000
      if (!Number.isFinite(at) || at > now() + futureMs) return 'its time is not now'
      if (seen.has(signature)) return 'it was sent before'
      seen.set(signature, now() + keptForMs)
      return undefined
    },
    end: (signature, accepted) => {
      if (!accepted) seen.delete(signature)
    },
  }
}
