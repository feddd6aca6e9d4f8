// Reads from the event log what belongs into the audit chain: every event that a person caused, and all about logins and attacks.
// From a resume token when history still reaches back to it; otherwise from the stored events themselves, with the stream open already.
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises'
import {
  type ChangeStream,
  type ChangeStreamInsertDocument,
  type Filter,
  Long,
  MongoServerError,
  ObjectId,
  type ResumeToken,
  type Timestamp,
} from 'mongodb'
import type { EventRow } from '../events/event-log.ts'
import type { Database } from '../mongo.ts'

const historyLost = 286
const batchSize = 500
const maxPending = 5000
/** What happens within this time is asked for together, and goes into the chain in one transaction. */
const gatherMs = 120
/** So many are read in one turn of the event loop, so that requests do not wait for a crowd of them. */
const sliceSize = 16
/** How far before its last entry the log is read again: longer than any transaction and any clock difference. */
const searchBackSeconds = 3600

const audited = /^(auth|security)\./

export interface Batch {
  events: EventRow[]
  resume?: ResumeToken
  /** Some of them may have been in an earlier batch. */
  mayRepeat: boolean
  /** More has come already. */
  hurry: boolean
}

export interface FollowOptions {
  database: Database
  resume: ResumeToken | undefined
  /** When the chain was last written: nothing older, less an hour, is looked at again. */
  since: Date | undefined
  signal: AbortSignal
}

/** Ends only by an error or by the signal. What it yields may hold events that are in the chain already. */
export async function* followAudited({ database, resume, since, signal }: FollowOptions): AsyncGenerator<Batch> {
  let reader = openReader(database, resume, signal)
  try {
    const lost = (await reader.opened) === 'history lost'
    if (lost) {
      reader.close()
      reader = openReader(database, undefined, signal)
      await reader.opened
    }
    const readUpTo = lost || !resume ? yield* readStored(database, since) : undefined
    for (let batch = await reader.next(); batch; batch = await reader.next()) {
      const { begins, ...rest } = batch
      yield { ...rest, mayRepeat: readUpTo !== undefined && !begins?.greaterThan(readUpTo) }
    }
  } finally {
    reader.close()
  }
}

interface Reader {
  /** Resolves when what happens from now on comes through it. */
  opened: Promise<'open' | 'history lost'>
  /** What has arrived since the last one, together; undefined when it was told to end. */
  next(): Promise<(Omit<Batch, 'mayRepeat'> & { begins: Timestamp | undefined }) | undefined>
  close(): void
}

type Change = ChangeStreamInsertDocument<EventRow>

function openReader(database: Database, resumeAfter: ResumeToken | undefined, signal: AbortSignal): Reader {
  const match = { operationType: 'insert', $or: [{ 'fullDocument.actor': { $exists: true } }, { 'fullDocument.type': audited }] }
  const stream: ChangeStream<EventRow, Change> = database
    .collection<EventRow>('events')
    .watch([{ $match: match }], { batchSize, maxAwaitTimeMS: 10_000, ...(resumeAfter ? { resumeAfter } : {}) })
  const pending: Change[] = []
  let failure: unknown
  let wake = () => {}
  let drained = () => {}
  let gathered = false
  const close = () => {
    signal.removeEventListener('abort', close)
    // Not awaited: the driver waits for the answer to its last question, and that may take as long as nothing happens.
    void stream.close().catch(() => undefined)
    wake()
    drained()
  }
  signal.addEventListener('abort', close, { once: true })
  const opened = new Promise<'open' | 'history lost'>((resolve) => {
    stream.once('resumeTokenChanged', () => resolve('open'))
    readAll().catch((error: unknown) => {
      failure = error
      resolve(isHistoryLost(error) ? 'history lost' : 'open')
      wake()
    })
  })

  async function readAll(): Promise<never> {
    for (;;) {
      if (pending.length >= maxPending) await new Promise<void>((resolve) => (drained = resolve))
      pending.push(await stream.next())
      if (gathered) {
        if (pending.length % sliceSize === 0) await nextTurn()
        continue
      }
      gathered = true
      await pause(gatherMs, undefined, { signal }).catch(() => undefined)
      wakeAfterLast()
    }
  }

  /** When a turn has brought nothing more, one answer of the database has been read to its end. */
  function wakeAfterLast(): void {
    const seen = pending.length
    setImmediate(() => {
      if (pending.length > seen && pending.length < batchSize) return wakeAfterLast()
      gathered = false
      wake()
    })
  }

  return {
    opened,
    next: async () => {
      // Not once: a call to wake up may be about something that an earlier batch took along.
      while (pending.length === 0 && failure === undefined && !signal.aborted) await new Promise<void>((resolve) => (wake = resolve))
      if (signal.aborted) return undefined
      const batch = pending.splice(0, batchSize)
      drained()
      const last = batch.at(-1)
      if (!last) throw failure
      const events = batch.map(({ fullDocument }) => fullDocument)
      return { events, resume: last._id, begins: batch[0]?.clusterTime, hurry: batch.length === batchSize }
    },
    close,
  }
}

/** Returns the moment that no event it has read is younger than. */
async function* readStored(database: Database, since: Date | undefined): AsyncGenerator<Batch, Long | Timestamp> {
  const seconds = since ? Math.max(0, Math.floor(since.getTime() / 1000) - searchBackSeconds) : 0
  const caused = { $or: [{ actor: { $exists: true } }, { type: { $regex: audited } }] } as Filter<EventRow>
  const filter: Filter<EventRow> = { _id: { $gte: ObjectId.createFromTime(seconds) }, ...caused }
  // What was written just before the stream opened may not be agreed on yet: the session makes the question wait until it is.
  const session = database.client.startSession({ causalConsistency: true })
  try {
    await database.db.command({ ping: 1 }, { session })
    const cursor = database.collection<EventRow>('events').find(filter, { sort: { _id: 1 }, batchSize, session })
    let events: EventRow[] = []
    for await (const event of cursor) {
      events.push(event)
      if (events.length < batchSize) continue
      yield { events, mayRepeat: true, hurry: true }
      events = []
    }
    if (events.length > 0) yield { events, mayRepeat: true, hurry: true }
    return session.operationTime ?? Long.MAX_UNSIGNED_VALUE
  } finally {
    await session.endSession()
  }
}

function isHistoryLost(error: unknown): boolean {
  return error instanceof MongoServerError && error.code === historyLost
}
