// What the rules look at, read from the database in few questions that stop at their thresholds.
import type { AgentRegistry } from '../agents/registry.ts'
import type { Database } from '../mongo.ts'
import { readRollups } from '../performance/rollup-store.ts'
import type { TaskDoc } from '../queue/task.ts'
import { allClaims, claimsOf } from '../queue/task-claims.ts'
import { brokenEverywhere, liveWorkers } from '../tasks/agent-view.ts'
import { type AlertThresholds, type Situation, windowMinutes } from './rules.ts'

const mostClaims = 1000
const mostLate = 50

interface SituationDeps {
  database: Database
  registry: AgentRegistry
  limits: AlertThresholds
}

export async function readSituation({ database, registry, limits }: SituationDeps, now: Date): Promise<Situation> {
  const since = new Date(now.getTime() - windowMinutes * 60_000)
  const [rollups, queues, running, late, workers] = await Promise.all([
    readRollups(database, { scale: 'minute', since }),
    longQueues(database, { agents: registry.list().map(({ config }) => config.name), most: limits.queue }),
    longRuns(database, { now, seconds: limits.task_seconds }),
    lateSchedules(database, { now, seconds: limits.schedule_late_seconds }),
    liveWorkers(database),
  ])
  const unavailable = registry.list().flatMap((agent) => {
    const reason = agent.available ? brokenEverywhere(agent, workers) : (agent.unavailableReason ?? 'it is not available')
    return reason === undefined ? [] : [{ agent: agent.config.name, reason }]
  })
  return { rollups, queues, running, late, unavailable }
}

/** Mostly all queues together are shorter than one may be, and that is one question. */
async function longQueues(database: Database, { agents, most }: { agents: readonly string[]; most: number }): Promise<Situation['queues']> {
  const tasks = database.collection<TaskDoc>('tasks')
  const count = (names: readonly string[], limit: number) =>
    tasks.countDocuments({ agent: { $in: [...names] }, ready: true, status: 'QUEUED' }, { limit, hint: 'claim' })
  if (agents.length === 0 || (await count(agents, most + 1)) <= most) return []
  // Ten times the threshold is enough to know: more is said as "more than".
  const shown = 10 * most
  const waiting = await Promise.all(agents.map((agent) => count([agent], shown)))
  return agents.flatMap((agent, index) => {
    const found = waiting[index] ?? 0
    return found > most ? [{ agent, waiting: found, more: found >= shown }] : []
  })
}

async function longRuns(database: Database, { now, seconds }: { now: Date; seconds: number }): Promise<Situation['running']> {
  const cutoff = new Date(now.getTime() - seconds * 1000)
  const claims = await claimsOf(database)
    .find({ ...allClaims, at: { $lt: cutoff } }, { limit: mostClaims })
    .toArray()
  if (claims.length === 0) return []
  const tasks = await database
    .collection<TaskDoc>('tasks')
    .find(
      { _id: { $in: claims.flatMap((claim) => claim.tasks) }, status: 'RUNNING', startedAt: { $lt: cutoff } },
      { projection: { agent: 1, workspace: 1, startedAt: 1 }, sort: { startedAt: -1 } },
    )
    .toArray()
  // One for each agent: the longest says most.
  const longest = new Map(tasks.map((task) => [`${task.workspace} ${task.agent}`, task]))
  return [...longest.values()].map(({ _id: task, agent, workspace, startedAt = now }) => ({
    task,
    agent,
    workspace,
    seconds: (now.getTime() - startedAt.getTime()) / 1000,
  }))
}

interface DueDoc {
  _id: string
  name: string
  workspace: string
  nextAt: Date
}

async function lateSchedules(database: Database, { now, seconds }: { now: Date; seconds: number }): Promise<Situation['late']> {
  const rows = await database
    .collection<DueDoc>('schedules')
    .find({ nextAt: { $lt: new Date(now.getTime() - seconds * 1000) } }, { sort: { nextAt: 1 }, limit: mostLate })
    .toArray()
  return rows.map(({ _id: schedule, name, workspace, nextAt }) => ({
    schedule,
    name,
    workspace,
    seconds: (now.getTime() - nextAt.getTime()) / 1000,
  }))
}
