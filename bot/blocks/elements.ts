// The pieces that cards and forms are made of, each cut to what Slack takes. Knows nothing of tasks and people.
import type {
  ActionsBlock,
  AlertBlock,
  Button,
  ConfirmationDialog,
  ContextBlock,
  HeaderBlock,
  KnownBlock,
  Overflow,
  PlainTextElement,
  PlainTextOption,
  RichTextBlock,
  SectionBlock,
} from '@slack/types'
import { limits } from './limits.ts'
import { cut, cutMarkup, harmless, Markup, oneLine } from './markup.ts'

/** What a button carries: which object, and what else the click needs. Never who may do it. */
export interface Value {
  id: string
  [name: string]: string | number | undefined
}

export interface Act {
  /** `task.cancel`: what is done with which kind of thing. */
  action: string
  text: string
  value: Value
  style?: 'primary' | 'danger'
  confirm?: { title: string; text: string; yes: string }
}

export function plain(text: string, most: number): PlainTextElement {
  return { type: 'plain_text', text: cut(oneLine(text), most) || '\u2013', emoji: false }
}

export function header(text: string): HeaderBlock {
  return { type: 'header', text: plain(text, limits.header.text) }
}

const mrkdwn = (text: Markup, most: number) => ({ type: 'mrkdwn' as const, text: cutMarkup(text, most) || '\u2013', verbatim: true })

export function section(text: Markup, accessory?: SectionBlock['accessory']): SectionBlock {
  return { type: 'section', text: mrkdwn(text, limits.section.text), ...(accessory && { accessory }) }
}

/** Pairs of a name and a value, side by side; what is undefined is left out. */
export function fields(pairs: readonly (readonly [string, Markup | undefined])[]): SectionBlock[] {
  const shown = pairs
    .filter((pair): pair is [string, Markup] => pair[1] !== undefined && pair[1].text !== '')
    .slice(0, limits.section.fields)
  if (shown.length === 0) return []
  return [{ type: 'section', fields: shown.map(([name, value]) => mrkdwn(new Markup(`*${name}*\n${value.text}`), 300)) }]
}

export function context(...texts: (Markup | undefined)[]): ContextBlock[] {
  const shown = texts.filter((text): text is Markup => text !== undefined && text.text !== '').slice(0, limits.context.elements)
  return shown.length === 0 ? [] : [{ type: 'context', elements: shown.map((text) => mrkdwn(text, 600)) }]
}

export function alert(text: Markup, level: NonNullable<AlertBlock['level']> = 'error'): AlertBlock {
  return { type: 'alert', level, text: mrkdwn(text, 600) }
}

export const divider: KnownBlock = { type: 'divider' }

/** Text as it was written: logs, stacks, JSON. Nothing in it is markup. */
export function preformatted(text: string, most: number): RichTextBlock {
  const shown = cut(harmless(text), Math.min(most, limits.richText.text)) || '\u2013'
  return { type: 'rich_text', elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: shown }] }] }
}

/** An id that no value can hold is no id of ours: such a button says so when it is pressed. */
function encode(value: Value, most: number): string {
  const text = JSON.stringify(value)
  return text.length <= most ? text : JSON.stringify({ id: '?' })
}

export function button({ action, text, value, style, confirm }: Act): Button {
  return {
    type: 'button',
    action_id: action,
    text: plain(text, limits.button.text),
    value: encode(value, limits.button.value),
    ...(style && { style }),
    ...(confirm && { confirm: dialog(confirm, style) }),
  }
}

function dialog({ title, text, yes }: NonNullable<Act['confirm']>, style: Act['style']): ConfirmationDialog {
  return {
    title: plain(title, limits.confirm.title),
    text: plain(text, limits.confirm.text),
    confirm: plain(yes, limits.confirm.button),
    deny: plain(style === 'danger' ? 'No, keep it' : 'Not now', limits.confirm.button),
    ...(style && { style }),
  }
}

/** What does not fit beside three buttons; an action with a dialog of its own does not belong here. */
export function overflow(action: string, acts: readonly Pick<Act, 'action' | 'text' | 'value'>[]): Overflow | undefined {
  if (acts.length === 0) return undefined
  const options = acts.slice(0, limits.overflow.options).map(({ action: act, text, value }) => ({
    text: plain(text, limits.option.text),
    value: encode({ do: act, ...value }, limits.option.value),
  }))
  return { type: 'overflow', action_id: action, options }
}

export function actions(blockId: string, elements: readonly (Button | Overflow | undefined)[]): ActionsBlock[] {
  const shown = elements.filter((element) => element !== undefined).slice(0, limits.actions.elements)
  return shown.length === 0 ? [] : [{ type: 'actions', block_id: cut(blockId, limits.block.id), elements: shown }]
}

export function option(text: string, value: string, description?: string): PlainTextOption {
  return {
    text: plain(text, limits.option.text),
    value: cut(value, limits.option.value),
    ...(description && { description: plain(description, limits.option.description) }),
  }
}
