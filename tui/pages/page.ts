// Which page a route shows, and how far it can be scrolled.
import type { Surroundings } from '../resources/resource.ts'
import { attentionOf } from '../state/attention.ts'
import { layoutOf } from '../state/layout.ts'
import { canFollow } from '../state/route.ts'
import type { State } from '../state/state.ts'
import { highlight, textOf } from '../text/lines.ts'
import { glyphsOf, type Line } from '../theme.ts'
import { calendarBody } from './calendar-page.ts'
import { detailBody } from './detail-page.ts'
import { listPage } from './list-page.ts'
import { overviewPage } from './overview-page.ts'
import { settingsBody } from './settings-page.ts'
import { taskBody, taskHead } from './task-page.ts'
import { asView, type ViewLine } from './view.ts'
import { workflowBody, workflowHead } from './workflow-page.ts'

export function pageLines(state: State, around: Surroundings): ViewLine[] {
  switch (state.route.kind) {
    case 'overview':
      return overviewPage(state, around)
    case 'list':
      return listPage(state, around)
    case 'workflow':
      return [...asView(workflowHead(state, around)), ...workflowBody(state, around)]
    case 'task':
    case 'detail':
    case 'calendar':
    case 'settings':
      return scrolled(state, headOf(state, around), bodyOf(state, around))
  }
}

const headOf = (state: State, around: Surroundings): Line[] => (state.route.kind === 'task' ? taskHead(state, around) : [])

function bodyOf(state: State, around: Surroundings): readonly Line[] {
  const { kind } = state.route
  if (kind === 'task') return taskBody(state, around)
  if (kind === 'detail') return detailBody(state, around)
  if (kind === 'calendar') return calendarBody(state, around)
  return kind === 'settings' ? settingsBody(state, around) : []
}

function scrolled(state: State, head: Line[], body: readonly Line[]): ViewLine[] {
  const { bodyRows } = layoutOf(state)
  const { pane } = state
  const rows = Math.max(1, bodyRows - head.length)
  const furthest = Math.max(0, body.length - rows)
  const offset = offsetOf(state, body, { rows, furthest })
  const shown = body.slice(offset, offset + rows).map((line): Line => (pane.search === '' ? line : highlight(line, pane.search)))
  const below = furthest - offset
  const last = shown.at(-1)
  if (below > 0 && last && state.route.kind === 'task')
    shown[shown.length - 1] = [{ text: ` ${below + 1} more below, G goes to the end`, tone: 'dim' }]
  return asView([...head, ...shown])
}

function offsetOf({ pane, route }: State, body: readonly Line[], { rows, furthest }: { rows: number; furthest: number }): number {
  if (pane.search !== '') {
    const wanted = pane.search.toLowerCase()
    const found = body.flatMap((line, index) => (textOf(line).toLowerCase().includes(wanted) ? [index] : []))
    const at = found[((pane.match % found.length) + found.length) % found.length]
    if (at !== undefined) return Math.max(0, Math.min(at - Math.floor(rows / 2), furthest))
  }
  return canFollow(route) && pane.follow ? furthest : Math.min(pane.scroll, furthest)
}

/** The largest scroll position that still shows something new. */
export function scrollEnd(state: State): number {
  if (state.route.kind === 'overview') return Math.max(0, attentionOf(state).length - 1)
  const around = { now: state.now, glyphs: glyphsOf(true) }
  const rows = Math.max(1, layoutOf(state).bodyRows - headOf(state, around).length)
  return Math.max(0, bodyOf(state, around).length - rows)
}
