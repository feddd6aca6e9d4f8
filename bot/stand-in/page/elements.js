// Buttons, selects, pickers and inputs. An element knows how to show itself, what is in it, and whom to tell when it is used.
// `use(element, block, value)` is called for what acts at once; forms ask with `readField`.
import { act, state } from './api.js'
import { ask } from './dialogs.js'
import { h } from './dom.js'
import { textObject } from './mrkdwn.js'

const label = (object) => h('span', null, textObject(object))
const optionText = (option) => option.text.text

/** One after the other: the confirmation, then the press; nothing can be pressed twice meanwhile. */
function press(element, work) {
  return async (event) => {
    const target = event.currentTarget
    if (element.confirm && !(await ask(element.confirm))) return
    target.disabled = true
    try {
      await work(event)
    } finally {
      target.disabled = false
    }
  }
}

function button(element, context) {
  const style = element.style ? ` ${element.style}` : ''
  const attributes = {
    type: 'button',
    class: `button${style}`,
    'aria-label': element.accessibility_label,
    onclick: press(element, () => context.use(element)),
  }
  const node = h('button', attributes, label(element.text))
  return element.url
    ? h('span', null, node, h('a', { class: 'open', href: element.url, target: '_blank', rel: 'noopener noreferrer' }, '↗'))
    : node
}

function overflow(element, context) {
  const items = element.options.map((option) =>
    h('button', { type: 'button', class: 'item', onclick: press(element, () => context.use(element, option.value)) }, label(option.text)),
  )
  const menu = h(
    'details',
    { class: 'overflow' },
    h('summary', { 'aria-label': 'More actions', title: 'More actions' }, '⋯'),
    h('div', { class: 'menu' }, items),
  )
  menu.addEventListener('click', (event) => {
    if (event.target.closest('.item')) menu.open = false
  })
  menu.addEventListener('focusout', (event) => {
    if (!menu.contains(event.relatedTarget)) menu.open = false
  })
  return menu
}

function choices(element) {
  const list = (options) => options.map((option) => h('option', { value: option.value }, optionText(option)))
  if (element.option_groups) return element.option_groups.map((group) => h('optgroup', { label: group.label.text }, list(group.options)))
  return list(element.options ?? [])
}

const peopleOptions = () => state().people.map(({ id, realName }) => h('option', { value: id }, realName))
const channelOptions = () =>
  state().channels.map(({ id, name, kind }) => h('option', { value: id }, kind === 'im' ? 'Capstan (direct)' : `#${name}`))

function offers(element) {
  if (/users_select$/.test(element.type)) return peopleOptions()
  if (/(conversations|channels)_select$/.test(element.type)) return channelOptions()
  return choices(element)
}

const chosen = (value) => {
  const found = value && Object.entries(value).find(([name]) => name.startsWith('selected_') || name === 'value')?.[1]
  const id = (one) => (one && typeof one === 'object' ? one.value : one)
  return Array.isArray(found) ? found.map(id) : id(found)
}

function select(element, context) {
  const placeholder = h('option', { value: '' }, element.placeholder?.text ?? 'Choose…')
  const node = h(
    'select',
    { ...context.field, onchange: press(element, () => context.use(element, node.value)) },
    placeholder,
    offers(element),
  )
  node.value = chosen(context.value) ?? ''
  node.readField = () => node.value
  return node
}

/** Several at once: as boxes, which work with a keyboard and without a modifier key. */
function several(element, context) {
  const picked = new Set(chosen(context.value) ?? [])
  const options = offers(element).flatMap((node) => (node.tagName === 'OPTGROUP' ? [...node.children] : [node]))
  const boxes = options.map((option) =>
    box({ type: 'checkbox', value: option.value, checked: picked.has(option.value) }, option.textContent),
  )
  return group(element, context, boxes)
}

function box(attributes, text, description) {
  return h(
    'label',
    { class: 'choice' },
    h('input', { ...attributes, checked: attributes.checked }),
    h('span', null, text, description && h('small', null, description.text)),
  )
}

