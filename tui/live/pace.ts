// What ended in each of the last fifteen minutes: as the server counted it, and as the feed has told since. The server counts a little
// later than the feed tells, so it is asked again once it has caught up.
import type { CapstanClient } from '../client/client.ts'
import { throughput as throughputOperation } from '../generated/operations.ts'
import type { FeedEvent } from '../resources/resource.ts'
import type { Store } from './store.ts'

export interface Pace {
  count(events: readonly FeedEvent[]): void
  /** When the feed may have missed something. */
  read(): void
  stop(): void
}

interface PaceParts {
  client: Pick<CapstanClient, 'request'>
  store: Store
  now: () => number
}

type Ended = 'succeeded' | 'failed'

const minuteMs = 60_000
const minutesShown = 15
/** By then the server has counted what had just ended. */
const caughtUpMs = 5_000
const none = { succeeded: 0, failed: 0 }

const minuteOf = (moment: number) => Math.floor(moment / minuteMs)

export function createPace({ client, store, now }: PaceParts): Pace {
  const minutes = new Map<number, Readonly<Record<Ended, number>>>()
  let timers: NodeJS.Timeout[] = []
  let moving = setTimeout(move, msToNextMinute())

  function msToNextMinute(): number {
    return minuteMs - (now() % minuteMs)
  }

  /** A minute is over: the oldest goes. */
  function move(): void {
    moving = setTimeout(move, msToNextMinute())
    if (minutes.size > 0) show()
  }

  async function ask(): Promise<void> {
    const answer = await client.request(throughputOperation, { minutes: minutesShown })
    for (const { at, succeeded, failed } of answer.throughput) {
      const minute = minuteOf(Date.parse(at))
      const known = minutes.get(minute) ?? none
      minutes.set(minute, { succeeded: Math.max(known.succeeded, succeeded), failed: Math.max(known.failed, failed) })
    }
    show()
  }

  function show(): void {
    const last = Math.max(minuteOf(now()), ...minutes.keys())
    for (const minute of minutes.keys()) if (minute <= last - minutesShown) minutes.delete(minute)
    const first = Math.min(last, ...minutes.keys())
    const throughput = Array.from({ length: last - first + 1 }, (_, index) => ({
      at: new Date((first + index) * minuteMs).toISOString(),
      ...(minutes.get(first + index) ?? none),
    }))
    store.dispatch({ type: 'throughput', throughput })
  }

  const stopAsking = () => timers.forEach(clearTimeout)
  // Until then it is shown as it was; the connection tells why.
  const askQuietly = () => void ask().catch(() => undefined)

  return {
    count(events) {
      const ends = events.filter(({ type }) => type === 'task.succeeded' || type === 'task.failed')
      if (ends.length === 0) return
      for (const { at, type } of ends) {
        const minute = minuteOf(Date.parse(at))
        const known = minutes.get(minute) ?? none
        const ended = type === 'task.succeeded' ? 'succeeded' : 'failed'
        minutes.set(minute, { ...known, [ended]: known[ended] + 1 })
      }
      show()
    },
    read() {
      stopAsking()
      askQuietly()
      // Once for the minutes before, once for the one that was going on: later ones are counted here from their beginning.
      timers = [caughtUpMs, msToNextMinute() + caughtUpMs].map((ms) => setTimeout(askQuietly, ms))
    },
    stop() {
      clearTimeout(moving)
      stopAsking()
    },
  }
}
