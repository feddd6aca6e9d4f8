// The one table of keys. Matching, footer, help and palette are all made from it; what a command does is in state/commands.ts.
import type { ViewerAction } from './generated/operations.ts'
import type { ActionName } from './resources/resource.ts'

export type Scope = 'everywhere' | 'list' | 'tasks' | 'page' | 'task' | 'workflow' | 'overview' | 'schedules' | 'deadLetters'

export const groups = ['move', 'find', 'select', 'act', 'change', 'app'] as const
export type Group = (typeof groups)[number]

export interface Binding {
  keys: readonly string[]
  label: string
  group: Group
  scopes: readonly Scope[]
  /** Offered in the footer, the most useful first. */
  footer?: number
  /** The action of a row that the command stands for: shown only where the row has it. */
  action?: ActionName
  /** Only for those who may do this. */
  needs?: ViewerAction
  /** Not in the palette: moving about makes no sense there. */
  hidden?: boolean
}

const anyPage: readonly Scope[] = ['list', 'page', 'task', 'workflow']

export const bindings = {
  down: { keys: ['j', 'down'], label: 'Down', group: 'move', scopes: ['everywhere'], hidden: true },
  up: { keys: ['k', 'up'], label: 'Up', group: 'move', scopes: ['everywhere'], hidden: true },
  pageDown: { keys: ['ctrl+d', 'pagedown'], label: 'Page down', group: 'move', scopes: ['everywhere'], hidden: true },
  pageUp: { keys: ['ctrl+u', 'pageup'], label: 'Page up', group: 'move', scopes: ['everywhere'], hidden: true },
  top: { keys: ['g', 'home'], label: 'Top', group: 'move', scopes: ['everywhere'], hidden: true },
  bottom: { keys: ['G', 'end'], label: 'End; of a list: load the rest', group: 'move', scopes: ['everywhere'], hidden: true },
  open: { keys: ['enter'], label: 'Open', group: 'move', scopes: ['list', 'overview', 'workflow'], footer: 1 },
  close: { keys: ['escape'], label: 'Close, clear, back', group: 'move', scopes: ['everywhere'], hidden: true },
  nextTab: { keys: ['l', 'right', 'tab'], label: 'Next tab', group: 'move', scopes: ['task', 'workflow'], footer: 1, hidden: true },
  previousTab: { keys: ['h', 'left', 'shift+tab'], label: 'Previous tab', group: 'move', scopes: ['task', 'workflow'], hidden: true },
  historyBack: { keys: ['[', 'alt+left'], label: 'Back', group: 'move', scopes: ['everywhere'] },
  historyForward: { keys: [']', 'alt+right'], label: 'Forward', group: 'move', scopes: ['everywhere'] },
  filter: { keys: ['/'], label: 'Filter, search', group: 'find', scopes: anyPage, footer: 4 },
  nextMatch: { keys: ['n', 'ctrl+n'], label: 'Next match', group: 'find', scopes: ['task', 'page'], hidden: true },
  previousMatch: { keys: ['N'], label: 'Previous match', group: 'find', scopes: ['task', 'page'], hidden: true },
  facets: { keys: ['F'], label: 'Filter by state, level or agent', group: 'find', scopes: ['tasks'], footer: 8 },
  faults: { keys: ['!'], label: 'Only what went wrong', group: 'find', scopes: ['list'] },
  sort: { keys: ['s'], label: 'Sort by the next column', group: 'find', scopes: ['list'] },
  reverse: { keys: ['S'], label: 'Reverse the order', group: 'find', scopes: ['list'] },
  bookmarks: { keys: ['v'], label: 'Bookmarks', group: 'find', scopes: ['everywhere'] },
  bookmark: { keys: ['B'], label: 'Bookmark this view', group: 'find', scopes: ['everywhere'] },
  palette: { keys: [':', 'ctrl+p'], label: 'Command palette', group: 'find', scopes: ['everywhere'], footer: 6 },
  help: { keys: ['?', 'f1'], label: 'Help', group: 'find', scopes: ['everywhere'], footer: 7 },
  mark: { keys: ['space'], label: 'Mark', group: 'select', scopes: ['list'], footer: 5 },
  markRange: { keys: ['V'], label: 'Mark from here to there', group: 'select', scopes: ['list'] },
  markAll: { keys: ['*'], label: 'Mark all loaded', group: 'select', scopes: ['list'] },
  submit: { keys: ['n'], label: 'New task, workflow, schedule, template', group: 'act', scopes: ['everywhere'], footer: 3 },
  copy: { keys: ['y'], label: 'Copy id, link or command', group: 'act', scopes: anyPage },
  browse: { keys: ['o'], label: 'Open in the browser', group: 'act', scopes: ['everywhere'] },
  freeze: { keys: ['z'], label: 'Freeze, go on', group: 'act', scopes: ['everywhere'] },
  follow: { keys: ['f'], label: 'Follow the end', group: 'act', scopes: ['task'], footer: 2 },
  wrap: { keys: ['w'], label: 'Wrap long lines', group: 'act', scopes: ['task', 'page'] },
  times: { keys: ['t'], label: 'Times on log lines', group: 'act', scopes: ['task'] },
  level: { keys: ['L'], label: 'Least level of log lines', group: 'act', scopes: ['task'] },
  layout: { keys: ['b'], label: 'Graph, tree, timeline', group: 'act', scopes: ['workflow'], footer: 2 },
  critical: { keys: ['c'], label: 'Critical path', group: 'act', scopes: ['workflow'] },
  calendar: { keys: ['c'], label: 'Calendar of runs', group: 'act', scopes: ['schedules'], footer: 2 },
  letters: { keys: ['b'], label: 'Groups, single letters', group: 'act', scopes: ['deadLetters'] },
  taskOf: { keys: ['t'], label: 'Go to its task, workflow or tasks', group: 'act', scopes: ['list', 'page'] },
  refresh: { keys: ['r'], label: 'Read again', group: 'act', scopes: ['everywhere'] },
  retry: { keys: ['R'], label: 'Retry, run now', group: 'change', scopes: anyPage, action: 'retry', footer: 2 },
  cancel: { keys: ['X'], label: 'Cancel', group: 'change', scopes: anyPage, action: 'cancel', footer: 2 },
  reject: { keys: ['X'], label: 'Reject', group: 'change', scopes: anyPage, action: 'reject', footer: 2 },
  approve: { keys: ['A'], label: 'Approve', group: 'change', scopes: anyPage, action: 'approve', footer: 2 },
  answer: { keys: ['a'], label: 'Answer', group: 'change', scopes: anyPage, action: 'answer', footer: 2 },
  acknowledge: { keys: ['a'], label: 'Acknowledge', group: 'change', scopes: anyPage, action: 'acknowledge', footer: 2 },
  note: { keys: ['a'], label: 'Write note', group: 'change', scopes: anyPage, action: 'note', footer: 4 },
  assign: { keys: ['@'], label: 'Assign', group: 'change', scopes: anyPage, action: 'assign' },
  priority: { keys: ['P'], label: 'Priority', group: 'change', scopes: anyPage, action: 'priority', footer: 3 },
  pause: { keys: ['p'], label: 'Pause, resume', group: 'change', scopes: anyPage, action: 'pause', footer: 2 },
  drain: { keys: ['d'], label: 'Drain', group: 'change', scopes: anyPage, action: 'drain', footer: 2 },
  reset: { keys: ['C'], label: 'Close the circuit', group: 'change', scopes: anyPage, action: 'reset', footer: 3 },
  edit: { keys: ['e'], label: 'Edit, then retry or save', group: 'change', scopes: anyPage, action: 'edit', footer: 3 },
  discard: { keys: ['D'], label: 'Discard, delete, revoke', group: 'change', scopes: anyPage, action: 'discard', footer: 3 },
  runQueue: { keys: ['Q'], label: 'Run the queue now', group: 'change', scopes: ['everywhere'], needs: 'OPERATE_QUEUE' },
  undo: { keys: ['u'], label: 'Take the last change back', group: 'change', scopes: ['everywhere'] },
  settings: { keys: [','], label: 'Settings', group: 'app', scopes: ['everywhere'] },
  users: { keys: ['U'], label: 'Users', group: 'app', scopes: ['everywhere'], needs: 'MANAGE_USERS' },
  apiKeys: { keys: ['K'], label: 'API keys', group: 'app', scopes: ['everywhere'] },
  events: { keys: ['E'], label: 'Event log', group: 'app', scopes: ['everywhere'] },
  theme: { keys: ['T'], label: 'Next colours', group: 'app', scopes: ['everywhere'] },
  mouse: { keys: ['%'], label: 'Mouse on, off', group: 'app', scopes: ['everywhere'] },
  redraw: { keys: ['ctrl+l'], label: 'Draw again', group: 'app', scopes: ['everywhere'] },
  suspend: { keys: ['ctrl+z'], label: 'To the shell', group: 'app', scopes: ['everywhere'] },
  quit: { keys: ['q'], label: 'Quit', group: 'app', scopes: ['everywhere'], footer: 9 },
} as const satisfies { readonly [id: string]: Binding }

export type CommandId = keyof typeof bindings

export const commandIds = Object.keys(bindings) as CommandId[]

export const bindingOf = (id: CommandId): Binding => bindings[id]

/** Commands of a key in these scopes, in the order of the table. */
export function commandsOf(key: string, scopes: readonly Scope[]): CommandId[] {
  return commandIds.filter((id) => bindingOf(id).keys.includes(key) && isIn(id, scopes))
}

export const isIn = (id: CommandId, scopes: readonly Scope[]): boolean =>
  bindingOf(id).scopes.some((scope) => scope === 'everywhere' || scopes.includes(scope))

const shownKeys: { readonly [key: string]: string } = {
  escape: 'esc',
  space: 'space',
  pagedown: 'pgdn',
  pageup: 'pgup',
  up: '↑',
  down: '↓',
  left: '←',
  right: '→',
}

/** As people write a key: `^P`, `esc`, `R`. */
export function showKey(key: string): string {
  return key.startsWith('ctrl+') ? `^${key.slice(5).toUpperCase()}` : (shownKeys[key] ?? key)
}
