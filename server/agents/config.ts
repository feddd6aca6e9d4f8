// The shape of one agent, as the rest of the server sees it. The YAML that it comes from is parsed at the edge only.
import type { Json } from './adapter.ts'

export const executionModes = ['autonomous', 'collaborative', 'continuous', 'scheduled'] as const
export const riskLevels = ['low', 'medium', 'high'] as const
export const retryStrategies = ['exponential', 'linear', 'fixed'] as const

export type JsonSchema = { [key: string]: Json }

/** At most `limit` starts in any window of `periodMs`, at most `burst` of them at once. */
export interface RateLimit {
  limit: number
  periodMs: number
  burst: number
}

export interface RetryPolicy {
  /** Tries in all, the first included. */
  maxAttempts: number
  strategy: (typeof retryStrategies)[number]
  delayMs: number
  factor: number
  maxDelayMs: number
  /** 0 to 1: the share of each delay that is drawn at random. */
  jitter: number
}

export interface BreakerPolicy {
  /** Opens when at least `minimum` runs ended within `windowMs` and this share of them failed. */
  failureRate: number
  minimum: number
  windowMs: number
  /** How long it stays open before one probe is let through. */
  openMs: number
  /** Switched off after it has opened so often without a success between. */
  disableAfter: number
}

/** `auto` takes a hosted model when a key for one is set, else the built-in offline provider. */
export const modelProviders = ['auto', 'offline', 'anthropic', 'openai'] as const
export type ModelProvider = (typeof modelProviders)[number]

export interface ModelRun {
  kind: 'model'
  provider: ModelProvider
  model: string | undefined
  systemPrompt: string
  temperature: number | undefined
  maxTokens: number | undefined
  /** Rounds of the conversation, each ended by tool calls or by the answer. */
  maxSteps: number
  mcp: readonly McpServer[]
}

/** Tools that need no settings. */
export const plainTools = ['calculator', 'read_file', 'write_file', 'state_get', 'state_set'] as const

export interface HttpFetchTool {
  name: 'http_fetch'
  /** "example.com", "*.example.com" or "example.com:8443". */
  hosts: readonly string[]
  maxBytes: number
  timeoutMs: number
}

export interface DatabaseQueryTool {
  name: 'database_query'
  /** Names the secret that holds the URL of the database. */
  urlSecret: string
  /** The one the URL names, when left out. */
  database: string | undefined
  collections: readonly string[]
  maxRows: number
  timeoutMs: number
}

export type ToolConfig = { name: (typeof plainTools)[number] } | HttpFetchTool | DatabaseQueryTool

/** A program or a service that offers tools by the Model Context Protocol. */
export type McpServer = {
  name: string
  /** Which of its tools the agent may use; all when left out. */
  tools: readonly string[] | undefined
} & (
  | { kind: 'stdio'; command: readonly string[]; env: readonly string[] }
  | { kind: 'http'; url: string; headers: Readonly<Record<string, string>> }
)

export interface CommandRun {
  kind: 'command'
  /** The program and its arguments; no shell reads them. */
  command: string[]
  /** Names of environment variables the program may see, besides PATH. */
  env: string[]
  maxMemoryMb: number
  /** Of the processor, by it and what it started. */
  maxCpuSeconds?: number | undefined
  maxOutputBytes: number
}

/** An agent behind an address of the operator's own choice. */
export interface HttpRun {
  kind: 'http'
  url: string
  /** May name secrets as ${NAME}. */
  headers: Readonly<Record<string, string>>
  /** Who the signed order is for; the origin of the URL when left out. */
  audience: string | undefined
  maxOutputBytes: number
}

export interface WebhookRun {
  kind: 'webhook'
  url: string
  headers: Readonly<Record<string, string>>
  /** The `type` in the message; the agent's name when left out. */
  eventType: string | undefined
}

export interface EmailRun {
  kind: 'email'
}

export interface SlackRun {
  kind: 'slack'
  /** Where to post when a task names no channel. */
  channel: string | undefined
}

/** Long-lived programs that are told one task after another. */
export interface ProcessRun {
  kind: 'process'
  /** For a process that calls a model itself; it is told at its start. */
  model: ModelRun
  command: readonly string[]
  env: readonly string[]
  /** How many of them a worker keeps. */
  processes: number
  maxMemoryMb: number
  /** Of the processor, for one task. */
  maxCpuSeconds?: number | undefined
  maxOutputBytes: number
  /** One that says nothing for so long is ended and started anew. */
  unresponsiveMs: number
}

/** Ways to run an agent. The adapter of that kind reads the rest. */
export type RunConfig = ModelRun | CommandRun | HttpRun | WebhookRun | EmailRun | SlackRun | ProcessRun

export interface AgentConfig {
  name: string
  team: string
  type: string
  description: string
  executionMode: (typeof executionModes)[number]
  capabilities: readonly string[]
  /** JSON Schema of the parameters. */
  parameters: JsonSchema
  /** JSON Schema of the result, where the agent promises one. */
  output: JsonSchema | undefined
  run: RunConfig
  tools: readonly ToolConfig[]
  maxConcurrent: number
  rateLimit: RateLimit | undefined
  /** The rate as written, e.g. "10/minute". */
  rateLimitText: string | undefined
  /** Most tasks that may wait; more are refused with QUEUE_FULL. */
  queueLimit: number
  retry: RetryPolicy
  /** The agent's own error rules: the first whose pattern is part of the code or message decides the class. */
  errorRules: readonly { match: string; class: 'TRANSIENT' | 'RATE_LIMITED' | 'PERMANENT' }[]
  timeoutMs: number
  /** After an abort the run has this long before it is given up by force. */
  graceMs: number
  breaker: BreakerPolicy
  secrets: readonly string[]
  subscriptions: readonly string[]
  risk: (typeof riskLevels)[number]
  /** Whether a person has to agree before it acts; by its risk when left out. */
  approval?: 'required' | 'none' | undefined
  retention: { resultsDays: number; logsDays: number; artifactsDays: number }
  schedules: readonly { cron: string; timezone: string; enabled: boolean; parameters?: { [key: string]: Json } }[]
}
