// What each command of the key table does, as messages and effects. Pure: it reads the state and answers steps.
import type { CommandId } from '../keys.ts'
import { scrollEnd } from '../pages/page.ts'
import { resources } from '../resources/all.ts'
import type { RequestRow } from '../resources/requests.ts'
import { withField } from '../text/filter.ts'
import { palettes } from '../theme.ts'
import { copyTexts } from './copy-texts.ts'
import { editOf } from './edit.ts'
import { choose, type Move, type Step } from './messages.ts'
import { faults } from './offers.ts'
import { openSteps } from './open.ts'
import { listOf, type Route, taskTabs, workflowLayouts } from './route.ts'
import { type Makes, paletteOf, type State } from './state.ts'
import { actionSteps, subjectOf } from './subject.ts'

type Run = (state: State) => readonly Step[]

const moving = (move: Move): Run => {
  return (state) => [{ type: 'move', move, last: scrollEnd(state) }]
}

const go = (route: Route): readonly Step[] => [{ type: 'navigate', route }]

const flip = (name: 'follow' | 'wrap' | 'times' | 'criticalPath'): Run => {
  return ({ pane }) => [{ type: 'pane', pane: { [name]: !pane[name] } }]
}

const cycle = <T>(all: readonly T[], present: T, by = 1): T => {
  const next = all[(all.indexOf(present) + by + all.length) % all.length]
  return next === undefined ? present : next
}

export const commands: { readonly [id in CommandId]: Run } = {
  down: moving('down'),
  up: moving('up'),
  pageDown: moving('pageDown'),
  pageUp: moving('pageUp'),
  top: moving('top'),
  bottom: moving('bottom'),
  open: openSteps,
  close: closeSteps,
  nextTab: (state) => turnTab(state, 1),
  previousTab: (state) => turnTab(state, -1),
  historyBack: () => [{ type: 'back' }],
  historyForward: () => [{ type: 'forward' }],
  filter: filterSteps,
  nextMatch: ({ pane }) => [{ type: 'pane', pane: { match: pane.match + 1, follow: false } }],
  previousMatch: ({ pane }) => [{ type: 'pane', pane: { match: pane.match - 1, follow: false } }],
  facets: () => [{ effect: 'facet' }],
  faults: faultsSteps,
  sort: sortSteps,
  reverse: ({ route }) =>
    route.kind === 'list' && route.sort
      ? [{ type: 'navigate', route: { ...route, sort: { ...route.sort, descending: !route.sort.descending } }, replace: true }]
      : [],
  bookmarks: bookmarkSteps,
  bookmark: saveBookmark,
  palette: () => [{ type: 'overlay', overlay: { kind: 'palette', edit: editOf(''), selected: 0 } }],
  help: () => [{ type: 'overlay', overlay: { kind: 'help', edit: editOf(''), selected: 0 } }],
  mark: () => [{ type: 'mark' }],
  markRange: () => [{ type: 'markRange' }],
  markAll: () => [{ type: 'markAll' }],
  submit: submitSteps,
  copy: (state) => [{ type: 'overlay', overlay: { kind: 'copy', texts: copyTexts(state) } }],
  browse: ({ url }) => [{ effect: 'browse', url: `${url}/graphql` }],
  freeze: () => [{ type: 'freeze' }],
  follow: flip('follow'),
  wrap: flip('wrap'),
  times: flip('times'),
  level: ({ pane }) => [{ type: 'pane', pane: { level: (pane.level + 1) % 4 } }],
  layout: ({ route }) =>
    route.kind === 'workflow'
      ? [{ type: 'navigate', route: { ...route, layout: cycle(workflowLayouts, route.layout) }, replace: true }]
      : [],
  critical: flip('criticalPath'),
  calendar: () => go({ kind: 'calendar' }),
  letters: ({ route }) =>
    go({ kind: 'list', list: route.kind === 'list' && route.list === 'deadLetters' ? 'deadLetterGroups' : 'deadLetters', filter: '' }),
  taskOf: taskOfSteps,
  refresh: () => [{ effect: 'refresh' }],
  retry: (state) => actionSteps(state, 'retry'),
  cancel: (state) => actionSteps(state, 'cancel'),
  reject: (state) => actionSteps(state, 'reject'),
  approve: (state) => actionSteps(state, 'approve'),
  answer: answerSteps,
  acknowledge: (state) => actionSteps(state, 'acknowledge'),
  note: (state) => actionSteps(state, 'note'),
  assign: (state) => actionSteps(state, 'assign'),
  priority: (state) => actionSteps(state, 'priority'),
  pause: (state) => actionSteps(state, 'pause'),
  drain: (state) => actionSteps(state, 'drain'),
  reset: (state) => actionSteps(state, 'reset'),
  edit: editSteps,
  discard: (state) => actionSteps(state, 'discard'),
  runQueue: () => [{ effect: 'choose', what: 'queue' }],
  undo: undoSteps,
  settings: () => go({ kind: 'settings' }),
  users: () => go({ kind: 'list', list: 'users', filter: '' }),
  apiKeys: () => go({ kind: 'list', list: 'apiKeys', filter: '' }),
  events: () => go({ kind: 'list', list: 'events', filter: '' }),
  theme: (state) => [{ type: 'settings', settings: { palette: cycle(palettes, paletteOf(state)) } }, { effect: 'save' }],
  mouse: ({ settings }) => [
    { type: 'settings', settings: { mouse: !settings.mouse } },
    { type: 'notice', text: settings.mouse ? 'The mouse selects text again' : 'The mouse works here', tone: 'info' },
    { effect: 'mouse' },
    { effect: 'save' },
  ],
  redraw: () => [{ effect: 'redraw' }],
  suspend: () => [{ effect: 'suspend' }],
  quit: ({ back, route }) => (route.kind === 'overview' || back.length === 0 ? [{ effect: 'quit' }] : [{ type: 'back' }]),
}

