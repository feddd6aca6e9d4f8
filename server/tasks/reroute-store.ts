// Gives tasks that asked for capabilities to another agent when theirs cannot work. A task that named its agent waits for that one.

import type { Json } from '../agents/adapter.ts'
import { checkParameters } from '../agents/parameters.ts'
import type { AgentRegistry, RegisteredAgent } from '../agents/registry.ts'
import { appendEvents } from '../events/event-log.ts'
import type { Database } from '../mongo.ts'
import { newAgentState } from '../queue/agent-state.ts'
import { toEvent } from '../queue/settlement.ts'
import { sealPlace, type TaskDoc } from '../queue/task.ts'
import { agentLoads, agentStates, liveWorkers, unavailableReason } from './agent-view.ts'
import { agentWith } from './choose-agent.ts'
import { toBytes } from './log-store.ts'
import { agentFacet } from './new-task.ts'
import type { Vault } from './vault.ts'

const batchSize = 500

export interface RerouteDeps {
  database: Database
  registry: AgentRegistry
  vault: Pick<Vault, 'open'>
}

/** Answers how many went to another agent. */
export async function rerouteWaiting({ database, registry, vault }: RerouteDeps): Promise<number> {
  const registered = registry.list()
  const names = registered.map(({ config }) => config.name)
  const [states, workers] = await Promise.all([agentStates(database, names), liveWorkers(database)])
  const off = new Map(states.flatMap(({ _id, disabled }) => (disabled ? [[_id, disabled.reason ?? 'the operators'] as const] : [])))
  const agents = registered
    .filter(
      (agent, index) =>
        unavailableReason(agent, { state: states[index] ?? newAgentState(agent.config.name, new Date()), workers }) !== undefined,
    )
    .map(({ config }) => config.name)
  if (agents.length === 0) return 0
  const filter = { agent: { $in: agents }, ready: true as const, status: 'QUEUED' as const, capabilities: { $exists: true } }
  const tasks = await database.collection<TaskDoc>('tasks').find(filter, { hint: 'claim', limit: batchSize }).toArray()
  if (tasks.length === 0) return 0
  const loads = await agentLoads(database, registry)
  let moved = 0
  for (const task of tasks) {
    const { agent, working } = agentWith(registry, task.capabilities ?? [], { loads, offReason: (name) => off.get(name) })
    const { name } = agent.config
    if (!working || !takes(agent, vault.open(toBytes(task.parameters), sealPlace(task._id, 'parameters')))) continue
    if (!(await giveTo(database, task, name))) continue
    loads.set(name, (loads.get(name) ?? 0) + 1)
    moved++
  }
  return moved
}

function takes({ config }: RegisteredAgent, parameters: Json): boolean {
  return checkParameters(config, parameters).ok
}

async function giveTo(database: Database, task: TaskDoc, agent: string): Promise<boolean> {
  const facets = task.facets.map((facet) => (facet === agentFacet(task.agent) ? agentFacet(agent) : facet))
  return database.transaction(async (session) => {
    const still = { _id: task._id, agent: task.agent, status: 'QUEUED' as const }
    const { modifiedCount } = await database.collection<TaskDoc>('tasks').updateOne(still, { $set: { agent, facets } }, { session })
    if (modifiedCount === 0) return false
    await appendEvents(
      database,
      [toEvent({ ...task, agent }, 'task.rerouted', { from: task.agent, to: agent, capabilities: task.capabilities })],
      session,
    )
    return true
  })
}
