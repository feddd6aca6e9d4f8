// Lines made of spans: cut, padded, set side by side, boxed, wrapped. Pure; how spans look is the theme's business.
import type { Glyphs, Line, Span, Tone } from '../theme.ts'
import { cut, toWidth, widthOf, wrap } from './width.ts'

export const plain = (text: string, tone?: Tone): Line => [{ text, tone }]

export const blank: Line = []

export const lineWidth = (line: Line): number => line.reduce((sum, { text }) => sum + widthOf(text), 0)

/** Exactly `columns` wide. */
export function fitLine(line: Line, columns: number, align: 'left' | 'right' = 'left'): Line {
  const [only] = line
  if (line.length === 1 && only) return [{ ...only, text: toWidth(only.text, columns, align) }]
  const shown = cutLine(line, columns)
  const space: Span = { text: ' '.repeat(Math.max(0, columns - lineWidth(shown))) }
  return align === 'left' ? [...shown, space] : [space, ...shown]
}

/** At most `columns` wide. */
export function cutLine(line: Line, columns: number): Line {
  if (lineWidth(line) <= columns && line.every(({ text }) => !text.includes('\n'))) return line
  const shown: Span[] = []
  let left = columns
  for (const span of line) {
    if (left <= 0) break
    const rest = lineWidth(line.slice(line.indexOf(span)))
    const text = cut(span.text, rest > left ? left : Math.min(left, widthOf(span.text) + 2))
    shown.push({ ...span, text })
    left -= widthOf(text)
  }
  return shown
}

/** A box with its title in the upper edge, exactly `columns` by `rows`. */
export function box({ title, note = '', lines, columns, rows, glyphs }: BoxParts): Line[] {
  const { corner, across, down } = glyphs
  const inner = columns - 4
  const head = cut(` ${title} `, Math.max(0, columns - 4))
  // The title matters more than the note beside it.
  const tail = note === '' || widthOf(head) + widthOf(note) + 6 > columns ? '' : ` ${note} `
  const rule = across.repeat(Math.max(0, columns - 3 - widthOf(head) - widthOf(tail)))
  const body = Array.from(
    { length: Math.max(0, rows - 2) },
    (_, index): Line => [{ text: `${down} `, tone: 'edge' }, ...fitLine(lines[index] ?? blank, inner), { text: ` ${down}`, tone: 'edge' }],
  )
  return [
    [
      { text: `${corner.topLeft}${across}`, tone: 'edge' },
      { text: head, tone: 'title' },
      { text: rule, tone: 'edge' },
      { text: tail, tone: 'accent' },
      { text: corner.topRight, tone: 'edge' },
    ],
    ...body,
    [{ text: `${corner.bottomLeft}${across.repeat(Math.max(0, columns - 2))}${corner.bottomRight}`, tone: 'edge' }],
  ]
}

export interface BoxParts {
  title: string
  note?: string
  lines: readonly Line[]
  columns: number
  rows: number
  glyphs: Glyphs
}

/** Several columns of lines next to each other; each is `[lines, width]`. */
export function beside(parts: readonly (readonly [lines: readonly Line[], columns: number])[]): Line[] {
  const rows = Math.max(0, ...parts.map(([lines]) => lines.length))
  return Array.from({ length: rows }, (_, row) => parts.flatMap(([lines, columns]) => fitLine(lines[row] ?? blank, columns)))
}

/** Wraps the text of a line; what each piece looks like stays. Only lines of one text are broken well. */
export function wrapLine(line: Line, columns: number): Line[] {
  if (lineWidth(line) <= columns) return [line]
  const text = line.map((span) => span.text).join('')
  const tone = line.at(-1)?.tone
  const lead = line.length > 1 ? line.slice(0, -1) : []
  const leadWidth = lineWidth(lead)
  if (lead.length === 0 || leadWidth > columns / 2) return wrap(text, columns).map((piece): Line => [{ text: piece, tone }])
  const indent = ' '.repeat(leadWidth)
  return wrap(line.at(-1)?.text ?? '', columns - leadWidth).map(
    (piece, index): Line => [...(index === 0 ? lead : [{ text: indent }]), { text: piece, tone }],
  )
}

/** Shows where a text occurs in a line, whatever its spans are. */
export function highlight(line: Line, search: string): Line {
  const wanted = search.toLowerCase()
  if (wanted === '') return line
  return line.flatMap((span) => {
    const pieces: Span[] = []
    const lower = span.text.toLowerCase()
    let from = 0
    for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, from)) {
      pieces.push({ ...span, text: span.text.slice(from, at) }, { ...span, text: span.text.slice(at, at + wanted.length), inverse: true })
      from = at + wanted.length
    }
    return [...pieces, { ...span, text: span.text.slice(from) }]
  })
}

export const textOf = (line: Line): string => line.map(({ text }) => text).join('')
