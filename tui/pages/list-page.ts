// A list screen: title with filter and counts, the rows in view, and what to say when there are none.
import { resources } from '../resources/all.ts'
import { type Surroundings, whenEmpty } from '../resources/resource.ts'
import { layoutOf } from '../state/layout.ts'
import type { ListState } from '../state/list.ts'
import type { Route } from '../state/route.ts'
import type { State } from '../state/state.ts'
import { formatCount } from '../text/format.ts'
import { cutLine, lineWidth, plain, wrapLine } from '../text/lines.ts'
import type { Line } from '../theme.ts'
import { sectionLines } from './sections.ts'
import { fitColumns, headLine, rowLine } from './table.ts'
import { taskPreview } from './task-preview.ts'
import type { ViewLine } from './view.ts'

export function listPage(state: State, around: Surroundings): ViewLine[] {
  const { route } = state
  if (route.kind !== 'list') return []
  const { list: room, tiny } = layoutOf(state)
  const list = state.lists[route.list]
  const columns = fitColumns(resources[route.list].columns, room.columns - 3)
  const { sort } = route
  const arrow = sort?.descending ? around.glyphs.below : around.glyphs.up
  const head: ViewLine[] = tiny
    ? []
    : [{ line: titleLine(state, around) }, { line: headLine(columns, sort && { column: sort.column, arrow }) }]
  const dimmed = state.connection.kind === 'lost'
  const rows = list.rows.slice(list.offset, list.offset + room.rows).map((row): ViewLine => {
    const selected = row.id === list.selected
    return { line: rowLine(row, columns, { around, marks: { selected, marked: list.marked.has(row.id) } }), selected, dimmed }
  })
  return [...head, ...(rows.length > 0 ? rows : emptyLines(route, list, room.columns).map((line) => ({ line })))]
}

function titleLine(state: State, { glyphs }: Surroundings): Line {
  const { route, frozen } = state
  if (route.kind !== 'list') return []
  const list = state.lists[route.list]
  const { columns } = layoutOf(state).list
  const left: Line = [
    { text: ` ${resources[route.list].title}`, tone: 'title' },
    ...(route.filter ? [{ text: `  ${route.filter}`, tone: 'accent' as const }] : []),
    ...(list.marked.size > 0 ? [{ text: `  ${list.marked.size} marked`, tone: 'warn' as const }] : []),
    ...(list.anchor !== undefined ? [{ text: '  range: V ends it', tone: 'warn' as const }] : []),
  ]
  const notes: Line = [
    ...(list.toEnd ? [{ text: `loading ${formatCount(list.rows.length)} `, tone: 'info' as const }] : []),
    ...(frozen ? [{ text: `[frozen: ${formatCount(frozen.missed)} new, z resumes] `, tone: 'warn' as const }] : []),
    { text: countOf(list, glyphs.dot), tone: 'dim' },
  ]
  const right = cutLine(notes, columns - 2)
  const space = columns - 1 - lineWidth(right)
  const shown = cutLine(left, Math.max(10, space - 1))
  return [...shown, { text: ' '.repeat(Math.max(1, space - lineWidth(shown))) }, ...right]
}

function countOf({ rows, index, total, exact, status }: ListState, dot: string): string {
  if (status === 'idle' || (status === 'loading' && rows.length === 0)) return 'loading'
  if (rows.length === 0) return '0'
  const held = rows.length < total ? ` ${dot} ${formatCount(rows.length)} here` : ''
  return `${formatCount(index + 1)} of ${formatCount(Math.max(total, rows.length), exact)}${held}`
}

function emptyLines({ list, filter }: Extract<Route, { kind: 'list' }>, { status, problem }: ListState, columns: number): Line[] {
  if (status === 'failed')
    return [[], ...wrapLine([{ text: '  ' }, { text: `${problem ?? 'It could not be read.'}  r tries again.`, tone: 'bad' }], columns - 2)]
  if (status !== 'ready') return [[], plain('  reading ...', 'dim')]
  const words = `${whenEmpty(resources[list], filter)}${filter === '' ? '' : ' Press esc to clear the filter.'}`
  return [[], ...wrapLine([{ text: '  ' }, { text: words, tone: 'dim' }], columns - 2)]
}

/** What is known of the selected row, beside or below the list. */
export function previewLines(state: State, around: Surroundings, columns: number): Line[] {
  const { route } = state
  if (route.kind !== 'list') return []
  const list = state.lists[route.list]
  const row = list.rows[list.index]
  if (!row) return []
  const known = route.list === 'tasks' && state.task?.id === row.id ? state.task.data : undefined
  return sectionLines([...resources[route.list].describe(row, around), ...(known ? taskPreview(known) : [])], columns)
}
