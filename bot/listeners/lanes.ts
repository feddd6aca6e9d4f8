// So many pieces of work at a time, the others in the order they came. Knows nothing of what they are.

export type Lanes = (work: () => Promise<void>) => Promise<void>

export function createLanes(atOnce: number): Lanes {
  const waiting: (() => void)[] = []
  let busy = 0
  return async (work) => {
    // Never in the turn of the event loop that has just acknowledged: the answer leaves first.
    await new Promise((resolve) => setImmediate(resolve))
    if (busy >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve))
    else busy += 1
    try {
      await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else busy -= 1
    }
  }
}
