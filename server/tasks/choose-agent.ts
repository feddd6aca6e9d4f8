// Finds the agent a task is for: by name, or by what it must be able to do. Knows nothing of the queue beyond how busy agents are.

import { didYouMean } from '../agents/did-you-mean.ts'
import type { AgentRegistry, RegisteredAgent } from '../agents/registry.ts'
import { CapstanError } from '../errors.ts'

export function agentNamed(registry: AgentRegistry, name: string): RegisteredAgent {
  const agent = registry.get(name)
  if (agent) return agent
  const guess = didYouMean(
    name,
    registry.list().map(({ config }) => config.name),
  )
  const ending = guess || '; the query "agents" lists them all.'
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
  /** Tasks of each agent that wait or run. */
  loads: ReadonlyMap<string, number>
  offReason: (agent: string) => string | undefined
}

/** The least loaded of the available agents that have all the capabilities; names decide between equals. */
export function agentWith(registry: AgentRegistry, capabilities: readonly string[], { loads, offReason }: Choosing): RegisteredAgent {
  const able = registry.list().filter(({ config }) => capabilities.every((capability) => config.capabilities.includes(capability)))
  const [first] = able
    .filter(({ config, available }) => available && !offReason(config.name))
    .map((agent) => ({ agent, share: (loads.get(agent.config.name) ?? 0) / agent.config.maxConcurrent }))
    .sort((a, b) => a.share - b.share || a.agent.config.name.localeCompare(b.agent.config.name))
  if (first) return first.agent
  const reason =
    able.length > 0 ? `${able.map(({ config }) => config.name).join(', ')} could, but cannot work now` : 'no agent lists them all'
  throw new CapstanError('UNKNOWN_AGENT', `No agent can take a task that needs ${capabilities.join(' and ')}: ${reason}.`)
}
