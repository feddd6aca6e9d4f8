// Reads from a database that an agent names: a connection of its own, bounded in rows, bytes and time. Knows nothing of what may be asked.
import { BSON, type Document, MongoClient } from 'mongodb'
import type { Json } from '../adapter.ts'

const { EJSON } = BSON
const connectMs = 5_000
const maxBytes = 256 * 1024

export interface Query {
  collection: string
  pipeline: readonly Json[]
  maxRows: number
  timeoutMs: number
}

export interface QueryResult {
  rows: Document[]
  /** There is more than may be read. */
  cut: boolean
}

export interface QueryStore {
  run(query: Query, signal: AbortSignal): Promise<QueryResult>
  close(): Promise<void>
}

/** Connects when first asked. */
export function createQueryStore({ url, database }: { url: string; database: string | undefined }): QueryStore {
  let client: MongoClient | undefined
  const connect = (): MongoClient =>
    (client ??= new MongoClient(url, {
      serverSelectionTimeoutMS: connectMs,
      maxPoolSize: 2,
      readPreference: 'secondaryPreferred',
      appName: 'capstan-agent',
    }))

  return {
    run: async ({ collection, pipeline, maxRows, timeoutMs }, signal) => {
      const stages = [...(EJSON.deserialize([...pipeline] as Document) as Document[]), { $limit: maxRows + 1 }]
      const cursor = connect().db(database).collection(collection).aggregate(stages, { maxTimeMS: timeoutMs, allowDiskUse: false, signal })
      const rows: Document[] = []
      let bytes = 0
      for await (const document of cursor) {
        const row = EJSON.serialize(document, { relaxed: true })
        bytes += JSON.stringify(row).length
        if (rows.length === maxRows || bytes > maxBytes) return { rows, cut: true }
        rows.push(row)
      }
      return { rows, cut: false }
    },
    close: async () => {
      await client?.close()
    },
  }
}
