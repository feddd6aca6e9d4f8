// What the person is looking at: the rows a command would be about, and what may be done with them. Pure.
import { resources } from '../resources/all.ts'
import type { ActionName, Item, ListName, Resource } from '../resources/resource.ts'
import { editOf } from './edit.ts'
import { chosenRows } from './list.ts'
import { choose, type Step } from './messages.ts'
import { listOf } from './route.ts'
import type { Confirmation, State } from './state.ts'

export interface Subject {
  list: ListName
  resource: Resource<Item>
  rows: readonly Item[]
}

export function subjectOf(state: State): Subject | undefined {
  const list = listOf(state.route)
  return list && { list, resource: resources[list], rows: rowsInView(state, list) }
}

function rowsInView(state: State, list: ListName): readonly Item[] {
  const { route, task, workflow } = state
  switch (route.kind) {
    case 'list':
      return chosenRows(state.lists[list])
    case 'detail':
      return state.lists[list].rows.filter(({ id }) => id === route.id)
    case 'task':
      return task?.data ? [task.data] : []
    case 'workflow':
      return workflow?.data ? [workflow.data] : []
    case 'overview':
    case 'calendar':
    case 'settings':
      return []
  }
}

/** More than so many objects, and the count has to be typed. */
const mostByYes = 100

/** What doing this to the rows in view takes: a refusal, a question, or the deed itself. */
export function actionSteps(state: State, name: ActionName): readonly Step[] {
  const subject = subjectOf(state)
  const action = subject?.resource.actions[name]
  if (!subject || !action) return []
  const judged = subject.rows.map((row) => ({ row, refusal: action.refusal?.(row) }))
  const allowed = judged.filter(({ refusal }) => refusal === undefined).map(({ row }) => row)
  const refused = judged.flatMap(({ refusal }) => (refusal === undefined ? [] : [refusal]))
  const [first] = allowed
  if (!first) return refused[0] ? [{ type: 'notice', text: refused[0], tone: 'warn' }] : []
  const ids = allowed.map(({ id }) => id)
  const { list, resource } = subject
  if (action.choices) {
    const title = `${action.label(first)}: ${nameAll(resource, allowed)}`
    const choices = action.choices.map((value) => ({ value, label: value }))
    return [choose(title, choices, { kind: 'action', list, action: name, ids })]
  }
  if (!action.danger && !action.reason && ids.length === 1) return [{ effect: 'perform', list, action: name, ids, input: {} }]
  const confirmation: Confirmation = {
    list,
    action: name,
    ids,
    label: action.label(first),
    title: titleOf(action.label(first), resource.noun, ids.length),
    about: (allowed.length === 1 && action.about?.(first)) || '',
    ask: action.ask ?? (action.reason === 'required' ? 'Text' : 'Reason (may stay empty)'),
    names: allowed.map((row) => resource.nameOf(row)),
    refused,
    reason: action.reason,
    typeCount: ids.length > mostByYes,
    edit: editOf(''),
  }
  return [{ type: 'overlay', overlay: { kind: 'confirm', confirmation } }]
}

function nameAll(resource: Resource<Item>, rows: readonly Item[]): string {
  const [first] = rows
  if (!first) return ''
  return rows.length === 1 ? resource.nameOf(first) : `${rows.length} ${resource.noun}s`
}

/** Cancel task? Cancel 3 tasks? Resubmit all 24? */
function titleOf(label: string, noun: string, count: number): string {
  if (label.includes(' ')) return `${label}?`
  return count === 1 ? `${label} ${noun}?` : `${label} ${count} ${noun}s?`
}
