// Everything the dashboard knows and shows, as one value. Only reduce.ts makes the next one.
import type { ConnectionState } from '../client/socket.ts'
import type { FormState } from '../forms/form-state.ts'
import type {
  AlertRowFragment,
  MeQuery,
  StatsFragment,
  TaskDetailFragment,
  TaskLogQuery,
  ThroughputQuery,
  UpcomingRunsQuery,
  WorkflowDetailFragment,
} from '../generated/operations.ts'
import { type ActionName, type ListName, listNames } from '../resources/resource.ts'
import type { Size } from '../terminal/ink-output.ts'
import type { PaletteName, Tone } from '../theme.ts'
import type { Edit } from './edit.ts'
import { emptyList, type ListState } from './list.ts'
import type { Route } from './route.ts'

export type LogLine = NonNullable<TaskLogQuery['task']>['logs']['nodes'][number]

export interface TaskPage {
  id: string
  data: TaskDetailFragment | undefined
  log: readonly LogLine[]
  problem: string | undefined
}

export interface WorkflowPage {
  id: string
  data: WorkflowDetailFragment | undefined
  problem: string | undefined
}

/** How the page in view is looked at; begins anew with every route. */
export interface Pane {
  scroll: number
  /** Stays at the end when lines arrive. */
  follow: boolean
  wrap: boolean
  times: boolean
  search: string
  /** Which match of the search is in view. */
  match: number
  /** Least level of log lines: 0 all, 1 info, 2 warn, 3 error. */
  level: number
  /** The step of a workflow that is chosen. */
  step: number
  criticalPath: boolean
}

export const freshPane: Pane = {
  scroll: 0,
  follow: true,
  wrap: true,
  times: true,
  search: '',
  match: 0,
  level: 0,
  step: 0,
  criticalPath: false,
}

export interface Choice {
  value: string
  label: string
  hint?: string
}

/** What a choice is for. */
export type Purpose =
  | { kind: 'action'; list: ListName; action: ActionName; ids: readonly string[] }
  | { kind: 'start'; what: 'task' | 'workflow' | 'schedule' | 'template' }
  /** The value is `field:value` of the filter language. */
  | { kind: 'facet' }
  | { kind: 'bookmark' }
  /** What to make. */
  | { kind: 'new' }

export const makes = ['task', 'workflow', 'schedule', 'template', 'queue', 'user', 'key'] as const

/** What a form can be opened for. */
export type Makes = (typeof makes)[number]

export interface Confirmation {
  list: ListName
  action: ActionName
  ids: readonly string[]
  label: string
  title: string
  /** What they are about, where a name does not say it. */
  about: string
  /** What to type. */
  ask: string
  /** The objects by name; those that cannot take part are left out, with the reason in `refused`. */
  names: readonly string[]
  refused: readonly string[]
  reason: 'optional' | 'required' | undefined
  /** So many objects that the count has to be typed. */
  typeCount: boolean
  edit: Edit
}

export interface Chooser {
  kind: 'choose'
  title: string
  edit: Edit
  /** Undefined while they are being read. */
  choices: readonly Choice[] | undefined
  /** Enter came before them: the best one is taken once they are there. */
  picked?: true
  selected: number
  purpose: Purpose
}

export type Overlay =
  | { kind: 'palette'; edit: Edit; selected: number }
  | { kind: 'help'; edit: Edit; selected: number }
  | { kind: 'filter'; edit: Edit; before: string }
  | { kind: 'search'; edit: Edit }
  | Chooser
  | { kind: 'confirm'; confirmation: Confirmation }
  | { kind: 'copy'; title?: string; texts: readonly { key: string; label: string; text: string; secret?: boolean }[] }
  | { kind: 'form'; form: FormState }

export interface Notice {
  text: string
  tone: Tone
  until: number | undefined
}

/** The last change that can be taken back. */
export interface Undo {
  list: ListName
  action: ActionName
  items: readonly { id: string; choice: string }[]
  label: string
  until: number
}

export interface Bookmark {
  name: string
  route: Route
}

export interface Settings {
  /** Undefined follows the terminal's background. */
  palette: PaletteName | undefined
  ascii: boolean
  mouse: boolean
  bookmarks: readonly Bookmark[]
  filters: readonly string[]
}

export const usualSettings: Settings = { palette: undefined, ascii: false, mouse: true, bookmarks: [], filters: [] }

export interface State {
  size: Size
  now: number
  url: string
  connection: ConnectionState
  me: MeQuery['me'] | undefined
  route: Route
  back: readonly Route[]
  forward: readonly Route[]
  lists: { readonly [name in ListName]: ListState }
  stats: StatsFragment | undefined
  throughput: ThroughputQuery['throughput'] | undefined
  standingAlerts: readonly AlertRowFragment[]
  /** How many wait: open requests and dead letters. */
  openRequests: number | undefined
  deadLetters: number | undefined
  task: TaskPage | undefined
  workflow: WorkflowPage | undefined
  upcoming: UpcomingRunsQuery['upcomingRuns'] | undefined
  pane: Pane
  overlay: Overlay | undefined
  notice: Notice | undefined
  undo: Undo | undefined
  /** Forms left half filled, by what they are for. */
  drafts: { readonly [target: string]: { readonly [path: string]: string } }
  /** While frozen nothing moves; what arrives is counted. */
  frozen: { missed: number } | undefined
  eventsPerMinute: number
  lightBackground: boolean
  settings: Settings
  /** Glyphs of ASCII only: by the settings, or just this time. */
  ascii: boolean
}

export interface Beginning {
  size: Size
  now: number
  url: string
  route: Route
  settings: Settings
  lightBackground: boolean
  ascii?: boolean | undefined
}

export function beginState(beginning: Beginning): State {
  return {
    ...beginning,
    ascii: beginning.ascii ?? beginning.settings.ascii,
    connection: { kind: 'connecting' },
    me: undefined,
    back: [],
    forward: [],
    lists: Object.fromEntries(listNames.map((name) => [name, emptyList])) as State['lists'],
    stats: undefined,
    throughput: undefined,
    standingAlerts: [],
    openRequests: undefined,
    deadLetters: undefined,
    task: undefined,
    workflow: undefined,
    upcoming: undefined,
    pane: freshPane,
    overlay: undefined,
    notice: undefined,
    undo: undefined,
    drafts: {},
    frozen: undefined,
    eventsPerMinute: 0,
  }
}

export const paletteOf = ({ settings, lightBackground }: State): PaletteName => settings.palette ?? (lightBackground ? 'light' : 'dark')
