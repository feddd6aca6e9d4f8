// BullMQ on a local Redis, when it is installed: submits jobs that do nothing, runs them when asked to, and says how long both took.
import { readOptions, tell, untilAsked } from '../rig/conversation.ts'
import { inLanes } from '../rig/lanes.ts'
import { type Samples, sampleDelays } from '../rig/sample-delays.ts'
import { payload } from '../rig/sample-task.ts'

export interface BullmqProcessOptions {
  port: number
  queue: string
  jobs: number
  lanes: number
  /** Left out: only submits. */
  concurrency?: number
  /** Runs them one at a time and says for each how long it took to begin. */
  delays?: Samples
}

/** As much of it as is used here; the package itself need not be installed. */
interface Bullmq {
  Queue: new (name: string, options: object) => { add(name: string, data: object): Promise<unknown>; waitUntilReady(): Promise<unknown> }
  Worker: new (
    name: string,
    handler: () => Promise<unknown>,
    options: object,
  ) => {
    on(event: 'completed' | 'error', listener: (...args: unknown[]) => void): unknown
    run(): Promise<void>
    waitUntilReady(): Promise<unknown>
  }
}

const { port, queue: name, jobs, lanes, concurrency, delays } = readOptions<BullmqProcessOptions>()
const asked = untilAsked()
const bullmq = await load()
tell({ kind: 'loaded', installed: bullmq !== undefined })
if (bullmq) await (delays ? measureDelays(bullmq, delays) : measure(bullmq))
await asked
process.exit(0)

/** It talks to Redis through ioredis, which is not installed with it. */
async function load(): Promise<Bullmq | undefined> {
  const [bullmq, client] = await Promise.all(['bullmq', 'ioredis'].map((name) => import(name).catch(() => undefined)))
  return client ? (bullmq as Bullmq | undefined) : undefined
}

async function measure({ Queue, Worker }: Bullmq): Promise<void> {
  const connection = { host: '127.0.0.1', port }
  const queue = new Queue(name, { connection })
  await queue.waitUntilReady()
  const began = performance.now()
  await inLanes(lanes, jobs, (index) => queue.add('job', payload(index)))
  tell({ kind: 'submitted', seconds: (performance.now() - began) / 1000 })
  if (concurrency === undefined) return
  const worker = new Worker(name, async () => ({ ok: true }), { connection, concurrency, autorun: false })
  await worker.waitUntilReady()
  const drained = new Promise<void>((resolve) => {
    let left = jobs
    worker.on('completed', () => {
      if (--left === 0) resolve()
    })
  })
  worker.on('error', (error) => process.stderr.write(`BullMQ: ${String(error)}\n`))
  const start = performance.now()
  void worker.run()
  await drained
  tell({ kind: 'drained', jobs, seconds: (performance.now() - start) / 1000 })
}

async function measureDelays({ Queue, Worker }: Bullmq, samples: Samples): Promise<void> {
  const connection = { host: '127.0.0.1', port }
  const queue = new Queue(name, { connection })
  let onRun = () => {}
  const worker = new Worker(name, async () => onRun(), { connection, concurrency: 100, autorun: false })
  await Promise.all([queue.waitUntilReady(), worker.waitUntilReady()])
  void worker.run()
  const taken = await sampleDelays(samples, (n, began) => {
    onRun = began
    return queue.add('job', payload(n))
  })
  tell({ kind: 'delays', delays: taken })
}
