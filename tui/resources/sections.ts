// Building blocks of detail pages: facts with their names, texts and JSON as lines.
import { readableJson } from '../text/format.ts'
import type { Line, Span, Tone } from '../theme.ts'
import type { Section } from './resource.ts'

const nameColumns = 16

export function fact(name: string, value: string | Span | Line, columns = nameColumns): Line {
  const spans = typeof value === 'string' ? [{ text: value }] : 'text' in value ? [value] : value
  return [{ text: name.padEnd(columns), tone: 'dim' }, ...spans]
}

/** A section of text as it stands, or none when there is no text. */
export function textSection(title: string, text: string | null | undefined, tone: Tone = 'text'): Section[] {
  return text ? [{ title, lines: text.split('\n').map((line): Line => [{ text: line, tone }]) }] : []
}

export function jsonSection(title: string, value: unknown): Section[] {
  return value === null || value === undefined ? [] : textSection(title, readableJson(value))
}

export function linesSection(title: string, lines: readonly Line[]): Section[] {
  return lines.length > 0 ? [{ title, lines }] : []
}
