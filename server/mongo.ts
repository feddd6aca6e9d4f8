// Connects to MongoDB and runs transactions. Knows nothing of what the collections hold.

import { setTimeout as pause } from 'node:timers/promises'
import {
  type ClientSession,
  type Collection,
  type Db,
  type Document,
  MongoClient,
  MongoServerError,
  MongoServerSelectionError,
} from 'mongodb'

/** Of a transaction: passed on by those who may not know the driver. */
export type Session = ClientSession

export interface Database {
  client: MongoClient
  db: Db
  collection<T extends Document>(name: string): Collection<T>
  /** Runs `work` until it commits. `work` may run several times: it must only touch the database through `session`. */
  transaction<T>(work: (session: ClientSession) => Promise<T>): Promise<T>
  close(): Promise<void>
}

const commitConcern = { w: 'majority' } as const

/** Thrown inside a transaction to give it up and have the whole of it run again. */
export class RetryTransaction extends Error {}

export async function connectDatabase(url: string, name?: string): Promise<Database> {
  const client = new MongoClient(url, {
    serverSelectionTimeoutMS: 3000,
    // Zero would wait for ever on a half-open connection; longer than any statement of ours.
    socketTimeoutMS: 60_000,
    maxPoolSize: 40,
    writeConcern: commitConcern,
    readConcern: { level: 'majority' },
    ignoreUndefined: true,
    appName: 'capstan',
  })
  await client.connect()
  const db = client.db(name ?? databaseName(url))
  return {
    client,
    db,
    collection: (collectionName) => db.collection(collectionName),
    transaction: (work) => runTransaction(client, work),
    close: () => client.close(),
  }
}

function databaseName(url: string): string {
  const path = /^mongodb(?:\+srv)?:\/\/[^/]+\/([^?]+)/.exec(url)?.[1]
  return path || 'capstan'
}

async function runTransaction<T>(client: MongoClient, work: (session: ClientSession) => Promise<T>): Promise<T> {
  const session = client.startSession()
  try {
    for (let tries = 1; ; tries++) {
      session.startTransaction({ readConcern: { level: 'snapshot' }, writeConcern: commitConcern })
      try {
        const value = await work(session)
        await commit(session)
        return value
      } catch (error) {
        if (session.inTransaction()) await session.abortTransaction().catch(() => undefined)
        if (!isRetryable(error) || tries >= 200) throw error
        // Two writers met: step aside for a moment that grows, drawn at random so that they do not meet again.
        await pause(Math.random() * Math.min(2 * tries, 30))
      }
    }
  } finally {
    await session.endSession()
  }
}

async function commit(session: ClientSession): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await session.commitTransaction()
      return
    } catch (error) {
      // The commit may have happened: asking again is safe, the server remembers.
      if (!hasLabel(error, 'UnknownTransactionCommitResult') || tries >= 10) throw error
      await pause(50 * tries)
    }
  }
}

function isRetryable(error: unknown): boolean {
  // The driver has looked for a server for as long as it may: the caller is told, not kept waiting.
  if (error instanceof MongoServerSelectionError) return false
  return error instanceof RetryTransaction || hasLabel(error, 'TransientTransactionError')
}

function hasLabel(error: unknown, label: string): boolean {
  return typeof error === 'object' && error !== null && 'hasErrorLabel' in error && (error as MongoServerError).hasErrorLabel(label)
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
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return (
    /^Mongo(ServerSelection|Network|NetworkTimeout|NotConnected|PoolCleared|TopologyClosed|ClientClosed)/.test(error.name) ||
    hasLabel(error, 'TransientTransactionError') ||
    hasLabel(error, 'RetryableWriteError') ||
    /not primary|node is recovering|interruptedAtShutdown|ShutdownInProgress/i.test(error.message)
  )
}
