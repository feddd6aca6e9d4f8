// Keeps as many worker processes beside this server as the backlog needs: looks, decides, starts or drains. Touches its own children only.
import { hostname } from 'node:os'
import type { Viewer } from '../auth/viewer.ts'
import type { Logger } from '../log.ts'
import type { Database } from '../mongo.ts'
import type { AgentLimits } from '../queue/agent-state.ts'
import type { WorkerDoc } from '../queue/worker-lease.ts'
import { liveWorkers } from '../tasks/agent-view.ts'
import { drainWorker } from '../tasks/operate-workers.ts'
import { countStartable } from './count-startable.ts'
import { type Crew, createCrew } from './crew.ts'
import { decideWorkers, type Measured, noHistory } from './decide-workers.ts'

const lookEveryMs = 2000
const itself: Viewer = { id: 'autoscaling', name: 'autoscaling', role: 'admin', workspace: 'default' }

export interface AutoscalingOptions {
  database: Database
  log: Logger
  /** The program that a worker process runs. */
  entry: string
  env: Readonly<Record<string, string | undefined>>
  limits: () => ReadonlyMap<string, AgentLimits>
  teams: readonly string[]
  /** Slots of one worker process. */
  concurrency: number
  min: number
  max: number
  lookEveryMs?: number
  quietAfterMs?: number
}

export interface Autoscaling {
  start(): void
  /** Asks all processes to drain; `gone` resolves when the last has ended, or was killed after this time. */
  end(withinMs: number): Promise<void>
  gone(): Promise<void>
}

export function createAutoscaling(options: AutoscalingOptions): Autoscaling {
  const { log, min, max, quietAfterMs } = options
  const crew = createCrew(options)
  let history = noHistory
  let wanted = min
  let stopped = false
  let timer: NodeJS.Timeout | undefined

  async function look(): Promise<void> {
    const workers = await liveWorkers(options.database)
    const measured = { ...(await measure(options, crew, workers)), current: wanted }
    const decision = decideWorkers({ ...measured, min, max, now: Date.now(), history, ...(quietAfterMs !== undefined && { quietAfterMs }) })
    history = decision.history
    if (stopped) return
    if (decision.workers !== wanted) log.info({ ...measured, wanted: decision.workers }, 'worker processes follow the backlog')
    wanted = decision.workers
    crew.keep(wanted)
    while (crew.pids().length > wanted) await drainOne(options, crew, workers)
  }

  async function tick(): Promise<void> {
    await look().catch((error: unknown) => log.debug({ err: error }, 'looking at the backlog failed; trying again'))
    if (!stopped) timer = setTimeout(run, options.lookEveryMs ?? lookEveryMs)
  }

  let looking: Promise<void> = Promise.resolve()
  let ending: Promise<void> | undefined
  const run = () => {
    looking = tick()
  }
  return {
    start: () => {
      crew.keep(wanted)
      run()
    },
    end: async (withinMs) => {
      stopped = true
      clearTimeout(timer)
      ending = crew.stop(withinMs)
      await looking
    },
    gone: async () => ending,
  }
}

async function measure(
  { database, limits, teams, concurrency, max }: AutoscalingOptions,
  crew: Crew,
  workers: readonly WorkerDoc[],
): Promise<Omit<Measured, 'current'>> {
  const helping = workers.filter(
    (worker) =>
      worker.status === 'ACTIVE' && (teams.length === 0 || worker.teams.length === 0 || worker.teams.some((team) => teams.includes(team))),
  )
  const starting = crew.pids().filter((pid) => !rowOf(workers, pid)).length
  const capacity = helping.reduce((sum, worker) => sum + worker.capacity, 0) + starting * concurrency
  const busy = helping.reduce((sum, { running }) => sum + running, 0)
  const enough = Math.max(0, capacity - busy) + max * concurrency
  return { ready: await countStartable(database, { limits: limits(), enough }), capacity, busy, perWorker: concurrency }
}

/** The one with the least to finish. */
async function drainOne({ database, log }: AutoscalingOptions, crew: Crew, workers: readonly WorkerDoc[]): Promise<void> {
  const load = (pid: number) => rowOf(workers, pid)?.running ?? 0
  const [pid] = crew.pids().sort((a, b) => load(a) - load(b))
  if (pid === undefined) return
  const row = rowOf(workers, pid)
  if (!row) return crew.end(pid)
  crew.release(pid)
  try {
    await drainWorker({ database }, itself, row._id)
  } catch (error) {
    // Gone already, or the database is away: the process itself can be told as well.
    log.debug({ err: error, worker: row._id }, 'a worker process is asked to drain by signal')
    crew.end(pid)
  }
}

function rowOf(workers: readonly WorkerDoc[], pid: number): WorkerDoc | undefined {
  return workers.find((worker) => worker.pid === pid && worker.host === hostname())
}
