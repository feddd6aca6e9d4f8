// Makes a result of what a model wrote, or says what is wrong with it. Pure.
import type { Violation } from '../../errors.ts'
import type { Json } from '../adapter.ts'
import type { AgentConfig } from '../config.ts'
import { checkOutput } from '../parameters.ts'

export type Answer = { ok: true; result: Json } | { ok: false; violations: Violation[] }

export function readAnswer(agent: AgentConfig, text: string): Answer {
  if (!agent.output) return { ok: true, result: { text } }
  const result = findJson(text)
  if (result === undefined) return { ok: false, violations: [{ path: 'result', message: 'is not a JSON object that can be read' }] }
  const violations = checkOutput(agent, result)
  return violations.length === 0 ? { ok: true, result } : { ok: false, violations }
}

/** Models like to put a fence or a few words around the object in spite of what they are told. */
function findJson(text: string): Json | undefined {
  const inner = text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1)
  return parse(text) ?? parse(inner)
}

function parse(text: string): Json | undefined {
  try {
    const value = JSON.parse(text) as Json
    return value !== null && typeof value === 'object' && !Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}
