// Where a queued task stands and how long it may still wait: counted by the claim index, timed by what was measured of earlier runs.
import type { RegisteredAgent } from '../agents/registry.ts'
import type { Database } from '../mongo.ts'
import type { AgentState } from '../queue/agent-state.ts'
import { type BudgetDoc, resetsAt } from '../queue/budget.ts'
import { startMoment } from '../queue/rate-window.ts'
import { runSeconds } from '../queue/rates.ts'
import type { TaskDoc } from '../queue/task.ts'
import type { Rate, WorkerDoc } from '../queue/worker-lease.ts'

const countLimit = 10_000

/** How many tasks of its agent go before each task; undefined for tasks that are not in the queue. */
export async function queuePositions(database: Database, tasks: readonly TaskDoc[]): Promise<(number | undefined)[]> {
  const positions = new Map<string, number>()
  for (const [agent, queued] of byAgent(tasks)) {
    const last =
      queued
        .map(({ order }) => order)
        .toSorted()
        .at(-1) ?? ''
    const rows = await database
      .collection<TaskDoc>('tasks')
      .find(
        { agent, ready: true, status: 'QUEUED', order: { $lte: last } },
        { hint: 'claim', sort: { order: 1 }, limit: countLimit, projection: { _id: 1 } },
      )
      .toArray()
    const places = new Map(rows.map(({ _id }, index) => [_id, index]))
    for (const { _id } of queued) positions.set(_id, places.get(_id) ?? rows.length)
  }
  return tasks.map(({ _id }) => positions.get(_id))
}

function byAgent(tasks: readonly TaskDoc[]): Map<string, TaskDoc[]> {
  const groups = new Map<string, TaskDoc[]>()
  for (const task of tasks) {
    if (task.status !== 'QUEUED' || !task.ready) continue
    groups.set(task.agent, [...(groups.get(task.agent) ?? []), task])
  }
  return groups
}

/** How fast an agent works, and what it may start. */
export interface Pace {
  /** How long its runs take; undefined when nobody knows. */
  runSeconds: number | undefined
  /** Tasks of it that can run at a time now. */
  slots: number
  running: number
  /** It starts nothing, and nobody knows until when. */
  stopped: boolean
  /** Nothing starts before this moment, when so many others go first. */
  notBefore: (others: number) => Date | undefined
}

interface Standing {
  agent: RegisteredAgent | undefined
  state: AgentState
  /** Of the last minute. */
  rate: Rate | undefined
  /** What a run took before that. */
  usualSeconds?: number | undefined
  /** Those that take its tasks. */
  workers: readonly Pick<WorkerDoc, 'capacity' | 'running'>[]
  /** A budget of the task that is used up for now. */
  fullBudget?: BudgetDoc | undefined
}

/** What tasks of other agents hold of its workers it cannot have; what it runs already it keeps. */
export function toPace({ agent, state, rate, usualSeconds, workers, fullBudget }: Standing): Pace {
  const { running, starts, circuit, disabled } = state
  const room = workers.reduce((sum, worker) => sum + worker.capacity - worker.running, running)
  const { maxConcurrent = 0, rateLimit } = agent?.config ?? {}
  return {
    runSeconds: runSeconds(rate) ?? usualSeconds,
    slots: Math.min(maxConcurrent, Math.max(running, room)),
    running,
    stopped: !agent?.available || disabled !== undefined || workers.length === 0,
    notBefore: (others) => {
      if (fullBudget) return resetsAt(fullBudget, new Date())
      if (circuit.state === 'OPEN') return circuit.until
      return rateLimit && startMoment(rateLimit, starts, { now: new Date(), before: others })
    },
  }
}

/** Seconds until the task ends, by how long such runs take; undefined when nothing was measured yet. */
export function estimateEnd(task: TaskDoc, position: number | undefined, pace: Pace): number | undefined {
  if (pace.runSeconds === undefined) return undefined
  if (task.status === 'RUNNING' && task.startedAt) {
    return round(Math.max(0, pace.runSeconds - (Date.now() - task.startedAt.getTime()) / 1000))
  }
  const wait = estimateWait(position, pace)
  return wait === undefined ? undefined : round(wait + pace.runSeconds)
}

function round(seconds: number): number {
  return Math.round(seconds * 10) / 10
}

/** Seconds until its turn. What went through in the last minute says little when little was there to do: it counts how long a run takes and
 *  how many run side by side. */
export function estimateWait(position: number | undefined, { runSeconds, slots, running, stopped, notBefore }: Pace): number | undefined {
  if (position === undefined || stopped) return undefined
  const moment = notBefore(position)
  const atLeast = moment ? Math.max(0, (moment.getTime() - Date.now()) / 1000) : 0
  const first = position - Math.max(0, slots - running)
  if (first < 0) return round(atLeast)
  if (runSeconds === undefined) return atLeast > 0 ? round(atLeast) : undefined
  return round(Math.max(atLeast, ((first + 1) * runSeconds) / Math.max(1, slots)))
}
