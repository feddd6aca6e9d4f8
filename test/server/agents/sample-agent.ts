// One small agent for tests, read from YAML like every other.
import { formatViolations, parseAgentFile } from '../../../server/agents/agent-file.ts'
import type { AgentConfig, ModelRun } from '../../../server/agents/config.ts'

export const sampleYaml = `name: sample
team: TEST_TEAM
type: writer
description: Writes a line or two about a topic.
parameters:
  type: object
  required: [topic]
  properties:
    topic: { type: string, minLength: 3 }
    word_count: { type: integer, minimum: 500, maximum: 5000, default: 2000 }
    tone: { type: string, enum: [professional, casual, technical] }
    options: { type: object, properties: { draft: { type: boolean, default: true } } }
llm_config:
  system_prompt: Write about the topic.
`

export function agentFrom(yaml: string): AgentConfig {
  const result = parseAgentFile(yaml)
  if (!result.ok) throw new Error(formatViolations(result.violations))
  return result.config
}

export function sampleAgent(change: Partial<AgentConfig> = {}): AgentConfig {
  return { ...agentFrom(sampleYaml), ...change }
}

export const sampleModel: ModelRun = {
  kind: 'model',
  provider: 'offline',
  model: undefined,
  systemPrompt: 'Be kind.',
  temperature: undefined,
  maxTokens: undefined,
  maxSteps: 1,
  mcp: [],
}
