// What the server tells by itself, for all screens: events, figures, alerts. Gathers what comes in floods; resumes where it stopped.
import type { CapstanClient } from '../client/client.ts'
import {
  alertNews,
  deadLetters,
  eventNews,
  me,
  requests,
  type StatsFragment,
  statsNews,
  stats as statsOperation,
} from '../generated/operations.ts'
import { isAboutLetters } from '../resources/dead-letters.ts'
import { type FeedEvent, listNames } from '../resources/resource.ts'
import { createPace } from './pace.ts'
import type { Store } from './store.ts'

export interface FeedOptions {
  client: CapstanClient
  store: Store
  /** Events are handed on at most this often. */
  gatherMs: number
  now: () => number
}

const recountMs = 1_000

export function startFeed({ client, store, gatherMs, now }: FeedOptions): () => void {
  const counter = createCounter(now)
  const counts = createCounts(client, store)
  const pace = createPace({ client, store, now })
  let waiting: FeedEvent[] = []
  let timer: NodeJS.Timeout | undefined
  let handedOnAt = 0

  function receive(event: FeedEvent): void {
    if (event.type === 'feed.gap') {
      readAllAgain(store)
      pace.read()
      return
    }
    counter.add()
    waiting.push(event)
    timer ??= setTimeout(handOn, Math.max(0, handedOnAt + gatherMs - now()))
  }

  function handOn(): void {
    timer = undefined
    handedOnAt = now()
    const events = waiting
    waiting = []
    pace.count(events)
    // They have waited for each other already.
    store.dispatch({ type: 'events', events, perMinute: counter.perMinute() }, 'at once')
    if (events.some(isAboutLetters)) counts.later('deadLetters')
    if (events.some(({ type }) => type.startsWith('request.'))) counts.later('requests')
  }

  const stops = [
    client.subscribe(eventNews, {}, { next: ({ events }) => receive(events), cursorOf: ({ events }) => events.cursor }),
    client.subscribe(statsNews, {}, { next: ({ queueStats }) => showStats(store, queueStats) }),
    client.subscribe(alertNews, {}, { next: ({ alerts }) => store.dispatch({ type: 'alert', alert: alerts }) }),
  ]
  void client.request(statsOperation, {}).then(({ queueStats }) => showStats(store, queueStats), ignore)
  void client.request(me, {}).then((answer) => store.dispatch({ type: 'me', me: answer.me }), ignore)
  pace.read()
  counts.later('deadLetters', 0)
  counts.later('requests', 0)
  return () => {
    clearTimeout(timer)
    counts.stop()
    pace.stop()
    for (const stop of stops) stop()
  }
}

/** What it would have shown is shown as unknown; the connection tells why, and the next one asks again. */
const ignore = () => undefined

export function readAllAgain(store: Store): void {
  for (const list of listNames) store.dispatch({ type: 'listStale', list })
}

/** Measured anew all the time, and mostly the same: then nothing has to be drawn. */
function showStats(store: Store, stats: StatsFragment): void {
  const known = store.get().stats
  if (known && JSON.stringify({ ...known, at: '' }) === JSON.stringify({ ...stats, at: '' })) return
  store.dispatch({ type: 'stats', stats })
}

function createCounter(now: () => number) {
  let counts: { second: number; count: number }[] = []
  return {
    add() {
      const second = Math.floor(now() / 1000)
      const last = counts.at(-1)
      if (last?.second === second) last.count += 1
      else counts.push({ second, count: 1 })
    },
    perMinute() {
      const oldest = Math.floor(now() / 1000) - 60
      counts = counts.filter(({ second }) => second > oldest)
      return counts.reduce((sum, { count }) => sum + count, 0)
    },
  }
}

/** How much waits for people, counted again after news of it. */
function createCounts(client: CapstanClient, store: Store) {
  const timers = new Map<string, NodeJS.Timeout>()
  const count = {
    deadLetters: async () => {
      const answer = await client.request(deadLetters, { first: 1 })
      store.dispatch({ type: 'counts', deadLetters: answer.deadLetters.totalCount })
    },
    requests: async () => {
      const answer = await client.request(requests, { first: 1 })
      store.dispatch({ type: 'counts', openRequests: answer.requests.totalCount })
    },
  }
  return {
    later(what: keyof typeof count, ms = recountMs) {
      if (timers.has(what)) return
      const fire = () => {
        timers.delete(what)
        count[what]().catch(ignore)
      }
      timers.set(what, setTimeout(fire, ms))
    },
    stop() {
      for (const timer of timers.values()) clearTimeout(timer)
    },
  }
}
