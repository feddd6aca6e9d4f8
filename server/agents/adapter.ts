// What every way of running an agent has in common: one call in, one outcome out. Knows nothing of queues or databases.
import type { AgentConfig } from './config.ts'

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

export const errorClasses = ['TRANSIENT', 'RATE_LIMITED', 'PERMANENT', 'TIMEOUT', 'CANCELLED'] as const
export type ErrorClass = (typeof errorClasses)[number]

/** Why an attempt did not succeed. `code` is a stable upper-case word, `message` a sentence a person understands. */
export interface RunFailure {
  code: string
  class: ErrorClass
  message: string
  stack?: string
  retryAfterMs?: number
}

/** What the work used; every field is optional because not every adapter can know it. */
export interface Usage {
  inputTokens?: number
  outputTokens?: number
  costMicros?: number
}

/** Outcomes are values; an adapter may still throw, and the pipeline's one catch turns that into a failure. */
export type RunOutcome = { kind: 'succeeded'; result: Json; usage?: Usage } | { kind: 'failed'; error: RunFailure; usage?: Usage }

export interface Progress {
  /** 0 to 1. */
  fraction?: number
  /** What is being done now, a few words. */
  step?: string
  /** Text to append to the streamed partial output. */
  partial?: string
}

/** One use of a tool, told beside its line in the log. */
export interface ToolCall {
  tool: string
  at: Date
  durationMs: number
  resultBytes: number
  /** Why it failed. */
  error?: string
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

export interface ArtifactInput {
  name: string
  contentType: string
  data: Buffer
}

/** Values that the agents of a workspace leave for each other; each is gone when its time is over. */
export interface SharedState {
  get(key: string): Promise<Json | undefined>
  set(key: string, value: Json, keepMs: number): Promise<void>
}

export interface RunContext {
  taskId: string
  workspace: string
  attempt: number
  /** Grows with every claim of the task: outside systems can refuse a lower one. */
  fence: number
  parameters: { [key: string]: Json }
  /** Secrets the agent lists, by name. */
  secrets: { [name: string]: string }
  /** Aborted on cancel, timeout, shutdown and lost lease; everything that waits must listen. */
  signal: AbortSignal
  state: SharedState
  progress(update: Progress): void
  log(level: LogLevel, text: string, call?: ToolCall): void
  saveArtifact(artifact: ArtifactInput): Promise<{ id: string }>
}

export type Adapter = (agent: AgentConfig, context: RunContext) => Promise<RunOutcome>
