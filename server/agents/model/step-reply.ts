// What one call of a model brings, gathered piece by piece: its text, the tools it wants, how it ended. Knows the parts of the SDK's streams.
import type { createAnthropic } from '@ai-sdk/anthropic'
import type { CallTokens } from './prices.ts'

/** The one form in which the SDK's providers offer a model. */
export type Model = ReturnType<ReturnType<typeof createAnthropic>>
export type Message = Parameters<Model['doStream']>[0]['prompt'][number]
type Part = Awaited<ReturnType<Model['doStream']>>['stream'] extends ReadableStream<infer P> ? P : never
type AssistantContent = Extract<Message, { role: 'assistant' }>['content']
interface Piece {
  delta?: string
  providerMetadata?: object | undefined
}
type ToolCall = Extract<AssistantContent[number], { type: 'tool-call' }>

export interface StepReply {
  text: string
  calls: ToolCall[]
  finish: string
  /** In the provider's own word; missing when the stream ended without one. */
  rawFinish: string | undefined
  refusal: string
  /** To be shown to the model again in the next step. */
  message: Message
}

export interface Listeners {
  text(piece: string): void
  thinking(): void
  warning(text: string): void
  /** A call has ended; also when a later one of the same exchange fails. */
  used(tokens: CallTokens): void
}

export interface ReplyReader {
  /** Throws the error that came inside the stream. */
  take(part: Part): void
  /** Characters so far, thoughts included. */
  chars(): number
  end(): StepReply
}

export function createReply(on: Listeners): ReplyReader {
  const content: AssistantContent = []
  const reply = { text: '', calls: [] as ToolCall[], finish: 'other', rawFinish: undefined as string | undefined, refusal: '' }
  let chars = 0

  /** The pieces of a text or a thought; a provider's mark on it, such as a signature, must be shown to it again. */
  function grow({ delta = '', providerMetadata }: Piece): void {
    const last = content.at(-1)
    if (last?.type !== 'text' && last?.type !== 'reasoning') return
    last.text += delta
    chars += delta.length
    if (providerMetadata) Object.assign(last, { providerOptions: providerMetadata })
  }

  function call({ toolCallId, toolName, input, providerMetadata }: Extract<Part, { type: 'tool-call' }>): void {
    const wanted: ToolCall = { type: 'tool-call', toolCallId, toolName, input: readInput(input) }
    content.push({ ...wanted, ...(providerMetadata && { providerOptions: providerMetadata }) })
    reply.calls.push(wanted)
  }

  function finish({ usage, finishReason, providerMetadata }: Extract<Part, { type: 'finish' }>): void {
    const { inputTokens: read, outputTokens: written } = usage
    on.used({ input: read.total ?? 0, cached: read.cacheRead ?? 0, written: read.cacheWrite ?? 0, output: written.total ?? 0 })
    const refusal = providerMetadata?.['openai']?.['refusal'] ?? ''
    Object.assign(reply, { finish: finishReason.unified, rawFinish: finishReason.raw, refusal })
  }

  const handlers: { [T in Part['type']]?: (part: Extract<Part, { type: T }>) => void } = {
    'stream-start': ({ warnings }) => {
      for (const warning of warnings) on.warning(describeWarning(warning))
    },
    'reasoning-start': (part) => {
      on.thinking()
      content.push({ type: 'reasoning', text: '' })
      grow(part)
    },
    'reasoning-delta': grow,
    'reasoning-end': grow,
    'text-start': (part) => {
      content.push({ type: 'text', text: '' })
      grow(part)
    },
    'text-delta': (part) => {
      reply.text += part.delta
      on.text(part.delta)
      grow(part)
    },
    'text-end': grow,
    'tool-call': call,
    finish,
    error: ({ error }) => {
      throw error
    },
  }
  return {
    take: (part) => (handlers[part.type] as ((part: Part) => void) | undefined)?.(part),
    chars: () => chars,
    end: () => ({ ...reply, message: { role: 'assistant', content } }),
  }
}

/** Inputs are objects. What is none is not an input; the tool then says what it expected. */
function readInput(text: string): object {
  try {
    const input = JSON.parse(text) as unknown
    return typeof input === 'object' && input !== null && !Array.isArray(input) ? input : {}
  } catch {
    return {}
  }
}

function describeWarning(warning: { type: string; feature?: string; details?: string | undefined; message?: string }): string {
  return warning.message ?? warning.details ?? `${warning.feature ?? 'a setting'} is not supported`
}
