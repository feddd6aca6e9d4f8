// Idempotency keys: the same key within a day stands for what it made first. Those of new tasks are kept where tasks are stored.
import type { ClientSession } from 'mongodb'
import { CapstanError } from '../errors.ts'
import type { Database } from '../mongo.ts'

const keepMs = 24 * 3600_000

interface KeyDoc {
  _id: string
  hash: string
  /** What it made. */
  task: string
  expireAt: Date
}

export interface Key {
  id: string
  hash: string
}

/** What earlier requests with exactly these keys made, in order; undefined unless all of them are known with the same input. */
export async function findMade(database: Database, keys: readonly Key[]): Promise<string[] | undefined> {
  const known = { _id: { $in: keys.map(({ id }) => id) }, expireAt: { $gt: database.now() } }
  const rows = new Map((await database.collection<KeyDoc>('idempotency').find(known).toArray()).map((row) => [row._id, row]))
  const made = keys.flatMap(({ id, hash }) => {
    const row = rows.get(id)
    return row?.hash === hash ? [row.task] : []
  })
  return made.length === keys.length ? made : undefined
}

/** What an earlier request with this key made. Throws CONFLICT when that one asked for something else. */
export async function findKey(database: Database, { id, hash }: Key, session?: ClientSession): Promise<string | undefined> {
  const row = await database.collection<KeyDoc>('idempotency').findOne({ _id: id }, { ...(session && { session }) })
  if (!row || row.expireAt <= database.now()) return undefined
  if (row.hash === hash) return row.task
  throw new CapstanError('CONFLICT', `idempotencyKey: ${row.task} was made with this key and other input; use a new key or the same input`)
}

export async function keepKey(database: Database, { id, hash, made }: Key & { made: string }, session: ClientSession): Promise<void> {
  const keys = database.collection<KeyDoc>('idempotency')
  const now = database.now()
  await keys.deleteOne({ _id: id, expireAt: { $lte: now } }, { session })
  await keys.insertOne({ _id: id, hash, task: made, expireAt: new Date(now.getTime() + keepMs) }, { session })
}
