// The next state after a message. Pure: no clock, no network, no terminal.
import { listNames } from '../resources/resource.ts'
import { layoutOf } from './layout.ts'
import {
  clearMarks,
  emptyList,
  type ListState,
  markAll,
  markAndGoOn,
  markRange,
  moveTo,
  moveToTop,
  receivePage,
  scrollToSelection,
  toggleMark,
} from './list.ts'
import type { Message, Move } from './messages.ts'
import { previewedTask } from './previewed.ts'
import { receiveEvents } from './receive-events.ts'
import { canFollow, type Route, sameRoute } from './route.ts'
import { freshPane, type Notice, type State } from './state.ts'
import { withList } from './with-list.ts'

/** What went wrong takes longer to read. */
const noticeMs = { bad: 10_000, other: 4_000 }
const mostHistory = 50
/** The server has the lines before them. */
const mostLines = 5_000

type Handlers = { readonly [Type in Message['type']]: (state: State, message: Extract<Message, { type: Type }>) => State }

const handlers: Handlers = {
  resized: (state, { size }) => keepInView({ ...state, size }),
  ticked: (state, { now }) => tick(state, now),
  background: (state, { light }) => ({ ...state, lightBackground: light }),
  connection: (state, { connection }) => ({ ...state, connection }),
  me: (state, { me }) => ({ ...state, me }),
  stats: (state, { stats }) => (state.frozen ? state : { ...state, stats }),
  throughput: (state, { throughput }) => (state.frozen ? state : { ...state, throughput }),
  counts: (state, { openRequests, deadLetters }) => ({
    ...state,
    openRequests: openRequests ?? state.openRequests,
    deadLetters: deadLetters ?? state.deadLetters,
  }),
  alert: (state, { alert }) => receiveAlert(state, alert),
  upcoming: (state, { upcoming }) => ({ ...state, upcoming }),
  events: receiveEvents,
  listWanted: (state, { list: name, query }) => withList(state, name, (list) => (list.query === query ? list : { ...emptyList, query })),
  pageWanted: (state, { list: name }) => withList(state, name, (list) => (list.status === 'ready' ? list : { ...list, status: 'loading' })),
  page: (state, { list: name, page }) => keepInView(withList(state, name, (list) => receivePage(list, page))),
  pageFailed: (state, { list: name, problem }) =>
    withList(state, name, (list) => ({ ...list, status: 'failed', problem, toEnd: false, stale: false })),
  unmark: (state, { list: name, id }) => withList(state, name, (list) => (list.marked.has(id) ? toggleMark(list, id) : list)),
  listStale: (state, { list: name }) => withList(state, name, (list) => (list.stale ? list : { ...list, stale: true })),
  task: receiveTask,
  log: receiveLog,
  workflow: receiveWorkflow,
  navigate: (state, { route, replace = false }) => navigate(state, route, replace),
  back: goBack,
  forward: goForward,
  move: (state, { move: wanted, last = Number.MAX_SAFE_INTEGER }) => move(state, wanted, last),
  mark: (state) => withCurrent(state, (list) => markAndGoOn(list, layoutOf(state).list.rows)),
  markRange: (state) => withCurrent(state, markRange),
  markAll: (state) => withCurrent(state, markAll),
  clearMarks: (state) => withCurrent(state, clearMarks),
  pane: (state, { pane }) => ({ ...state, pane: { ...state.pane, ...pane } }),
  // What was told before a question has been read, or it is in the way.
  overlay: (state, { overlay }) => keepInView({ ...state, overlay, notice: overlay && !state.overlay ? undefined : state.notice }),
  form: (state, { form }) => ({ ...state, overlay: { kind: 'form', form } }),
  draft: (state, { form }) => ({ ...state, overlay: undefined, drafts: { ...state.drafts, [JSON.stringify(form.target)]: form.typed } }),
  sent: (state, { form }) => ({ ...state, overlay: undefined, drafts: { ...state.drafts, [JSON.stringify(form.target)]: {} } }),
  freeze: (state) => (state.frozen ? thaw(state) : { ...state, frozen: { missed: 0 } }),
  notice: (state, { text, tone }) => ({ ...state, notice: { text, tone, until: undefined } }),
  undoable: (state, { undo }) => ({ ...state, undo }),
  settings: (state, { settings }) => ({ ...state, settings: { ...state.settings, ...settings } }),
}

export function reduce(state: State, message: Message): State {
  const handle = handlers[message.type] as (state: State, message: Message) => State
  return handle(state, message)
}

function tick(state: State, now: number): State {
  const notice = state.notice && lasting(state.notice, now)
  const undo = state.undo && state.undo.until > now ? state.undo : undefined
  return { ...state, now, notice, undo }
}

/** Its time begins with the first tick: a resting clock may be behind. */
function lasting(notice: Notice, now: number): Notice | undefined {
  if (notice.until === undefined) return { ...notice, until: now + noticeMs[notice.tone === 'bad' ? 'bad' : 'other'] }
  return notice.until > now ? notice : undefined
}

function withCurrent(state: State, change: (list: ListState) => ListState): State {
  return state.route.kind === 'list' ? withList(state, state.route.list, change) : state
}

