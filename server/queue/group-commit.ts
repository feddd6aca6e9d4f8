// Many callers, one write: what arrives while a flush is under way goes out together in the next. Knows nothing of what is written.

export interface GroupCommit<T, R> {
  add(item: T): Promise<R>
  /** Resolves when nothing is on its way any more. */
  idle(): Promise<void>
}

/** `flush` answers one result per item, in order; an Error in a result's place rejects that caller alone. */
export function createGroupCommit<T, R>(
  flush: (items: readonly T[]) => Promise<readonly (R | Error)[]>,
  maxItems = 500,
): GroupCommit<T, R> {
  let waiting: { item: T; resolve: (result: R) => void; reject: (error: unknown) => void }[] = []
  let flushing: Promise<void> | undefined

  async function drain(): Promise<void> {
    // One turn later, so that what is added in the same moment goes out together.
    await new Promise((resolve) => setImmediate(resolve))
    while (waiting.length > 0) {
      const batch = waiting.slice(0, maxItems)
      waiting = waiting.slice(maxItems)
      try {
        const results = await flush(batch.map(({ item }) => item))
        batch.forEach(({ resolve, reject }, index) => {
          const result = results[index]
          if (result instanceof Error) reject(result)
          else resolve(result as R)
        })
      } catch (error) {
        for (const { reject } of batch) reject(error)
      }
    }
  }

  return {
    add: (item) =>
      new Promise((resolve, reject) => {
        waiting.push({ item, resolve, reject })
        flushing ??= drain().finally(() => {
          flushing = undefined
        })
      }),
    idle: async () => {
      while (flushing) await flushing
    },
  }
}
