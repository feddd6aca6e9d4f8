// The next state after a message. Pure: no clock, no network, no terminal.
import { resources } from '../resources/all.ts'
import { type FeedEvent, type ListName, listNames } from '../resources/resource.ts'
import { matches, parseFilter } from '../text/filter.ts'
import { layoutOf } from './layout.ts'
import {
  clearMarks,
  emptyList,
  type ListState,
  markAll,
  markRange,
  moveTo,
  moveToTop,
  patchRows,
  receivePage,
  scrollToSelection,
  toggleMark,
} from './list.ts'
import type { Message, Move } from './messages.ts'
import { canFollow, type Route, sameRoute } from './route.ts'
import { freshPane, type State } from './state.ts'

const noticeMs = 6_000
const mostHistory = 50

export function reduce(state: State, message: Message): State {
  switch (message.type) {
    case 'resized':
      return keepInView({ ...state, size: message.size })
    case 'ticked':
      return tick(state, message.now)
    case 'background':
      return { ...state, lightBackground: message.light }
    case 'connection':
      return { ...state, connection: message.connection }
    case 'me':
      return { ...state, me: message.me }
    case 'stats':
      return state.frozen ? state : { ...state, stats: message.stats }
    case 'throughput':
      return state.frozen ? state : { ...state, throughput: message.throughput }
    case 'counts':
      return { ...state, openRequests: message.openRequests ?? state.openRequests, deadLetters: message.deadLetters ?? state.deadLetters }
    case 'alert':
      return receiveAlert(state, message.alert)
    case 'upcoming':
      return { ...state, upcoming: message.upcoming }
    case 'events':
      return receiveEvents(state, message)
    default:
      return reduceScreen(state, message)
  }
}

function reduceScreen(state: State, message: Message): State {
  switch (message.type) {
    case 'listWanted':
      return withList(state, message.list, (list) => (list.query === message.query ? list : { ...emptyList, query: message.query }))
    case 'pageWanted':
      return withList(state, message.list, (list) => ({ ...list, status: list.status === 'ready' ? 'ready' : 'loading' }))
    case 'page':
      return keepInView(withList(state, message.list, (list) => receivePage(list, message.page)))
    case 'pageFailed':
      return withList(state, message.list, (list) => ({ ...list, status: 'failed', problem: message.problem, toEnd: false, stale: false }))
    case 'unmark':
      return withList(state, message.list, (list) => (list.marked.has(message.id) ? toggleMark(list, message.id) : list))
    case 'listStale':
      return withList(state, message.list, (list) => ({ ...list, stale: true }))
    case 'task':
      return receiveTask(state, message)
    case 'log':
      return receiveLog(state, message)
    case 'workflow':
      return receiveWorkflow(state, message)
    case 'navigate':
      return navigate(state, message.route, message.replace ?? false)
    case 'back':
      return goBack(state)
    case 'forward':
      return goForward(state)
    default:
      return reduceInteraction(state, message)
  }
}

function reduceInteraction(state: State, message: Message): State {
  switch (message.type) {
    case 'move':
      return move(state, message.move, message.last ?? Number.MAX_SAFE_INTEGER)
    case 'mark':
      return withCurrent(state, (list) => {
        const { selected } = list
        return selected === undefined ? list : moveTo(toggleMark(list, selected), list.index + 1, layoutOf(state).list.rows)
      })
    case 'markRange':
      return withCurrent(state, markRange)
    case 'markAll':
      return withCurrent(state, markAll)
    case 'clearMarks':
      return withCurrent(state, clearMarks)
    case 'pane':
      return { ...state, pane: { ...state.pane, ...message.pane } }
    case 'overlay':
      return keepInView({ ...state, overlay: message.overlay })
    case 'form':
      return { ...state, overlay: { kind: 'form', form: message.form } }
    case 'sent':
      return { ...state, overlay: undefined, drafts: { ...state.drafts, [JSON.stringify(message.form.target)]: {} } }
    case 'draft':
      return { ...state, overlay: undefined, drafts: { ...state.drafts, [JSON.stringify(message.form.target)]: message.form.typed } }
    case 'freeze':
      return state.frozen ? thaw(state) : { ...state, frozen: { missed: 0 } }
    case 'notice':
      return { ...state, notice: { text: message.text, tone: message.tone, until: state.now + noticeMs } }
    case 'undoable':
      return { ...state, undo: message.undo }
    case 'settings':
      return { ...state, settings: { ...state.settings, ...message.settings } }
    default:
      return state
  }
}

