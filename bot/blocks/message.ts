// A message as a whole: its text for notifications and screen readers, its blocks within Slack's sums. Knows nothing of what is said.
import type { KnownBlock } from '@slack/types'
import type { Rendered } from '../outbox/card.ts'
import { context } from './elements.ts'
import { limits } from './limits.ts'
import { cutMarkup, type Markup, markup } from './markup.ts'
import { measureBlocks } from './validate.ts'

/** What is left of the sum for the note that something is missing. */
const noteLength = 100

/** Blocks beyond the sums are left out, and it says so: a send never fails for its size. */
export function message(text: Markup, blocks: readonly KnownBlock[]): Rendered {
  const kept = keepWithin(blocks, limits.message.blocks, limits.message.blocksLength)
  const missing = blocks.length - kept.length
  const note = missing > 0 ? context(markup`\u2026 ${missing} more left out`) : []
  return { text: cutMarkup(text, limits.message.adviseText) || '\u2013', blocks: [...kept, ...note] }
}

export function keepWithin(blocks: readonly KnownBlock[], most: number, mostLength: number): KnownBlock[] {
  const fits = (count: number) => count <= most && measureBlocks(blocks.slice(0, count)) <= mostLength
  if (fits(blocks.length)) return [...blocks]
  let count = Math.min(blocks.length, most - 1)
  while (count > 0 && measureBlocks(blocks.slice(0, count)) > mostLength - noteLength) count -= 1
  return blocks.slice(0, count)
}
