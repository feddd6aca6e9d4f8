// What can happen to the state, and what the dashboard can be asked to do outside of it.
import type { ConnectionState } from '../client/socket.ts'
import type { FormState } from '../forms/form-state.ts'
import type {
  AlertRowFragment,
  MeQuery,
  StatsFragment,
  TaskDetailFragment,
  ThroughputQuery,
  UpcomingRunsQuery,
  WorkflowDetailFragment,
} from '../generated/operations.ts'
import type { RequestRow } from '../resources/requests.ts'
import type { ActionInput, ActionName, FeedEvent, ListName } from '../resources/resource.ts'
import type { Size } from '../terminal/ink-output.ts'
import type { Tone } from '../theme.ts'
import type { ReceivedPage } from './list.ts'
import type { Route } from './route.ts'
import type { Choice, LogLine, Makes, Overlay, Pane, Purpose, Settings, Undo } from './state.ts'

export type Move = 'up' | 'down' | 'pageUp' | 'pageDown' | 'top' | 'bottom' | { to: number } | { by: number }

export type Message =
  | { type: 'resized'; size: Size }
  | { type: 'ticked'; now: number }
  | { type: 'background'; light: boolean }
  | { type: 'connection'; connection: ConnectionState }
  | { type: 'me'; me: MeQuery['me'] }
  | { type: 'stats'; stats: StatsFragment }
  | { type: 'throughput'; throughput: ThroughputQuery['throughput'] }
  | { type: 'counts'; openRequests?: number | undefined; deadLetters?: number | undefined }
  | { type: 'alert'; alert: AlertRowFragment }
  | { type: 'upcoming'; upcoming: UpcomingRunsQuery['upcomingRuns'] }
  | { type: 'events'; events: readonly FeedEvent[]; perMinute: number }
  /** The list is wanted for another filter or order: it begins anew. */
  | { type: 'listWanted'; list: ListName; query: string }
  | { type: 'pageWanted'; list: ListName }
  | { type: 'page'; list: ListName; page: ReceivedPage }
  | { type: 'pageFailed'; list: ListName; problem: string }
  | { type: 'listStale'; list: ListName }
  | { type: 'unmark'; list: ListName; id: string }
  | { type: 'task'; id: string; data?: TaskDetailFragment | undefined; problem?: string | undefined }
  | { type: 'log'; id: string; lines: readonly LogLine[] }
  | { type: 'workflow'; id: string; data?: WorkflowDetailFragment | undefined; problem?: string | undefined }
  | { type: 'navigate'; route: Route; replace?: boolean }
  | { type: 'back' }
  | { type: 'forward' }
  /** `last` is the furthest a page can be scrolled. */
  | { type: 'move'; move: Move; last?: number }
  | { type: 'mark' }
  | { type: 'markRange' }
  | { type: 'markAll' }
  | { type: 'clearMarks' }
  | { type: 'pane'; pane: Partial<Pane> }
  | { type: 'overlay'; overlay: Overlay | undefined }
  | { type: 'form'; form: FormState }
  /** A form that was left half filled. */
  | { type: 'draft'; form: FormState }
  | { type: 'sent'; form: FormState }
  | { type: 'freeze' }
  | { type: 'notice'; text: string; tone: Tone }
  | { type: 'undoable'; undo: Undo | undefined }
  | { type: 'settings'; settings: Partial<Settings> }

/** Something only the world outside can do. */
export type Effect =
  | { effect: 'perform'; list: ListName; action: ActionName; ids: readonly string[]; input: ActionInput; undoing?: boolean }
  | { effect: 'choose'; what: Makes }
  | { effect: 'start'; what: 'task' | 'workflow' | 'schedule' | 'template'; name: string }
  | { effect: 'answer'; request: RequestRow }
  | { effect: 'edit'; list: ListName; id: string }
  | { effect: 'facet' }
  | { effect: 'send' }
  | { effect: 'preview' }
  | { effect: 'editor' }
  | { effect: 'copy'; text: string; what: string; secret?: boolean | undefined }
  | { effect: 'browse'; url: string }
  | { effect: 'refresh' }
  | { effect: 'redraw' }
  | { effect: 'suspend' }
  | { effect: 'save' }
  | { effect: 'mouse' }
  | { effect: 'quit' }

export type Step = Message | Effect

export const isEffect = (step: Step): step is Effect => 'effect' in step

export const isMessage = (step: Step): step is Message => 'type' in step

/** Choices that are left out are still being read. */
export const choose = (title: string, choices: readonly Choice[] | undefined, purpose: Purpose): Message => ({
  type: 'overlay',
  overlay: { kind: 'choose', title, edit: { text: '', cursor: 0 }, choices, selected: 0, purpose },
})
