// Where time is lost: the slowest and the longest waiting tasks, the agents by slowness, and what holds work back, in words.
import type { AgentRegistry } from '../agents/registry.ts'
import type { Database } from '../mongo.ts'
import type { AgentState } from '../queue/agent-state.ts'
import { agentStates, liveWorkers, queuedCounts } from '../tasks/agent-view.ts'
import type { TaskStore } from '../tasks/task-store.ts'
import type { WorkspaceRules } from '../tasks/workspaces.ts'
import { type AgentFigures, readFigures, readSince, toFigures } from './performance.ts'

const shownTasks = 10
/** So long a wait, or so large a share, is worth saying. */
const longWaitSeconds = 30
const manyFailures = 0.1
const fewestRuns = 5

export interface BottleneckDeps {
  database: Database
  registry: AgentRegistry
  taskStore: TaskStore
  workspaces: WorkspaceRules
  offReason: (agent: string, workspace: string) => string | undefined
}

export interface Bottlenecks {
  since: Date
  /** Ids. */
  slowest: string[]
  longestWaiting: string[]
  agents: AgentFigures[]
  findings: string[]
}

export async function findBottlenecks(
  deps: BottleneckDeps,
  { workspace, since: asked }: { workspace: string; since?: Date | null | undefined },
  now: Date,
): Promise<Bottlenecks> {
  const since = readSince(asked, now)
  const rollups = await readFigures(deps.database, { workspace, since }, now)
  const waiting = await deps.taskStore.page({
    filter: { workspace, status: ['QUEUED'] },
    sort: { field: 'CREATED', direction: 'ASC' },
    limit: shownTasks,
    after: undefined,
  })
  const agents = toFigures(rollups).sort((a, b) => (b.p95Seconds ?? 0) - (a.p95Seconds ?? 0))
  const slowest = rollups.flatMap((row) => row.slowest ?? []).sort((a, b) => b.ms - a.ms)
  return {
    since,
    slowest: [...new Set(slowest.map(({ task }) => task))].slice(0, shownTasks),
    longestWaiting: waiting.map(({ _id }) => _id),
    agents,
    findings: await findings(deps, { workspace, agents, anyWaits: waiting.length > 0 }),
  }
}

interface Finding {
  /** The higher the worse. */
  weight: number
  text: string
}

async function findings(
  deps: BottleneckDeps,
  { workspace, agents, anyWaits }: { workspace: string; agents: readonly AgentFigures[]; anyWaits: boolean },
): Promise<string[]> {
  const names = deps.registry.list().map(({ config }) => config.name)
  const [workers, states, queued] = await Promise.all([
    liveWorkers(deps.database),
    agentStates(deps.database, names),
    queuedCounts(deps.database, names),
  ])
  const found: Finding[] = []
  const offReason = (agent: string) => deps.offReason(agent, workspace)
  const busy = workers.reduce((sum, { running }) => sum + running, 0)
  const capacity = workers.reduce((sum, one) => sum + one.capacity, 0)
  if (workers.length === 0) found.push({ weight: 1000, text: 'No worker runs: nothing is being done. Start one.' })
  else if (anyWaits && busy >= capacity)
    found.push({ weight: 500, text: `All ${capacity} slots of the workers are in use. Start more workers.` })
  if (deps.workspaces.isManual(workspace))
    found.push({ weight: 900, text: 'The workspace is in manual mode: tasks wait until runQueue starts them.' })
  for (const [index, state] of states.entries())
    found.push(...aboutAgent({ registry: deps.registry, offReason }, state, queued[index] ?? 0))
  for (const figures of agents) found.push(...aboutFigures(figures))
  return found.sort((a, b) => b.weight - a.weight).map(({ text }) => text)
}

/** What stands in the way of the tasks that wait for an agent. */
function aboutAgent(
  { registry, offReason }: { registry: AgentRegistry; offReason: (agent: string) => string | undefined },
  { _id: name, running, circuit, wait }: AgentState,
  waiting: number,
): Finding[] {
  if (waiting === 0) return []
  const tasks = `${waiting} ${waiting === 1 ? 'task waits' : 'tasks wait'}`
  const most = registry.get(name)?.config.maxConcurrent ?? 0
  const off = offReason(name)
  if (off) return [{ weight: 800 + waiting, text: `${name} is switched off by ${off}: ${tasks}.` }]
  if (circuit.state !== 'CLOSED')
    return [{ weight: 700 + waiting, text: `The circuit of ${name} is open because it kept failing: ${tasks}.` }]
  if (wait?.code === 'RATE_LIMIT')
    return [
      {
        weight: 300 + waiting,
        text: `${name} starts no more tasks in this window (${registry.get(name)?.config.rateLimitText ?? 'rate limit'}): ${tasks}.`,
      },
    ]
  if (running >= most)
    return [{ weight: 200 + waiting, text: `${name} is saturated: it runs ${running} of ${most} at a time, and ${tasks}.` }]
  return []
}

function aboutFigures({ agent, runs, failed, waitP95Seconds }: AgentFigures): Finding[] {
  const found: Finding[] = []
  const share = failed / Math.max(runs, 1)
  if (runs >= fewestRuns && share > manyFailures)
    found.push({ weight: 100 + 100 * share, text: `${agent} fails often: ${failed} of ${runs} runs.` })
  if (runs >= fewestRuns && waitP95Seconds !== null && waitP95Seconds > longWaitSeconds)
    found.push({
      weight: 50 + waitP95Seconds / 60,
      text: `Tasks for ${agent} wait long: one in twenty more than ${Math.round(waitP95Seconds)} s.`,
    })
  return found
}