/** The selected row stays on the screen, whatever became of the room for it. */
function keepInView(state: State): State {
  return withCurrent(state, (list) => (list.following ? list : scrollToSelection(list, layoutOf(state).list.rows)))
}

function receiveAlert(state: State, alert: State['standingAlerts'][number]): State {
  const others = state.standingAlerts.filter(({ id }) => id !== alert.id)
  return { ...state, standingAlerts: alert.status === 'RESOLVED' ? others : [alert, ...others] }
}

function thaw(state: State): State {
  const lists = Object.fromEntries(listNames.map((name) => [name, { ...state.lists[name], stale: true }])) as State['lists']
  return { ...state, frozen: undefined, lists }
}

function receiveTask(state: State, { id, data, problem }: Extract<Message, { type: 'task' }>): State {
  const inView = state.route.kind === 'task' ? state.route.id : previewedTask(state)
  if (inView !== id || (state.frozen && state.task?.id === id && state.task.data)) return state
  const log = state.task?.id === id ? state.task.log : []
  return { ...state, task: { id, data: data ?? (state.task?.id === id ? state.task.data : undefined), log, problem } }
}

/** Lines come in order; one that is there already is not added again. */
function receiveLog(state: State, { id, lines }: Extract<Message, { type: 'log' }>): State {
  const { task } = state
  if (!task || task.id !== id) return state
  const last = task.log.at(-1)?.number ?? -1
  const fresh = lines.filter(({ number }) => number > last)
  return fresh.length === 0 ? state : { ...state, task: { ...task, log: [...task.log, ...fresh].slice(-mostLines) } }
}

function receiveWorkflow(state: State, { id, data, problem }: Extract<Message, { type: 'workflow' }>): State {
  if (state.route.kind !== 'workflow' || state.route.id !== id || (state.frozen && state.workflow?.data)) return state
  return { ...state, workflow: { id, data: data ?? (state.workflow?.id === id ? state.workflow.data : undefined), problem } }
}

function navigate(state: State, route: Route, replace: boolean): State {
  if (sameRoute(route, state.route)) return { ...state, overlay: undefined }
  const back = replace ? state.back : [...state.back, state.route].slice(-mostHistory)
  return arrive({ ...state, back, forward: replace ? state.forward : [] }, route)
}

function goBack(state: State): State {
  const route = state.back.at(-1)
  return route ? arrive({ ...state, back: state.back.slice(0, -1), forward: [...state.forward, state.route] }, route) : state
}

function goForward(state: State): State {
  const route = state.forward.at(-1)
  return route ? arrive({ ...state, forward: state.forward.slice(0, -1), back: [...state.back, state.route] }, route) : state
}

/** Pages of one thing forget the one before. */
function arrive(state: State, route: Route): State {
  const sameThing = route.kind === state.route.kind && 'id' in route && 'id' in state.route && route.id === state.route.id
  return {
    ...state,
    route,
    overlay: undefined,
    pane: sameThing ? { ...state.pane, scroll: 0 } : freshPane,
    task: route.kind === 'task' && state.task?.id === route.id ? state.task : undefined,
    workflow: route.kind === 'workflow' && state.workflow?.id === route.id ? state.workflow : undefined,
  }
}

function move(state: State, wanted: Move, last: number): State {
  if (state.route.kind === 'list') return moveInList(state, wanted)
  const page = Math.max(1, layoutOf(state).bodyRows - 4)
  const { scroll, step } = state.pane
  if (state.route.kind === 'workflow')
    return { ...state, pane: { ...state.pane, step: Math.max(0, placeAfter(wanted, step, { page, last: lastStep(state) })) } }
  const from = canFollow(state.route) && state.pane.follow ? last : Math.min(scroll, last)
  const place = placeAfter(wanted, from, { page, last })
  // Scrolling up leaves the end of a log; going to the end follows it again.
  const follow = wanted === 'bottom' ? true : wanted === 'up' || wanted === 'pageUp' || wanted === 'top' ? false : state.pane.follow
  return { ...state, pane: { ...state.pane, scroll: Math.max(0, place), follow } }
}

const lastStep = ({ workflow }: State) => Math.max(0, (workflow?.data?.steps.length ?? 1) - 1)

function placeAfter(wanted: Move, place: number, { page, last }: { page: number; last: number }): number {
  if (typeof wanted === 'object') return Math.min(last, 'to' in wanted ? wanted.to : place + wanted.by)
  const steps = { up: -1, down: 1, pageUp: -page, pageDown: page, top: Number.NEGATIVE_INFINITY, bottom: Number.POSITIVE_INFINITY }
  return Math.max(0, Math.min(last, place + steps[wanted]))
}

function moveInList(state: State, wanted: Move): State {
  return withCurrent(state, (list) => {
    const { rows } = layoutOf(state).list
    if (wanted === 'top') return moveToTop(list)
    const moved = moveTo(list, placeAfter(wanted, list.index, { page: rows, last: list.rows.length - 1 }), rows)
    return wanted === 'bottom' ? { ...moved, toEnd: list.hasMore } : moved
  })
}
