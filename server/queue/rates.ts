// How fast work went in the last minute, by agent and by level: counted in this process, published with its heartbeat. Knows no database.
import type { Rate, WorkerDoc } from './worker-lease.ts'

const windowSeconds = 60

interface Slot {
  second: number
  rate: Rate
}

export interface Rates {
  started(keys: RateKeys, waitMs: number): void
  ended(keys: RateKeys, run: { failed: boolean; runMs: number }): void
  snapshot(): WorkerDoc['rates']
}

/** How long a run takes by what is known of the time before the last minute: of an agent, or of a whole workspace. */
export type UsualSeconds = (workspace: string, agent?: string) => Promise<number | undefined>

export interface RateKeys {
  agent: string
  /** Of a workspace: what others do is nobody's business. */
  level: string
}

export const levelKey = (workspace: string, priority: string): string => `${workspace}/${priority}`

export function rateKeys({ agent, workspace, priority }: { agent: string; workspace: string; priority: string }): RateKeys {
  return { agent, level: levelKey(workspace, priority) }
}

export function createRates(now: () => number = Date.now): Rates {
  const agents = new Map<string, Slot[]>()
  const levels = new Map<string, Slot[]>()

  function slotOf(series: Map<string, Slot[]>, key: string): Rate {
    const second = Math.floor(now() / 1000)
    let slots = series.get(key)
    if (!slots) series.set(key, (slots = []))
    let last = slots.at(-1)
    if (last?.second !== second) {
      last = { second, rate: emptyRate() }
      slots.push(last)
      while ((slots[0]?.second ?? second) <= second - windowSeconds) slots.shift()
    }
    return last.rate
  }

  function both({ agent, level }: RateKeys): Rate[] {
    return [slotOf(agents, agent), slotOf(levels, level)]
  }

  return {
    started: (keys, waitMs) => {
      for (const rate of both(keys)) {
        rate.started++
        rate.waitMs += waitMs
      }
    },
    ended: (keys, { failed, runMs }) => {
      for (const rate of both(keys)) {
        rate.finished++
        if (failed) rate.failed++
        rate.runMs += runMs
      }
    },
    snapshot: () => ({ agents: sumUp(agents, now()), levels: sumUp(levels, now()) }),
  }
}

function sumUp(series: Map<string, Slot[]>, now: number): Record<string, Rate> {
  const oldest = Math.floor(now / 1000) - windowSeconds
  const sums: Record<string, Rate> = {}
  for (const [key, slots] of series) {
    const live = slots.filter(({ second }) => second > oldest)
    if (live.length === 0) series.delete(key)
    else sums[key] = live.map(({ rate }) => rate).reduce(addRates, emptyRate())
  }
  return sums
}

/** How long a run took in the last minute; undefined when none ended. */
export function runSeconds(rate: Rate | undefined): number | undefined {
  return rate && rate.finished > 0 ? rate.runMs / rate.finished / 1000 : undefined
}

export function emptyRate(): Rate {
  return { finished: 0, failed: 0, runMs: 0, started: 0, waitMs: 0 }
}

export function addRates(a: Rate, b: Rate): Rate {
  return {
    finished: a.finished + b.finished,
    failed: a.failed + b.failed,
    runMs: a.runMs + b.runMs,
    started: a.started + b.started,
    waitMs: a.waitMs + b.waitMs,
  }
}