function group(element, context, boxes) {
  const read = () => [...node.querySelectorAll('input:checked')].map(({ value }) => value)
  const single = element.type === 'radio_buttons'
  const change = press(element, () => context.use(element, single ? read()[0] : read()))
  const node = h('fieldset', { class: 'choices', id: context.field.id, onchange: change }, boxes)
  node.readField = () => (single ? (read()[0] ?? '') : read())
  return node
}

function boxesOf(element, context) {
  const type = element.type === 'radio_buttons' ? 'radio' : 'checkbox'
  const picked = [chosen(context.value) ?? []].flat()
  const name = `${context.field.id}-choice`
  return group(
    element,
    context,
    element.options.map((option) =>
      box({ type, name, value: option.value, checked: picked.includes(option.value) }, textObject(option.text), option.description),
    ),
  )
}

/** Asks the bot at every pause in typing. */
function external(element, context) {
  const list = h('datalist', { id: `${context.field.id}-offers` })
  const known = new Map()
  const initial = element.initial_option ?? context.value?.selected_option
  if (initial) known.set(optionText(initial), initial.value)
  const input = h('input', {
    ...context.field,
    list: list.id,
    placeholder: element.placeholder?.text ?? 'Type to search',
    value: initial ? optionText(initial) : '',
  })
  let timer
  const suggest = async () => {
    if (!input.isConnected) return
    if (input.value.length < (element.min_query_length ?? 3)) return
    const offered = await act('suggestions', { action: element.action_id, query: input.value, on: context.on })
    for (const option of offered ?? []) known.set(optionText(option), option.value)
    list.replaceChildren(...(offered ?? []).map((option) => h('option', { value: optionText(option) })))
  }
  input.addEventListener('focus', suggest)
  input.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(() => void suggest(), 200)
  })
  input.addEventListener('change', () => known.has(input.value) && context.use(element, known.get(input.value)))
  const node = h('span', { class: 'external' }, input, list)
  node.readField = () => known.get(input.value) ?? ''
  return node
}

const typed = {
  number_input: 'text',
  email_text_input: 'email',
  url_text_input: 'url',
  datepicker: 'date',
  timepicker: 'time',
  datetimepicker: 'datetime-local',
}

function input(element, context) {
  const isLong = element.type === 'rich_text_input' || element.multiline
  const attributes = {
    ...context.field,
    placeholder: element.placeholder?.text,
    inputmode: element.type === 'number_input' ? 'decimal' : undefined,
    ...(isLong ? { rows: 5 } : { type: typed[element.type] ?? 'text' }),
    value: toShown(element, context.value),
  }
  const node = h(isLong ? 'textarea' : 'input', attributes)
  node.readField = () => (element.type === 'datetimepicker' && node.value ? Math.floor(new Date(node.value).getTime() / 1000) : node.value)
  if (/picker$/.test(element.type))
    node.addEventListener(
      'change',
      press(element, () => context.use(element, node.readField())),
    )
  else if (element.dispatch_action_config || context.dispatches) node.addEventListener('change', () => context.use(element, node.value))
  return node
}

function toShown(element, value) {
  const given = chosen(value) ?? ''
  if (element.type === 'datetimepicker' && given)
    return new Date(given * 1000 - new Date().getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
  return typeof given === 'object' ? '' : given
}

const image = (element) => h('img', { src: element.image_url ?? `/files/${element.slack_file?.id}`, alt: element.alt_text, class: 'small' })

const shows = {
  button,
  overflow,
  image,
  static_select: select,
  users_select: select,
  conversations_select: select,
  channels_select: select,
  external_select: external,
  multi_external_select: external,
  radio_buttons: boxesOf,
  checkboxes: boxesOf,
  icon_button: (element, context) => button({ ...element, type: 'icon_button' }, context),
  workflow_button: button,
}

/** `context`: use, field (attributes of the form control), value (as Slack keeps it), on, dispatches. */
export function showElement(element, context) {
  if (/^multi_(?!external)/.test(element.type)) return several(element, context)
  const node = (shows[element.type] ?? input)(element, context)
  node.classList?.add('element')
  return node
}
