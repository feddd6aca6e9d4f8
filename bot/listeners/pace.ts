// How often one person may ask: what comes above it is refused before anything is done. Kept in memory, each replica for itself.

export interface Pace {
  /** False: too often. */
  take(person: { team: string; user: string }): boolean
}

export interface PaceOptions {
  perMinute: number
  now?: () => number
}

const minute = 60_000
const mostPeople = 10_000

/** A bucket that fills evenly, so that a pause earns a few at once and nobody waits a whole minute. */
export function createPace({ perMinute, now = Date.now }: PaceOptions): Pace {
  const buckets = new Map<string, { tokens: number; at: number }>()
  return {
    take: ({ team, user }) => {
      const key = `${team}:${user}`
      const at = now()
      const known = buckets.get(key) ?? { tokens: perMinute, at }
      const tokens = Math.min(perMinute, known.tokens + ((at - known.at) * perMinute) / minute)
      if (buckets.size > mostPeople) buckets.clear()
      buckets.set(key, { tokens: tokens >= 1 ? tokens - 1 : tokens, at })
      return tokens >= 1
    },
  }
}
