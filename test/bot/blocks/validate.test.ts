// The limits are held to the character and the piece, nothing crashes the check, and what is sent always passes it.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { limits } from '../../../bot/blocks/limits.ts'
import { measureBlocks, validateMessage, validateView } from '../../../bot/blocks/validate.ts'
import { updatedMark } from '../../../bot/outbox/card.ts'
import { prepareMessage } from '../../../bot/outbox/prepare.ts'
import { everyInput, gallery } from '../../support/slack/gallery.ts'

const text = (length: number) => ({ type: 'plain_text', text: 'x'.repeat(length) })
const mrkdwn = (length: number) => ({ type: 'mrkdwn', text: 'x'.repeat(length) })
const times = <T>(count: number, item: T) => Array.from({ length: count }, () => item)
const options = (count: number) => Array.from({ length: count }, (_, index) => ({ text: text(1), value: `${index}` }))
const button = (more: object = {}) => ({ type: 'button', text: text(1), ...more })
const buttons = (count: number) => Array.from({ length: count }, (_, index) => button({ action_id: `a${index}` }))
const actions = (...elements: object[]) => ({ type: 'actions', elements })
const input = (element: object) => ({ type: 'input', label: text(1), element })
const modal = (blocks: object[], more: object = {}) => ({ type: 'modal', title: text(1), submit: text(1), blocks, ...more })
const row = (count: number) => times(count, { type: 'raw_text', text: 'x' })

/** One more than the last that is allowed is refused. */
const edges: [string, number, (size: number) => object][] = [
  ['section text', limits.section.text, (size) => ({ type: 'section', text: mrkdwn(size) })],
  ['section fields', limits.section.fields, (size) => ({ type: 'section', fields: times(size, mrkdwn(1)) })],
  ['a field', limits.section.field, (size) => ({ type: 'section', fields: [mrkdwn(size)] })],
  ['a header', limits.header.text, (size) => ({ type: 'header', text: text(size) })],
  ['context elements', limits.context.elements, (size) => ({ type: 'context', elements: times(size, mrkdwn(1)) })],
  ['actions', limits.actions.elements, (size) => actions(...buttons(size))],
  ['the text of a button', limits.button.text, (size) => actions(button({ text: text(size) }))],
  ['the value of a button', limits.button.value, (size) => actions(button({ value: 'x'.repeat(size) }))],
  ['an action id', limits.action.id, (size) => actions(button({ action_id: 'x'.repeat(size) }))],
  ['a block id', limits.block.id, (size) => ({ type: 'divider', block_id: 'x'.repeat(size) })],
  ['the title of a confirmation', limits.confirm.title, (size) => actions(button({ confirm: { title: text(size), text: text(1) } }))],
  ['the text of a confirmation', limits.confirm.text, (size) => actions(button({ confirm: { text: mrkdwn(size) } }))],
  ['the answer of a confirmation', limits.confirm.button, (size) => actions(button({ confirm: { text: text(1), deny: text(size) } }))],
  ['the options of a select', limits.select.options, (size) => actions({ type: 'static_select', options: options(size) })],
  ['the text of an option', limits.option.text, (size) => actions({ type: 'overflow', options: [{ text: text(size), value: 'x' }] })],
  ['an overflow', limits.overflow.options, (size) => actions({ type: 'overflow', options: options(size) })],
  ['checkboxes', limits.checkboxes.options, (size) => actions({ type: 'checkboxes', options: options(size) })],
  ['radio buttons', limits.radioButtons.options, (size) => actions({ type: 'radio_buttons', options: options(size) })],
  ['the rows of a table', limits.table.rows, (size) => ({ type: 'table', rows: times(size, row(1)) })],
  ['the columns of a table', limits.table.columns, (size) => ({ type: 'table', rows: [row(size)] })],
  ['the title of a card', limits.card.title, (size) => ({ type: 'card', title: mrkdwn(size) })],
  ['the body of a card', limits.card.body, (size) => ({ type: 'card', body: mrkdwn(size) })],
  ['a carousel', limits.carousel.cards, (size) => ({ type: 'carousel', elements: times(size, { type: 'card', title: mrkdwn(1) }) })],
  [
    'a container',
    limits.container.blocks,
    (size) => ({ type: 'container', title: text(1), child_blocks: times(size, { type: 'divider' }) }),
  ],
  ['a markdown block', limits.markdown.text, (size) => ({ type: 'markdown', text: 'x'.repeat(size) })],
]

