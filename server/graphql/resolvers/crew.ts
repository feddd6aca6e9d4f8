// Agents and workers.

import type { RegisteredAgent } from '../../agents/registry.ts'
import { isTeam } from '../../agents/team-name.ts'
import { may } from '../../auth/policy.ts'
import { probeAt } from '../../queue/agent-state.ts'
import type { AgentProcesses } from '../../queue/worker-lease.ts'
import { unavailableReason } from '../../tasks/agent-view.ts'
import { sharedByAll } from '../../tasks/operate-agents.ts'
import type { Context } from '../context.ts'
import type { AgentAction, AgentFilter, Resolvers } from '../generated/resolvers.ts'
import { present } from './task.ts'

const tasksPerWorker = 100

export const crewResolvers: Pick<Resolvers, 'Agent' | 'Worker'> = {
  Agent: {
    name: ({ config }) => config.name,
    team: ({ config }) => config.team,
    type: ({ config }) => config.type,
    description: ({ config }) => config.description,
    capabilities: ({ config }) => config.capabilities,
    schema: ({ config }) => config.parameters,
    outputSchema: ({ config }) => config.output ?? null,
    executionMode: ({ config }) => config.executionMode,
    risk: ({ config }) => config.risk,
    maxConcurrent: ({ config }) => config.maxConcurrent,
    rateLimit: ({ config }) => config.rateLimitText ?? null,
    timeoutSeconds: ({ config }) => config.timeoutMs / 1000,
    available: async (agent, _args, context) => (await whyUnavailable(agent, context)) === undefined,
    unavailableReason: async (agent, _args, context) => (await whyUnavailable(agent, context)) ?? null,
    memoryMb: async ({ config }, _args, context) => sumOf(await processesOf(config.name, context), ({ memoryMb }) => memoryMb),
    cpu: async ({ config }, _args, context) => sumOf(await processesOf(config.name, context), ({ cpu }) => cpu),
    enabled: async ({ config }, _args, { load }) => !(await load.agentState.load(config.name)).disabled,
    draining: async ({ config }, _args, { load }) => {
      const { disabled, running } = await load.agentState.load(config.name)
      return disabled?.drain === true && running > 0
    },
    fileError: ({ fileError }) => fileError ?? null,
    running: async ({ config }, _args, { load }) => (await load.agentState.load(config.name)).running,
    queued: async ({ config }, _args, { load }) => Math.min(10_000, await load.agentQueued.load(config.name)),
    circuit: async ({ config }, _args, { load }) => (await load.agentState.load(config.name)).circuit.state,
    circuitUntil: async ({ config }, _args, { load }) => probeAt((await load.agentState.load(config.name)).circuit, new Date()) ?? null,
    viewerCan: async ({ config }, _args, { load, viewer }) => {
      const { disabled, circuit } = await load.agentState.load(config.name)
      const actions: AgentAction[] = !disabled && may(viewer, 'submit', { workspace: viewer.workspace }) ? ['SUBMIT'] : []
      if (!may(viewer, 'configure', sharedByAll)) return actions
      return [...actions, disabled ? 'ENABLE' : 'DISABLE', ...(circuit.state === 'CLOSED' ? [] : ['RESET_CIRCUIT' as const])]
    },
    health: async ({ config }, _args, { load }) => {
      const rate = (await load.agentRates()).get(config.name)
      const finished = rate?.finished ?? 0
      return {
        processedPerMinute: finished,
        failureRate: rate && finished > 0 ? rate.failed / finished : 0,
        averageRunSeconds: rate && finished > 0 ? Math.round(rate.runMs / finished) / 1000 : null,
      }
    },
  },
  Worker: {
    id: ({ _id }) => _id,
    status: ({ status }) => (status === 'STOPPED' ? 'LOST' : status),
    tasks: async ({ _id }, _args, { load }) => {
      const ids = await load.running.load(_id)
      return present(await load.task.loadMany(ids))
        .filter(({ worker, status }) => worker === _id && status === 'RUNNING')
        .slice(0, tasksPerWorker)
    },
  },
}

async function whyUnavailable(agent: RegisteredAgent, { load, viewer: { workspace } }: Context): Promise<string | undefined> {
  const [state, workers] = await Promise.all([load.agentState.load(agent.config.name), load.workers()])
  return unavailableReason(agent, { state, workers, workspace })
}

async function processesOf(agent: string, { load }: Context): Promise<AgentProcesses['running']> {
  return (await load.workers()).flatMap(({ processes }) => processes?.[agent]?.running ?? [])
}

function sumOf<T>(items: readonly T[], value: (item: T) => number): number | null {
  return items.length === 0 ? null : items.reduce((sum, item) => sum + value(item), 0)
}

export async function listAgents(filter: AgentFilter | null | undefined, { product, load }: Context): Promise<RegisteredAgent[]> {
  const text = filter?.text?.toLowerCase()
  const matching = product.registry
    .list()
    .filter(({ config }) => !filter?.team || isTeam(config.team, filter.team))
    .filter(({ config }) => !filter?.capability || config.capabilities.includes(filter.capability))
    .filter(({ config }) => !text || `${config.name} ${config.description}`.toLowerCase().includes(text))
  if (filter?.available === undefined || filter.available === null) return matching
  const states = await load.agentState.loadMany(matching.map(({ config }) => config.name))
  const workers = await load.workers()
  return matching.filter((agent, index) => {
    const state = states[index]
    return state && !(state instanceof Error) && (unavailableReason(agent, { state, workers }) === undefined) === filter.available
  })
}
