// A message shown in a modal: what only messages may hold is replaced by what modals take. Pure.
import type { KnownBlock } from '@slack/types'
import type { Rendered } from '../outbox/card.ts'
import { limits } from './limits.ts'
import { cut } from './markup.ts'

const taken = new Set(['section', 'actions', 'context', 'divider', 'header', 'image', 'input', 'rich_text', 'alert'])

export function blocksForModal({ text, blocks = [] }: Rendered): KnownBlock[] {
  const shown = (blocks as readonly KnownBlock[]).map((block) => (taken.has(block.type) ? block : replacement(block)))
  const kept = shown.filter((block) => block !== undefined).slice(0, limits.view.blocks)
  return kept.length > 0
    ? kept
    : [{ type: 'section', text: { type: 'mrkdwn', text: cut(text, limits.section.text) || '\u2013', verbatim: true } }]
}

function replacement(block: KnownBlock): KnownBlock | undefined {
  const lines = linesOf(block)
  if (lines.length === 0) return undefined
  const text = cut(lines.join('\n'), limits.richText.text)
  return { type: 'rich_text', elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text }] }] }
}

function linesOf(block: KnownBlock): string[] {
  if (block.type === 'table') return block.rows.map((row) => row.map((cell) => ('text' in cell ? String(cell.text) : '')).join('  '))
  if (block.type !== 'plan') return []
  return (block.tasks ?? []).map((task) => `${String(task['status'])}  ${String(task['title'])}`)
}
