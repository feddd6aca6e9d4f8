// What the engine must know of each agent: limits, queue limit, retention. Follows the registry; never stale, never rebuilt without need.

import { costMicros } from '../agents/model/prices.ts'
import { chooseModel } from '../agents/model/providers.ts'
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
  /** Says which models agents call. */
  env: Readonly<Record<string, string | undefined>>
}

const everybody: Selection = { teams: [], agents: [], env: {} }

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

function readLimits(registry: AgentRegistry, { teams, agents, env }: Selection): ReadonlyMap<string, AgentLimits> {
  const isOneOf = (list: readonly string[], name: string) => list.length === 0 || list.includes(name)
  const mine = registry.list().filter(({ config }) => isOneOf(teams, config.team) && isOneOf(agents, config.name))
  return new Map(mine.map((agent) => [agent.config.name, toLimits(agent, env)]))
}

function toLimits({ config, available, unavailableReason }: RegisteredAgent, env: Selection['env']): AgentLimits {
  const { name, maxConcurrent, rateLimit, breaker } = config
  const need = needOf(config, env)
  return { name, maxConcurrent, rateLimit, breaker, need, ...(!available && { unavailable: unavailableReason ?? 'it is not available' }) }
}

/** What one answer may use at most, as far as the agent's file says: what it may write, and as much again for what it reads. */
function needOf({ run }: RegisteredAgent['config'], env: Selection['env']): NonNullable<AgentLimits['need']> {
  const model = run.kind === 'process' ? run.model : run
  if (model.kind !== 'model') return { tokens: 0, costMicros: 0 }
  const each = model.maxTokens ?? defaultMaxTokens
  const hosted = chooseModel(model, env)
  const cost = hosted && costMicros(hosted.model, { input: each, cached: 0, written: 0, output: each })
  return { tokens: 2 * each, costMicros: Math.ceil(cost ?? 0) }
}
