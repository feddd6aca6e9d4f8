// Everything the offline provider may write from: the task's parameters and what was derived from them.
import type { Json } from '../adapter.ts'
import type { AgentConfig, JsonSchema } from '../config.ts'
import { createRandom, type Random } from './random.ts'
import { type Subject, subjectOf } from './subject.ts'
import { type Table, tableOf } from './table.ts'

export interface Material {
  parameters: { [key: string]: Json }
  /** Names the agent's schema lists, given or not. */
  known: readonly string[]
  subject: Subject
  random: Random
  table: Table | undefined
  today: Date
}

/** Where in the result a value is being written. */
export interface Place {
  name: string
  depth: number
  /** Which entry of the nearest list this is, and how many there are. */
  index: number
  count: number
  /** Moves the choice among the examples of one field, so that different tasks get different ones; 0 inside a list. */
  shift: number
  /** The values already written into the same object. */
  siblings: { [key: string]: Json }
}

export function gather(agent: AgentConfig, parameters: { [key: string]: Json }, today: Date): Material {
  return {
    parameters,
    known: Object.keys((agent.parameters['properties'] ?? {}) as JsonSchema),
    subject: subjectOf(agent, parameters),
    random: createRandom(`${agent.name} ${JSON.stringify(parameters)}`),
    table: tableOf(parameters),
    today,
  }
}

export function isObject(value: Json | undefined): value is { [key: string]: Json } {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}
