// The one change stream of this process over the event log: fills the hub, follows restarts, and resumes readers from any event id.
// Knows nothing of who may see what: a subscriber passes its filter.
import { type ChangeStream, type ChangeStreamInsertDocument, type ChangeStreamOptions, MongoServerError, ObjectId, Timestamp } from 'mongodb'
import { setTimeout as pause } from 'node:timers/promises'
import { CapstanError } from '../errors.ts'
import type { Logger } from '../log.ts'
import type { Database } from '../mongo.ts'
import { closable } from './closable.ts'
import { type EventRow, type EventType, sharedWorkspace } from './event-log.ts'
import { createHub } from './hub.ts'

const ringSize = 20_000
const historyLost = 286
/** How far before an event's own second the log is searched for it: longer than any transaction and any clock difference. */
const searchBackSeconds = 60

export interface FeedItem {
  cursor: string
  event: EventRow
}

/** `gap` says that history no longer reaches back, or that the reader was too slow: refetch. */
export type FeedMessage = ({ kind: 'event' } & FeedItem) | { kind: 'gap'; cursor: string }

export interface SubscribeOptions {
  after?: string | undefined
  filter: (event: EventRow) => boolean
}

export interface Feed {
  /** Called for every event, in order, in this process; must return at once. */
  onEvent(listener: (event: EventRow) => void): () => void
  /** Called when events may have been missed. */
  onGap(listener: () => void): () => void
  subscribe(options: SubscribeOptions): Promise<AsyncIterableIterator<FeedMessage>>
  /** The newest event known; undefined only when there never was one. */
  head(): string | undefined
  start(): Promise<() => Promise<void>>
}

export interface FeedOptions {
  database: Database
  log: Logger
  /** Only these types; all when left out. */
  types?: readonly EventType[]
}

