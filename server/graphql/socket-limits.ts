// What one WebSocket may do, in numbers.

export const socketLimits = {
  maxPayloadBytes: 64 * 1024,
  initTimeoutMs: 3_000,
  operations: 20,
  messagesPerSecond: 50,
  pingEveryMs: 12_000,
  closeGraceMs: 2_000,
} as const

/** Counts messages by the second; false from the first one too many on. */
export function createMessageMeter(perSecond: number, now: () => number): () => boolean {
  let second = 0
  let count = 0
  return () => {
    const current = Math.floor(now() / 1000)
    count = current === second ? count + 1 : 1
    second = current
    return count <= perSecond
  }
}