/** Marks first, then the filter, then one step back; never out of the program. */
function closeSteps(state: State): readonly Step[] {
  const { route, lists, pane } = state
  if (route.kind === 'list') {
    const list = lists[route.list]
    if (list.marked.size > 0 || list.anchor !== undefined) return [{ type: 'clearMarks' }]
    if (route.filter !== '') return [{ type: 'navigate', route: { ...route, filter: '' }, replace: true }]
  } else if (pane.search !== '') return [{ type: 'pane', pane: { search: '' } }]
  return [{ type: 'back' }]
}

function turnTab({ route, pane, workflow }: State, by: number): readonly Step[] {
  if (route.kind === 'task') return [{ type: 'navigate', route: { ...route, tab: cycle(taskTabs, route.tab, by) }, replace: true }]
  const steps = workflow?.data?.steps.length ?? 1
  return [{ type: 'pane', pane: { step: (pane.step + by + steps) % steps } }]
}

function filterSteps({ route, pane }: State): readonly Step[] {
  if (route.kind === 'list') return [{ type: 'overlay', overlay: { kind: 'filter', edit: editOf(route.filter), before: route.filter } }]
  return [{ type: 'overlay', overlay: { kind: 'search', edit: editOf(pane.search) } }]
}

function faultsSteps({ route }: State): readonly Step[] {
  if (route.kind !== 'list') return []
  const filter = faults[route.list]
  return filter === undefined
    ? []
    : [{ type: 'navigate', route: { ...route, filter: route.filter === filter ? '' : filter }, replace: true }]
}

function sortSteps({ route }: State): readonly Step[] {
  if (route.kind !== 'list') return []
  const { pagedByServer, columns, name } = resources[route.list]
  const sortable = name === 'tasks' ? ['PRI', 'AGE'] : pagedByServer ? [] : columns.filter(({ order }) => order).map(({ title }) => title)
  if (sortable.length === 0) return [{ type: 'notice', text: 'This list has one order only: newest first', tone: 'info' }]
  const column = route.sort ? cycle(sortable, route.sort.column) : (sortable[0] ?? '')
  return [{ type: 'navigate', route: { ...route, sort: { column, descending: name === 'tasks' } }, replace: true }]
}

