// Finds the agent a task is for: by name, or by what it must be able to do. Knows nothing of the queue beyond how busy agents are.

import type { AgentRegistry, RegisteredAgent } from '../agents/registry.ts'
import { didYouMean } from '../did-you-mean.ts'
import { CapstanError } from '../errors.ts'

export function agentNamed(registry: AgentRegistry, name: string): RegisteredAgent {
  const agent = registry.get(name)
  if (agent) return agent
  const guess = didYouMean(
    name,
    registry.list().map(({ config }) => config.name),
  )
  const ending = guess || '; "agents" lists them all.'
  throw new CapstanError('UNKNOWN_AGENT', `There is no agent "${name.slice(0, 60)}"${ending}`, {
    legacyCode: 'TASK_002',
  })
}

/** An agent that cannot work takes no new tasks; those that wait already keep waiting. */
export function demandWorking({ config: { name }, available, unavailableReason }: RegisteredAgent, offReason: string | undefined): void {
  if (!available)
    throw new CapstanError('UNAVAILABLE', `${name} cannot work: ${unavailableReason ?? 'it is not available'}.`, {
      retryAfterSeconds: 60,
      legacyCode: 'TASK_002',
    })
  if (offReason)
    throw new CapstanError(
      'ILLEGAL_STATE',
      `${name} is switched off by ${offReason}. Switch it on with setAgentEnabled, or give the task to another agent.`,
      { legacyCode: 'TASK_002' },
    )
}

export interface Choosing {
  /** Tasks of each agent that wait or run; more than any number for one that cannot work for now. */
  loads: ReadonlyMap<string, number>
  offReason: (agent: string) => string | undefined
}

export interface Choice {
  agent: RegisteredAgent
  /** False: it has the capabilities, but neither it nor another that has them can work now. */
  working: boolean
}

/** The least loaded of the agents that have all the capabilities, those that can work before those that cannot. */
export function agentWith(registry: AgentRegistry, capabilities: readonly string[], { loads, offReason }: Choosing): Choice {
  const [first] = registry
    .list()
    .filter(({ config }) => capabilities.every((capability) => config.capabilities.includes(capability)))
    .map((agent) => ({ agent, ...standing(agent, { loads, offReason }) }))
    .sort((a, b) => Number(b.working) - Number(a.working) || a.share - b.share || compareNames(a.agent, b.agent))
  if (first) return { agent: first.agent, working: first.working }
  throw new CapstanError('UNKNOWN_AGENT', `No agent can take a task that needs ${capabilities.join(' and ')}: no agent lists them all.`)
}

function standing(agent: RegisteredAgent, { loads, offReason }: Choosing): { working: boolean; share: number } {
  const load = loads.get(agent.config.name) ?? 0
  const working = agent.available && !offReason(agent.config.name) && load < restingLoad
  return { working, share: load / agent.config.maxConcurrent }
}

/** The load of an agent that cannot work for now. */
export const restingLoad = Number.MAX_SAFE_INTEGER

function compareNames(a: RegisteredAgent, b: RegisteredAgent): number {
  return a.config.name.localeCompare(b.config.name)
}
