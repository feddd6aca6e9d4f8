// What each command of the key table is called here and now, and whether it makes sense at all. Pure.
import { bindingOf, type CommandId, commandIds, isIn, type Scope } from '../keys.ts'
import { openSteps } from './open.ts'
import { canFollow, listOf } from './route.ts'
import type { State } from './state.ts'
import { subjectOf } from './subject.ts'

export function scopesOf(state: State): Scope[] {
  const { route } = state
  switch (route.kind) {
    case 'list':
      return [
        'list',
        ...(route.list === 'tasks' ? (['tasks'] as const) : []),
        ...(route.list === 'schedules' ? (['schedules'] as const) : []),
        ...(route.list.startsWith('deadLetter') ? (['deadLetters'] as const) : []),
      ]
    case 'detail':
      return ['page', ...(route.list === 'schedules' ? (['schedules'] as const) : [])]
    case 'task':
      return ['task']
    case 'workflow':
      return ['workflow']
    case 'calendar':
      return ['page', 'schedules']
    case 'overview':
      return ['overview']
    case 'settings':
      return []
  }
}

/** What a command is called here and now; undefined when it makes no sense. */
export function offered(state: State, id: CommandId): string | undefined {
  const { action, label, needs } = bindingOf(id)
  if (!isIn(id, scopesOf(state)) || (needs && state.me && !state.me.viewerCan.includes(needs))) return undefined
  if (id === 'nextMatch' || id === 'previousMatch') return isSearching(state) ? label : undefined
  if (id === 'undo') return state.undo && `Take back: ${state.undo.label}`
  if (id === 'edit') return editLabel(state)
  if (id === 'faults') return faults[listOf(state.route) ?? ''] === undefined ? undefined : label
  if (id === 'submit') return isSearching(state) ? undefined : (newLabels[listOf(state.route) ?? ''] ?? label)
  if (!action) return label
  const subject = subjectOf(state)
  const found = subject?.resource.actions[action]
  const [first] = subject?.rows ?? []
  return found && first ? found.label(first) : undefined
}

/** While something is searched for, n leads to where else it is, as people know it. */
const isSearching = (state: State): boolean => state.pane.search !== '' && isIn('nextMatch', scopesOf(state))

/** Whether nothing in view would let it happen: then there is no need to advertise it. */
export function refused(state: State, id: CommandId): boolean {
  if (id === 'open' && openSteps(state).length === 0) return true
  const { route, lists } = state
  if (id === 'follow' && !canFollow(route)) return true
  // There b is the shorter way.
  if (id === 'nextTab' && route.kind === 'workflow') return true
  if (id === 'mark' && route.kind === 'list' && lists[route.list].rows.length === 0) return true
  const { action } = bindingOf(id)
  const subject = action && subjectOf(state)
  if (!subject) return false
  const found = subject.resource.actions[action]
  return found !== undefined && subject.rows.every((row) => found.refusal?.(row) !== undefined)
}

export const offeredCommands = (state: State): CommandId[] => commandIds.filter((id) => offered(state, id) !== undefined)

const newLabels: { readonly [list: string]: string } = {
  tasks: 'New task',
  workflows: 'Start a workflow',
  schedules: 'New schedule',
  users: 'New user',
  apiKeys: 'New key',
}

/** What editing the row in view leads to. */
function editLabel(state: State): string | undefined {
  const subject = subjectOf(state)
  const [row] = subject?.rows ?? []
  if (!subject || !row || subject.rows.length !== 1) return undefined
  const { list, resource } = subject
  if (list === 'schedules' || list === 'users') return 'Edit'
  if (list === 'workflows') return 'Save as template'
  const retriable = resource.actions.retry?.refusal?.(row) === undefined
  if (list === 'tasks') return retriable ? 'Edit and retry' : 'Edit and submit anew'
  return list === 'deadLetters' && retriable ? 'Edit and resubmit' : undefined
}

/** The filter that leaves what went wrong, for lists where something can. */
export const faults: { readonly [list: string]: string } = {
  tasks: 'state:failed,retrying',
  workflows: 'state:failed',
  agents: 'state:unavailable,off,draining',
  workers: 'state:lost,draining',
  users: 'state:disabled',
  events: 'type:task.failed,task.retrying,worker.lost,agent.circuit_opened',
}