function tick(state: State, now: number): State {
  const notice = state.notice && state.notice.until > now ? state.notice : undefined
  const undo = state.undo && state.undo.until > now ? state.undo : undefined
  return { ...state, now, notice, undo }
}

export function withList(state: State, name: ListName, change: (list: ListState) => ListState): State {
  const list = change(state.lists[name])
  return list === state.lists[name] ? state : { ...state, lists: { ...state.lists, [name]: list } }
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

function receiveEvents(state: State, { events, perMinute }: { events: readonly FeedEvent[]; perMinute: number }): State {
  if (state.frozen) return { ...state, frozen: { missed: state.frozen.missed + events.length }, eventsPerMinute: perMinute }
  const counted = state.eventsPerMinute === perMinute ? state : { ...state, eventsPerMinute: perMinute }
  return listNames.reduce((next, name) => (next.lists[name].status === 'ready' ? applyToList(next, name, events) : next), counted)
}

function applyToList(state: State, name: ListName, events: readonly FeedEvent[]): State {
  const resource = resources[name]
  const bySubject = groupBySubject(events)
  const list = state.lists[name]
  const known = new Map(
    resource.patch || name === 'tasks' ? list.rows.filter(({ id }) => bySubject.has(id)).map((row) => [row.id, row]) : [],
  )
  const stale = list.stale || events.some((event) => resource.stale(event, known.get(event.subject)))
  const filter = state.route.kind === 'list' && state.route.list === name ? parseFilter(state.route.filter) : undefined
  const patch = resource.patch?.bind(resource)
  const patched =
    patch && known.size > 0
      ? patchRows(list, (row) => {
          const about = known.has(row.id) ? bySubject.get(row.id) : undefined
          const fresh = about ? about.reduce((next, event) => patch(next, event), row) : row
          if (fresh === row) return row
          const belongs = (resource.keeps?.(fresh) ?? true) && (!filter || matches({ ...filter, words: [] }, resource.fields(fresh)))
          return belongs ? fresh : undefined
        })
      : list
  return stale === list.stale && patched === list ? state : withList(state, name, () => ({ ...patched, stale }))
}

function groupBySubject(events: readonly FeedEvent[]): Map<string, FeedEvent[]> {
  const groups = new Map<string, FeedEvent[]>()
  for (const event of events) {
    const group = groups.get(event.subject)
    if (group) group.push(event)
    else groups.set(event.subject, [event])
  }
  return groups
}

function thaw(state: State): State {
  const lists = Object.fromEntries(listNames.map((name) => [name, { ...state.lists[name], stale: true }])) as State['lists']
  return { ...state, frozen: undefined, lists }
}

function receiveTask(state: State, { id, data, problem }: Extract<Message, { type: 'task' }>): State {
  if (state.route.kind !== 'task' || state.route.id !== id || (state.frozen && state.task?.data)) return state
  const log = state.task?.id === id ? state.task.log : []
  return { ...state, task: { id, data: data ?? (state.task?.id === id ? state.task.data : undefined), log, problem } }
}

/** Lines come in order; one that is there already is not added again. */
function receiveLog(state: State, { id, lines }: Extract<Message, { type: 'log' }>): State {
  const { task } = state
  if (!task || task.id !== id) return state
  const last = task.log.at(-1)?.number ?? -1
  const fresh = lines.filter(({ number }) => number > last)
  return fresh.length === 0 ? state : { ...state, task: { ...task, log: [...task.log, ...fresh] } }
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
