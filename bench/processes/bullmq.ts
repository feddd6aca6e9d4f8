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
  /** So many it submits and runs first, in another queue. */
  warmUp?: number
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
    close(): Promise<void>
    run(): Promise<void>
    waitUntilReady(): Promise<unknown>
  }
}

const { port, queue, jobs, lanes, concurrency, warmUp = 0, delays } = readOptions<BullmqProcessOptions>()
const asked = untilAsked()
const bullmq = await load()
tell({ kind: 'loaded', installed: bullmq !== undefined })
if (bullmq && delays) await measureDelays(bullmq, delays)
else if (bullmq) {
  if (warmUp > 0) await run(bullmq, `${queue}-earlier`, warmUp, () => undefined)
  await run(bullmq, queue, jobs, tell)
}
await asked
process.exit(0)

/** It talks to Redis through ioredis, which is not installed with it. */
async function load(): Promise<Bullmq | undefined> {
  const [bullmq, client] = await Promise.all(['bullmq', 'ioredis'].map((name) => import(name).catch(() => undefined)))
  return client ? (bullmq as Bullmq | undefined) : undefined
}

async function run({ Queue, Worker }: Bullmq, name: string, count: number, report: typeof tell): Promise<void> {
  const connection = { host: '127.0.0.1', port }
  const queue = new Queue(name, { connection })
  await queue.waitUntilReady()
  const began = performance.now()
  await inLanes(lanes, count, (index) => queue.add('job', payload(index)))
  report({ kind: 'submitted', seconds: (performance.now() - began) / 1000 })
  if (concurrency === undefined) return
  const worker = new Worker(name, async () => ({ ok: true }), { connection, concurrency, autorun: false })
  await worker.waitUntilReady()
  const drained = new Promise<void>((resolve) => {
    let left = count
    worker.on('completed', () => {
      if (--left === 0) resolve()
    })
  })
  worker.on('error', (error) => process.stderr.write(`BullMQ: ${String(error)}\n`))
  const start = performance.now()
  void worker.run()
  await drained
  report({ kind: 'drained', jobs: count, seconds: (performance.now() - start) / 1000 })
  await worker.close()
}

async function measureDelays({ Queue, Worker }: Bullmq, samples: Samples): Promise<void> {
  const connection = { host: '127.0.0.1', port }
  const jobs = new Queue(queue, { connection })
  let onRun = () => {}
  const worker = new Worker(queue, async () => onRun(), { connection, concurrency: 100, autorun: false })
  await Promise.all([jobs.waitUntilReady(), worker.waitUntilReady()])
  void worker.run()
  const taken = await sampleDelays(samples, (n, began) => {
    onRun = began
    return jobs.add('job', payload(n))
  })
  tell({ kind: 'delays', delays: taken })
}
