// So many pieces of work at a time, the others in the order they came; fewer while more keeps coming, because whoever asks now is to be
// acknowledged before those who were acknowledged are answered. Knows nothing of what they are.

export type Lanes = (work: () => Promise<void>) => Promise<void>

export interface LanesOptions {
  atOnce: number
  /** While more keeps coming. */
  inTheRush: number
  now?: () => number
}

/** So long after the last one came, no more are expected. */
const calmAfterMs = 20

export function createLanes({ atOnce, inTheRush, now = () => performance.now() }: LanesOptions): Lanes {
  const waiting: (() => void)[] = []
  let busy = 0
  let lastCameAt = Number.NEGATIVE_INFINITY
  let looksAgain = false

  function begin(): void {
    const calmInMs = lastCameAt + calmAfterMs - now()
    const most = calmInMs > 0 ? inTheRush : atOnce
    for (; busy < most && waiting.length > 0; busy += 1) waiting.shift()?.()
    if (waiting.length === 0 || busy >= atOnce || looksAgain) return
    looksAgain = true
    setTimeout(lookAgain, Math.max(1, calmInMs))
  }
  function lookAgain(): void {
    looksAgain = false
    begin()
  }

  return async (work) => {
    lastCameAt = now()
    // Never in the turn of the event loop that has just acknowledged: the answer leaves first.
    await new Promise((resolve) => setImmediate(resolve))
    await new Promise<void>((resolve) => {
      waiting.push(resolve)
      begin()
    })
    try {
      await work()
    } finally {
      busy -= 1
      begin()
    }
  }
}
