// Connects to MongoDB and runs transactions. Knows nothing of what the collections hold.

import { setTimeout as pause } from 'node:timers/promises'
import {
  type ClientSession,
  type Collection,
  type Db,
  type Document,
  MongoClient,
  MongoNetworkError,
  MongoServerError,
  MongoServerSelectionError,
  type OptionalUnlessRequiredId,
  type WriteConcernSettings,
} from 'mongodb'
import { createDatabaseClock, type DatabaseClock } from './database-clock.ts'

/** Of a transaction: passed on by those who may not know the driver. */
export type Session = ClientSession

export interface Database {
  client: MongoClient
  db: Db
  collection<T extends Document>(name: string): Collection<T>
  /** The database's time, without asking it. */
  now(): Date
  /** As the clock's. */
  watchSkew: DatabaseClock['watchSkew']
  /** Runs `work` until it commits. `work` may run several times: it must only touch the database through `session`. */
  transaction<T>(work: (session: ClientSession) => Promise<T>): Promise<T>
  /** The same, but resolves when everybody can see what was written, a moment before it is durable. */
  transactionAhead<T>(work: (session: ClientSession) => Promise<T>): Promise<Ahead<T>>
  close(): Promise<void>
}

/** What a crash may still undo until `durable` has resolved: nothing outside the database may be done on the strength of it. */
export interface Ahead<T> {
  value: T
  durable: Promise<void>
}

const commitConcern = { w: 'majority' } as const

/** Who meets others this often, or cannot get through in this time, had better come again later. */
const mostTries = 200
const mostMs = 30_000

/** Thrown inside a transaction to give it up and have the whole of it run again. */
export class RetryTransaction extends Error {}

export async function connectDatabase(url: string, name?: string): Promise<Database> {
  const client = new MongoClient(url, {
    serverSelectionTimeoutMS: 3000,
    // A server that has said nothing for the sum of both is given up, and whatever waits for it is broken off and tried elsewhere. So a
    // network that swallows everything is noticed before a lease runs out, and no statement is cut that a living server works at.
    heartbeatFrequencyMS: 2000,
    connectTimeoutMS: 3000,
    // A server that streams its heartbeats goes on being heard when nothing of ours reaches it any more.
    serverMonitoringMode: 'poll',
    // For a single connection that is half open; longer than any statement of ours.
    socketTimeoutMS: 60_000,
    maxPoolSize: 40,
    writeConcern: commitConcern,
    readConcern: { level: 'majority' },
    ignoreUndefined: true,
    appName: 'capstan',
  })
  const clock = createDatabaseClock(client)
  await client.connect()
  const db = client.db(name ?? databaseName(url))
  return {
    client,
    db,
    collection: (collectionName) => db.collection(collectionName),
    ...clock,
    transaction: (work) => runTransaction(client, work),
    transactionAhead: (work) => runTransactionAhead(client, work),
    close: () => client.close(),
  }
}

function databaseName(url: string): string {
  const path = /^mongodb(?:\+srv)?:\/\/[^/]+\/([^?]+)/.exec(url)?.[1]
  return path || 'capstan'
}

async function runTransaction<T>(client: MongoClient, work: (session: ClientSession) => Promise<T>): Promise<T> {
  const { value, session } = await runUntilCommitted(client, work, commitConcern)
  await session.endSession()
  return value
}

async function runTransactionAhead<T>(client: MongoClient, work: (session: ClientSession) => Promise<T>): Promise<Ahead<T>> {
  const { value, session } = await runUntilCommitted(client, work, { w: 1 })
  // A commit that is asked for again answers when the majority has it, on disk.
  const durable = commitAndEnd(session)
  // Heard of by whoever waits for it.
  durable.catch(() => undefined)
  return { value, durable }
}

async function commitAndEnd(session: ClientSession): Promise<void> {
  try {
    await commit(session)
  } finally {
    await session.endSession()
  }
}

/** The session is the caller's to end. */
async function runUntilCommitted<T>(
  client: MongoClient,
  work: (session: ClientSession) => Promise<T>,
  writeConcern: WriteConcernSettings,
): Promise<{ value: T; session: ClientSession }> {
  let session = client.startSession()
  const beganAt = performance.now()
  try {
    for (let tries = 1; ; tries++) {
      session.startTransaction({ readConcern: { level: 'snapshot' }, writeConcern })
      let committing = false
      try {
        const value = await work(session)
        committing = true
        await commit(session)
        return { value, session }
      } catch (error) {
        // Broken off before its commit nothing of it is stored, even where the driver leaves the label out, as on a connection it gave up.
        const undone = !committing && isNetworkError(error)
        if (undone) session = replace(session, client)
        else if (session.inTransaction()) await session.abortTransaction().catch(() => undefined)
        const isHopeless = tries >= mostTries || performance.now() - beganAt > mostMs
        if (!(undone || isRetryable(error)) || isHopeless) throw error
        // Two writers met: step aside for a moment that grows, drawn at random so that they do not meet again.
        await pause(Math.random() * Math.min(2 * tries, 30))
      }
    }
  } catch (error) {
    await session.endSession()
    throw error
  }
}

