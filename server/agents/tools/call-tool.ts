// One call of a tool: run, timed, logged on the task, masked and bounded, whoever makes it.
import type { Json, RunContext } from '../adapter.ts'
import type { Masker } from '../secrets.ts'
import type { Tool } from './tool.ts'

/** What goes beyond is cut off: it would fill the model's memory and cost money. */
const maxResultChars = 64 * 1024
const shownChars = 200

export interface CallOptions {
  context: RunContext
  /** What a tool answers may hold a secret, and what a model reads leaves the house. */
  mask: Masker
}

/** Throws an Error whose message says why it failed. */
export async function callTool(tool: Tool, input: unknown, { context, mask }: CallOptions): Promise<string> {
  context.signal.throwIfAborted()
  context.progress({ step: `Using ${tool.name}` })
  const shown = shorten(mask(JSON.stringify((input ?? {}) as Json)))
  const at = new Date()
  const started = performance.now()
  const told = (resultBytes: number) => ({
    tool: tool.name,
    at,
    durationMs: Math.round((performance.now() - started) * 10) / 10,
    resultBytes,
  })
  try {
    const result = mask(await tool.run(input, context.signal))
    const call = told(Buffer.byteLength(result))
    context.log('info', `Tool ${tool.name}: ${shown} -> ${shorten(result)} (${call.durationMs} ms, ${call.resultBytes} bytes)`, call)
    if (result.length <= maxResultChars) return result
    return `${result.slice(0, maxResultChars)}\n[cut off: ${result.length} characters in all]`
  } catch (error) {
    const message = mask((error as Error).message)
    const call = { ...told(0), error: message }
    context.log('warn', `Tool ${tool.name}: ${shown} failed (${call.durationMs} ms): ${shorten(message)}`, call)
    throw new Error(message)
  }
}

function shorten(text: string): string {
  return text.length > shownChars ? `${text.slice(0, shownChars)}…` : text
}
