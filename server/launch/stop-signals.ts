// Ctrl-C and its kin, as a person means them: once to stop, a second time to stop by force.

/** npm passes on a terminal's Ctrl-C that this process has already got itself: so close together it was one. */
const sameMs = 500

export interface StopHandlers {
  onStop(): void
  onForce(): void
}

/** Returns the function that stops listening. */
export function listenForStop({ onStop, onForce }: StopHandlers): () => void {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  let firstAt: number | undefined
  const handle = () => {
    if (firstAt === undefined) {
      firstAt = Date.now()
      onStop()
    } else if (Date.now() - firstAt > sameMs) onForce()
  }
  for (const signal of signals) process.on(signal, handle)
  return () => {
    for (const signal of signals) process.off(signal, handle)
  }
}
