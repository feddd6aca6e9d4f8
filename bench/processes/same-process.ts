// One process that submits and works: says for each sample how long it took from the call of submit to the start of the run.
import { connectDatabase } from '../../server/mongo.ts'
import { readOptions, tell } from '../rig/conversation.ts'
import { createNoOpWorker } from '../rig/no-op-worker.ts'
import { type Samples, sampleDelays } from '../rig/sample-delays.ts'
import { createSubmitter } from '../rig/submitter.ts'

export interface SameProcessOptions extends Samples {
  url: string
  agentsDir: string
}

const options = readOptions<SameProcessOptions>()
const { url, agentsDir } = options
const database = await connectDatabase(url)
let onRun = () => {}
const worker = await createNoOpWorker({ database, agentsDir, capacity: 100, hold: false, onRun: () => onRun() })
await worker.start()
const submit = await createSubmitter({
  database,
  agentsDir,
  onStored: (tasks) => worker.wake(tasks.map(({ agent }) => agent)),
  claimWith: (agents, store) => worker.claimWith(agents, store),
})
const delays = await sampleDelays(options, async (n, began) => {
  onRun = began
  await submit(n)
})
tell({ kind: 'delays', delays })
await worker.stop(0)
process.exit(0)
