// Runs an agent that is a hosted model: one conversation, with tools where the agent has some, whose answer becomes the result.
import type { Adapter, RunContext, RunFailure, RunOutcome, Usage } from '../adapter.ts'
import type { AgentConfig } from '../config.ts'
import { ToolFailure } from '../tools/tool.ts'
import { openToolBox, type ToolBox, type ToolBoxOptions } from '../tools/tool-box.ts'
import { readAnswer } from './answer.ts'
import { askForCorrection, describeTask } from './prompt.ts'
import type { HostedModel, OpenModel } from './providers.ts'
import { createTalk } from './talk.ts'

export interface ModelOptions extends ToolBoxOptions {
  openModel: OpenModel
}

export function createRunModel(options: ModelOptions): (hosted: HostedModel) => Adapter {
  return (hosted) => async (agent, context) => {
    const usage: Usage = {}
    const outcome = await runWithTools({ agent, context, hosted, options, usage }).catch((error) => toOutcome(error, context.signal))
    return Object.keys(usage).length > 0 ? { ...outcome, usage } : outcome
  }
}

interface Run {
  agent: AgentConfig
  context: RunContext
  hosted: HostedModel
  options: ModelOptions
  usage: Usage
}

async function runWithTools(run: Run): Promise<RunOutcome> {
  const box = await openToolBox(run.agent, run.context, run.options)
  try {
    return await answerTask(run, box)
  } finally {
    await box.close()
  }
}

/** The answer, corrected once when it has not the form the agent promises. */
async function answerTask(run: Run, box: ToolBox): Promise<RunOutcome> {
  const { agent, context, hosted } = run
  context.progress({ fraction: 0.02, step: `Waiting for ${hosted.model}` })
  const talk = createTalk({ ...run, box, openModel: run.options.openModel })
  const first = await talk(describeTask(context.parameters))
  if ('failure' in first) return { kind: 'failed', error: first.failure }
  let answer = readAnswer(agent, first.text)
  if (!answer.ok) {
    context.log('warn', `The answer does not fit the output schema, ${hosted.model} is asked to correct it: ${describe(answer.violations)}`)
    context.progress({ step: 'Correcting the answer' })
    const second = await talk(askForCorrection(answer.violations))
    if ('failure' in second) return { kind: 'failed', error: second.failure }
    answer = readAnswer(agent, second.text)
  }
  if (!answer.ok) return { kind: 'failed', error: outputInvalid(hosted, describe(answer.violations)) }
  await box.keepFiles()
  context.progress({ fraction: 1, step: 'Done' })
  return { kind: 'succeeded', result: answer.result }
}

function outputInvalid({ model }: HostedModel, why: string): RunFailure {
  return permanent('OUTPUT_INVALID', `The answer of ${model} does not fit the agent's output schema, not even after a correction: ${why}`)
}

function toOutcome(error: unknown, signal: AbortSignal): RunOutcome {
  const aborted: RunFailure = { code: 'ABORTED', class: 'CANCELLED', message: 'The run was aborted and the call was ended.' }
  if (signal.aborted) return { kind: 'failed', error: aborted }
  if (error instanceof ToolFailure) return { kind: 'failed', error: error.failure }
  throw error
}

function describe(violations: readonly { path: string; message: string }[]): string {
  const [first] = violations
  const more = violations.length > 1 ? ` (and ${violations.length - 1} more)` : ''
  return first ? `${first.path} ${first.message}${more}.` : ''
}

function permanent(code: string, message: string): RunFailure {
  return { code, class: 'PERMANENT', message }
}
