// How agents stand now: their counters, how many tasks wait for them, how fast they work. Read for many agents at once.
import type { AgentRegistry, RegisteredAgent } from '../agents/registry.ts'
import type { Database } from '../mongo.ts'
import { type AgentState, newAgentState } from '../queue/agent-state.ts'
import { agentsNow } from '../queue/agent-store.ts'
import { addRates, emptyRate } from '../queue/rates.ts'
import type { TaskDoc } from '../queue/task.ts'
import type { Rate, WorkerDoc } from '../queue/worker-lease.ts'
import { switchedOffBy } from './agent-switches.ts'
import { restingLoad } from './choose-agent.ts'

export async function agentStates(database: Database, names: readonly string[]): Promise<AgentState[]> {
  const known = new Map((await agentsNow(database, names)).map((state) => [state._id, state]))
  return names.map((name) => known.get(name) ?? newAgentState(name, new Date()))
}

export async function queuedCounts(database: Database, names: readonly string[]): Promise<number[]> {
  const rows = await database
    .collection<TaskDoc>('tasks')
    .aggregate<{ _id: string; count: number }>(
      [{ $match: { agent: { $in: [...names] }, ready: true, status: 'QUEUED' } }, { $group: { _id: '$agent', count: { $sum: 1 } } }],
      { hint: 'claim' },
    )
    .toArray()
  const counts = new Map(rows.map(({ _id, count }) => [_id, count]))
  return names.map((name) => counts.get(name) ?? 0)
}

/** Tasks of each agent that wait or run; agents that cannot work for now come last of all. */
export async function agentLoads(database: Database, registry: AgentRegistry): Promise<Map<string, number>> {
  const agents = registry.list()
  const names = agents.map(({ config }) => config.name)
  const [states, queued, workers] = await Promise.all([agentStates(database, names), queuedCounts(database, names), liveWorkers(database)])
  return new Map(
    agents.map((agent, index) => {
      const state = states[index] ?? newAgentState(agent.config.name, new Date())
      const rests = unavailableReason(agent, { state, workers }) !== undefined
      return [agent.config.name, rests ? restingLoad : state.running + (queued[index] ?? 0)]
    }),
  )
}

export async function liveWorkers(database: Database): Promise<WorkerDoc[]> {
  return database
    .collection<WorkerDoc>('workers')
    .find({ status: { $in: ['ACTIVE', 'DRAINING'] } }, { sort: { startedAt: 1 } })
    .toArray()
}

/** Those that take new tasks of it: they know it, and neither CAPSTAN_AGENTS nor CAPSTAN_TEAMS keeps them from it. */
export function workersFor({ config: { name, team } }: RegisteredAgent, workers: readonly WorkerDoc[]): WorkerDoc[] {
  const worksFor = ({ agents, teams }: WorkerDoc) => agents?.includes(name) ?? (teams.length === 0 || teams.includes(team))
  return workers.filter((worker) => worker.status === 'ACTIVE' && worksFor(worker))
}

/** What all live workers together did in the last minute. */
export function combineRates(workers: readonly WorkerDoc[], kind: 'agents' | 'levels'): Map<string, Rate> {
  const sums = new Map<string, Rate>()
  for (const worker of workers) {
    for (const [key, rate] of Object.entries(worker.rates[kind])) sums.set(key, addRates(sums.get(key) ?? emptyRate(), rate))
  }
  return sums
}

interface Standing {
  state: AgentState
  workers: readonly WorkerDoc[]
  /** Who wants to know. */
  workspace?: string
}

/** Why the agent takes no work now, in words; undefined when it does. */
export function unavailableReason(agent: RegisteredAgent, { state, workers, workspace = '' }: Standing): string | undefined {
  if (!agent.available) return agent.unavailableReason ?? 'it is not available'
  if (state.disabled) return `switched off by ${switchedOffBy(state.disabled, workspace)}`
  if (state.circuit.state === 'OPEN') return 'its circuit is open after too many failures'
  return brokenEverywhere(agent, workers)
}

/** One worker whose processes of it run, or have not been needed yet, is enough. */
export function brokenEverywhere(agent: RegisteredAgent, workers: readonly WorkerDoc[]): string | undefined {
  const its = workersFor(agent, workers)
  const reasons = its.map(({ processes }) => processes?.[agent.config.name]?.unavailable)
  return its.length > 0 && reasons.every((reason) => reason !== undefined) ? reasons[0] : undefined
}
