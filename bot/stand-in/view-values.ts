// What a person can press or fill in: finding elements in blocks, their first values, what a choice makes of them, and what Slack itself
// does not let a person submit. Knows nothing of deliveries.
import { isRecord } from '../blocks/rules.ts'
import type { Json } from './test-api.ts'

export interface Placed {
  block: Json
  element: Json
}

export type Values = { [block: string]: { [action: string]: Json } }

/** Every element that has an action, in the order it is shown. */
export function elementsOf(blocks: readonly Json[]): Placed[] {
  return blocks.flatMap((block) => {
    const nested = [block['child_blocks'], block['type'] === 'carousel' ? block['elements'] : undefined].flat().filter(isRecord)
    if (nested.length > 0) return elementsOf(nested)
    const candidates = [block['elements'], block['accessory'], block['element'], block['actions']].flat()
    return candidates
      .filter((element): element is Json => isRecord(element) && isInteractive(element))
      .map((element) => ({ block, element }))
  })
}

const isInteractive = (element: Json) =>
  typeof element['action_id'] === 'string' || ['button', 'overflow', 'static_select'].includes(String(element['type']))

export const textOf = (value: unknown): string => (isRecord(value) ? String(value['text'] ?? '') : '')

/** By action id, or by what is written on it. */
export function findElement(blocks: readonly Json[], wanted: { action: string; block?: string | undefined }): Placed | undefined {
  const placed = elementsOf(blocks).filter(({ block }) => !wanted.block || block['block_id'] === wanted.block)
  return (
    placed.find(({ element }) => element['action_id'] === wanted.action) ??
    placed.find(({ block, element }) => textOf(element['text']) === wanted.action || textOf(block['label']) === wanted.action)
  )
}

/** The name of the field that holds the value of an element of this type; undefined for those that only act. */
export function valueField(type: unknown): string | undefined {
  const name = String(type)
  if (/^(button|overflow|icon_button|feedback_buttons|image)$/.test(name)) return undefined
  if (/^(plain_text|number|email_text|url_text)_input$/.test(name)) return 'value'
  if (name === 'rich_text_input') return 'rich_text_value'
  if (name === 'file_input') return 'files'
  if (name === 'datepicker') return 'selected_date'
  if (name === 'timepicker') return 'selected_time'
  if (name === 'datetimepicker') return 'selected_date_time'
  const thing = /^(?:multi_)?(user|conversation|channel)s_select$/.exec(name)?.[1] ?? 'option'
  return `selected_${thing}${name.startsWith('multi_') || name === 'checkboxes' ? 's' : ''}`
}

const initialFields = [
  'initial_value',
  'initial_option',
  'initial_options',
  'initial_date',
  'initial_time',
  'initial_date_time',
  'initial_user',
  'initial_users',
  'initial_conversation',
  'initial_conversations',
  'initial_channel',
  'initial_channels',
]

export function initialValues(blocks: readonly Json[]): Values {
  const values: Values = {}
  for (const { block, element } of elementsOf(blocks)) {
    const field = valueField(element['type'])
    if (!field) continue
    const empty = /s$/.test(field) ? [] : null
    const initial = initialFields.map((name) => element[name]).find((value) => value !== undefined)
    const of = (values[String(block['block_id'])] ??= {})
    of[String(element['action_id'])] = { type: element['type'], [field]: initial ?? empty }
  }
  return values
}

/** What the options are; of an external select those that were suggested. */
export function optionsOf(element: Json, suggested: readonly Json[] = []): Json[] {
  const groups = [element['option_groups']].flat().filter(isRecord)
  const own = groups.length > 0 ? groups.flatMap((group) => group['options'] as Json[]) : ((element['options'] as Json[]) ?? [])
  return [...own, ...suggested]
}

/** The value object that Slack sends once this was chosen. Throws when it is not offered. */
export function chosenValue(element: Json, chosen: unknown, suggested: readonly Json[] = []): Json {
  const type = String(element['type'])
  const field = valueField(type) ?? 'selected_option'
  const pick = (one: unknown): unknown => {
    if (!/option/.test(field)) return one
    if (isRecord(one)) return one
    const found = optionsOf(element, suggested).find((option) => option['value'] === one || textOf(option['text']) === one)
    if (found) return found
    const offers = optionsOf(element, suggested).map((option) => textOf(option['text']))
    throw new Error(`${String(element['action_id'])} does not offer ${String(one)}: it offers ${offers.join(', ') || 'nothing'}.`)
  }
  if (chosen === null || chosen === undefined || chosen === '') return { type, [field]: /s$/.test(field) ? [] : null }
  if (/s$/.test(field)) return { type, [field]: [chosen].flat().map(pick) }
  if (field === 'rich_text_value') return { type, [field]: typeof chosen === 'string' ? plainRichText(chosen) : chosen }
  if (field === 'selected_date_time') return { type, [field]: Number(chosen) }
  return { type, [field]: /option/.test(field) ? pick(chosen) : String(chosen) }
}

const plainRichText = (text: string): Json => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }],
})

/** What Slack's own form says before anything is sent, by block id. */
export function formErrors(blocks: readonly Json[], values: Values): { [block: string]: string } {
  const errors: { [block: string]: string } = {}
  for (const block of blocks) {
    if (block['type'] !== 'input' || !isRecord(block['element'])) continue
    const id = String(block['block_id'])
    const element = block['element']
    const value = values[id]?.[String(element['action_id'])]?.[valueField(element['type']) ?? '']
    const isEmpty = value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
    const error = isEmpty ? (block['optional'] === true ? undefined : 'Please complete this required field.') : valueError(element, value)
    if (error) errors[id] = error
  }
  return errors
}

function valueError(element: Json, value: unknown): string | undefined {
  const text = String(value)
  switch (element['type']) {
    case 'plain_text_input':
      if (text.length > Number(element['max_length'] ?? 3000)) return `Must be at most ${String(element['max_length'] ?? 3000)} characters.`
      if (text.length < Number(element['min_length'] ?? 0)) return `Must be at least ${String(element['min_length'])} characters.`
      return undefined
    case 'number_input':
      return numberError(element, text)
    case 'email_text_input':
      return /^[^\s@]+@[^\s@]+$/.test(text) ? undefined : 'Please enter a valid email address.'
    case 'url_text_input':
      return URL.canParse(text) ? undefined : 'Please enter a valid URL.'
    default: {
      const max = Number(element['max_selected_items'] ?? Number.POSITIVE_INFINITY)
      return Array.isArray(value) && value.length > max ? `Select at most ${max}.` : undefined
    }
  }
}

function numberError(element: Json, text: string): string | undefined {
  if (!/^-?\d+(\.\d+)?$/.test(text)) return 'Please enter a number.'
  if (element['is_decimal_allowed'] !== true && text.includes('.')) return 'Please enter a whole number.'
  const { min_value: min, max_value: max } = element
  if (min !== undefined && Number(text) < Number(min)) return `Must be ${String(min)} or more.`
  if (max !== undefined && Number(text) > Number(max)) return `Must be ${String(max)} or less.`
  return undefined
}
