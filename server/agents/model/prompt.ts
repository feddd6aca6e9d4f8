// What a model is told: its instructions, the task, the form of the answer. Pure.

import type { Violation } from '../../errors.ts'
import type { Json } from '../adapter.ts'
import type { AgentConfig, ModelRun } from '../config.ts'

export function instructions({ run, output }: AgentConfig): string {
  const { systemPrompt } = run as ModelRun
  if (!output) return systemPrompt
  return [
    systemPrompt.trim(),
    '',
    'Answer with one JSON object and nothing else: no words around it and no code fence. It must fit this JSON Schema:',
    JSON.stringify(output),
  ].join('\n')
}

export function describeTask(parameters: { [key: string]: Json }): string {
  return `The parameters of the task:\n${JSON.stringify(parameters, null, 2)}`
}

export function askForCorrection(violations: readonly Violation[]): string {
  return [
    'Your answer does not have the form that was asked for:',
    ...violations.slice(0, 20).map(({ path, message }) => `- ${path}: ${message}`),
    'Answer again with the whole corrected JSON object and nothing else.',
  ].join('\n')
}