describe('a message', () => {
  it.each(edges)('holds %s to %i', (_what, most, make) => {
    expect(validateMessage({ text: 'x', blocks: [make(most)] })).toEqual([])
    expect(validateMessage({ text: 'x', blocks: [make(most + 1)] })).not.toEqual([])
  })

  it('holds the blocks to 50, and the text in them to 13,200 characters together', () => {
    const blocks = (count: number, length: number) => times(count, { type: 'section', text: mrkdwn(length) })
    expect(validateMessage({ blocks: times(50, { type: 'divider' }) })).toEqual([])
    expect(validateMessage({ blocks: times(51, { type: 'divider' }) })).not.toEqual([])
    expect(validateMessage({ blocks: blocks(6, 2200) })).toEqual([])
    expect(validateMessage({ blocks: [...blocks(6, 2200), { type: 'header', text: text(1) }] })).not.toEqual([])
    expect(measureBlocks(blocks(6, 2200))).toBe(13_200)
  })

  it('counts what a person sees as one character as one', () => {
    expect(validateMessage({ blocks: [{ type: 'header', text: { type: 'plain_text', text: '🚀'.repeat(150) } }] })).toEqual([])
    expect(validateMessage({ blocks: [{ type: 'header', text: { type: 'plain_text', text: '🚀'.repeat(151) } }] })).not.toEqual([])
  })

  it.each([
    ['an unknown block', { type: 'poster' }],
    ['an unknown field', { type: 'divider', colour: 'red' }],
    ['a header in mrkdwn', { type: 'header', text: mrkdwn(1) }],
    ['an empty section', { type: 'section' }],
    ['an empty text', { type: 'section', text: mrkdwn(0) }],
    ['a style that is none', actions(button({ style: 'loud' }))],
    [
      'an initial option that is not offered',
      actions({ type: 'static_select', options: options(1), initial_option: { text: text(1), value: 'z' } }),
    ],
    ['a script for an address', actions(button({ url: 'javascript:alert(1)' }))],
    ['two buttons of one id', actions(button({ action_id: 'a' }), button({ action_id: 'a' }))],
    ['rows of different lengths', { type: 'table', rows: [row(2), row(1)] }],
    ['an input where none may stand', actions({ type: 'plain_text_input', action_id: 'a' })],
    ['a task without a state', { type: 'plan', title: 'x', tasks: [{ type: 'task_card', task_id: 'a', title: 'x' }] }],
  ])('refuses %s', (_what, block) => {
    expect(validateMessage({ blocks: [block] })).not.toEqual([])
  })

  it('takes one of everything', () => {
    expect(validateMessage({ text: 'x', blocks: gallery })).toEqual([])
    expect(validateView(everyInput)).toEqual([])
  })

  it('says where, as a JSON pointer', () => {
    const [flaw] = validateMessage({ blocks: [{ type: 'divider' }, { type: 'section', fields: [mrkdwn(1), mrkdwn(2001)] }] })
    expect(flaw?.path).toBe('/blocks/1/fields/1/text')
  })
})

describe('a view', () => {
  it.each<[string, number, (size: number) => object]>([
    ['the title', limits.view.title, (size) => modal([{ type: 'divider' }], { title: text(size) })],
    ['the buttons', limits.view.button, (size) => modal([{ type: 'divider' }], { submit: text(size) })],
    ['private_metadata', limits.view.privateMetadata, (size) => modal([{ type: 'divider' }], { private_metadata: 'x'.repeat(size) })],
    ['the callback id', limits.view.callbackId, (size) => modal([{ type: 'divider' }], { callback_id: 'x'.repeat(size) })],
    ['the blocks', limits.view.blocks, (size) => modal(times(size, { type: 'divider' }))],
    ['the blocks of the App Home', limits.view.blocks, (size) => ({ type: 'home', blocks: times(size, { type: 'divider' }) })],
    ['a label', limits.input.label, (size) => modal([{ ...input({ type: 'plain_text_input' }), label: text(size) }])],
    [
      'an initial text',
      limits.plainTextInput.length,
      (size) => modal([input({ type: 'plain_text_input', initial_value: 'x'.repeat(size) })]),
    ],
  ])('holds %s to %i', (_what, most, make) => {
    expect(validateView(make(most))).toEqual([])
    expect(validateView(make(most + 1))).not.toEqual([])
  })

  it('holds all of it to 250 KB', () => {
    const huge = modal(times(100, { type: 'section', text: mrkdwn(2600) }))
    expect(validateView(huge).some(({ message }) => message.includes('bytes'))).toBe(true)
  })
})

describe('whatever comes', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('', '<!channel>', '```', '\u202e', updatedMark, 'x'.repeat(50_000), '🚀'.repeat(5000)),
  )
  const blocks = fc.array(
    fc.oneof(
      fc.anything(),
      hostile.map((value) => ({ type: 'section', text: { type: 'mrkdwn', text: value } })),
      hostile.map((value) => ({ type: 'header', text: { type: 'plain_text', text: value } })),
      fc.constantFrom<unknown>(...gallery),
    ),
    { maxLength: 60 },
  )

  it('the check only reports', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (one, other) => {
        expect(Array.isArray(validateMessage({ text: one, blocks: other }))).toBe(true)
        expect(Array.isArray(validateView(one))).toBe(true)
      }),
    )
  })

  it('what is sent passes it, and says something', () => {
    const moment = { at: new Date(), lagSeconds: 42 }
    fc.assert(
      fc.property(hostile, blocks, fc.option(blocks), (words, some, others) => {
        const fallback = others ? { text: words, blocks: others as object[] } : undefined
        const sent = prepareMessage({ text: words, blocks: some as object[] }, fallback, moment)
        expect(validateMessage(sent)).toEqual([])
        expect(sent.text).not.toBe('')
        expect(JSON.stringify(sent)).not.toContain(updatedMark)
      }),
      { numRuns: 200 },
    )
  })

  it('what a button carries is sent as it is, whatever stands in it', () => {
    const value = JSON.stringify({ id: updatedMark })
    const button = { type: 'button', action_id: 'a', text: { type: 'plain_text', text: 'A' }, value }
    const sent = prepareMessage({ text: 'x', blocks: [{ type: 'actions', elements: [button] }] }, undefined, {
      at: new Date(),
      lagSeconds: 0,
    })
    expect(sent.blocks).toMatchObject([{ elements: [{ value }] }])
  })

  it('a card that is behind says so', () => {
    const shown = prepareMessage({ text: updatedMark }, undefined, { at: new Date(0), lagSeconds: 42 })
    expect(shown.text).toBe('updated <!date^0^{time_secs}|00:00:00 UTC> · delayed 42 s by Slack')
  })
})
