// Promise: a worker of a team works for the agents of that team alone, and what an agent's file limits is what the engine goes by.
import { expect, it } from 'vitest'
import type { AgentRegistry, RegisteredAgent } from '../../../server/agents/registry.ts'
import { createAgentPolicies } from '../../../server/tasks/agent-policies.ts'
import { fakeAgent } from '../../support/engine.ts'

const dayMs = 24 * 3600_000
const retention = { resultsDays: 3, logsDays: 1, artifactsDays: 1 }
let agents: RegisteredAgent[] = [
  { config: fakeAgent({ name: 'ann', team: 'ART', maxConcurrent: 2, queueLimit: 7, retention }), available: true },
  { config: fakeAgent({ name: 'bob', team: 'CODE', retention }), available: false, unavailableReason: 'KEY is not set' },
  { config: fakeAgent({ name: 'cora', team: 'CODE', retention: { ...retention, resultsDays: 2 } }), available: true },
]
let changed = () => {}
const registry = {
  list: () => agents,
  get: (name) => agents.find(({ config }) => config.name === name),
  onChange: (listener) => {
    changed = () => listener({ added: [], changed: [], removed: [], problems: [] })
    return () => undefined
  },
} as Pick<AgentRegistry, 'list' | 'get' | 'onChange'> as AgentRegistry
const names = (selection: { teams?: string[]; agents?: string[] }) => [
  ...createAgentPolicies(registry, { teams: [], agents: [], env: {}, ...selection })
    .limits()
    .keys(),
]

it('a pool is chosen by teams, by agents, or is all of them', () => {
  expect(names({})).toEqual(['ann', 'bob', 'cora'])
  expect(names({ teams: ['CODE'] })).toEqual(['bob', 'cora'])
  expect(names({ agents: ['ann'] })).toEqual(['ann'])
  expect(names({ teams: ['CODE'], agents: ['ann', 'cora'] })).toEqual(['cora'])
})

it('limits are those of the files, as they are now', () => {
  const policies = createAgentPolicies(registry)
  expect(policies.limits().get('ann')).toMatchObject({ maxConcurrent: 2 })
  expect(policies.limits().get('bob')).toMatchObject({ unavailable: 'KEY is not set' })
  expect([policies.queueLimit('ann'), policies.queueLimit('nobody')]).toEqual([7, 10_000])
  expect([policies.keepMs('ann'), policies.keepMs('nobody'), policies.shortestKeepMs()]).toEqual([3 * dayMs, 30 * dayMs, 2 * dayMs])
  agents = [{ config: fakeAgent({ name: 'ann', maxConcurrent: 9 }), available: true }]
  changed()
  expect([...policies.limits().values()]).toMatchObject([{ name: 'ann', maxConcurrent: 9 }])
})