export function createFeed({ database, log, types }: FeedOptions): Feed {
  const events = database.collection<EventRow>('events')
  const hub = createHub<EventRow | 'gap'>({ ringSize })
  const listeners = new Set<(event: EventRow) => void>()
  const gapListeners = new Set<() => void>()
  const stopping = new AbortController()
  let resumeToken: unknown
  let lastBeforeStart: string | undefined
  let current: ChangeStream<EventRow> | undefined

  function watch(options: ChangeStreamOptions) {
    const match = { operationType: 'insert', ...(types && { 'fullDocument.type': { $in: types } }) }
    return events.watch<EventRow, ChangeStreamInsertDocument<EventRow>>([{ $match: match }], { batchSize: 2000, maxAwaitTimeMS: 1000, ...options })
  }

  function publish(event: EventRow): void {
    hub.publish({ cursor: event._id.toHexString(), value: event })
    for (const listener of listeners) listener(event)
  }

  function announceGap(): void {
    hub.publish({ cursor: new ObjectId().toHexString(), value: 'gap' })
    for (const listener of gapListeners) listener()
  }

  async function follow(opened: () => void): Promise<void> {
    for (let failures = 0; !stopping.signal.aborted; ) {
      try {
        const stream = watch(resumeToken ? { resumeAfter: resumeToken } : {})
        current = stream as unknown as ChangeStream<EventRow>
        if (stopping.signal.aborted) return void (await stream.close())
        // The first tryNext opens the cursor at the server: from here on nothing is missed.
        let change = await stream.tryNext()
        resumeToken = stream.resumeToken
        opened()
        failures = 0
        for (;;) {
          if (change) {
            publish(change.fullDocument)
            resumeToken = change._id
          }
          change = await stream.next()
        }
      } catch (error) {
        await current?.close().catch(() => undefined)
        if (stopping.signal.aborted) return
        if (error instanceof MongoServerError && error.code === historyLost) {
          resumeToken = undefined
          announceGap()
        }
        if (failures++ === 0) log.warn({ err: error }, 'event feed interrupted; reconnecting')
        await pause(Math.min(100 * 2 ** failures, 2000), undefined, { signal: stopping.signal }).catch(() => undefined)
      }
    }
  }

  async function subscribe({ after, filter }: SubscribeOptions): Promise<AsyncIterableIterator<FeedMessage>> {
    const closing = new AbortController()
    const { signal } = closing
    const live = (from: string | undefined) => fromHub(hub.subscribe({ after: from, filter: (value) => value === 'gap' || filter(value), maxQueue: 2000, signal }))
    const known = after === undefined || hub.has(after) ? undefined : await events.findOne({ _id: parseCursor(after) }, { projection: { _id: 1 } })
    const open = () => {
      if (after === undefined || hub.has(after)) return live(after)
      return known ? replay(known._id, { live, filter, signal }) : startWithGap(after, live(undefined))
    }
    return closable(open(), () => closing.abort())
  }

  interface Replay {
    live: (from: string | undefined) => AsyncIterable<FeedMessage>
    filter: (event: EventRow) => boolean
    signal: AbortSignal
  }

  /** Reads on from an event that has left the ring until a reader of the ring can take over. */
  async function* replay(from: ObjectId, { live, filter, signal }: Replay): AsyncGenerator<FeedMessage> {
    const seconds = Math.floor(from.getTimestamp().getTime() / 1000) - searchBackSeconds
    const stream = watch({ startAtOperationTime: new Timestamp({ t: seconds, i: 1 }) })
    const close = () => void stream.close().catch(() => undefined)
    signal.addEventListener('abort', close, { once: true })
    stopping.signal.addEventListener('abort', close, { once: true })
    let found = false
    let takeOver: string | undefined
    try {
      while (!takeOver) {
        const { fullDocument: event } = await stream.next()
        const cursor = event._id.toHexString()
        if (!found) found = event._id.equals(from)
        else if (filter(event)) yield { kind: 'event', cursor, event }
        if (found && hub.has(cursor)) takeOver = cursor
      }
    } catch (error) {
      if (signal.aborted || stopping.signal.aborted) return
      if (!(error instanceof MongoServerError && error.code === historyLost)) throw error
      yield { kind: 'gap', cursor: hub.head() ?? from.toHexString() }
    } finally {
      signal.removeEventListener('abort', close)
      stopping.signal.removeEventListener('abort', close)
      close()
    }
    yield* live(takeOver)
  }

  async function start(): Promise<() => Promise<void>> {
    lastBeforeStart = (await events.findOne({}, { sort: { _id: -1 }, projection: { _id: 1 } }))?._id.toHexString()
    let following: Promise<void> | undefined
    await new Promise<void>((opened) => {
      following = follow(opened)
    })
    return async () => {
      stopping.abort()
      await current?.close().catch(() => undefined)
      await following
    }
  }

  return {
    onEvent: (listener) => subscribeTo(listeners, listener),
    onGap: (listener) => subscribeTo(gapListeners, listener),
    subscribe,
    head: () => hub.head() ?? lastBeforeStart,
    start,
  }
}

function subscribeTo<T>(set: Set<T>, listener: T): () => void {
  set.add(listener)
  return () => set.delete(listener)
}

type HubMessage = { kind: 'event'; cursor: string; value: EventRow | 'gap' } | { kind: 'lagged'; cursor: string | undefined; dropped: number }

async function* fromHub(source: AsyncIterable<HubMessage>): AsyncGenerator<FeedMessage> {
  for await (const message of source) {
    if (message.kind === 'lagged') yield { kind: 'gap', cursor: message.cursor ?? '' }
    else if (message.value === 'gap') yield { kind: 'gap', cursor: message.cursor }
    else yield { kind: 'event', cursor: message.cursor, event: message.value }
  }
}

/** Tells a client to fetch again what it shows: something was missed. */
export function gapEvent(cursor: string): EventRow {
  const _id = ObjectId.isValid(cursor) ? new ObjectId(cursor) : new ObjectId()
  return { _id, type: 'feed.gap', at: new Date(), workspace: sharedWorkspace, subject: 'feed', payload: { message: 'Some events were missed; fetch again what you show.' } }
}

async function* startWithGap(cursor: string, rest: AsyncIterable<FeedMessage>): AsyncGenerator<FeedMessage> {
  yield { kind: 'gap', cursor }
  yield* rest
}

export function parseCursor(text: string): ObjectId {
  if (/^[0-9a-f]{24}$/.test(text)) return new ObjectId(text)
  throw new CapstanError('VALIDATION_FAILED', 'after: expected the cursor of an event, 24 hexadecimal digits', {
    violations: [{ path: 'after', message: 'expected the cursor of an event, 24 hexadecimal digits' }],
  })
}
