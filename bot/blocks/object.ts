// An object that a program made, as people read it: each field by its name, lists as lists. Pure.
import type { KnownBlock, RichTextBlock } from '@slack/types'
import { context, section } from './elements.ts'
import { bold, cut, harmless, markup } from './markup.ts'
import { plural } from './wording.ts'

export const isPlainObject = (value: unknown): value is { [name: string]: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const shortly = (value: unknown) =>
  typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value)

const mostFields = 12
const mostItems = 15

/** The short values as lines, the long ones cut. */
export function describeObject(result: { [name: string]: unknown }): KnownBlock[] {
  const all = Object.entries(result)
  if (all.length === 0) return [section(markup`_Nothing to show._`)]
  const blocks = all.slice(0, mostFields).map(([name, value]): KnownBlock => {
    if (isListOfTexts(value)) return bullets(name, value)
    return section(markup`${bold(name, 80)}\n${cut(shortly(value) || '\u2013', 700)}`)
  })
  return all.length > mostFields ? [...blocks, ...context(markup`\u2026 and ${plural(all.length - mostFields, 'more field')}`)] : blocks
}

const isListOfTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string')

function bullets(name: string, items: readonly string[]): RichTextBlock {
  const hidden = items.length - mostItems
  const shown = [...items.slice(0, mostItems), ...(hidden > 0 ? [`\u2026 and ${hidden} more`] : [])]
  return {
    type: 'rich_text',
    elements: [
      { type: 'rich_text_section', elements: [{ type: 'text', text: cut(harmless(name), 80) || '\u2013', style: { bold: true } }] },
      {
        type: 'rich_text_list',
        style: 'bullet',
        elements: shown.map((item) => ({
          type: 'rich_text_section',
          elements: [{ type: 'text', text: cut(harmless(item), 200) || '\u2013' }],
        })),
      },
    ],
  }
}
