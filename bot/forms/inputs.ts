// Fields -> the inputs of a Slack form, filled in where something is known. Pure.
import type { InputBlock, InputBlockElement } from '@slack/types'
import { option, plain } from '../blocks/elements.ts'
import { limits } from '../blocks/limits.ts'
import { cut, harmless } from '../blocks/markup.ts'
import type { Field } from './schema-fields.ts'

/** The block of a parameter; its action is always `value`. */
export const blockOf = (name: string) => `p:${name}`
export const parameterOf = (block: string) => (block.startsWith('p:') ? block.slice(2) : undefined)

export interface Filled {
  fields: readonly Field[]
  /** Instead of the defaults of the schema. */
  given?: { readonly [name: string]: unknown } | undefined
}

export interface Inputs {
  blocks: InputBlock[]
  /** Parameters that no form of Slack can hold; they stay as they are. */
  left: string[]
}

/** Room is left for what a form has besides. */
const mostFields = 80

export function toInputs({ fields, given }: Filled): Inputs {
  const left: string[] = []
  const blocks: InputBlock[] = []
  for (const field of fields) {
    const initial = given && Object.hasOwn(given, field.name) ? given[field.name] : given ? undefined : field.preset
    if (blocks.length >= mostFields || field.name.length > 200 || !fits(initial)) left.push(field.name)
    else blocks.push(toInput(field, initial))
  }
  return { blocks, left }
}

function fits(initial: unknown): boolean {
  const text = typeof initial === 'string' ? initial : initial === undefined ? '' : JSON.stringify(initial, null, 2)
  return text.length <= limits.plainTextInput.length
}

function toInput(field: Field, initial: unknown): InputBlock {
  const hint = [field.description, hintOf(field)].filter(Boolean).join(' ')
  return {
    type: 'input',
    block_id: blockOf(field.name),
    label: plain(field.title, 150),
    element: namedElement(field, initial),
    optional: !field.required || field.kind === 'yesNo',
    ...(hint && { hint: plain(hint, 300) }),
  }
}

/** Searches of one form are told apart by their action. */
function namedElement(field: Field, initial: unknown): InputBlockElement {
  const element = elementOf(field, initial)
  return { ...element, action_id: element.type.endsWith('external_select') ? `search:${field.name}` : 'value' }
}

function hintOf({ kind, preset }: Field): string {
  if (kind === 'texts' || kind === 'numbers') return 'One on each line.'
  if (kind === 'json') return 'As JSON.'
  return kind === 'choice' && preset !== undefined ? `Usually ${sayChoice(preset)}.` : ''
}

function elementOf(field: Field, initial: unknown): InputBlockElement {
  switch (field.kind) {
    case 'choice':
      return choiceElement(field, initial)
    case 'choices':
      return choicesElement(field, initial)
    case 'number':
    case 'integer':
      return numberElement(field, initial)
    case 'yesNo': {
      const yes = option('Yes', 'yes')
      return { type: 'checkboxes', options: [yes], ...(initial === true && { initial_options: [yes] }) }
    }
    case 'date':
      return { type: 'datepicker', ...(typeof initial === 'string' && /^\d{4}-\d\d-\d\d$/.test(initial) && { initial_date: initial }) }
    case 'moment':
      return { type: 'datetimepicker', ...(secondsOf(initial) !== undefined && { initial_date_time: secondsOf(initial) as number }) }
    case 'email':
      return { type: 'email_text_input', ...textInitial(initial) }
    case 'url':
      return { type: 'url_text_input', ...textInitial(initial) }
    case 'text':
      return { ...textElement(field), ...textInitial(initial) }
    case 'longText':
      return { ...textElement(field), multiline: true, ...textInitial(initial) }
    case 'texts':
    case 'numbers':
      return { type: 'plain_text_input', multiline: true, ...textInitial(Array.isArray(initial) ? initial.join('\n') : initial) }
    case 'json':
      return {
        type: 'plain_text_input',
        multiline: true,
        ...textInitial(initial === undefined ? undefined : JSON.stringify(initial, null, 2)),
      }
  }
}

function textElement({ least, most, example }: Field) {
  const longest = limits.plainTextInput.length
  return {
    type: 'plain_text_input' as const,
    ...(least !== undefined && least > 0 && least <= longest && { min_length: Math.floor(least) }),
    ...(most !== undefined && most >= 1 && most <= longest && { max_length: Math.floor(most) }),
    ...(example && { placeholder: plain(`For example ${example}`, limits.placeholder.text) }),
  }
}

const textInitial = (initial: unknown) =>
  typeof initial === 'string' && initial !== '' ? { initial_value: cut(harmless(initial), limits.plainTextInput.length) } : {}

function secondsOf(initial: unknown): number | undefined {
  const ms = typeof initial === 'string' ? Date.parse(initial) : Number.NaN
  return Number.isNaN(ms) ? undefined : Math.floor(ms / 1000)
}

function numberElement({ kind, least, most }: Field, initial: unknown): InputBlockElement {
  return {
    type: 'number_input',
    is_decimal_allowed: kind === 'number',
    ...(least !== undefined && { min_value: String(least) }),
    ...(most !== undefined && { max_value: String(most) }),
    ...(typeof initial === 'number' && { initial_value: String(initial) }),
  }
}

/** A choice is known by its place: values may be long, or no texts at all. */
export const choiceOption = (choice: unknown, index: number) => option(sayChoice(choice), String(index))

const sayChoice = (choice: unknown) => (typeof choice === 'string' ? choice : JSON.stringify(choice)) || '\u2013'

function choiceElement({ choices }: Field, initial: unknown): InputBlockElement {
  const at = choices.indexOf(initial)
  const chosen = at >= 0 ? { initial_option: choiceOption(initial, at) } : {}
  if (choices.length > limits.select.options) {
    return { type: 'external_select', min_query_length: 0, placeholder: plain('Type to search', limits.placeholder.text), ...chosen }
  }
  return { type: 'static_select', options: choices.map(choiceOption), ...chosen }
}

function choicesElement({ choices }: Field, initial: unknown): InputBlockElement {
  const chosen = Array.isArray(initial) ? initial.map((one) => choices.indexOf(one)).filter((index) => index >= 0) : []
  const filled = chosen.length > 0 ? { initial_options: chosen.map((index) => choiceOption(choices[index], index)) } : {}
  if (choices.length > limits.select.options) {
    return { type: 'multi_external_select', min_query_length: 0, placeholder: plain('Type to search', limits.placeholder.text), ...filled }
  }
  return { type: 'multi_static_select', options: choices.map(choiceOption), ...filled }
}

/** What a search in a long list of choices answers. */
export function searchChoices({ choices }: Field, query: string) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  return choices
    .map((choice, index) => ({ choice, index, text: sayChoice(choice).toLowerCase() }))
    .filter(({ text }) => words.every((word) => text.includes(word)))
    .slice(0, limits.suggestions.options)
    .map(({ choice, index }) => choiceOption(choice, index))
}
