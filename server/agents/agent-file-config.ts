// Turns a checked YAML file into the AgentConfig the rest of the server knows. Checks nothing itself.
import type { Json } from './adapter.ts'
import type { AgentFile } from './agent-file-schema.ts'
import type { AgentConfig, JsonSchema, McpServer, ModelRun, RateLimit, RetryPolicy, RunConfig, ToolConfig } from './config.ts'
import { parseDuration } from './duration.ts'
import { parseRateLimit } from './rate-limit.ts'
import { retryPresets } from './retry-presets.ts'

export function toAgentConfig(file: AgentFile): AgentConfig {
  const rate = toRateLimit(file.limits.rate_limit)
  return {
    name: file.name,
    team: file.team,
    type: file.type,
    description: file.description,
    executionMode: file.execution_mode,
    capabilities: file.capabilities,
    parameters: file.parameters as JsonSchema,
    output: file.output as JsonSchema | undefined,
    run: toRun(file),
    tools: file.tools.map(toTool),
    maxConcurrent: file.limits.max_concurrent,
    rateLimit: rate?.limit,
    rateLimitText: rate?.text,
    queueLimit: file.limits.queue_limit,
    retry: toRetry(file.retry),
    errorRules: file.error_rules,
    timeoutMs: parseDuration(file.limits.timeout),
    graceMs: parseDuration(file.limits.grace),
    breaker: {
      failureRate: file.breaker.failure_rate,
      minimum: file.breaker.minimum,
      windowMs: parseDuration(file.breaker.window),
      openMs: parseDuration(file.breaker.open),
      disableAfter: file.breaker.disable_after,
    },
    secrets: file.secrets,
    subscriptions: file.subscriptions,
    risk: file.risk,
    ...(file.approval && { approval: file.approval }),
    retention: {
      resultsDays: file.retention.results_days,
      logsDays: file.retention.logs_days,
      artifactsDays: file.retention.artifacts_days,
    },
    schedules: file.schedules.map(({ parameters, ...schedule }) => ({
      ...schedule,
      ...(parameters && { parameters: parameters as { [key: string]: Json } }),
    })),
  }
}

function toRateLimit(given: AgentFile['limits']['rate_limit']): { limit: RateLimit; text: string } | undefined {
  if (given === undefined) return undefined
  if (typeof given === 'string') return { limit: parseRateLimit(given), text: given }
  return { limit: parseRateLimit(given.limit, given.burst), text: given.limit }
}

function toRetry(given: AgentFile['retry']): RetryPolicy {
  const preset: RetryPolicy = retryPresets[given.preset]
  return {
    maxAttempts: given.max_attempts ?? preset.maxAttempts,
    strategy: given.strategy ?? preset.strategy,
    delayMs: given.delay === undefined ? preset.delayMs : parseDuration(given.delay),
    factor: given.factor ?? preset.factor,
    maxDelayMs: given.max_delay === undefined ? preset.maxDelayMs : parseDuration(given.max_delay),
    jitter: given.jitter ?? preset.jitter,
  }
}

function toRun({ execution, llm_config: model, mcp }: AgentFile): RunConfig {
  const modelRun: ModelRun = {
    kind: 'model',
    provider: model?.provider ?? 'auto',
    model: model?.model,
    systemPrompt: model?.system_prompt ?? '',
    temperature: model?.temperature,
    maxTokens: model?.max_tokens,
    maxSteps: model?.max_steps ?? 10,
    mcp: Object.entries(mcp).map(toMcpServer),
  }
  return execution.kind === 'model' ? modelRun : toProgramOrRemote(execution, modelRun)
}

type Elsewhere = Exclude<AgentFile['execution'], { kind: 'model' }>

function toProgramOrRemote(execution: Elsewhere, model: ModelRun): RunConfig {
  switch (execution.kind) {
    case 'command': {
      const { kind, command, env } = execution
      return { kind, command, env, ...toProgramLimits(execution) }
    }
    case 'process': {
      const { kind, command, env, processes } = execution
      const unresponsiveMs = parseDuration(execution.unresponsive_after)
      return { kind, model, command, env, processes, ...toProgramLimits(execution), unresponsiveMs }
    }
    case 'http': {
      const { kind, url, headers, audience, max_output_bytes: maxOutputBytes } = execution
      return { kind, url, headers, audience, maxOutputBytes }
    }
    case 'webhook':
      return { kind: execution.kind, url: execution.url, headers: execution.headers, eventType: execution.event_type }
    case 'email':
      return { kind: execution.kind }
    case 'slack':
      return { kind: execution.kind, channel: execution.channel }
  }
}

function toProgramLimits(given: Extract<Elsewhere, { kind: 'command' | 'process' }>) {
  const { max_memory_mb: maxMemoryMb, max_cpu_seconds: maxCpuSeconds, max_output_bytes: maxOutputBytes } = given
  return { maxMemoryMb, ...(maxCpuSeconds !== undefined && { maxCpuSeconds }), maxOutputBytes }
}

function toTool(given: AgentFile['tools'][number]): ToolConfig {
  if (typeof given === 'string') return { name: given }
  const timeoutMs = parseDuration(given.timeout)
  if (given.name === 'http_fetch') return { name: given.name, hosts: given.hosts, maxBytes: given.max_bytes, timeoutMs }
  const { url_secret: urlSecret, database, collections, max_rows: maxRows } = given
  return { name: given.name, urlSecret, database, collections, maxRows, timeoutMs }
}

function toMcpServer([name, given]: [string, AgentFile['mcp'][string]]): McpServer {
  const { tools } = given
  if ('url' in given) return { name, tools, kind: 'http', url: given.url, headers: given.headers }
  return { name, tools, kind: 'stdio', command: given.command, env: given.env }
}