/** Nobody waits until the old one could tell the server that it is over: the network may be gone. */
function replace(session: ClientSession, client: MongoClient): ClientSession {
  session
    .abortTransaction()
    .catch(() => undefined)
    .finally(() => void session.endSession().catch(() => undefined))
  return client.startSession()
}

async function commit(session: ClientSession): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await session.commitTransaction()
      return
    } catch (error) {
      // The commit may have happened: asking again is safe, the server remembers.
      const unknown = isNetworkError(error) || hasLabel(error, 'UnknownTransactionCommitResult')
      if (!unknown || tries >= 10) throw error
      await pause(50 * tries)
    }
  }
}

function isRetryable(error: unknown): boolean {
  // The driver has looked for a server for as long as it may: the caller is told, not kept waiting.
  if (unwrap(error) instanceof MongoServerSelectionError) return false
  return error instanceof RetryTransaction || hasLabel(error, 'TransientTransactionError')
}

function isNetworkError(error: unknown): boolean {
  return unwrap(error) instanceof MongoNetworkError
}

/** A write of many that cannot reach the server fails with what looks like the server's answer. */
function unwrap(error: unknown): unknown {
  const { errorResponse } = error instanceof MongoServerError ? error : {}
  return errorResponse instanceof Error ? errorResponse : error
}

function hasLabel(error: unknown, label: string): boolean {
  return typeof error === 'object' && error !== null && 'hasErrorLabel' in error && (error as MongoServerError).hasErrorLabel(label)
}

/** As many as surely fit into one statement. */
const fewRows = 10

/** In a transaction a few rows go out as one plain statement: the driver's way for many takes longer, and a new task's start waits for it. */
export async function insertRows<T extends Document>(
  { db }: Pick<Database, 'db'>,
  { collection, rows }: { collection: string; rows: readonly OptionalUnlessRequiredId<T>[] },
  session?: ClientSession,
): Promise<void> {
  if (rows.length === 0) return
  const asOne = session && rows.length <= fewRows
  if (asOne) throwRefusal(await db.command({ insert: collection, documents: rows }, { session, ignoreUndefined: true }))
  else await db.collection<T>(collection).insertMany(rows, { ...(session && { session }), ordered: true })
}

export interface RowUpdate {
  filter: object
  update: object
  upsert: boolean
}

/** In one plain statement, as few rows are inserted; answers how many of the rows were there before. */
export async function updateRows(
  { db }: Pick<Database, 'db'>,
  { collection, rows }: { collection: string; rows: readonly RowUpdate[] },
  session: ClientSession,
): Promise<number> {
  if (rows.length === 0) return 0
  const updates = rows.map(({ filter: q, update: u, upsert }) => ({ q, u, upsert }))
  const answer = await db.command({ update: collection, updates }, { session, ignoreUndefined: true })
  throwRefusal(answer)
  return answer['n'] - (answer['upserted']?.length ?? 0)
}

/** A statement whose rows are refused has not failed itself. */
function throwRefusal(answer: Document): void {
  const [refusal] = answer['writeErrors'] ?? []
  if (refusal) throw new MongoServerError({ ...refusal, message: refusal.errmsg })
}

/** Finds the text wherever it stands, in upper or lower case; nothing in it has a meaning of its own. */
export function textPattern(text: string): RegExp {
  const plain = text.slice(0, 100).replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  // A pattern goes to the database as text that ends at the first zero.
  return new RegExp(plain.replaceAll('\0', '\\x00'), 'i')
}

export function isDuplicateKey(error: unknown): boolean {
  return error instanceof MongoServerError && error.code === 11000
}

/** The database cannot be reached or has no primary: worth waiting for, not a defect. */
export function isDatabaseAway(failure: unknown): boolean {
  const error = unwrap(failure)
  if (!(error instanceof Error)) return false
  return (
    isNetworkError(error) ||
    /^Mongo(ServerSelection|OperationTimeout|NotConnected|TopologyClosed|ClientClosed)/.test(error.name) ||
    hasLabel(error, 'TransientTransactionError') ||
    hasLabel(error, 'RetryableWriteError') ||
    /not primary|node is recovering|interruptedAtShutdown|ShutdownInProgress/i.test(error.message)
  )
}
