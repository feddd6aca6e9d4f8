// Connects the bot to MongoDB, where it keeps its own small memory: collections that begin with `bot_`. Never touches the server's.
import { type Collection, type Document, type IndexDescription, MongoClient, MongoServerError } from 'mongodb'

export interface Store {
  collection<T extends Document>(name: `bot_${string}`): Collection<T>
  /** Creating the same indexes again is free. */
  prepare(name: `bot_${string}`, indexes: IndexDescription[]): Promise<void>
  /** Throws when the database is away. */
  ping(): Promise<void>
  close(): Promise<void>
}

export async function connectStore(url: string): Promise<Store> {
  const client = new MongoClient(url, {
    serverSelectionTimeoutMS: 3000,
    // Zero would wait for ever on a half-open connection.
    socketTimeoutMS: 20_000,
    maxPoolSize: 20,
    writeConcern: { w: 'majority' },
    ignoreUndefined: true,
    appName: 'capstan-bot',
  })
  await client.connect()
  const path = /^mongodb(?:\+srv)?:\/\/[^/]+\/([^?]+)/.exec(url)?.[1]
  const db = client.db(path || 'capstan')
  return {
    collection: (name) => db.collection(name),
    prepare: async (name, indexes) => {
      await db.collection(name).createIndexes(indexes)
    },
    ping: async () => {
      await db.command({ ping: 1 })
    },
    close: () => client.close(),
  }
}

export function isDuplicateKey(error: unknown): boolean {
  return error instanceof MongoServerError && error.code === 11000
}
