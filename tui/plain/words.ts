// Rows, pages and news as sentences: no boxes, no bars, no glyphs.
import type { Column, FeedEvent, Item, Section, Surroundings } from '../resources/resource.ts'
import { textOf } from '../text/lines.ts'
import { type Glyphs, glyphsOf } from '../theme.ts'

/** Every glyph stands beside a word: without it nothing is lost. */
const silent = Object.fromEntries(Object.keys(glyphsOf(false)).map((name) => [name, ''])) as { [name in keyof Glyphs]: '' }

export const wordsOnly = (now: number): Surroundings => ({
  now,
  glyphs: { ...silent, corner: { topLeft: '', topRight: '', bottomLeft: '', bottomRight: '' } },
})

export function rowWords(row: Item, columns: readonly Column<Item>[], around: Surroundings): string {
  return columns
    .map((column) => {
      const cell = column.cell(row, around)
      const text = textOf('text' in cell ? [cell] : cell).trim()
      return text === '' ? '' : column.drop === 0 ? text : `${column.title.toLowerCase()} ${text}`
    })
    .filter((part) => part !== '')
    .join(', ')
}

export function sectionWords(sections: readonly Section[]): string[] {
  return sections.flatMap(({ title, lines }) => [`${title}:`, ...lines.map((line) => `  ${textOf(line).replace(/\s+/g, ' ').trim()}`)])
}

export function newsLine({ type, subject, payload }: Pick<FeedEvent, 'type' | 'subject' | 'payload'>): string {
  const { error, title } = (payload ?? {}) as { error?: { message?: unknown } | null; title?: unknown }
  const about = error?.message ?? title
  const what = `News: ${subject} ${type.replace(/^.*\./, '').replaceAll('_', ' ')}`
  const said = about === undefined ? what : `${what}: ${String(about)}`
  return /[.?!]$/.test(said) ? said : `${said}.`
}
