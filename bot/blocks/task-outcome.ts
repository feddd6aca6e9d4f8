// What came of a task, for the thread below its card: text, a table, or a file when it is long. Pure.
import type { KnownBlock, TableBlock } from '@slack/types'
import type { TaskOutcomeQuery } from '../generated/operations.ts'
import type { Rendered } from '../outbox/card.ts'
import { alert, context, preformatted, section } from './elements.ts'
import { bold, code, cut, harmless, joinMarkup, type Markup, markup, nothing } from './markup.ts'
import { message } from './message.ts'
import { describeObject, isPlainObject, shortly } from './object.ts'
import { renderMarkdown } from './rich-markdown.ts'
import { errorLine, summary } from './task-card.ts'
import { duration, money, plural, taskStates } from './wording.ts'

export type Outcome = NonNullable<TaskOutcomeQuery['task']>

export interface OutcomeMessage {
  message: Rendered
  /** The whole, when the message could only show its beginning. */
  file: { name: string; content: string } | undefined
}

const longestText = 2600
const mostRows = 25
const mostColumns = 8

export function renderOutcome(task: Outcome): OutcomeMessage {
  if (task.status !== 'SUCCEEDED') return { message: renderFailure(task), file: undefined }
  const { blocks, file } = renderResult(task)
  return { message: message(markup`${summary(task)}`, [...blocks, ...context(usageLine(task))]), file }
}

function renderFailure(task: Outcome): Rendered {
  const { id, agentName, error, attempts } = task
  const stack = error?.stack?.split('\n').slice(0, 6).join('\n')
  const tries = attempts
    .slice(-5)
    .map(
      ({ number, outcome, error: why }) =>
        markup`${number}. ${outcome ?? 'under way'}${why ? markup` \u2013 ${why.message.slice(0, 120)}` : nothing}`,
    )
  // The channel sees it without the card above it.
  const title = markup`${bold(agentName, 80)} ${code(id, 30)} ${taskStates[task.status].word.toLowerCase()}`
  return message(summary(task), [
    section(title),
    ...(error ? [alert(errorLine(error))] : []),
    ...(stack ? [preformatted(stack, 1500)] : []),
    // A single try has failed as the task has.
    ...(tries.length > 1 ? context(joinMarkup(tries, '\n')) : []),
  ])
}

function renderResult({ id, result }: Outcome): { blocks: KnownBlock[]; file: OutcomeMessage['file'] } {
  const text = asText(result)
  if (text !== undefined) {
    if (text.length <= longestText) return { blocks: [renderMarkdown(text, longestText)], file: undefined }
    return { blocks: [renderMarkdown(text, 900)], file: { name: `${id}.md`, content: text } }
  }
  const json = JSON.stringify(result, null, 2) ?? 'null'
  const table = asTable(result)
  const whole = json.length > longestText ? { name: `${id}.json`, content: json } : undefined
  if (table) return { blocks: [table], file: whole }
  if (isPlainObject(result)) return { blocks: describeObject(result), file: whole }
  return { blocks: [preformatted(json, 1500)], file: whole }
}

/** A text, or an object whose one long text is the point. */
function asText(result: unknown): string | undefined {
  if (typeof result === 'string') return result
  if (!isPlainObject(result)) return undefined
  const content = result['content'] ?? result['text'] ?? result['markdown']
  return typeof content === 'string' && content.length > longestText ? content : undefined
}

/** A list of alike objects. */
function asTable(result: unknown): TableBlock | undefined {
  const rows = Array.isArray(result)
    ? result
    : isPlainObject(result)
      ? Object.values(result).find((value) => isTable(value) && Object.keys(result).length === 1)
      : undefined
  if (!isTable(rows)) return undefined
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))].slice(0, mostColumns)
  const cell = (text: string) => ({ type: 'raw_text' as const, text: cut(harmless(text), 200) || '\u2013' })
  const body = rows.slice(0, mostRows).map((row) => columns.map((column) => cell(shortly(row[column]))))
  const table: TableBlock = { type: 'table', rows: [columns.map(cell), ...body] }
  return JSON.stringify(table).length < 9000 ? table : undefined
}

function isTable(value: unknown): value is { [name: string]: unknown }[] {
  return Array.isArray(value) && value.length > 0 && value.every((row) => isPlainObject(row) && Object.keys(row).length > 0)
}

function usageLine({ usage, artifacts }: Outcome): Markup {
  const tokens = usage.inputTokens + usage.outputTokens
  const parts = [
    usage.durationMs > 0 ? duration(usage.durationMs / 1000) : '',
    tokens > 0 ? plural(tokens, 'token') : '',
    usage.costMicros > 0 ? money(usage.costMicros) : '',
    artifacts.length > 0 ? plural(artifacts.length, 'file') : '',
  ]
  return markup`${parts.filter(Boolean).join(' \u00b7 ')}`
}

/** Files of a task that go into the thread as well. */
export const mostArtifacts = 5
export const mostArtifactBytes = 10 * 1024 * 1024
