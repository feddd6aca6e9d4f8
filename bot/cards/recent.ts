// What happened lately, by subject, whether anybody watched it or not: something may happen to an object before its card is known.

export interface Recent {
  add(changed: ReadonlyMap<string, number>): void
  /** When the latest thing happened to it. */
  at(subject: string): number | undefined
}

/** More than happens while a card is written down. */
const mostKept = 20_000

export function createRecent(): Recent {
  /** The latest last. */
  const moments = new Map<string, number>()
  return {
    add: (changed) => {
      for (const [subject, at] of changed) {
        moments.delete(subject)
        moments.set(subject, at)
      }
      for (const subject of moments.keys()) {
        if (moments.size <= mostKept) return
        moments.delete(subject)
      }
    },
    at: (subject) => moments.get(subject),
  }
}
