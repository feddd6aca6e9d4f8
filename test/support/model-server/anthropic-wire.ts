// Anthropic's Messages API as it goes over the wire: events of a streamed answer, and the body of an error.
import type { Ending, TokenCount, Turn } from './turn.ts'

const stopReasons: Record<Ending, string> = {
  end: 'end_turn',
  length: 'max_tokens',
  refusal: 'refusal',
  context: 'model_context_window_exceeded',
  filter: 'refusal',
}

export const standardTokens: TokenCount = { input: 100, output: 20 }

function event(type: string, data: object): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`
}

export function begin(model: string, { input, cached = 0 }: TokenCount): string[] {
  const usage = { input_tokens: input - cached, output_tokens: 1, cache_creation_input_tokens: 0, cache_read_input_tokens: cached }
  const message = { id: 'msg_1', type: 'message', role: 'assistant', model, content: [], stop_reason: null, stop_sequence: null, usage }
  return [event('message_start', { message }), event('ping', {})]
}

export function text(chunks: readonly string[], index = 0): string[] {
  return [
    event('content_block_start', { index, content_block: { type: 'text', text: '' } }),
    ...chunks.map((piece) => event('content_block_delta', { index, delta: { type: 'text_delta', text: piece } })),
  ]
}

export function thinking(words: string): string[] {
  return [
    event('content_block_start', { index: 0, content_block: { type: 'thinking', thinking: '', signature: '' } }),
    event('content_block_delta', { index: 0, delta: { type: 'thinking_delta', thinking: words } }),
    event('content_block_delta', { index: 0, delta: { type: 'signature_delta', signature: 'c2ln' } }),
    close(0),
  ]
}

export function close(index: number): string {
  return event('content_block_stop', { index })
}

export function tools({ calls, text: words }: Extract<Turn, { kind: 'tools' }>, from = 0): string[] {
  const first = words === undefined ? from : from + 1
  return [
    ...(words === undefined ? [] : [...text([words], from), close(from)]),
    ...calls.flatMap(({ name, input }, at) => {
      const index = first + at
      const json = JSON.stringify(input)
      return [
        event('content_block_start', { index, content_block: { type: 'tool_use', id: `toolu_${index}_${name}`, name, input: {} } }),
        event('content_block_delta', { index, delta: { type: 'input_json_delta', partial_json: json.slice(0, 5) } }),
        event('content_block_delta', { index, delta: { type: 'input_json_delta', partial_json: json.slice(5) } }),
        close(index),
      ]
    }),
  ]
}

export function finish(ending: Ending | 'tools', { output }: TokenCount): string[] {
  const reason = ending === 'tools' ? 'tool_use' : stopReasons[ending]
  return [
    event('message_delta', { delta: { stop_reason: reason, stop_sequence: null }, usage: { output_tokens: output } }),
    event('message_stop', {}),
  ]
}

export function errorInStream({ type, message }: { type: string; message: string }): string {
  return event('error', { error: { type, message } })
}

export function errorBody({
  type = 'invalid_request_error',
  message = 'no',
}: {
  type?: string | undefined
  message?: string | undefined
}): string {
  return JSON.stringify({ type: 'error', error: { type, message } })
}
