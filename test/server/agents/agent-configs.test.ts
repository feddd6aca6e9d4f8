import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Json } from '../../../server/agents/adapter.ts'
import { agentFileJsonSchema } from '../../../server/agents/agent-file-schema.ts'
import type { AgentConfig, JsonSchema } from '../../../server/agents/config.ts'
import { createOffline } from '../../../server/agents/offline/run-offline.ts'
import { checkOutput, checkParameters } from '../../../server/agents/parameters.ts'
import { type AgentRegistry, createAgentRegistry } from '../../../server/agents/registry.ts'
import { silentLogger } from '../../../server/log.ts'
import { recordRun } from './run-context.ts'

const dir = resolve(import.meta.dirname, '../../../agent-configs')
const registry: AgentRegistry = createAgentRegistry({ dir, env: {}, log: silentLogger })
const runOffline = createOffline({ pauseMs: 0, now: () => new Date('2026-01-07T12:00:00Z') })

beforeAll(async () => {
  await registry.load()
})

/** The examples an author gives beside the parameters; with `required` only those a task cannot leave out. */
function exampleParameters(agent: AgentConfig, which: 'all' | 'required'): { [key: string]: Json } {
  const properties = agent.parameters['properties'] as { [name: string]: JsonSchema }
  const names = which === 'all' ? Object.keys(properties) : ((agent.parameters['required'] ?? []) as string[])
  return Object.fromEntries(
    names.flatMap((name) => (Array.isArray(properties[name]?.['examples']) ? [[name, properties[name]['examples'][0] as Json]] : [])),
  )
}

async function run(agent: AgentConfig, given: { [key: string]: Json }) {
  const check = checkParameters(agent, given)
  if (!check.ok) throw new Error(`${agent.name}: ${JSON.stringify(check.violations)}`)
  return { parameters: check.parameters, outcome: await runOffline(agent, recordRun(check.parameters).context) }
}

describe('the agents that ship', () => {
  it('are fifty, all readable and available without any key', () => {
    expect(registry.problems()).toEqual([])
    expect(registry.list()).toHaveLength(50)
    expect(registry.list().filter(({ available }) => !available)).toEqual([])
  })

  it('belong to the seven teams', () => {
    const sizes: Record<string, number> = {}
    for (const { config } of registry.list()) sizes[config.team] = (sizes[config.team] ?? 0) + 1
    expect(sizes).toEqual({
      MARKETING_TEAM: 17,
      TEST_AGENT: 5,
      USER_STORY_AGENT: 1,
      ENGINEERING_TEAM: 12,
      STRATEGY_TEAM: 6,
      GENERAL_TEAM: 5,
      CORE_TEAM: 4,
    })
  })

  it('describe every parameter, bound every rate and promise an output', () => {
    for (const { config } of registry.list()) {
      const properties = Object.values(config.parameters['properties'] as { [name: string]: JsonSchema })
      expect(
        properties.every((property) => typeof property['description'] === 'string'),
        config.name,
      ).toBe(true)
      expect(config.rateLimit, config.name).toBeDefined()
      expect(config.output, config.name).toBeDefined()
      expect(config.capabilities.length, config.name).toBeGreaterThan(0)
    }
  })

  it.each(['all', 'required'] as const)('keep their promise offline when given %s example parameters', async (which) => {
    for (const { config } of registry.list()) {
      const { outcome } = await run(config, exampleParameters(config, which))
      expect(outcome, config.name).toMatchObject({ kind: 'succeeded', result: { provider: 'offline' } })
      if (outcome.kind === 'succeeded') expect(checkOutput(config, outcome.result), config.name).toEqual([])
    }
  })

  it('leave no placeholder of a parameter unfilled', async () => {
    for (const { config } of registry.list()) {
      const { outcome } = await run(config, exampleParameters(config, 'required'))
      const names = ['subject', 'Subject', 'slug', 'identifier', 'Identifier', ...Object.keys(config.parameters['properties'] as object)]
      expect(JSON.stringify(outcome), config.name).not.toMatch(new RegExp(`\\{(${names.join('|')})(\\|[^{}]*)?\\}`))
    }
  })
})

describe('the copywriter', () => {
  const agent = (): AgentConfig => registry.get('copywriter')!.config

  it('takes 500 to 5,000 words, 2,000 unless told otherwise', () => {
    expect(checkParameters(agent(), { topic: 'Tea' })).toMatchObject({ ok: true, parameters: { word_count: 2_000, tone: 'professional' } })
    expect(checkParameters(agent(), { topic: 'Tea', word_count: 9_000 })).toMatchObject({
      ok: false,
      violations: [{ path: 'parameters.word_count', message: 'must be at most 5000, got 9000' }],
    })
  })

  it.each([500, 2_000, 5_000])('writes about %i words in sections that name the topic', async (words) => {
    const { outcome } = await run(agent(), { topic: 'Urban gardening', word_count: words, tone: 'casual' })
    const result = (outcome as unknown as { result: { word_count: number; content: string; tone: string; sections: unknown[] } }).result
    expect(Math.abs(result.word_count - words) / words).toBeLessThan(0.1)
    expect(result.content).toContain('Urban gardening')
    expect(result.tone).toBe('casual')
    expect(result.sections.length).toBeGreaterThanOrEqual(3)
  })
})

describe('the analyst', () => {
  it('calculates its table and statistics from the rows of the task', async () => {
    const data = [
      { channel: 'search', cost: 480 },
      { channel: 'social', cost: 260 },
    ]
    const { outcome } = await run(registry.get('analyst')!.config, { report_type: 'weekly', data })
    expect(outcome).toMatchObject({
      result: {
        columns: ['channel', 'cost'],
        rows: [
          ['search', 480],
          ['social', 260],
        ],
        row_count: 2,
        statistics: [{ column: 'cost', sum: 740, mean: 370 }],
      },
    })
  })
})

describe('agents that take free text', () => {
  it.each(['code-integrator', 'data-analyst', 'general-executor', 'assistant', 'code-developer'])(
    '%s calculates the factorial of 10',
    async (name) => {
      const { outcome } = await run(registry.get(name)!.config, { description: 'Calculate factorial of 10' })
      expect(outcome).toMatchObject({ kind: 'succeeded', result: { answer: 3_628_800 } })
    },
  )
})

describe('agent.schema.json', () => {
  it('is what the code generates', async () => {
    expect(JSON.parse(await readFile(resolve(dir, 'agent.schema.json'), 'utf8'))).toEqual(JSON.parse(JSON.stringify(agentFileJsonSchema())))
  })

  it('is named by every YAML file', async () => {
    for (const { config } of registry.list()) {
      expect(await readFile(resolve(dir, `${config.name}.yaml`), 'utf8')).toMatch(
        /^# yaml-language-server: \$schema=\.\/agent\.schema\.json\n/,
      )
    }
  })
})
