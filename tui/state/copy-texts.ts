// What can be copied of the thing in view, each under its key. Pure.
import type { Item, ListName } from '../resources/resource.ts'
import { formatJson } from '../text/format.ts'
import type { State } from './state.ts'
import { subjectOf } from './subject.ts'

export type CopyText = { key: string; label: string; text: string }

export function copyTexts(state: State): CopyText[] {
  const subject = subjectOf(state)
  const [row] = subject?.rows ?? []
  if (!subject || !row) return []
  const ids = subject.rows.map(({ id }) => id)
  const command = commandFor(subject.list, row)
  const { error, parameters } = row as { error?: { code: string; message: string } | null; parameters?: unknown }
  return [
    { key: 'i', label: ids.length > 1 ? `${ids.length} ids` : 'id', text: ids.join('\n') },
    ...(command ? [{ key: 'c', label: 'command', text: command }] : []),
    ...(error ? [{ key: 'e', label: 'error', text: `${error.code}: ${error.message}` }] : []),
    ...(parameters === undefined ? [] : [{ key: 'p', label: 'parameters', text: formatJson(parameters) }]),
    { key: 'j', label: 'row as JSON', text: formatJson(subject.rows.length > 1 ? subject.rows : row) },
  ]
}

const shows: { readonly [list in ListName]?: string } = {
  tasks: 'show',
  running: 'show',
  workflows: 'workflow show',
  deadLetters: 'dlq show',
  requests: 'request show',
  schedules: 'schedule show',
  agents: 'agent show',
}

/** What shows the same on the command line. */
function commandFor(list: ListName, { id }: Item): string | undefined {
  const words = shows[list]
  return words && `capstan ${words} ${id}`
}
