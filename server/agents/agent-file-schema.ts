// The shape of one YAML file in agent-configs/, as its author writes it. Knows nothing of how it is read or used.
import { z } from 'zod'
import { mcp, tools } from './agent-file-tools.ts'
import { duration, variableName } from './agent-file-values.ts'
import { executionModes, modelProviders, retryStrategies, riskLevels } from './config.ts'
import { parseRateLimit } from './rate-limit.ts'
import { retryPresetNames } from './retry-presets.ts'

export const namePattern = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/

const jsonSchema = z.record(z.string(), z.unknown(), { error: 'expected a JSON Schema object' })
const rate = z.string({ error: 'expected a rate such as "10/minute"' }).check((context) => {
  try {
    parseRateLimit(context.value)
  } catch (error) {
    context.issues.push({ code: 'custom', input: context.value, message: (error as Error).message })
  }
})

const cpuSeconds = z.number().positive('expected more than 0').max(1_000_000).optional()

const execution = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('model') }),
  z.strictObject({
    kind: z.literal('command'),
    command: z
      .array(z.string().min(1))
      .min(1, 'expected the program and its arguments')
      .describe(
        'Program and arguments; no shell reads them. It runs in an empty folder of its own; what begins with ./ lies beside this file.',
      ),
    env: z.array(variableName).default([]).describe('Environment variables the program may see, besides PATH.'),
    max_memory_mb: z.int().min(16).max(65_536).default(512).describe('Of the program and what it started.'),
    max_cpu_seconds: cpuSeconds.describe('Of the program and what it started; no limit but the timeout when left out.'),
    max_output_bytes: z.int().min(1_024).max(1_073_741_824).default(10_485_760),
  }),
  z.strictObject({
    kind: z.literal('http'),
    url: z
      .url({ protocol: /^https?$/, error: 'expected a URL such as https://example.com/tasks' })
      .describe('Gets a signed POST for each task; docs/agents.md says what is in it.'),
    headers: z.record(z.string(), z.string()).default({}).describe('May name secrets of the agent as ${NAME}.'),
    audience: z.string().min(1).optional().describe('Who the signed order is for; the origin of the URL when left out.'),
    max_output_bytes: z.int().min(1_024).max(1_073_741_824).default(10_485_760),
  }),
  z.strictObject({
    kind: z.literal('webhook'),
    url: z
      .url({ protocol: /^https?$/, error: 'expected a URL such as https://example.com/tasks' })
      .describe('Gets the parameters as a message signed as Standard Webhooks describes.'),
    headers: z.record(z.string(), z.string()).default({}).describe('May name secrets of the agent as ${NAME}.'),
    event_type: z.string().min(1).optional().describe('The type in the message; the name of the agent when left out.'),
  }),
  z.strictObject({ kind: z.literal('email') }),
  z.strictObject({
    kind: z.literal('slack'),
    channel: z.string().min(1).optional().describe('Where to post when a task names no channel.'),
  }),
  z.strictObject({
    kind: z.literal('process'),
    command: z
      .array(z.string().min(1))
      .min(1, 'expected the program and its arguments')
      .describe('Program and arguments; no shell reads them. What begins with ./ lies beside this file.'),
    env: z.array(variableName).default([]).describe('Environment variables the program may see, besides PATH.'),
    processes: z.int().min(1).max(64).default(1).describe('How many of them a worker keeps; each works on one task at a time.'),
    max_memory_mb: z.int().min(16).max(65_536).default(512).describe('Of one process and what it started.'),
    max_cpu_seconds: cpuSeconds.describe('Of one task; no limit but the timeout when left out.'),
    max_output_bytes: z.int().min(1_024).max(1_073_741_824).default(10_485_760).describe('Of one task.'),
    unresponsive_after: duration.default('60s').describe('A process that says nothing for so long is started anew.'),
  }),
])

const limits = z.strictObject({
  max_concurrent: z.int().min(1).max(10_000).default(5).describe('Tasks of this agent that may run at a time, over all workers.'),
  rate_limit: z.union([rate, z.strictObject({ limit: rate, burst: z.int().min(1).optional() })]).optional(),
  queue_limit: z.int().min(1).max(10_000_000).default(10_000).describe('Tasks that may wait; more are refused.'),
  timeout: duration.default('5m'),
  grace: duration.default('10s').describe('After an abort the run has this long before it is ended by force.'),
})

