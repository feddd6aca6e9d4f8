// Where the person is: which screen, of what, seen how. A route can be gone back to and kept as a bookmark.
import { type ListName, listNames, type Sort } from '../resources/resource.ts'

export const taskTabs = ['summary', 'log', 'output', 'attempts', 'parameters', 'result', 'events'] as const
export type TaskTab = (typeof taskTabs)[number]

export const workflowLayouts = ['graph', 'tree', 'timeline'] as const
export type WorkflowLayout = (typeof workflowLayouts)[number]

export type Route =
  | { kind: 'overview' }
  | { kind: 'list'; list: ListName; filter: string; sort?: Sort | undefined }
  | { kind: 'detail'; list: ListName; id: string }
  | { kind: 'task'; id: string; tab: TaskTab }
  | { kind: 'workflow'; id: string; layout: WorkflowLayout }
  | { kind: 'calendar' }
  | { kind: 'settings' }

export interface View {
  /** The digit that leads there. */
  key: string
  title: string
  /** Where there is little room. */
  short: string
  route: Route
}

const list = (name: ListName): Route => ({ kind: 'list', list: name, filter: '' })

export const views: readonly View[] = [
  { key: '1', title: 'Overview', short: 'Home', route: { kind: 'overview' } },
  { key: '2', title: 'Tasks', short: 'Tasks', route: list('tasks') },
  { key: '3', title: 'Workflows', short: 'Flows', route: list('workflows') },
  { key: '4', title: 'Requests', short: 'Asks', route: list('requests') },
  { key: '5', title: 'Dead', short: 'Dead', route: list('deadLetterGroups') },
  { key: '6', title: 'Schedules', short: 'Sched', route: list('schedules') },
  { key: '7', title: 'Agents', short: 'Agents', route: list('agents') },
  { key: '8', title: 'Workers', short: 'Workers', route: list('workers') },
  { key: '9', title: 'Alerts', short: 'Alerts', route: list('alerts') },
  { key: '0', title: 'Audit', short: 'Audit', route: list('audit') },
]

/** The view that a route belongs to; undefined for those no digit leads to. */
export function viewOf(route: Route): View | undefined {
  const name = listOf(route)
  if (route.kind === 'overview') return views[0]
  const home = name === 'deadLetters' ? 'deadLetterGroups' : name
  return views.find((view) => view.route.kind === 'list' && view.route.list === home)
}

/** The list whose rows a route is about. */
export function listOf(route: Route): ListName | undefined {
  switch (route.kind) {
    case 'list':
    case 'detail':
      return route.list
    case 'task':
      return 'tasks'
    case 'workflow':
      return 'workflows'
    case 'calendar':
      return 'schedules'
    case 'overview':
    case 'settings':
      return undefined
  }
}

/** As a command line or a bookmark names it: `tasks`, `overview`, `dead`, ...; undefined for what is no screen. */
export function routeByName(name: string): Route | undefined {
  const wanted = name.toLowerCase().replaceAll('-', '')
  if (wanted === 'settings' || wanted === 'calendar') return { kind: wanted }
  const view = views.find(({ title, short, key }) => [title.toLowerCase(), short.toLowerCase(), key].includes(wanted))
  if (view) return view.route
  const found = listNames.find((each) => each.toLowerCase() === wanted)
  return found && list(found)
}

/** T-12 and W-3 have screens of their own. */
export function routeOfId(id: string): Route | undefined {
  if (/^T-\d+$/i.test(id)) return { kind: 'task', id: id.toUpperCase(), tab: 'summary' }
  if (/^W-\d+$/i.test(id)) return { kind: 'workflow', id: id.toUpperCase(), layout: 'graph' }
  return undefined
}

/** Pages that stay at their end while lines arrive. */
export const canFollow = (route: Route): boolean => route.kind === 'task' && (route.tab === 'log' || route.tab === 'output')

export const sameRoute = (one: Route, other: Route): boolean => JSON.stringify(one) === JSON.stringify(other)
