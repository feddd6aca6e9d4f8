// What goes wrong on purpose: which of the next calls are refused, late or lost, and which deliveries come twice.
import type { Faults } from './test-api.ts'

export type Fault =
  | { kind: 'rate-limit'; retryAfterSeconds: number }
  | { kind: 'refuse'; error: string }
  | { kind: 'unavailable'; status: number }
  | { kind: 'late'; ms: number }
  | { kind: 'lose-answer' }

interface Pending {
  method: string
  fault: Fault
  times: number
}

export interface SocketFaults {
  dropAll(): void
  dropOnNextDelivery(): void
  disconnectAll(): void
}

export interface FaultPlan {
  faults: Faults
  /** What is to happen to this call; counted down. */
  take(method: string): Fault | undefined
  /** How often the next delivery is sent. */
  copies(): number
}

export function createFaults(sockets: SocketFaults): FaultPlan {
  let pending: Pending[] = []
  let duplicates = 0
  const plan = (method: string, times: number, fault: Fault) => {
    pending.push({ method, fault, times })
  }
  return {
    faults: {
      rateLimit: (method, { retryAfterSeconds = 1, times = 1 } = {}) => plan(method, times, { kind: 'rate-limit', retryAfterSeconds }),
      refuse: (method, error, times = 1) => plan(method, times, { kind: 'refuse', error }),
      unavailable: (method, { status = 503, times = 1 } = {}) => plan(method, times, { kind: 'unavailable', status }),
      late: (method, ms, times = 1) => plan(method, times, { kind: 'late', ms }),
      loseAnswer: (method, times = 1) => plan(method, times, { kind: 'lose-answer' }),
      dropSockets: () => sockets.dropAll(),
      dropSocketOnNextDelivery: () => sockets.dropOnNextDelivery(),
      disconnectSockets: () => sockets.disconnectAll(),
      duplicateDeliveries: (times = 1) => {
        duplicates += times
      },
      clear: () => {
        pending = []
        duplicates = 0
      },
    },
    take: (method) => {
      const found = pending.find((entry) => entry.method === method || entry.method === '*')
      if (!found) return undefined
      found.times--
      if (found.times <= 0) pending = pending.filter((entry) => entry !== found)
      return found.fault
    },
    copies: () => {
      if (duplicates === 0) return 1
      duplicates--
      return 2
    },
  }
}
