// One line of the protocol that programs and remote agents speak: checked here, trusted after. What is not of it is a log line.
import { z } from 'zod'
import { errorClasses, type Json, type LogLevel, type RunFailure, type Usage } from './adapter.ts'

export type AgentLine =
  | { type: 'progress'; fraction?: number | undefined; step?: string | undefined }
  | { type: 'partial'; text: string }
  | { type: 'log'; level: LogLevel; text: string }
  | ArtifactLine
  | { type: 'result'; result: Json; usage?: Usage | undefined }
  | { type: 'error'; error: RunFailure }

export interface ArtifactLine {
  type: 'artifact'
  name: string
  contentType?: string | undefined
  /** A file in the task's folder, for programs of this machine. */
  path?: string | undefined
  /** The content in base64, for agents elsewhere. */
  data?: string | undefined
}

const amount = z.number().min(0).optional()
const usageSchema = z.object({ inputTokens: amount, outputTokens: amount, costMicros: amount })

const lineSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('progress'), fraction: z.number().min(0).max(1).optional(), step: z.string().max(200).optional() }),
  z.object({ type: z.literal('partial'), text: z.string() }),
  z.object({ type: z.literal('log'), level: z.enum(['debug', 'info', 'warn', 'error']).default('info'), text: z.string() }),
  z.object({
    type: z.literal('artifact'),
    name: z.string().min(1).max(200),
    contentType: z.string().optional(),
    path: z.string().min(1).optional(),
    data: z.base64().optional(),
  }),
  z.object({ type: z.literal('result'), result: z.unknown(), usage: usageSchema.optional() }),
  z.object({
    type: z.literal('error'),
    // What went wrong is told even if one of its details makes no sense.
    code: z.string().min(1).catch('AGENT_FAILED'),
    class: z.enum(errorClasses).exclude(['CANCELLED']).catch('TRANSIENT'),
    message: z.string().min(1).catch('It failed, and did not say why.'),
    retryAfterMs: z.number().min(0).optional().catch(undefined),
  }),
])

export function parseAgentLine(text: string): AgentLine {
  const value = parseObject(text)
  return (value && toAgentLine(value)) ?? { type: 'log', level: 'info', text }
}

/** Undefined when it is not of the protocol. */
export function toAgentLine(value: unknown): AgentLine | undefined {
  const parsed = lineSchema.safeParse(value)
  if (!parsed.success) return undefined
  const line = parsed.data
  if (line.type === 'result')
    return { type: 'result', result: (line.result ?? null) as Json, ...(line.usage && { usage: line.usage as Usage }) }
  if (line.type !== 'error') return line
  const { code, class: errorClass, message, retryAfterMs } = line
  return { type: 'error', error: { code, class: errorClass, message, ...(retryAfterMs !== undefined && { retryAfterMs }) } }
}

/** Undefined for what is none; ordinary words, of which there may be many, are not even tried. */
export function parseObject(text: string): object | undefined {
  if (!/^\s*\{/.test(text)) return undefined
  try {
    return JSON.parse(text) as object
  } catch {
    return undefined
  }
}
