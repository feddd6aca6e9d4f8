// Waits for what a feed tells of: looks at once and after every event, with a deadline whose message prints what did arrive.
import type { EventRow } from '../../server/events/event-log.ts'
import type { Feed } from '../../server/events/feed.ts'
import { patienceMs } from './patience.ts'

export interface WatchedFeed {
  /** Looks now and again after every event; once for all that come while it looks. */
  waitUntil(what: string, holds: () => Promise<boolean> | boolean): Promise<void>
}

export function watchFeed(feed: Feed): WatchedFeed {
  const seen: EventRow[] = []
  feed.onEvent((event) => seen.push(event))
  return {
    waitUntil: (what, holds) =>
      new Promise((resolve, reject) => {
        let looking = false
        let again = false
        let ended = false
        const end = (finish: () => void) => {
          ended = true
          clearTimeout(deadline)
          stopListening()
          finish()
        }
        const lookOn = async () => {
          looking = true
          do {
            again = false
            if (await holds()) return end(resolve)
          } while (again && !ended)
          looking = false
        }
        const look = () => {
          again = true
          if (!looking) lookOn().catch((error: unknown) => end(() => reject(error instanceof Error ? error : new Error(String(error)))))
        }
        const stopListening = feed.onEvent(look)
        const deadline = setTimeout(
          () => end(() => reject(new Error(`waited ${patienceMs / 1000} s for ${what}; what arrived: ${describe(seen)}`))),
          patienceMs,
        )
        look()
      }),
  }
}

function describe(events: readonly EventRow[]): string {
  const lines = events.slice(-40).map(({ type, subject, payload }) => `${type} ${subject} ${JSON.stringify(payload)}`)
  return lines.length > 0 ? `\n  ${lines.join('\n  ')}` : 'nothing'
}
