// The chat-completions API as it goes over the wire: chunks of a streamed answer, and the body of an error.
import type { Ending, TokenCount, Turn } from './turn.ts'

const finishReasons: Record<Ending, string> = {
  end: 'stop',
  length: 'length',
  refusal: 'stop',
  context: 'length',
  filter: 'content_filter',
}

function chunk(model: string, choices: object[], rest: object = {}): string {
  return `data: ${JSON.stringify({ id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model, choices, ...rest })}\n\n`
}

function delta(model: string, change: object, finish: string | null = null): string {
  return chunk(model, [{ index: 0, delta: change, finish_reason: finish }])
}

export function begin(model: string): string[] {
  return [delta(model, { role: 'assistant', content: '' })]
}

export function text(model: string, chunks: readonly string[]): string[] {
  return chunks.map((content) => delta(model, { content }))
}

export function thinking(model: string, words: string): string[] {
  return [delta(model, { reasoning_content: words })]
}

export function tools(model: string, { calls, text: words }: Extract<Turn, { kind: 'tools' }>): string[] {
  const parts = calls.flatMap(({ name, input }, index) => {
    const json = JSON.stringify(input)
    return [
      delta(model, { tool_calls: [{ index, id: `call_${index}_${name}`, type: 'function', function: { name, arguments: '' } }] }),
      delta(model, { tool_calls: [{ index, function: { arguments: json.slice(0, 5) } }] }),
      delta(model, { tool_calls: [{ index, function: { arguments: json.slice(5) } }] }),
    ]
  })
  return [...(words === undefined ? [] : text(model, [words])), ...parts]
}

export function finish(model: string, ending: Ending | 'tools', { input, output, cached = 0 }: TokenCount): string[] {
  const usage = {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    prompt_tokens_details: { cached_tokens: cached },
  }
  return [
    ...(ending === 'refusal' ? [delta(model, { refusal: 'I cannot help with that.' })] : []),
    delta(model, {}, ending === 'tools' ? 'tool_calls' : finishReasons[ending]),
    chunk(model, [], { usage }),
    'data: [DONE]\n\n',
  ]
}

export function errorInStream({ type, message }: { type: string; message: string }): string {
  return `data: ${JSON.stringify({ error: { type, message, code: null, param: null } })}\n\n`
}

interface ErrorWords {
  type?: string | undefined
  code?: string | undefined
  message?: string | undefined
}

export function errorBody({ type = 'invalid_request_error', code, message = 'no' }: ErrorWords): string {
  return JSON.stringify({ error: { message, type, param: null, code: code ?? null } })
}
