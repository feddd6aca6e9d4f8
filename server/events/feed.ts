// The one change stream of this process over the event log: fills the hub, follows restarts, and resumes readers from any event id.
// Knows nothing of who may see what: a subscriber passes its filter.

import { setTimeout as pause } from 'node:timers/promises'
import {
  type ChangeStream,
  type ChangeStreamInsertDocument,
  type ChangeStreamOptions,
  type Collection,
  MongoServerError,
  ObjectId,
  type ResumeToken,
  Timestamp,
} from 'mongodb'
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

/** An event that a reader has seen, and a moment of the log by which it was there. */
interface Known {
  id: ObjectId
  by: Timestamp
}

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

export function createFeed(options: FeedOptions): Feed {
  return new ChangeStreamFeed(options)
}

type InsertStream = ChangeStream<EventRow, ChangeStreamInsertDocument<EventRow>>

interface Replay {
  filter: (event: EventRow) => boolean
  signal: AbortSignal
}

class ChangeStreamFeed implements Feed {
  readonly #options: FeedOptions
  readonly #events: Collection<EventRow>
  readonly #hub = createHub<EventRow | 'gap'>({ ringSize })
  readonly #listeners = new Set<(event: EventRow) => void>()
  readonly #gapListeners = new Set<() => void>()
  readonly #stopping = new AbortController()
  #resumeToken: ResumeToken
  #lastBeforeStart: string | undefined
  #current: InsertStream | undefined

  constructor(options: FeedOptions) {
    this.#options = options
    this.#events = options.database.collection<EventRow>('events')
  }

