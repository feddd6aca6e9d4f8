// What the loopback model answers to one request, in words of no provider's own. Knows nothing of wires.

export type Ending = 'end' | 'length' | 'refusal' | 'context' | 'filter'

export interface TokenCount {
  input: number
  output: number
  cached?: number
}

export type Turn =
  | { kind: 'text'; chunks: readonly string[]; ending?: Ending; tokens?: TokenCount; pauseMs?: number; thinking?: string }
  | {
      kind: 'tools'
      calls: readonly { name: string; input: unknown }[]
      text?: string
      tokens?: TokenCount
      thinking?: string
      ending?: Ending
    }
  /** An answer that is no stream: an error with its body as the provider writes it. */
  | { kind: 'error'; status: number; headers?: Record<string, string>; type?: string; code?: string; message?: string; body?: string }
  /** An error from inside a stream that had begun. */
  | { kind: 'error in the stream'; chunks: readonly string[]; type: string; message: string }
  /** Begins and then sends nothing more. */
  | { kind: 'stall'; chunks: readonly string[] }
  /** The connection is cut in the middle. */
  | { kind: 'break'; chunks: readonly string[] }
  /** The stream ends in good order, but without its last events. */
  | { kind: 'end early'; chunks: readonly string[] }
  /** Lines that are not what the protocol says. */
  | { kind: 'garbage'; text: string }

export function says(...chunks: string[]): Turn {
  return { kind: 'text', chunks }
}

export function wants(name: string, input: unknown): Turn {
  return { kind: 'tools', calls: [{ name, input }] }
}
