// Follows the event log on one process among all: counts what ended, opens and ends alerts. What it has read up to is stored with the
// counts, so that the next leader goes on there. While nothing happens it looks every thirty seconds; while something does, every ten.
import { setTimeout as pause } from 'node:timers/promises'
import type { AgentRegistry } from '../agents/registry.ts'
import type { EventRow } from '../events/event-log.ts'
import type { Feed, FeedMessage } from '../events/feed.ts'
import type { Logger } from '../log.ts'
import { type Database, isDatabaseAway } from '../mongo.ts'
import { addEnded, readPosition } from '../performance/rollup-store.ts'
import { keyOf } from './alert.ts'
import type { AlertStore } from './alert-store.ts'
import { type AlertThresholds, judge, standingKinds } from './rules.ts'
import { readSituation } from './situation-store.ts'
import { endedKind, hasPassed, tellingTypes, toSighting } from './told-by-events.ts'

const gatherMs = 1000
const mostGathered = 1000
const busyLookMs = 10_000
const idleLookMs = 30_000
/** A condition that stands is noted again after this long. */
const notedEveryMs = 60_000

const endings: ReadonlySet<string> = new Set(['task.succeeded', 'task.failed', 'task.cancelled'])

export interface WatchDeps {
  database: Database
  registry: AgentRegistry
  feed: Pick<Feed, 'subscribe'>
  log: Logger
  alerts: AlertStore
  limits: AlertThresholds
}

/** Opens what stands and has no alert, ends the alerts of what has passed. */
export async function lookAround(
  { alerts, ...deps }: Pick<WatchDeps, 'database' | 'registry' | 'alerts' | 'limits'>,
  now: Date,
): Promise<void> {
  const seen = judge(await readSituation(deps, now), deps.limits)
  const standing = await alerts.standing()
  const known = new Map(standing.map((alert) => [keyOf(alert), alert]))
  for (const sighting of seen) {
    const alert = known.get(keyOf(sighting))
    if (!alert || now.getTime() - alert.lastAt.getTime() >= notedEveryMs) await alerts.saw(sighting, now)
  }
  const keys = new Set(seen.map(keyOf))
  const passed = standing.filter((alert) => (standingKinds.has(alert.kind) ? !keys.has(keyOf(alert)) : hasPassed(alert, now)))
  for (const alert of passed) await alerts.resolve(alert, now)
}

/** What events tell, in their order; then how far the log has been read. */
export async function takeIn(
  { database, alerts }: Pick<WatchDeps, 'database' | 'alerts'>,
  events: readonly EventRow[],
  cursor: string,
): Promise<void> {
  for (const event of events) {
    const sighting = toSighting(event)
    if (sighting) await alerts.saw(sighting, event.at)
    const kind = endedKind(event)
    if (!kind) continue
    const ended = (await alerts.standing()).filter((alert) => alert.kind === kind && alert.subject === event.subject)
    for (const alert of ended) await alerts.resolve(alert, event.at)
  }
  const ids = events.filter(({ type }) => endings.has(type)).map(({ subject }) => subject)
  await addEnded(database, ids, cursor)
}

/** To be led by one process; answers how to stop. */
export async function startWatch(deps: WatchDeps): Promise<() => Promise<void>> {
  const stopping = new AbortController()
  const { signal } = stopping
  const looking = createLooking(deps, signal)
  const following = follow(deps, { signal, onTaken: looking.soon })
  return async () => {
    stopping.abort()
    await Promise.all([following, looking.ended])
  }
}

interface Following {
  signal: AbortSignal
  onTaken: () => void
}

async function follow(deps: WatchDeps, { signal, onTaken }: Following): Promise<void> {
  for (let failures = 0; !signal.aborted; failures++) {
    try {
      const filter = ({ type }: EventRow) => endings.has(type) || tellingTypes.has(type)
      const feed = await deps.feed.subscribe({ after: await readPosition(deps.database), filter })
      const close = () => void feed.return?.()
      signal.addEventListener('abort', close, { once: true })
      // Told to stop while the feed opened.
      if (signal.aborted) close()
      try {
        for await (const batch of gather(feed, signal)) {
          await takeIn(deps, batch.events, batch.cursor)
          failures = 0
          onTaken()
        }
      } finally {
        signal.removeEventListener('abort', close)
        close()
      }
    } catch (error) {
      if (signal.aborted) return
      if (failures === 0 && !isDatabaseAway(error)) deps.log.warn({ err: error }, 'alerts wait; trying again')
      await pause(Math.min(200 * 2 ** failures, 10_000), undefined, { signal }).catch(() => undefined)
    }
  }
}

/** What arrives within a second, together. */
async function* gather(feed: AsyncIterator<FeedMessage>, signal: AbortSignal): AsyncGenerator<{ events: EventRow[]; cursor: string }> {
  let next = feed.next()
  for (;;) {
    const first = await next
    if (first.done || signal.aborted) return
    const messages = [first.value]
    next = feed.next()
    const enough = pause(gatherMs, 'enough' as const, { signal }).catch(() => 'enough' as const)
    while (messages.length < mostGathered) {
      const more = await Promise.race([next, enough])
      if (more === 'enough' || more.done) break
      messages.push(more.value)
      next = feed.next()
    }
    const events = messages.flatMap((message) => (message.kind === 'event' ? [message.event] : []))
    yield { events, cursor: messages.at(-1)?.cursor ?? first.value.cursor }
  }
}

function createLooking(deps: WatchDeps, signal: AbortSignal): { soon: () => void; ended: Promise<void> } {
  let wake = () => {}
  /** What happened while nobody led counts as well. */
  let happened = true
  const soon = () => {
    happened = true
    wake()
  }

  async function run(): Promise<void> {
    while (!signal.aborted) {
      await pause(busyLookMs, undefined, { signal }).catch(() => undefined)
      if (!happened && !signal.aborted) await idle()
      if (signal.aborted) return
      happened = false
      await lookAround(deps, deps.database.now()).catch((error: unknown) => {
        happened = true
        if (!isDatabaseAway(error)) deps.log.warn({ err: error }, 'looking for alerts failed; trying again')
      })
    }
  }

  async function idle(): Promise<void> {
    const woken = new Promise<void>((resolve) => {
      wake = resolve
    })
    const ending = new AbortController()
    const longest = pause(idleLookMs - busyLookMs, undefined, { signal: AbortSignal.any([signal, ending.signal]) }).catch(() => undefined)
    await Promise.race([woken, longest])
    ending.abort()
  }

  return { soon, ended: run() }
}
