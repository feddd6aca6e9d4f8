// A worker process's sign of life: one row, renewed for all its tasks in one write. The database's clock decides, not the machines'.
import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { appendEvents, sharedWorkspace } from '../events/event-log.ts'
import { inTime } from '../in-time.ts'
import type { Logger } from '../log.ts'
import type { Database } from '../mongo.ts'

export const leaseMs = 8000
export const renewMs = 2000
/** A renewal that hangs on a dead connection is tried on another one before the lease runs out. */
const patienceMs = 3000
const afterFailureMs = 200
const keepStoppedMs = 24 * 3600_000

export const workerStatuses = ['ACTIVE', 'DRAINING', 'LOST', 'STOPPED'] as const

/** What ended in the last minute, by agent or level: how fast work really goes. */
export interface Rate {
  finished: number
  failed: number
  runMs: number
  started: number
  waitMs: number
}

export interface WorkerDoc {
  _id: string
  host: string
  pid: number
  teams: string[]
  status: (typeof workerStatuses)[number]
  /** It was told to go: should it die before it has gone, that says nothing against its tasks. */
  leaving?: true
  /** Those it works for. */
  agents?: string[]
  capacity: number
  running: number
  memoryMb: number
  cpu: number
  startedAt: Date
  heartbeatAt: Date
  leaseUntil: Date
  rates: { agents: Record<string, Rate>; levels: Record<string, Rate> }
  /** Long-lived processes of agents, by agent. */
  processes?: Record<string, AgentProcesses>
  expireAt?: Date
}

/** The processes one agent keeps in a worker. */
export interface AgentProcesses {
  running: { pid: number; memoryMb: number; cpu: number }[]
  /** Why the agent takes no work there. */
  unavailable?: string
}

export interface Load {
  running: number
  agents: string[]
  rates: WorkerDoc['rates']
  processes: Record<string, AgentProcesses>
}

export interface WorkerLeaseOptions {
  database: Database
  log: Logger
  capacity: number
  teams: readonly string[]
  load: () => Load
  /** A worker that was told to drain goes on draining when it has to start afresh. */
  draining: () => boolean
  /** What people want of this worker, at every renewal, as it was some time after `askedAt`. */
  onWanted: (status: 'ACTIVE' | 'DRAINING', askedAt: number) => void
  /** The lease ran out and the tasks were handed to others: stop them. */
  onLost: (workerId: string) => void
}

export interface WorkerLease {
  id(): string
  /** Tells everybody that this worker takes nothing new and goes; resolves when that is known or could not be told. */
  leave(): Promise<void>
  start(): Promise<() => Promise<void>>
}

export function createWorkerLease(options: WorkerLeaseOptions): WorkerLease {
  const { database, log, capacity, teams, load, draining } = options
  const workers = database.collection<WorkerDoc>('workers')
  let id = newWorkerId()
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  let leaving = false
  let told: Promise<void> = Promise.resolve()
  const measure = createMeter()
  const vitals = () => ({ ...load(), ...measure() })

  async function register(_id: string): Promise<void> {
    const status: WorkerDoc['status'] = draining() ? 'DRAINING' : 'ACTIVE'
    const place = { host: hostname(), pid: process.pid }
    const row = { ...place, teams: [...teams], capacity, startedAt: new Date(), status, ...(leaving && { leaving }), ...vitals() }
    await database.transaction(async (session) => {
      await workers.updateOne({ _id }, [{ $set: { ...literals(row), ...leaseFields } }], { upsert: true, session })
      await appendEvents(database, [{ type: 'worker.started', workspace: sharedWorkspace, subject: _id, payload: place }], session)
    })
  }

  async function renew(): Promise<void> {
    const askedAt = performance.now()
    const sent = workers.findOneAndUpdate(
      { _id: id, status: { $in: ['ACTIVE', 'DRAINING'] } },
      [{ $set: { ...literals(vitals()), ...leaseFields } }],
      { returnDocument: 'after', projection: { status: 1 } },
    )
    const row = await inTime(sent, patienceMs)
    if (row) return options.onWanted(row.status === 'DRAINING' ? 'DRAINING' : 'ACTIVE', askedAt)
    log.warn({ worker: id }, 'this worker was taken for dead; its tasks run elsewhere, it starts afresh')
    const lost = id
    options.onLost(lost)
    // Not used before it is known: a claim in the name of nobody would never be taken over.
    const next = newWorkerId()
    await register(next)
    id = next
    options.onLost(lost)
  }

  async function tick(): Promise<void> {
    let nextMs = renewMs
    try {
      await renew()
    } catch (error) {
      nextMs = afterFailureMs
      log.debug({ err: error }, 'lease not renewed; trying again')
    }
    if (!stopped) timer = setTimeout(() => void tick(), nextMs)
  }

  return {
    id: () => id,
    leave: () => {
      if (!leaving)
        told = tellLeaving(database, id).catch((error: unknown) => log.debug({ err: error }, 'could not tell that this worker leaves'))
      leaving = true
      return told
    },
    start: async () => {
      await register(id)
      timer = setTimeout(() => void tick(), renewMs)
      return async () => {
        stopped = true
        clearTimeout(timer)
        await told
        await tellStopped(database, id)
      }
    },
  }
}

/** What the process took of its machine since it was asked last. */
function createMeter(): () => Pick<WorkerDoc, 'memoryMb' | 'cpu'> {
  let lastCpu = process.cpuUsage()
  let lastAt = process.hrtime.bigint()
  return () => {
    const at = process.hrtime.bigint()
    const cpu = process.cpuUsage(lastCpu)
    const spent = Number(at - lastAt) / 1000
    lastCpu = process.cpuUsage()
    lastAt = at
    const share = spent > 0 ? (cpu.user + cpu.system) / spent : 0
    return { memoryMb: Math.round(process.memoryUsage().rss / 1048576), cpu: Math.round(share * 100) / 100 }
  }
}

async function tellLeaving(database: Database, _id: string): Promise<void> {
  await database.transaction(async (session) => {
    const before = await database
      .collection<WorkerDoc>('workers')
      .findOneAndUpdate({ _id, status: { $in: ['ACTIVE', 'DRAINING'] } }, { $set: { status: 'DRAINING', leaving: true } }, { session })
    if (before?.status === 'ACTIVE')
      await appendEvents(database, [{ type: 'worker.draining', workspace: sharedWorkspace, subject: _id }], session)
  })
}

async function tellStopped(database: Database, _id: string): Promise<void> {
  await database.transaction(async (session) => {
    const expireAt = new Date(Date.now() + keepStoppedMs)
    const { modifiedCount } = await database
      .collection<WorkerDoc>('workers')
      .updateOne({ _id, status: { $ne: 'LOST' } }, { $set: { status: 'STOPPED', running: 0, expireAt } }, { session })
    if (modifiedCount > 0) await appendEvents(database, [{ type: 'worker.stopped', workspace: sharedWorkspace, subject: _id }], session)
  })
}

/** In a pipeline update plain values would be read as expressions. */
function literals(fields: { [key: string]: unknown }): { [key: string]: { $literal: unknown } } {
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, { $literal: value }]))
}

const leaseFields = { heartbeatAt: '$$NOW', leaseUntil: { $add: ['$$NOW', leaseMs] } }

function newWorkerId(): string {
  return `${hostname()}-${process.pid}-${randomUUID().slice(0, 6)}`
}
