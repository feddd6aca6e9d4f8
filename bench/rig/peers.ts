// The other queues, driven as child processes: how fast they submit and drain, and what that cost.
import type { Child } from './child.ts'
import { startMeter } from './process-cost.ts'
import type { Rig } from './rig.ts'
import type { Samples } from './sample-delays.ts'

export interface PeerOptions {
  jobs: number
  lanes: number
  concurrency?: number
  /** Drains no longer than this: the rate is that of what was done by then. */
  withinMs?: number
  /** So many it submits and runs before. */
  warmUp?: number
}

export interface PeerResult {
  submittedPerSecond: number
  drainedPerSecond: number | undefined
  /** Per job while draining: its own process and its database. */
  cpuMs: { own: number; store: number } | undefined
}

/** Agenda claims per name: which is faster, one name or ten, depends on the machine. */
const agendaNames = [1, 10]

/** Draining: the better of the two ways to set it up. */
export async function measureAgenda(rig: Rig, options: PeerOptions): Promise<PeerResult> {
  const results: PeerResult[] = []
  for (const names of options.concurrency === undefined ? [1] : agendaNames) {
    await rig.withDatabase(async ({ url }) => {
      const child = rig.start('agenda', { url, names, ...options })
      results.push(await conclude(child, { ...options, storePid: rig.mongod.pid }))
    })
  }
  return results.reduce((best, next) => ((next.drainedPerSecond ?? 0) > (best.drainedPerSecond ?? 0) ? next : best))
}

let queues = 0

/** Undefined when the package or a redis-server is not installed. */
export async function measureBullmq(rig: Rig, options: PeerOptions): Promise<PeerResult | undefined> {
  const redis = await rig.redis()
  if (!redis) return undefined
  const child = rig.start('bullmq', { port: redis.port, queue: `bench-${++queues}`, ...options })
  const { installed } = await child.next('loaded')
  if (installed) return conclude(child, { ...options, storePid: redis.pid })
  await child.stop()
  return undefined
}

/** How long its jobs take to begin, one at a time; undefined when it is not installed. */
export async function bullmqDelays(rig: Rig, delays: Samples): Promise<number[] | undefined> {
  const redis = await rig.redis()
  if (!redis) return undefined
  const child = rig.start('bullmq', { port: redis.port, queue: `bench-${++queues}`, jobs: delays.samples, lanes: 1, delays })
  const { installed } = await child.next('loaded')
  const taken = installed ? ((await child.next('delays'))['delays'] as number[]) : undefined
  await child.stop()
  return taken
}

async function conclude(child: Child, { jobs, concurrency, storePid }: PeerOptions & { storePid: number }): Promise<PeerResult> {
  const submitted = await child.next('submitted')
  const submittedPerSecond = jobs / Number(submitted['seconds'])
  if (concurrency === undefined) {
    await child.stop()
    return { submittedPerSecond, drainedPerSecond: undefined, cpuMs: undefined }
  }
  const meter = startMeter(child.pid, storePid)
  const { jobs: done, seconds } = (await child.next('drained')) as unknown as { jobs: number; seconds: number }
  const [own = Number.NaN, store = Number.NaN] = meter()
  await child.stop()
  return { submittedPerSecond, drainedPerSecond: done / seconds, cpuMs: { own: own / done, store: store / done } }
}