function bookmarkSteps({ settings }: State): readonly Step[] {
  if (settings.bookmarks.length === 0) return [{ type: 'notice', text: 'No bookmarks yet: B keeps the view you are in', tone: 'info' }]
  return [
    choose(
      'Bookmarks',
      settings.bookmarks.map(({ name }) => ({ value: name, label: name })),
      { kind: 'bookmark' },
    ),
  ]
}

function saveBookmark({ route, settings }: State): readonly Step[] {
  const name = route.kind === 'list' ? `${resources[route.list].title} ${route.filter}`.trim() : 'id' in route ? route.id : route.kind
  const others = settings.bookmarks.filter((each) => each.name !== name)
  return [
    { type: 'settings', settings: { bookmarks: [...others, { name, route }] } },
    { type: 'notice', text: `Kept as "${name}"; v lists the bookmarks`, tone: 'good' },
    { effect: 'save' },
  ]
}

const makesOf: { readonly [list: string]: Makes } = {
  tasks: 'task',
  workflows: 'workflow',
  schedules: 'schedule',
  users: 'user',
  apiKeys: 'key',
}

function submitSteps(state: State): readonly Step[] {
  const { route } = state
  const list = listOf(route)
  const own = makesOf[list ?? '']
  if (own) return [{ effect: 'choose', what: own }]
  const [agent] = list === 'agents' ? (subjectOf(state)?.rows ?? []) : []
  if (agent) return [{ effect: 'start', what: 'task', name: agent.id }]
  const choices = [
    { value: 'task', label: 'A task for an agent' },
    { value: 'workflow', label: 'A workflow from a template' },
    { value: 'schedule', label: 'A schedule' },
    { value: 'template', label: 'A workflow template' },
  ]
  return [choose('New', choices, { kind: 'new' })]
}

function taskOfSteps(state: State): readonly Step[] {
  const subject = subjectOf(state)
  const [row] = subject?.rows ?? []
  if (!subject || !row) return []
  if (subject.list === 'agents') return go({ kind: 'list', list: 'tasks', filter: withField('', 'agent', [row.id]) })
  const { task, workflow, subject: about } = row as { task?: { id?: string } | null; workflow?: { id?: string } | null; subject?: string }
  const id = workflow?.id ?? task?.id ?? about
  if (id?.startsWith('T-')) return go({ kind: 'task', id, tab: 'summary' })
  if (id?.startsWith('W-')) return go({ kind: 'workflow', id, layout: 'graph' })
  return [{ type: 'notice', text: 'There is no task or workflow behind this row', tone: 'info' }]
}

function answerSteps(state: State): readonly Step[] {
  const subject = subjectOf(state)
  const request = subject?.list === 'requests' ? (subject.rows[0] as RequestRow | undefined) : undefined
  if (!request) return []
  if (!request.viewerCan.includes('ANSWER')) return actionSteps(state, 'answer')
  if (request.form) return [{ effect: 'answer', request }]
  if (request.choices.length === 0) return actionSteps(state, 'answer')
  const choices = request.choices.map((value) => ({ value, label: value }))
  return [choose(request.title, choices, { kind: 'action', list: 'requests', action: 'answer', ids: [request.id] })]
}

function editSteps(state: State): readonly Step[] {
  const subject = subjectOf(state)
  const [row] = subject?.rows ?? []
  return subject && row ? [{ effect: 'edit', list: subject.list, id: row.id }] : []
}

function undoSteps({ undo }: State): readonly Step[] {
  if (!undo) return [{ type: 'notice', text: 'There is nothing to take back', tone: 'info' }]
  const { list, action } = undo
  const steps = undo.items.map(({ id, choice }): Step => ({ effect: 'perform', list, action, ids: [id], input: { choice }, undoing: true }))
  return [{ type: 'undoable', undo: undefined }, ...steps]
}
