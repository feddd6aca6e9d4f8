// A list as a table: which columns have room, how wide they are, what stands in the rows that are in view.
import type { Column, Item, Surroundings } from '../resources/resource.ts'
import { fitLine } from '../text/lines.ts'
import { toWidth } from '../text/width.ts'
import type { Line, Span } from '../theme.ts'

export interface Fitted {
  column: Column<Item>
  width: number
}

const gap = 1

/** Columns are dropped in their declared order until the rest fits; what is left over goes to those that grow. */
export function fitColumns(columns: readonly Column<Item>[], available: number): Fitted[] {
  const kept = [...columns]
  const needed = () => kept.reduce((sum, { width }) => sum + width + gap, -gap)
  while (needed() > available) {
    const dropped = kept.reduce((worst, column) => (column.drop >= worst.drop ? column : worst))
    if (dropped.drop === 0) break
    kept.splice(kept.indexOf(dropped), 1)
  }
  return share(kept, available - needed())
}

function share(columns: readonly Column<Item>[], space: number): Fitted[] {
  const shares = columns.reduce((sum, { grow = 0 }) => sum + grow, 0)
  let left = Math.max(0, space)
  let rest = shares
  return columns.map((column) => {
    const grow = column.grow ?? 0
    const extra = rest > 0 ? Math.round((left * grow) / rest) : 0
    left -= extra
    rest -= grow
    return { column, width: column.width + extra }
  })
}

export function headLine(columns: readonly Fitted[], sorted: { column: string; arrow: string } | undefined): Line {
  const titles = columns.map(({ column, width }) => {
    const title = sorted?.column === column.title ? `${column.title.slice(0, width - 1)}${sorted.arrow}` : column.title
    return toWidth(title, width, column.align)
  })
  return [{ text: `  ${titles.join(' ')}`, tone: 'dim' }]
}

export interface RowMarks {
  selected: boolean
  marked: boolean
}

export function rowLine(row: Item, columns: readonly Fitted[], { around, marks }: { around: Surroundings; marks: RowMarks }): Line {
  const { glyphs } = around
  const lead: Span = marks.marked
    ? { text: `${glyphs.mark} `, tone: 'warn', bold: true }
    : { text: marks.selected ? `${glyphs.cursor} ` : '  ', tone: 'accent', bold: true }
  const cells = columns.flatMap(({ column, width }, index): Line => {
    const cell = column.cell(row, around)
    const fitted = fitLine(isSpan(cell) ? [cell] : cell, width, column.align)
    return index === 0 ? fitted : [{ text: ' ' }, ...fitted]
  })
  return [lead, ...cells]
}

const isSpan = (cell: Span | Line): cell is Span => 'text' in cell
