// How many worker processes there should be now. Pure: what was measured in, a number out, with what to remember until the next look.
//
//   up    when more tasks could start than slots are free, two looks in a row: enough for the backlog, at most four at a time
//   down  by one, when nothing waited and less than 30 % of the slots were in use for 60 s; then the 60 s begin anew
//   never below min or above max

const looksBehind = 2
const mostAtOnce = 4
const quietShare = 0.3
const quietMs = 60_000

export interface ScalingHistory {
  /** Looks in a row that found a backlog. */
  behind: number
  quietSince: number | undefined
}

export interface Measured {
  /** Tasks that could start now if there were slots. */
  ready: number
  /** Slots of all workers, those of processes that are starting included. */
  capacity: number
  /** Slots in use. */
  busy: number
  /** Slots that one more process brings. */
  perWorker: number
  /** Processes of ours. */
  current: number
}

export interface ScalingInput extends Measured {
  min: number
  max: number
  now: number
  history: ScalingHistory
  /** Shorter only where waiting is not the point. */
  quietAfterMs?: number
}

export interface Decision {
  workers: number
  history: ScalingHistory
}

export const noHistory: ScalingHistory = { behind: 0, quietSince: undefined }

export function decideWorkers(input: ScalingInput): Decision {
  const { ready, capacity, busy, perWorker, current, min, max, now, quietAfterMs = quietMs } = input
  if (current < min) return { workers: min, history: noHistory }
  if (current > max) return { workers: current - 1, history: noHistory }
  const missing = ready - Math.max(0, capacity - busy)
  const behind = missing > 0 ? input.history.behind + 1 : 0
  const quiet = missing <= 0 && busy <= capacity * quietShare
  const quietSince = quiet ? (input.history.quietSince ?? now) : undefined
  if (behind >= looksBehind && current < max) {
    const more = Math.min(Math.ceil(missing / perWorker), mostAtOnce)
    return { workers: Math.min(max, current + more), history: noHistory }
  }
  if (quietSince !== undefined && now - quietSince >= quietAfterMs && current > min) {
    return { workers: current - 1, history: { behind: 0, quietSince: now } }
  }
  return { workers: current, history: { behind, quietSince } }
}
