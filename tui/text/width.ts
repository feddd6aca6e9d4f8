// How many columns a text takes in a terminal, and cutting, padding and wrapping by columns. Knows no colours: texts here are plain.
import stringWidth from 'string-width'

/** One column each, alone and beside each other: no segmenting is needed for texts made of them. */
const narrow =
  /^[\u0020-\u007e\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u203b\u203d-\u2048\u204a-\u205e\u2190-\u2193\u219a-\u21a8\u21ab-\u22ff\u2500-\u25a9\u25ac-\u25b5\u25b7-\u25bf\u25c1-\u25fa\u2713\u2715\u2717\u2800-\u28ff]*$/
/** Made when the first text needs it: that takes as long as drawing a screen. */
let segmenter: Intl.Segmenter | undefined
const known = new Map<string, number>()
const mostKnown = 4096

export function widthOf(text: string): number {
  if (narrow.test(text)) return text.length
  const found = known.get(text)
  if (found !== undefined) return found
  const width = stringWidth(text)
  if (known.size >= mostKnown) known.clear()
  known.set(text, width)
  return width
}

/** The text in pieces that a terminal draws as one. */
export function graphemesOf(text: string): string[] {
  if (narrow.test(text)) return text.split('')
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' })
  return Array.from(segmenter.segment(text), ({ segment }) => segment)
}

/** At most `columns` wide; what is cut off is marked. */
export function cut(text: string, columns: number, mark = '…'): string {
  if (columns <= 0) return ''
  const line = firstLine(text)
  if (widthOf(line) <= columns) return line
  const room = columns - widthOf(mark)
  return room < 0 ? '' : `${take(line, room)}${mark}`
}

/** Exactly `columns` wide. */
export function toWidth(text: string, columns: number, align: 'left' | 'right' = 'left'): string {
  const shown = cut(text, columns)
  const space = ' '.repeat(Math.max(0, columns - widthOf(shown)))
  return align === 'left' ? shown + space : space + shown
}

/** As much of the beginning as fits. */
export function take(text: string, columns: number): string {
  if (narrow.test(text)) return text.slice(0, Math.max(0, columns))
  let taken = ''
  let used = 0
  for (const piece of graphemesOf(text)) {
    const width = widthOf(piece)
    if (used + width > columns) break
    taken += piece
    used += width
  }
  return taken
}

/** Lines of at most `columns`, broken between words where there are any. */
export function wrap(text: string, columns: number): string[] {
  if (columns < 1) return []
  return text.split('\n').flatMap((line) => wrapLine(line, columns))
}

function wrapLine(line: string, columns: number): string[] {
  const lines: string[] = []
  let rest = line
  while (widthOf(rest) > columns) {
    const head = take(rest, columns) || (graphemesOf(rest)[0] ?? '')
    const space = rest[head.length] === ' ' ? head.length : head.lastIndexOf(' ')
    const breakAt = space > 0 ? space : head.length
    lines.push(rest.slice(0, breakAt))
    rest = rest.slice(breakAt).replace(/^ /, '')
  }
  return [...lines, rest]
}

const firstLine = (text: string) => {
  const end = text.indexOf('\n')
  return end < 0 ? text : `${text.slice(0, end)} ↵`
}
