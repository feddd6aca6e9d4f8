// Rows as aligned text. Pure; the width of characters is what a terminal shows.
import stringWidth from 'string-width'

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
  const widths = columns.map(({ title }, place) => Math.max(stringWidth(title), ...cells.map((line) => stringWidth(line[place] ?? ''))))
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
  const spaces = ' '.repeat(Math.max(0, width - stringWidth(text)))
  return align === 'right' ? spaces + text : text + spaces
}

const segmenter = new Intl.Segmenter()

export function cut(text: string, width: number): string {
  if (stringWidth(text) <= width) return text
  let kept = ''
  let used = 0
  for (const { segment } of segmenter.segment(text)) {
    const wide = stringWidth(segment)
    if (used + wide > width - 1) break
    kept += segment
    used += wide
  }
  return `${kept}…`
}
