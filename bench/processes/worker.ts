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
  /** Another database whose tasks it runs first, this many: what is measured then is a process that has worked before. */
  warmUp?: { url: string; tasks: number } | undefined
  /** Where its model agents find their model. */
  modelUrl?: string
}

const { url, agentsDir, capacity, hold = false, tellStarts = false, expected, warmUp, modelUrl } = readOptions<WorkerProcessOptions>()
const asked = untilAsked()
const options = {
  agentsDir,
  capacity,
  hold,
  adapterOf: modelUrl ? createAdapters({ env: { ANTHROPIC_API_KEY: 'of-the-benchmark', ANTHROPIC_BASE_URL: modelUrl } }) : undefined,
}

if (warmUp) await runThrough(warmUp)
let runs = 0
const worker = await createNoOpWorker({
  ...options,
  database: await connectDatabase(url),
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

async function runThrough({ url, tasks }: { url: string; tasks: number }): Promise<void> {
  const database = await connectDatabase(url)
  let left = tasks
  let done = () => {}
  const all = new Promise<void>((resolve) => (done = resolve))
  const stops: (() => Promise<void>)[] = []
  const earlier = await createNoOpWorker({
    ...options,
    database,
    stops,
    onRun: () => {
      if (--left === 0) done()
    },
  })
  await earlier.start()
  await all
  await earlier.stop(10_000)
  for (const stop of stops) await stop()
  await database.close()
}
