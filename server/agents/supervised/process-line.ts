// What a supervised process and its worker say to each other, one JSON object a line. To the process: start, run, cancel, ping, stop.
// From it: the lines of agent-line.ts with the `run` they are about, and anything at all as a sign of life, pong or heartbeat by custom.

import type { Json } from '../adapter.ts'
import { type AgentLine, parseObject, toAgentLine } from '../agent-line.ts'
import type { AgentConfig } from '../config.ts'

export type Order =
  | { type: 'start'; agent: AgentConfig }
  | { type: 'run'; run: string; task: string; attempt: number; fence: number; parameters: { [key: string]: Json } }
  | { type: 'cancel'; run: string }
  | { type: 'ping' }
  | { type: 'stop' }

export type Said = { kind: 'life' } | { kind: 'line'; run: string | undefined; line: AgentLine } | { kind: 'noise'; text: string }

export function parseSaid(text: string): Said {
  const value: { run?: unknown; type?: unknown } | undefined = parseObject(text)
  if (!value) return { kind: 'noise', text }
  const { run, ...rest } = value
  const line = toAgentLine(rest)
  if (line) return { kind: 'line', run: typeof run === 'string' ? run : undefined, line }
  return typeof rest.type === 'string' && /^(pong|heartbeat|ready)$/.test(rest.type) ? { kind: 'life' } : { kind: 'noise', text }
}