  onEvent(listener: (event: EventRow) => void): () => void {
    return subscribeTo(this.#listeners, listener)
  }

  onGap(listener: () => void): () => void {
    return subscribeTo(this.#gapListeners, listener)
  }

  head(): string | undefined {
    return this.#hub.head() ?? this.#lastBeforeStart
  }

  async start(): Promise<() => Promise<void>> {
    this.#lastBeforeStart = (await this.#events.findOne({}, { sort: { _id: -1 }, projection: { _id: 1 } }))?._id.toHexString()
    await new Promise<void>((opened) => {
      void this.#follow(opened)
    })
    return async () => {
      this.#stopping.abort()
      // Not awaited: the driver waits for the server's answer to its last question, and that may take as long as nothing happens.
      void this.#current?.close().catch(() => undefined)
    }
  }

  async subscribe({ after, filter }: SubscribeOptions): Promise<AsyncIterableIterator<FeedMessage>> {
    const closing = new AbortController()
    const replay = { filter, signal: closing.signal }
    const known = after === undefined || this.#hub.has(after) ? undefined : await this.#find(after)
    return closable(this.#open(after, known, replay), () => closing.abort())
  }

  #open(after: string | undefined, known: Known | undefined, replay: Replay): AsyncGenerator<FeedMessage> {
    if (after === undefined || this.#hub.has(after)) return this.#live(after, replay)
    return known ? this.#replay(known, replay) : startWithGap(after, this.#live(undefined, replay))
  }

  async #find(cursor: string): Promise<Known | undefined> {
    const session = this.#options.database.client.startSession()
    try {
      const event = await this.#events.findOne({ _id: parseCursor(cursor) }, { projection: { _id: 1 }, session })
      return event && session.operationTime ? { id: event._id, by: session.operationTime } : undefined
    } finally {
      await session.endSession()
    }
  }

  #live(after: string | undefined, { filter, signal }: Replay): AsyncGenerator<FeedMessage> {
    return fromHub(this.#hub.subscribe({ after, filter: (value) => value === 'gap' || filter(value), maxQueue: 2000, signal }))
  }

  /** Reads on from an event that has left the ring until a reader of the ring can take over. */
  async *#replay({ id: from, by }: Known, replay: Replay): AsyncGenerator<FeedMessage> {
    const { filter, signal } = replay
    const made = Math.floor(from.getTimestamp().getTime() / 1000)
    const seconds = Math.min(made, by.getHighBitsUnsigned()) - searchBackSeconds
    const stream = this.#watch({ startAtOperationTime: new Timestamp({ t: seconds, i: 1 }) })
    const ended = AbortSignal.any([signal, this.#stopping.signal])
    const close = () => void stream.close().catch(() => undefined)
    ended.addEventListener('abort', close, { once: true })
    let found = false
    let takeOver: string | undefined
    try {
      while (!takeOver) {
        const { fullDocument: event, clusterTime } = await stream.next()
        const cursor = event._id.toHexString()
        if (found && filter(event)) yield { kind: 'event', cursor, event }
        // The machine that made it had the wrong time, so it lies further back than it was searched for.
        const missed: boolean = !found && clusterTime?.greaterThan(by) === true
        if (missed) yield { kind: 'gap', cursor }
        found ||= missed || event._id.equals(from)
        if (found && this.#hub.has(cursor)) takeOver = cursor
      }
    } catch (error) {
      if (ended.aborted) return
      if (!isHistoryLost(error)) throw error
      yield { kind: 'gap', cursor: this.#hub.head() ?? from.toHexString() }
    } finally {
      ended.removeEventListener('abort', close)
      close()
    }
    yield* this.#live(takeOver, replay)
  }

  #watch(options: ChangeStreamOptions): InsertStream {
    const { types } = this.#options
    const match = { operationType: 'insert', ...(types && { 'fullDocument.type': { $in: types } }) }
    return this.#events.watch([{ $match: match }], { batchSize: 2000, maxAwaitTimeMS: 10_000, ...options })
  }

  async #follow(opened: () => void): Promise<void> {
    for (let failures = 0; !this.#stopping.signal.aborted; failures++) {
      try {
        await this.#readStream(() => {
          failures = 0
          opened()
        })
      } catch (error) {
        await this.#current?.close().catch(() => undefined)
        if (this.#stopping.signal.aborted) return
        if (isHistoryLost(error)) {
          this.#resumeToken = undefined
          this.#announceGap()
        }
        if (failures === 0) this.#options.log.warn({ err: error }, 'event feed interrupted; reconnecting')
        await pause(Math.min(100 * 2 ** failures, 2000), undefined, { signal: this.#stopping.signal }).catch(() => undefined)
      }
    }
  }

  /** Ends only by an error or by being closed. */
  async #readStream(opened: () => void): Promise<void> {
    const stream = this.#watch(this.#resumeToken ? { resumeAfter: this.#resumeToken } : {})
    this.#current = stream
    const open = new Promise<void>((resolve) => stream.once('resumeTokenChanged', () => resolve()))
    const first = stream.next()
    // The server has opened the cursor: from here on nothing is missed.
    await Promise.race([open, first])
    this.#resumeToken = stream.resumeToken
    opened()
    for (let next = first; ; next = stream.next()) {
      const change = await next
      if (this.#stopping.signal.aborted) return
      this.#publish(change.fullDocument)
      this.#resumeToken = change._id
    }
  }

  #publish(event: EventRow): void {
    this.#hub.publish({ cursor: event._id.toHexString(), value: event })
    for (const listener of this.#listeners) listener(event)
  }

  #announceGap(): void {
    this.#hub.publish({ cursor: new ObjectId().toHexString(), value: 'gap' })
    for (const listener of this.#gapListeners) listener()
  }
}

function isHistoryLost(error: unknown): boolean {
  return error instanceof MongoServerError && error.code === historyLost
}

function subscribeTo<T>(set: Set<T>, listener: T): () => void {
  set.add(listener)
  return () => set.delete(listener)
}

type HubMessage =
  | { kind: 'event'; cursor: string; value: EventRow | 'gap' }
  | { kind: 'lagged'; cursor: string | undefined; dropped: number }

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
  return {
    _id,
    type: 'feed.gap',
    at: new Date(),
    workspace: sharedWorkspace,
    subject: 'feed',
    payload: { message: 'Some events were missed; fetch again what you show.' },
  }
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
