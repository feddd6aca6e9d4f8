// An agent run by a hosted model, with the model on this machine. What both providers have in common is tested for both.
import { afterAll } from 'vitest'
import type { RunOutcome } from '../../../../server/agents/adapter.ts'
import { createAdapters } from '../../../../server/agents/adapters.ts'
import type { AgentConfig } from '../../../../server/agents/config.ts'
import { type ModelServer, startModelServer, type Wire } from '../../../support/model-server/model-server.ts'
import { type RecordedRun, recordRun } from '../run-context.ts'
import { agentFrom, sampleYaml } from '../sample-agent.ts'

export const apiKey = 'sk-test-0123456789abcdef'
export const providers: readonly Wire[] = ['anthropic', 'openai']

export interface ModelRig {
  server: ModelServer
  /** The variables that lead to the server. */
  env(wire: Wire): Record<string, string>
  run(agent: AgentConfig, options?: RunOptions): Promise<{ outcome: RunOutcome; run: RecordedRun }>
}

export interface RunOptions {
  wire?: Wire
  env?: Record<string, string>
  run?: RecordedRun
  idleMs?: number
  fetchAllow?: readonly string[]
}

/** To be called at the top of a test file. */
export async function createModelRig(): Promise<ModelRig> {
  const server = await startModelServer()
  afterAll(() => server.close())
  const env = (wire: Wire): Record<string, string> =>
    wire === 'anthropic'
      ? { ANTHROPIC_API_KEY: apiKey, ANTHROPIC_BASE_URL: server.url }
      : { OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: `${server.url}/v1` }
  return {
    server,
    env,
    run: async (agent, { wire = 'anthropic', run = recordRun({ topic: 'Tea' }), ...options } = {}) => {
      const adapter = createAdapters({ offline: { pauseMs: 0 }, ...options, env: { ...env(wire), ...options.env } })(agent)
      return { outcome: await adapter(agent, run.context), run }
    },
  }
}

/** The sample agent with more in its file. */
export function modelAgent(yaml = '', llm = ''): AgentConfig {
  return agentFrom(`${sampleYaml}${llm}${yaml}`)
}

export const promise = `output:
  type: object
  required: [title, words]
  properties: { title: { type: string }, words: { type: integer, minimum: 1 } }
`

export function partialOf({ progress }: RecordedRun): string {
  return progress.map(({ partial = '' }) => partial).join('')
}
