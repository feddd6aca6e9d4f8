// A worker process: says when it begins, when it has run as many tasks as expected, and each start if asked to.
import { createAdapters } from '../../server/agents/adapters.ts'
import { connectDatabase } from '../../server/mongo.ts'
import { nowMs } from '../rig/clock.ts'
import { readOptions, tell, untilAsked } from '../rig/conversation.ts'
import { createNoOpWorker } from '../rig/no-op-worker.ts'

export interface WorkerProcessOptions {
  url: string
  agentsDir: string
  capacity: number
  hold?: boolean
  tellStarts?: boolean
  /** Says "expected" after this many runs. */
  expected?: number
  /** Where its model agents find their model. */
  modelUrl?: string
}

const { url, agentsDir, capacity, hold = false, tellStarts = false, expected, modelUrl } = readOptions<WorkerProcessOptions>()
const asked = untilAsked()
let runs = 0
const worker = await createNoOpWorker({
  database: await connectDatabase(url),
  agentsDir,
  capacity,
  hold,
  adapterOf: modelUrl ? createAdapters({ env: { ANTHROPIC_API_KEY: 'of-the-benchmark', ANTHROPIC_BASE_URL: modelUrl } }) : undefined,
  onRun: ({ _id }) => {
    runs++
    if (tellStarts) tell({ kind: 'start', task: _id, at: nowMs() })
    if (runs === expected) tell({ kind: 'expected' })
  },
})
tell({ kind: 'begin', at: nowMs() })
await worker.start()
tell({ kind: 'working' })
await asked
await worker.stop(0)
process.exit(0)
