// What the engine must know of each agent: limits, queue limit, retention. Follows the registry; never stale, never rebuilt without need.
import type { AgentRegistry, RegisteredAgent } from '../agents/registry.ts'
import type { AgentLimits } from '../queue/agent-state.ts'

const dayMs = 24 * 3600_000
const defaultKeepMs = 30 * dayMs
const defaultQueueLimit = 10_000
const defaultMaxTokens = 4096

export interface AgentPolicies {
  /** The agents this process may work for. */
  limits(): ReadonlyMap<string, AgentLimits>
  queueLimit(agent: string): number
  keepMs(agent: string): number
  shortestKeepMs(): number
}

/** Whom a process works for; an empty list means all. */
export interface Selection {
  teams: readonly string[]
  agents: readonly string[]
}

const everybody: Selection = { teams: [], agents: [] }

export function createAgentPolicies(registry: AgentRegistry, selection = everybody): AgentPolicies {
  let limits = readLimits(registry, selection)
  registry.onChange(() => {
    limits = readLimits(registry, selection)
  })
  return {
    limits: () => limits,
    queueLimit: (agent) => registry.get(agent)?.config.queueLimit ?? defaultQueueLimit,
    keepMs: (agent) => {
      const days = registry.get(agent)?.config.retention.resultsDays
      return days === undefined ? defaultKeepMs : days * dayMs
    },
    shortestKeepMs: () => Math.min(defaultKeepMs, ...registry.list().map(({ config }) => config.retention.resultsDays * dayMs)),
  }
}

function readLimits(registry: AgentRegistry, { teams, agents }: Selection): ReadonlyMap<string, AgentLimits> {
  const isOneOf = (list: readonly string[], name: string) => list.length === 0 || list.includes(name)
  const mine = registry.list().filter(({ config }) => isOneOf(teams, config.team) && isOneOf(agents, config.name))
  return new Map(mine.map((agent) => [agent.config.name, toLimits(agent)]))
}

function toLimits({ config, available, unavailableReason }: RegisteredAgent): AgentLimits {
  const { name, maxConcurrent, rateLimit, breaker } = config
  const need = { tokens: tokensHeld(config), costMicros: 0 }
  return { name, maxConcurrent, rateLimit, breaker, need, ...(!available && { unavailable: unavailableReason ?? 'it is not available' }) }
}

/** What one answer may cost at most, as far as the agent's file says: what it may write, and as much again for what it reads. */
function tokensHeld({ run }: RegisteredAgent['config']): number {
  return run.kind === 'model' ? 2 * (run.maxTokens ?? defaultMaxTokens) : 0
}
