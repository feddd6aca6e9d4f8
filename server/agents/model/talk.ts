// The conversation of one run with a hosted model: what was said so far, what it used, what people see of it meanwhile.
import type { RunContext, RunFailure, Usage } from '../adapter.ts'
import type { AgentConfig, ModelRun } from '../config.ts'
import type { ToolBox } from '../tools/tool-box.ts'
import { converse, maxTextChars, type Reply } from './converse.ts'
import { contextOverflow, refused, toFailure } from './model-failure.ts'
import { type CallTokens, costMicros } from './prices.ts'
import { instructions } from './prompt.ts'
import type { HostedModel, OpenModel } from './providers.ts'
import type { Message } from './step-reply.ts'

export interface TalkParts {
  agent: AgentConfig
  context: RunContext
  hosted: HostedModel
  openModel: OpenModel
  box: ToolBox
  /** Counted up call by call, so that it is known also when a later one fails. */
  usage: Usage
}

export type Told = { text: string } | { failure: RunFailure }

/** A conversation: each call adds a message and what came of it. Throws when the run was aborted. */
export function createTalk({ agent, context, hosted, openModel, usage, box }: TalkParts): (message: string) => Promise<Told> {
  const { maxSteps, temperature, maxTokens } = agent.run as ModelRun
  const messages: Message[] = []
  const show = createDisplay(context)
  const warn = createNotes(hosted, context)
  const exchange = {
    system: instructions(agent),
    tools: box.tools,
    callTool: box.call,
    temperature: hosted.takesTemperature ? temperature : undefined,
    maxTokens,
    signal: context.signal,
    on: {
      text: show.text,
      thinking: () => context.progress({ step: 'Thinking' }),
      warning: warn,
      used: (tokens: CallTokens) => addUsage(usage, hosted.model, tokens),
    },
  }
  if (temperature !== undefined && !hosted.takesTemperature) warn('temperature is not supported and is left out')
  let steps = 0
  return async (message) => {
    messages.push({ role: 'user', content: [{ type: 'text', text: message }] })
    const started = performance.now()
    const reply = await openModel(hosted)
      .then((model) => converse({ ...exchange, model, messages, maxSteps: Math.max(1, maxSteps - steps) }))
      .catch((error: unknown) => {
        context.signal.throwIfAborted()
        return { failure: toFailure(error, hosted) }
      })
    if ('failure' in reply) return reply
    steps += reply.steps
    show.pause()
    const took = `${((performance.now() - started) / 1000).toFixed(1)} s and ${reply.steps} ${reply.steps === 1 ? 'step' : 'steps'}`
    context.log('info', `${hosted.model} answered in ${took}: ${describeUsage(usage)}`)
    const failure = endFailure(reply, { hosted, maxSteps, maxTokens })
    return failure ? { failure } : { text: reply.text }
  }
}

/** Settings that a model does not take are worth one line, not one for each step. */
function createNotes({ model }: HostedModel, { log }: RunContext): (text: string) => void {
  const told = new Set<string>()
  return (text) => {
    if (!told.has(text)) log('info', `${model}: ${text}`)
    told.add(text)
  }
}

/** Partial output as it comes. Nobody knows how long an answer will be: the bar comes closer to the end and never gets there. */
function createDisplay(context: RunContext): { text(piece: string): void; pause(): void } {
  let characters = 0
  let fresh = true
  return {
    text: (piece) => {
      characters += piece.length
      const lead = fresh && characters > piece.length ? '\n' : ''
      const fraction = Math.round((0.05 + (0.9 * characters) / (characters + 2000)) * 1000) / 1000
      context.progress({ partial: `${lead}${piece}`, fraction, ...(fresh && { step: 'Writing' }) })
      fresh = false
    },
    pause: () => {
      fresh = true
    },
  }
}

interface Limits {
  hosted: HostedModel
  maxSteps: number
  maxTokens: number | undefined
}

/** An end that is no answer. */
function endFailure(
  { finish, rawFinish, refusal, text, unfinished }: Reply,
  { hosted, maxSteps, maxTokens }: Limits,
): RunFailure | undefined {
  const { model, title } = hosted
  if (finish === 'content-filter' || refusal !== '') return refused(model, refusal)
  if (finish === 'length' && rawFinish === 'model_context_window_exceeded') return contextOverflow(model, '')
  if (finish === 'length')
    return permanent(
      'OUTPUT_TRUNCATED',
      `${model} stopped at its limit of ${maxTokens ?? 'its own'} tokens. Raise llm_config.max_tokens or ask for less.`,
    )
  if (finish === 'too long')
    return permanent('OUTPUT_TOO_LARGE', `${model} wrote more than ${maxTextChars} characters and was stopped. Ask for less.`)
  if (unfinished)
    return permanent(
      'STEP_LIMIT',
      `${model} still wanted to use tools after ${maxSteps} steps. Raise llm_config.max_steps or make the task smaller.`,
    )
  if (rawFinish === undefined || text.trim() === '')
    return {
      code: 'MODEL_ANSWER_BROKEN',
      class: 'TRANSIENT',
      message: `The answer of ${title} ${text.trim() === '' ? 'was empty' : 'broke off'}.`,
    }
  return undefined
}

function addUsage(usage: Usage, model: string, tokens: CallTokens): void {
  usage.inputTokens = (usage.inputTokens ?? 0) + tokens.input
  usage.outputTokens = (usage.outputTokens ?? 0) + tokens.output
  const cost = costMicros(model, tokens)
  if (cost !== undefined) usage.costMicros = Math.round((usage.costMicros ?? 0) + cost)
}

function describeUsage({ inputTokens = 0, outputTokens = 0, costMicros: cost }: Usage): string {
  const money = cost === undefined ? 'no price known' : `$${(cost / 1e6).toFixed(4)}`
  return `${inputTokens} tokens read, ${outputTokens} written, ${money}.`
}

function permanent(code: string, message: string): RunFailure {
  return { code, class: 'PERMANENT', message }
}
