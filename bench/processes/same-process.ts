// One process that submits and works: says for each sample how long it took from the call of submit to the start of the run.
import { setTimeout as pause } from 'node:timers/promises'
import { connectDatabase } from '../../server/mongo.ts'
import { nowMs } from '../rig/clock.ts'
import { readOptions, tell } from '../rig/conversation.ts'
import { createNoOpWorker } from '../rig/no-op-worker.ts'
import { createSubmitter } from '../rig/submitter.ts'

export interface SameProcessOptions {
  url: string
  agentsDir: string
  samples: number
  /** Between one run and the next submission. */
  pauseMs: number
}

const { url, agentsDir, samples, pauseMs } = readOptions<SameProcessOptions>()
const database = await connectDatabase(url)
let onRun: (at: number) => void = () => undefined
const worker = await createNoOpWorker({ database, agentsDir, capacity: 100, hold: false, onRun: () => onRun(nowMs()) })
await worker.start()
const submit = await createSubmitter({
  database,
  agentsDir,
  onStored: (tasks) => worker.wake(tasks.map(({ agent }) => agent)),
  claimWith: (agents, store) => worker.claimWith(agents, store),
})
const delays: number[] = []
for (let n = 1; n <= samples; n++) {
  const started = new Promise<number>((resolve) => {
    onRun = resolve
  })
  const called = nowMs()
  await submit(n)
  delays.push((await started) - called)
  await pause(pauseMs)
}
tell({ kind: 'delays', delays })
await worker.stop(0)
process.exit(0)
