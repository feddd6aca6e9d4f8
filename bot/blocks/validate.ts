// Whether Slack would take a message or a view: every length and count, every field, and the sums over all blocks.
// Pure; the stand-in for Slack refuses by it, tests check every render with it.
import { homeBlock, messageBlock, modalBlock } from './block-shapes.ts'
import { plainText } from './element-shapes.ts'
import { limits } from './limits.ts'
import { boolean, type Flaw, isRecord, lengthOf, list, oneOf, type Report, type Rule, shape, string } from './rules.ts'

export type { Flaw } from './rules.ts'

/** What chat.postMessage and the like are given. */
export interface MessageParts {
  text?: unknown
  blocks?: unknown
  attachments?: unknown
}

export function validateMessage({ text, blocks, attachments }: MessageParts): Flaw[] {
  return collect((report) => {
    if (text !== undefined) string(limits.message.text, 0)(text, '/text', report)
    if (attachments !== undefined) list(() => undefined, { min: 0, max: limits.message.attachments })(attachments, '/attachments', report)
    if (blocks === undefined) return
    list(messageBlock, { min: 0, max: limits.message.blocks })(blocks, '/blocks', report)
    checkIds(blocks, report)
    const length = measureBlocks(blocks)
    if (length > limits.message.blocksLength) {
      report.flaw('/blocks', `must be at most ${limits.message.blocksLength} characters together, has ${length}`)
    }
    if (
      Array.isArray(blocks) &&
      blocks.filter((block) => isRecord(block) && ['table', 'data_table'].includes(String(block['type']))).length > 1
    ) {
      report.flaw('/blocks', 'must have at most one table')
    }
  })
}

const views = {
  modal: shape(
    { type: oneOf('modal'), title: plainText(limits.view.title), blocks: list(modalBlock, { max: limits.view.blocks }) },
    {
      submit: plainText(limits.view.button),
      close: plainText(limits.view.button),
      private_metadata: string(limits.view.privateMetadata, 0),
      callback_id: string(limits.view.callbackId, 0),
      external_id: string(limits.view.externalId, 0),
      clear_on_close: boolean,
      notify_on_close: boolean,
      submit_disabled: boolean,
    },
  ),
  home: shape(
    { type: oneOf('home'), blocks: list(homeBlock, { max: limits.view.blocks }) },
    {
      private_metadata: string(limits.view.privateMetadata, 0),
      callback_id: string(limits.view.callbackId, 0),
      external_id: string(limits.view.externalId, 0),
    },
  ),
} satisfies { [type: string]: Rule }

export function validateView(view: unknown): Flaw[] {
  return collect((report) => {
    if (!isRecord(view)) return report.flaw('', 'must be an object')
    const type = view['type'] === 'home' ? 'home' : 'modal'
    views[type](view, '', report)
    checkIds(view['blocks'], report)
    const bytes = Buffer.byteLength(JSON.stringify(view))
    if (bytes > limits.view.bytes) report.flaw('', `must be at most ${limits.view.bytes} bytes, has ${bytes}`)
    const blocks = Array.isArray(view['blocks']) ? view['blocks'] : []
    const asks = blocks.some((block) => isRecord(block) && block['type'] === 'input')
    if (type === 'modal' && asks && view['submit'] === undefined) report.flaw('/submit', 'is required when there are inputs')
    const focused = JSON.stringify(blocks).split('"focus_on_load":true').length - 1
    if (focused > 1) report.flaw('/blocks', 'must have at most one element with focus_on_load')
  })
}

function collect(check: (report: Report) => void): Flaw[] {
  const flaws: Flaw[] = []
  check({ flaw: (path, message) => flaws.push({ path, message }) })
  return flaws
}

/** Block ids are unique in a message or view, action ids in a block. */
function checkIds(blocks: unknown, report: Report): void {
  if (!Array.isArray(blocks)) return
  const seen = new Set<unknown>()
  for (const [index, block] of blocks.entries()) {
    if (!isRecord(block)) continue
    const id = block['block_id']
    if (id !== undefined && seen.has(id)) report.flaw(`/blocks/${index}/block_id`, `${String(id)} is there twice`)
    seen.add(id)
    checkActions(block, `/blocks/${index}`, report)
  }
}

function checkActions(block: { [key: string]: unknown }, path: string, report: Report): void {
  const elements = Array.isArray(block['elements']) ? block['elements'] : []
  const ids = elements.flatMap((element) => (isRecord(element) && element['action_id'] ? [element['action_id']] : []))
  for (const [index, id] of ids.entries()) {
    if (ids.indexOf(id) !== index) report.flaw(path, `action_id ${String(id)} is there twice`)
  }
}

/** What counts against the sum over all blocks: the text in them. */
export function measureBlocks(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + measureBlocks(item), 0)
  if (!isRecord(value)) return 0
  return Object.entries(value).reduce((sum, [name, item]) => {
    if (typeof item !== 'string') return sum + measureBlocks(item)
    return textFields.has(name) ? sum + lengthOf(item) : sum
  }, 0)
}

const textFields = new Set(['text', 'title', 'alt_text', 'caption', 'url', 'image_url', 'value'])
