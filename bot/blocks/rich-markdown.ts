// Markdown as agents write it -> Slack's rich text: headings, lists, quotes, code and emphasis. Nothing in it becomes a mention or a link.
import type { RichTextBlock, RichTextBlockElement, RichTextList, RichTextSection, RichTextText } from '@slack/types'
import { cut, harmless } from './markup.ts'

const mostElements = 100

export function renderMarkdown(markdown: string, most: number): RichTextBlock {
  const lines = cut(harmless(markdown).trim(), most).split('\n')
  const elements: RichTextBlockElement[] = []
  let paragraph: string[] = []
  const endParagraph = () => {
    const text = paragraph.join('\n')
    paragraph = []
    if (text.trim()) elements.push(section(inline(`${text}\n`)))
  }
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? ''
    const special = readCode(lines, at) ?? readHeading(line) ?? readItem(line, elements, paragraph.length === 0) ?? readQuote(line)
    if (!special) {
      if (line.trim()) paragraph.push(line)
      else endParagraph()
      continue
    }
    endParagraph()
    at += special.more ?? 0
    if (special.element) elements.push(special.element)
  }
  endParagraph()
  if (elements.length === 0) elements.push(section([text('\u2013')]))
  if (elements.length > mostElements) elements.splice(mostElements - 1, elements.length, section([text('\u2026')]))
  return { type: 'rich_text', elements }
}

interface Special {
  /** Undefined: it went into the one before. */
  element: RichTextBlockElement | undefined
  /** Lines besides the first. */
  more?: number
}

function readCode(lines: readonly string[], at: number): Special | undefined {
  if (!/^\s*```/.test(lines[at] ?? '')) return undefined
  const after = lines.slice(at + 1)
  const end = after.findIndex((line) => /^\s*```\s*$/.test(line))
  const inside = end < 0 ? after : after.slice(0, end)
  const element = { type: 'rich_text_preformatted' as const, elements: [text(inside.join('\n') || ' ')] }
  return { element, more: inside.length + (end < 0 ? 0 : 1) }
}

function readHeading(line: string): Special | undefined {
  const found = /^#{1,6}\s+(?=\S)(.*)$/.exec(line)?.[1]
  if (found === undefined) return undefined
  const words = found.replace(/[\s#]+$/, '').replaceAll('**', '')
  return { element: section([{ ...text(`${words}\n`), style: { bold: true } }]) }
}

/** An item of a list goes on with the list before it. */
function readItem(line: string, before: readonly RichTextBlockElement[], adjoins: boolean): Special | undefined {
  const [, spaces = '', mark, words] = /^(\s*)([-*+]|\d{1,3}[.)])\s+(.*\S)/.exec(line) ?? []
  if (!mark || !words) return undefined
  const style = /\d/.test(mark) ? 'ordered' : 'bullet'
  const indent = Math.min(4, Math.floor(spaces.length / 2))
  const last = before.at(-1)
  const item = section(inline(words))
  if (adjoins && last?.type === 'rich_text_list' && last.style === style && (last.indent ?? 0) === indent) {
    last.elements.push(item)
    return { element: undefined }
  }
  const list: RichTextList = { type: 'rich_text_list', style, indent, elements: [item] }
  return { element: list }
}

function readQuote(line: string): Special | undefined {
  const words = /^>\s?(.*\S)/.exec(line)?.[1]
  return words === undefined ? undefined : { element: { type: 'rich_text_quote', elements: inline(words) } }
}

const section = (elements: RichTextText[]): RichTextSection => ({ type: 'rich_text_section', elements })
const text = (shown: string): RichTextText => ({ type: 'text', text: shown })

const emphasis = /\*\*([^*\n]+)\*\*|`([^`\n]+)`|(?<![\w*])\*([^*\s][^*\n]*)\*(?![\w*])|(?<!\w)_([^_\s][^_\n]*)_(?!\w)/g

function inline(line: string): RichTextText[] {
  const parts: RichTextText[] = []
  let from = 0
  for (const found of line.matchAll(emphasis)) {
    if (found.index > from) parts.push(text(line.slice(from, found.index)))
    const [all, bold, code, star, low] = found
    if (bold) parts.push({ ...text(bold), style: { bold: true } })
    else if (code) parts.push({ ...text(code), style: { code: true } })
    else parts.push({ ...text(star ?? low ?? all), style: { italic: true } })
    from = found.index + all.length
  }
  if (from < line.length) parts.push(text(line.slice(from)))
  return parts
}
