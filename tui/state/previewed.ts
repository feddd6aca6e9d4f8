// Which task the preview beside or below the list is about. Pure.
import { layoutOf } from './layout.ts'
import type { State } from './state.ts'

export function previewedTask(state: State): string | undefined {
  const { route, lists } = state
  return route.kind === 'list' && route.list === 'tasks' && layoutOf(state).preview ? lists.tasks.selected : undefined
}
