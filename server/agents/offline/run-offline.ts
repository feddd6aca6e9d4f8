// The built-in provider that needs no key: works from the agent's schemas and the task's parameters, and labels what it wrote.
import type { Adapter, Json, RunContext, RunOutcome } from '../adapter.ts'
import type { AgentConfig, JsonSchema } from '../config.ts'
import { checkOutput } from '../parameters.ts'
import { createMasker } from '../secrets.ts'
import { calculatorTool } from '../tools/calculator-tool.ts'
import { callTool } from '../tools/call-tool.ts'
import { type Calculation, findCalculation } from './calculation.ts'
import { generateResult, type Writer } from './generate.ts'
import { gather } from './material.ts'
import { createProseWriter } from './prose.ts'
import { pause, standardPauseMs, streamResult } from './stream.ts'

export interface OfflineOptions {
  /** 0 in tests and measurements. */
  pauseMs?: number
  /** The day entries without a date of their own are counted from. */
  now?: () => Date
}

/** Only a calculation fills these. */
const calculationFields = ['answer', 'expression']

/** For agents that promise nothing of their own. */
const plainOutput: JsonSchema = {
  type: 'object',
  required: ['summary', 'content'],
  properties: { summary: { type: 'string' }, content: { type: 'string' } },
}

export function createOffline({ pauseMs = standardPauseMs, now = () => new Date() }: OfflineOptions = {}): Adapter {
  return async (agent, context) => {
    try {
      return await run(agent, context, { pauseMs, now })
    } catch (error) {
      if (!context.signal.aborted) throw error
      return { kind: 'failed', error: { code: 'ABORTED', class: 'CANCELLED', message: 'The run was aborted.' } }
    }
  }
}

async function run(agent: AgentConfig, context: RunContext, { pauseMs, now }: Required<OfflineOptions>): Promise<RunOutcome> {
  context.progress({ fraction: 0.05, step: 'Reading the parameters' })
  await pause(pauseMs, context.signal)
  const calculation = usesCalculator(agent) ? calculationIn(context.parameters) : undefined
  const answered = calculation ? await answer(calculation, context) : {}
  if (answered === undefined)
    return failed('CALCULATION_FAILED', `The calculator could not work out "${calculation?.wording}"; the log says why.`)
  const result = generateResult(
    agent.output ?? plainOutput,
    createWriter(agent, context, { now: now(), requiredOnly: calculation !== undefined }),
    answered,
  )
  const labelled = { provider: 'offline', ...result }
  await streamResult(result, context, pauseMs)
  const [broken] = checkOutput(agent, labelled)
  if (broken)
    return failed(
      'OUTPUT_MISMATCH',
      `The offline provider cannot fill ${broken.path}: ${broken.message}. Give that field "examples" in the agent's output schema.`,
    )
  context.progress({ fraction: 1, step: 'Done' })
  const fields = Object.keys(result).length
  context.log('info', `The result has ${fields} ${fields === 1 ? 'field' : 'fields'} and ${JSON.stringify(result).length} characters.`)
  return { kind: 'succeeded', result: labelled }
}

function createWriter(agent: AgentConfig, context: RunContext, { now, requiredOnly }: { now: Date; requiredOnly: boolean }): Writer {
  const material = gather(agent, context.parameters, now)
  const { tone } = context.parameters
  const prose = createProseWriter({
    subject: material.subject.inline,
    tone: typeof tone === 'string' ? tone : 'professional',
    random: material.random,
  })
  const leaveOut = usesCalculator(agent) ? ['provider', ...calculationFields] : ['provider']
  return { material, requiredOnly, leaveOut, prose: prose.write }
}

function usesCalculator({ tools }: AgentConfig): boolean {
  return tools.some(({ name }) => name === 'calculator')
}

function calculationIn(parameters: { [key: string]: Json }): Calculation | undefined {
  for (const value of Object.values(parameters)) {
    const found = typeof value === 'string' ? findCalculation(value) : undefined
    if (found) return found
  }
  return undefined
}

/** Nothing when the tool refused; the log then says why. */
async function answer({ expression, wording }: Calculation, context: RunContext): Promise<{ [key: string]: Json } | undefined> {
  context.progress({ fraction: 0.3 })
  try {
    const value = await callTool(calculatorTool, { expression }, { context, mask: createMasker([]) })
    return {
      answer: String(Number(value)) === value ? Number(value) : value,
      expression,
      summary: `The answer to “${wording}” is ${value}.`,
    }
  } catch {
    return undefined
  }
}

function failed(code: string, message: string): RunOutcome {
  return { kind: 'failed', error: { code, class: 'PERMANENT', message } }
}
