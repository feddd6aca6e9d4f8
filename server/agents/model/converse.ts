// One exchange with a model: asks, streams what comes, runs the tools it wants, until it answers or may not go on. Speaks to the SDK's
// providers directly: the loop on top of them keeps a second copy of every piece of every stream and starts over on its own.
// Knows nothing of agents, tasks or retries: the caller tries again.
import type { Tool } from '../tools/tool.ts'
import { createReply, type Listeners, type Message, type Model, type StepReply } from './step-reply.ts'

/** An answer that goes on for longer is stopped: its `finish` is then "too long". */
export const maxTextChars = 4 * 1024 * 1024

export interface Exchange {
  model: Model
  system: string
  /** What was said so far; what is said now is put behind it. */
  messages: Message[]
  tools: readonly Tool[]
  callTool: (name: string, input: unknown) => Promise<string>
  maxSteps: number
  temperature: number | undefined
  maxTokens: number | undefined
  signal: AbortSignal
  on: Listeners
}

export interface Reply extends Pick<StepReply, 'text' | 'finish' | 'rawFinish' | 'refusal'> {
  steps: number
  /** It wanted to use tools once more. */
  unfinished: boolean
}

/** Throws what the provider or the signal says. */
export async function converse(exchange: Exchange): Promise<Reply> {
  for (let steps = 1; ; steps++) {
    const reply = await askOnce(exchange)
    // Not every provider says in the end that there were calls.
    const wantsTools = reply.calls.length > 0 && reply.finish !== 'length' && reply.finish !== 'content-filter'
    exchange.messages.push(reply.message)
    if (!wantsTools || steps >= exchange.maxSteps) return { ...reply, steps, unfinished: wantsTools }
    exchange.messages.push(await runTools(reply.calls, exchange))
  }
}

async function askOnce({ model, system, messages, tools, temperature, maxTokens, signal, on }: Exchange): Promise<StepReply> {
  signal.throwIfAborted()
  const { stream } = await model.doStream({
    prompt: [{ role: 'system', content: system }, ...messages],
    abortSignal: signal,
    ...(tools.length > 0 && { tools: tools.map(toFunction), toolChoice: { type: 'auto' } }),
    ...(temperature !== undefined && { temperature }),
    ...(maxTokens !== undefined && { maxOutputTokens: maxTokens }),
  })
  const reply = createReply(on)
  for await (const part of stream) {
    reply.take(part)
    // Leaving the loop ends the call.
    if (reply.chars() > maxTextChars) return { ...reply.end(), calls: [], finish: 'too long' }
  }
  return reply.end()
}

function toFunction({ name, description, input }: Tool) {
  return { type: 'function' as const, name, description, inputSchema: input }
}

/** All that the model wants in one step, at the same time. Whatever goes wrong, the model reads it and may try something else. */
async function runTools(calls: StepReply['calls'], { callTool, signal }: Exchange): Promise<Message> {
  const results = calls.map(async ({ toolCallId, toolName, input }) => {
    const output = await callTool(toolName, input).then(
      (value) => ({ type: 'text' as const, value }),
      (error: Error) => ({ type: 'error-text' as const, value: error.message }),
    )
    return { type: 'tool-result' as const, toolCallId, toolName, output }
  })
  const content = await Promise.all(results)
  signal.throwIfAborted()
  return { role: 'tool', content }
}
