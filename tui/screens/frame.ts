// The whole screen as painted lines: header, page, drawer, footer. Pure; Ink only gets what comes out of here.
import { drawerLines } from '../pages/drawer-lines.ts'
import { footerLine, headerLine } from '../pages/frame-lines.ts'
import { previewLines } from '../pages/list-page.ts'
import { pageLines } from '../pages/page.ts'
import type { ViewLine } from '../pages/view.ts'
import type { Surroundings } from '../resources/resource.ts'
import { type Layout, layoutOf } from '../state/layout.ts'
import type { State } from '../state/state.ts'
import { cutLine, fitLine } from '../text/lines.ts'
import type { Line, Theme } from '../theme.ts'

export function frameOf(state: State, theme: Theme): string[] {
  const { size } = state
  const layout = layoutOf(state)
  const around: Surroundings = { now: state.now, glyphs: theme.glyphs }
  if (layout.unusable) return tooSmall(state)
  const body = bodyLines(state, around, { layout, theme })
  const drawer = drawerLines(state, theme.glyphs)
  const lines = [
    theme.paint(headerLine(state, around)),
    ...Array.from({ length: layout.bodyRows }, (_, row) => body[row] ?? ''),
    ...drawer.map((line) => theme.paint(line)),
    theme.paint(footerLine(state)),
  ]
  return Array.from({ length: size.rows }, (_, row) => lines[row] ?? '')
}

function bodyLines(state: State, around: Surroundings, { layout, theme }: { layout: Layout; theme: Theme }): string[] {
  const columns = layout.list.columns
  const page = pageLines(state, around)
  const paint = ({ line, selected = false, dimmed = false }: ViewLine) => theme.paint(cutLine(line, columns), { selected, dimmed, columns })
  if (layout.preview === undefined) return page.map(paint)
  const { previewSize } = layout
  const preview = previewLines(state, around, previewSize.columns - 3)
  if (layout.preview === 'below') return below(page.map(paint), preview, { layout, theme, around })
  return Array.from({ length: layout.bodyRows }, (_, row) => {
    const view = page[row] ?? { line: [] }
    const left = paint({ ...view, line: fitLine(view.line, columns) })
    return `${left}${theme.paint([{ text: `${around.glyphs.down} `, tone: 'edge' }, ...cutLine(preview[row] ?? [], previewSize.columns - 2)])}`
  })
}

function below(
  list: readonly string[],
  preview: readonly Line[],
  { layout, theme, around }: { layout: Layout; theme: Theme; around: Surroundings },
): string[] {
  const listRows = layout.bodyRows - layout.previewSize.rows
  const rule = theme.paint([{ text: around.glyphs.across.repeat(layout.columns), tone: 'edge' }])
  return [
    ...Array.from({ length: listRows }, (_, row) => list[row] ?? ''),
    rule,
    ...preview.slice(0, layout.previewSize.rows - 1).map((line) => theme.paint(cutLine(line, layout.columns))),
  ]
}

function tooSmall({ size: { columns, rows }, connection }: State): string[] {
  const words = ['capstan', connection.kind, `${columns}x${rows} is too`, 'small: 60x15', 'shows tables']
  return Array.from({ length: rows }, (_, row) => (words[row] ?? '').slice(0, columns))
}
