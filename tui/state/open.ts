// Where Enter leads from whatever is in view. Pure.
import type { GroupRow } from '../resources/dead-letters.ts'
import { withField } from '../text/filter.ts'
import { attentionOf } from './attention.ts'
import type { Step } from './messages.ts'
import { type Route, routeOfId } from './route.ts'
import type { State } from './state.ts'

const go = (route: Route | undefined): readonly Step[] => (route ? [{ type: 'navigate', route }] : [])

export function openSteps(state: State): readonly Step[] {
  const { route } = state
  if (route.kind === 'list') return openRow(state)
  if (route.kind === 'workflow') return openStep(state)
  if (route.kind === 'overview') return go(attentionOf(state)[state.pane.scroll]?.route)
  return []
}

function openRow({ route, lists }: State): readonly Step[] {
  if (route.kind !== 'list') return []
  const list = lists[route.list]
  const row = list.rows[list.index]
  if (!row) return []
  if (route.list === 'tasks') return go({ kind: 'task', id: row.id, tab: 'summary' })
  if (route.list === 'workflows') return go({ kind: 'workflow', id: row.id, layout: 'graph' })
  if (route.list === 'deadLetterGroups') {
    return go({ kind: 'list', list: 'deadLetters', filter: withField('', 'group', [(row as GroupRow).fingerprint]) })
  }
  const about = route.list === 'events' ? routeOfId((row as { subject?: string }).subject ?? '') : undefined
  return go(about ?? { kind: 'detail', list: route.list, id: row.id })
}

function openStep({ workflow, pane }: State): readonly Step[] {
  const step = workflow?.data?.steps[pane.step]
  if (step?.task) return go({ kind: 'task', id: step.task.id, tab: 'summary' })
  if (step?.workflow) return go({ kind: 'workflow', id: step.workflow.id, layout: 'graph' })
  if (step?.request) return go(routeOfRequest(step.request))
  return []
}

/** Only open ones are in the list that comes first. */
function routeOfRequest({ id, status }: { id: string; status: string }): Route {
  return status === 'OPEN'
    ? { kind: 'detail', list: 'requests', id }
    : { kind: 'list', list: 'requests', filter: `state:${status.toLowerCase()}` }
}
