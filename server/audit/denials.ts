// Writes down what was refused, and to whom. The first refusals of a minute are an event each; the rest of a flood is counted and
// becomes one, so that nobody can fill the log by being refused.
import type { Viewer } from '../auth/viewer.ts'
import { type Actor, appendEvents, by, installationWorkspace, type NewEvent } from '../events/event-log.ts'
import type { Logger } from '../log.ts'
import type { Database } from '../mongo.ts'

const windowMs = 60_000
const eachOf = 6
const maxCallers = 1000
const lookEveryMs = 5000

export interface Denial {
  code: 'FORBIDDEN' | 'UNAUTHENTICATED'
  /** Left out for a caller nobody knows. */
  viewer?: Viewer | undefined
  address?: string | undefined
  /** Name or path of what was asked for. */
  asked: string
  requestId: string
}

export interface DenialLog {
  report(denial: Denial): void
  /** Answers how to stop; what has been counted is written first. */
  start(): () => Promise<void>
}

interface Caller {
  since: number
  seen: number
  /** Counted and not yet written. */
  held: number
  last: NewEvent
}

export function createDenialLog({ database, log }: { database: Database; log: Logger }, now: () => number = Date.now): DenialLog {
  const callers = new Map<string, Caller>()
  let writing: Promise<void> = Promise.resolve()

  function write(events: readonly NewEvent[]): void {
    if (events.length === 0) return
    writing = writing
      .then(() => appendEvents(database, events))
      .catch((error: unknown) => log.warn({ err: error, events: events.length }, 'refusals were not written down'))
  }

  function flush(all: boolean): void {
    const over = [...callers].filter(([, { since }]) => all || now() - since >= windowMs)
    for (const [key] of over) callers.delete(key)
    write(over.flatMap(([, { held, last }]) => (held > 0 ? [{ ...last, payload: { ...last.payload, count: held } }] : [])))
  }

  return {
    report: (denial) => {
      flush(false)
      const known = denial.viewer?.id ?? denial.address ?? 'unknown'
      // Under a flood from everywhere the rest are counted together.
      const key = callers.has(known) || callers.size < maxCallers ? known : 'others'
      const event = toEvent(denial)
      const caller = callers.get(key) ?? { since: now(), seen: 0, held: 0, last: event }
      callers.set(key, caller)
      caller.seen += 1
      caller.last = event
      if (caller.seen <= eachOf) write([event])
      else caller.held += 1
    },
    start: () => {
      const timer = setInterval(() => flush(false), lookEveryMs)
      return async () => {
        clearInterval(timer)
        flush(true)
        await writing
      }
    },
  }
}

function toEvent({ code, viewer, address, asked, requestId }: Denial): NewEvent {
  const nobody: Actor = { id: 'nobody', name: 'nobody known', ...(address && { address }) }
  return {
    type: 'auth.denied',
    workspace: viewer?.workspace ?? installationWorkspace,
    subject: asked.slice(0, 200),
    payload: { code, count: 1 },
    requestId,
    origin: 'api',
    ...(viewer ? by(viewer) : { actor: nobody }),
  }
}
