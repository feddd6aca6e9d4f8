// Rows as aligned text. Pure; the width of characters is what a terminal shows.
import { cut, widthOf } from '../text/width.ts'

export interface Column<Row> {
  title: string
  of(row: Row): string
  align?: 'right'
  /** Takes what is left of the line, and is cut there. */
  grows?: boolean
  /** Colour of a cell by its text. */
  color?(text: string): number | undefined
}

export interface TableOptions {
  /** Of the terminal; not cut at all when left out. */
  width: number | undefined
  color: boolean
}

const gap = 2
const leastGrowing = 12

export function renderTable<Row>(rows: readonly Row[], columns: readonly Column<Row>[], { width, color }: TableOptions): string {
  const cells = rows.map((row) => columns.map((column) => oneLine(column.of(row))))
  const widths = columns.map(({ title }, place) => Math.max(widthOf(title), ...cells.map((line) => widthOf(line[place] ?? ''))))
  if (width !== undefined) shrink(widths, columns, width)
  const line = (texts: readonly string[], paint: boolean) =>
    columns
      .map(({ align, color: colorOf }, place) => {
        const text = texts[place] ?? ''
        const space = widths[place] ?? 0
        const last = place === columns.length - 1 && align !== 'right'
        const padded = pad(cut(text, space), last ? 0 : space, align)
        const code = paint && color ? colorOf?.(text) : undefined
        return code === undefined ? padded : `\u001b[${code}m${padded}\u001b[39m`
      })
      .join(' '.repeat(gap))
      .trimEnd()
  return [
    line(
      columns.map(({ title }) => title),
      false,
    ),
    ...cells.map((texts) => line(texts, true)),
    '',
  ].join('\n')
}

function shrink<Row>(widths: number[], columns: readonly Column<Row>[], width: number): void {
  const growing = columns.findIndex(({ grows }) => grows)
  if (growing < 0) return
  const others = widths.reduce((sum, one, place) => (place === growing ? sum : sum + one), 0) + gap * (columns.length - 1)
  widths[growing] = Math.min(widths[growing] ?? 0, Math.max(leastGrowing, width - others))
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ')
}

function pad(text: string, width: number, align: 'right' | undefined): string {
  const spaces = ' '.repeat(Math.max(0, width - widthOf(text)))
  return align === 'right' ? spaces + text : text + spaces
}
