// What one WebSocket may do, in numbers, and how many one person may have.
import type { Viewer } from '../auth/viewer.ts'

export const socketLimits = {
  maxPayloadBytes: 64 * 1024,
  initTimeoutMs: 3_000,
  /** That have not said who they are. */
  strangers: 500,
  sockets: 10,
  /** Of whoever has no limit on operations: services, and the token of one's own machine. */
  socketsUnlimited: 1_000,
  lookEveryMs: 2_000,
  operations: 20,
  messagesPerSecond: 50,
  pingEveryMs: 12_000,
  closeGraceMs: 2_000,
} as const

export function socketsOf({ allowance, service, via }: Viewer): number {
  return service || via || allowance === 'unlimited' ? socketLimits.socketsUnlimited : socketLimits.sockets
}

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
