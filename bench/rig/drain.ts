// One worker process against a full queue: how fast it empties, what that cost, and whether everything was written.
import type { WorkerProcessOptions } from '../processes/worker.ts'
import { nowMs } from './clock.ts'
import { rssMbOf, startMeter } from './process-cost.ts'
import { checkDrained, fillQueue, untilEmpty } from './queue.ts'
import type { BenchDatabase, Rig } from './rig.ts'

export interface DrainOptions {
  tasks: number
  capacity: number
  agents: readonly string[]
  /** Number of the first task. */
  from?: number
  /** So many the process has run before, in another database: its code is compiled, as in any that has worked for some seconds. */
  warmUp?: number
}

export interface Drain {
  perSecond: number
  workerCpuMs: number
  mongodCpuMs: number
  rssMb: number
  found: string
}

/** Fills the queue of the database, then empties it. The database must hold no events of earlier drains. */
export async function drain(rig: Rig, database: BenchDatabase, options: DrainOptions): Promise<Drain> {
  const { warmUp: count = 0, agents } = options
  if (count === 0) return drainBy(rig, database, options)
  return rig.withDatabase(async (earlier) => {
    await fillQueue(earlier, { count, agents })
    return drainBy(rig, database, options, { url: earlier.url, tasks: count })
  })
}

async function drainBy(
  rig: Rig,
  database: BenchDatabase,
  { tasks, capacity, agents, from = 1 }: DrainOptions,
  warmUp?: WorkerProcessOptions['warmUp'],
): Promise<Drain> {
  await fillQueue(database, { count: tasks, agents, from })
  const options: WorkerProcessOptions = { url: database.url, agentsDir: rig.agentsDir, capacity, expected: tasks, warmUp }
  const worker = rig.start('worker', options)
  const { at } = await worker.next('begin')
  const meter = startMeter(worker.pid, rig.mongod.pid)
  await worker.next('expected')
  await untilEmpty(database, agents)
  const seconds = (nowMs() - Number(at)) / 1000
  const [workerCpuMs = Number.NaN, mongodCpuMs = Number.NaN] = meter().map((ms) => ms / tasks)
  const rssMb = rssMbOf(worker.pid)
  await worker.stop()
  return { perSecond: tasks / seconds, workerCpuMs, mongodCpuMs, rssMb, found: await checkDrained(database, tasks) }
}

export function describeCost({ workerCpuMs, mongodCpuMs }: Pick<Drain, 'workerCpuMs' | 'mongodCpuMs'>): string {
  return `CPU a task: worker ${workerCpuMs.toFixed(3)} ms, mongod ${mongodCpuMs.toFixed(3)} ms`
}
