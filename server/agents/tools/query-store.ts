// Reads from a database that an agent names: a connection of its own, bounded in rows, bytes and time. Knows nothing of what may be asked.
import { BSON, type Db, type Document, MongoClient } from 'mongodb'
import type { Json } from '../adapter.ts'

const { EJSON } = BSON
const connectMs = 5_000
const graceMs = 500
const maxBytes = 256 * 1024
/** MongoDB's own word for it. */
const maxTimeExpired = 50

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
    run: async (query, signal) => {
      // The database looks at its clock only between documents: one that is dear to work out would outlast its limit.
      const overdue = AbortSignal.timeout(query.timeoutMs + graceMs)
      try {
        return await read(connect().db(database), query, AbortSignal.any([signal, overdue]))
      } catch (error) {
        const late = (error as { code?: unknown }).code === maxTimeExpired || (overdue.aborted && !signal.aborted)
        throw late ? new Error(`the query took longer than ${query.timeoutMs / 1000} seconds`) : error
      }
    },
    close: async () => {
      await client?.close()
    },
  }
}

async function read(db: Db, { collection, pipeline, maxRows, timeoutMs }: Query, signal: AbortSignal): Promise<QueryResult> {
  const stages = [...(EJSON.deserialize([...pipeline] as Document) as Document[]), { $limit: maxRows + 1 }]
  const cursor = db.collection(collection).aggregate(stages, { maxTimeMS: timeoutMs, allowDiskUse: false, signal })
  const rows: Document[] = []
  let bytes = 0
  for await (const document of cursor) {
    const row = EJSON.serialize(document, { relaxed: true })
    bytes += JSON.stringify(row).length
    if (rows.length === maxRows || bytes > maxBytes) return { rows, cut: true }
    rows.push(row)
  }
  return { rows, cut: false }
}
