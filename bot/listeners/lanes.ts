// So many pieces of work at a time, the others in the order they came; fewer while more keeps coming, and none for a while when a crowd
// comes, because whoever asks now is to be acknowledged before those who were acknowledged are answered. Knows nothing of what they are.

export type Lanes = (work: () => Promise<void>) => Promise<void>

export interface LanesOptions {
  atOnce: number
  /** While more keeps coming. */
  inTheRush: number
  /** So many that come within the time after which it is calm: nothing is begun for them, but nothing waits longer than this for it. */
  crowd: { count: number; holdMs: number }
  now?: () => number
}

/** So long after the last one came, no more are expected. */
const calmAfterMs = 20

export function createLanes({ atOnce, inTheRush, crowd, now = () => performance.now() }: LanesOptions): Lanes {
  const waiting: { since: number; start: () => void }[] = []
  /** When the last ones came, as many as make a crowd. */
  let arrivals: number[] = []
  let busy = 0
  let looksAgain = false

  function mayBegin(at: number): number {
    if (at - (arrivals.at(-1) ?? 0) >= calmAfterMs) return atOnce
    const isCrowd = arrivals.length === crowd.count && at - (arrivals[0] ?? 0) < calmAfterMs
    const oldest = waiting[0]?.since ?? at
    return isCrowd && at - oldest < crowd.holdMs ? 0 : inTheRush
  }
  function begin(): void {
    const at = now()
    const most = mayBegin(at)
    for (; busy < most && waiting.length > 0; busy += 1) waiting.shift()?.start()
    if (waiting.length === 0 || busy >= atOnce || looksAgain) return
    looksAgain = true
    setTimeout(lookAgain, Math.max(1, (arrivals.at(-1) ?? at) + calmAfterMs - at))
  }
  function lookAgain(): void {
    looksAgain = false
    begin()
  }

  return async (work) => {
    const since = now()
    arrivals = [...arrivals, since].slice(-crowd.count)
    // Never in the turn of the event loop that has just acknowledged: the answer leaves first.
    await new Promise((resolve) => setImmediate(resolve))
    await new Promise<void>((start) => {
      waiting.push({ since, start })
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
