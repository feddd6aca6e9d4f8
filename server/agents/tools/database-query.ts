// Lets a model ask a database that its agent names. Only reading, only the listed collections, only so many rows and so much time.
import { z } from 'zod'
import type { Json } from '../adapter.ts'
import type { DatabaseQueryTool } from '../config.ts'
import { refuseCollection, refuseOperators, refusePipeline } from './query-rules.ts'
import type { QueryStore } from './query-store.ts'
import { defineTool, type Tool } from './tool.ts'

const object = z.record(z.string(), z.unknown())

const input = z.object({
  collection: z.string(),
  filter: object.optional().describe('Which documents, as MongoDB writes it: { "total": { "$gt": 100 } }. Dates as { "$date": "..." }.'),
  projection: object.optional().describe('Which fields: { "name": 1 }.'),
  sort: object.optional().describe('Order: { "total": -1 }.'),
  limit: z.int().min(1).optional(),
  pipeline: z.array(object).optional().describe('Aggregation stages, instead of filter, projection and sort.'),
})

export function databaseQueryTool(settings: DatabaseQueryTool, store: QueryStore): Tool {
  const { collections, maxRows, timeoutMs } = settings
  return defineTool({
    name: 'database_query',
    description: `Reads from a MongoDB database. Collections: ${collections.join(', ')}. At most ${maxRows} rows per call.`,
    input,
    run: async (given, signal) => {
      const pipeline = toPipeline(given)
      const refusal = refuseCollection(given.collection, collections) ?? refusePipeline(pipeline, collections) ?? refuseOperators(pipeline)
      if (refusal) throw new Error(refusal)
      const asked = Math.min(given.limit ?? maxRows, maxRows)
      const { rows, cut } = await store.run({ collection: given.collection, pipeline, maxRows: asked, timeoutMs }, signal)
      return `${rows.length} rows${cut ? ', and there are more' : ''}\n${JSON.stringify(rows)}`
    },
  })
}

function toPipeline({ filter, projection, sort, pipeline }: z.infer<typeof input>): Json[] {
  if (pipeline) return pipeline as Json[]
  const stages = { $match: filter, $sort: sort, $project: projection }
  return Object.entries(stages).flatMap(([name, body]) => (body && Object.keys(body).length > 0 ? [{ [name]: body } as Json] : []))
}