const retry = z.strictObject({
  preset: z.enum(retryPresetNames).default('default'),
  strategy: z.enum(retryStrategies).optional(),
  max_attempts: z.int().min(1).max(100).optional().describe('Tries in all, the first included.'),
  delay: duration.optional(),
  factor: z.number().min(1).max(100).optional(),
  max_delay: duration.optional(),
  jitter: z.number().min(0).max(1).optional(),
})

const breaker = z.strictObject({
  failure_rate: z.number().gt(0).max(1).default(0.5),
  minimum: z.int().min(1).default(10),
  window: duration.default('1m'),
  open: duration.default('30s'),
  disable_after: z.int().min(1).max(1_000).default(10).describe('The agent is switched off when its circuit has opened so often in a row.'),
})

const retention = z.strictObject({
  results_days: z.int().min(1).max(3_650).default(30),
  logs_days: z.int().min(1).max(3_650).default(14),
  artifacts_days: z.int().min(1).max(3_650).default(30),
})

const schedule = z.strictObject({
  cron: z.string(),
  timezone: z.string().default('UTC'),
  enabled: z.boolean().default(true),
  parameters: z.record(z.string(), z.unknown()).optional(),
})

export const agentFileSchema = z.strictObject({
  name: z
    .string()
    .regex(namePattern, 'expected lower-case words joined by hyphens, such as code-reviewer')
    .describe('Same as the file name.'),
  team: z.string().regex(/^[A-Z][A-Z0-9_]*$/, 'expected an upper-case word such as MARKETING_TEAM'),
  type: z.string().min(1).describe('What kind of worker this is, one word.'),
  description: z.string().min(10, 'expected a sentence of at least 10 characters').max(500),
  execution_mode: z.enum(executionModes).default('autonomous'),
  capabilities: z.array(z.string().regex(/^[A-Z][A-Z0-9_]*$/, 'expected an upper-case word such as DATA_ANALYSIS')).default([]),
  parameters: jsonSchema.default({ type: 'object', properties: {} }).describe('JSON Schema of what a task gives the agent.'),
  output: jsonSchema.optional().describe('JSON Schema of the result the agent promises.'),
  llm_config: z
    .strictObject({
      provider: z.enum(modelProviders).default('auto'),
      model: z.string().min(1).optional(),
      system_prompt: z.string().min(1),
      temperature: z.number().min(0).max(2).optional(),
      max_tokens: z.int().min(1).max(1_000_000).optional(),
      max_steps: z.int().min(1).max(100).default(10).describe('Rounds of the conversation, each ended by tool calls or by the answer.'),
    })
    .optional(),
  execution: execution.default({ kind: 'model' }),
  tools: tools.default([]).describe('What a model may use while it works.'),
  mcp: mcp.default({}).describe('Servers of the Model Context Protocol whose tools a model may use, by name.'),
  limits: limits.prefault({}),
  retry: retry.prefault({}),
  error_rules: z.array(z.strictObject({ match: z.string().min(1), class: z.enum(['TRANSIENT', 'RATE_LIMITED', 'PERMANENT']) })).default([]),
  breaker: breaker.prefault({}),
  secrets: z.array(variableName).default([]).describe('Environment variables the agent needs; it is unavailable until all are set.'),
  subscriptions: z.array(z.string().min(1)).default([]).describe('Topics that start this agent.'),
  risk: z.enum(riskLevels).default('low'),
  approval: z
    .enum(['required', 'none'])
    .optional()
    .describe('Whether a person has to agree before it acts; agents of high risk ask unless this says none.'),
  retention: retention.prefault({}),
  schedules: z.array(schedule).default([]),
})

export type AgentFile = z.infer<typeof agentFileSchema>

/** What editors check a YAML file against; written to agent-configs/agent.schema.json. */
export function agentFileJsonSchema(): { [key: string]: unknown } {
  return { title: 'Capstan agent', ...z.toJSONSchema(agentFileSchema, { io: 'input', target: 'draft-7' }) }
}
