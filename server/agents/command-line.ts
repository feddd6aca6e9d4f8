// One line a program wrote: checked here, trusted after. A line that is not of the protocol is a log line.
import { z } from 'zod'
import { errorClasses, type Json, type LogLevel, type RunFailure } from './adapter.ts'

export type CommandLine =
  | { type: 'progress'; fraction?: number | undefined; step?: string | undefined }
  | { type: 'partial'; text: string }
  | { type: 'log'; level: LogLevel; text: string }
  | ArtifactLine
  | { type: 'result'; result: Json }
  | { type: 'error'; error: RunFailure }

export interface ArtifactLine {
  type: 'artifact'
  name: string
  contentType?: string | undefined
  path: string
}

const lineSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('progress'), fraction: z.number().min(0).max(1).optional(), step: z.string().max(200).optional() }),
  z.object({ type: z.literal('partial'), text: z.string() }),
  z.object({ type: z.literal('log'), level: z.enum(['debug', 'info', 'warn', 'error']).default('info'), text: z.string() }),
  z.object({ type: z.literal('artifact'), name: z.string().min(1).max(200), contentType: z.string().optional(), path: z.string().min(1) }),
  z.object({ type: z.literal('result'), result: z.unknown() }),
  z.object({
    type: z.literal('error'),
    code: z.string().min(1).default('AGENT_FAILED'),
    class: z.enum(errorClasses).default('TRANSIENT'),
    message: z.string().min(1),
    retryAfterMs: z.number().min(0).optional(),
  }),
])

export function parseCommandLine(text: string): CommandLine {
  const parsed = lineSchema.safeParse(parseJson(text))
  if (!parsed.success) return { type: 'log', level: 'info', text }
  const line = parsed.data
  if (line.type === 'result') return { type: 'result', result: (line.result ?? null) as Json }
  if (line.type !== 'error') return line
  const { code, class: errorClass, message, retryAfterMs } = line
  return { type: 'error', error: { code, class: errorClass, message, ...(retryAfterMs !== undefined && { retryAfterMs }) } }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
