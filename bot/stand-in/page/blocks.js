// Blocks as elements, for messages, modals and the App Home alike.
import { act } from './api.js'
import { h, link } from './dom.js'
import { showElement } from './elements.js'
import { mrkdwn, paragraphs, textObject } from './mrkdwn.js'
import { richText, table } from './rich-text.js'

let fields = 0

/** `place`: where the blocks stand, as the stand-in's click wants it, with `values` and `errors` of a view. */
export function showBlocks(blocks, place) {
  return blocks.map((block) => showBlock(block, place))
}

function showBlock(block, place) {
  const node = shows[block.type]?.(block, place) ?? h('p', { class: 'unknown' }, `[${block.type}]`)
  node.classList.add('block', `block-${block.type.replaceAll('_', '-')}`)
  return node
}

function contextOf(block, element, place) {
  return {
    on: place.target.on,
    field: { id: `field-${++fields}` },
    value: place.values?.[block.block_id]?.[element.action_id],
    dispatches: block.dispatch_action === true,
    use: (used, choose) => {
      if (block.type === 'input' && block.dispatch_action !== true) return undefined
      place.beforeUse?.()
      return act('click', { action: used.action_id, block: block.block_id, ...place.target, ...(choose === undefined ? {} : { choose }) })
    },
  }
}

const element = (block, one, place) => showElement(one, contextOf(block, one, place))

const shows = {
  header: ({ text }) => h('h3', null, textObject(text)),
  divider: () => h('hr'),
  section: (block, place) =>
    h(
      'div',
      null,
      h(
        'div',
        { class: 'words' },
        block.text && h('div', null, textObject(block.text)),
        block.fields &&
          h(
            'div',
            { class: 'fields' },
            block.fields.map((field) => h('div', null, textObject(field))),
          ),
      ),
      block.accessory && h('div', { class: 'accessory' }, element(block, block.accessory, place)),
    ),
  context: (block, place) =>
    h(
      'div',
      null,
      block.elements.map((one) => (one.type === 'image' ? element(block, one, place) : h('span', null, textObject(one)))),
    ),
  actions: (block, place) =>
    h(
      'div',
      { role: 'group' },
      block.elements.map((one) => element(block, one, place)),
    ),
  context_actions: (block, place) =>
    h(
      'div',
      { role: 'group' },
      block.elements.flatMap((one) => (one.type === 'feedback_buttons' ? feedback(block, one, place) : [element(block, one, place)])),
    ),
  image: ({ title, image_url: url, slack_file: file, alt_text: alt }) =>
    h('figure', null, title && h('figcaption', null, title.text), h('img', { src: url ?? `/files/${file.id}`, alt })),
  rich_text: richText,
  table,
  data_table: table,
  markdown: ({ text }) => h('div', null, paragraphs(text.replace(/^#+ (.*)$/gm, '*$1*').replace(/\*\*(.+?)\*\*/g, '*$1*'))),
  alert: ({ text, level = 'default' }) =>
    h(
      'div',
      { class: `alert-${level}`, role: 'note' },
      h('span', { 'aria-hidden': 'true' }, alertSigns[level]),
      h('div', null, textObject(text)),
    ),
  file: ({ external_id: id }) => h('p', null, `File ${id}`),
  task_card: taskCard,
  plan: ({ title, tasks = [] }) =>
    h(
      'div',
      null,
      h('h4', null, title),
      h(
        'ol',
        null,
        tasks.map((task) => h('li', null, taskCard(task))),
      ),
    ),
  card: (block, place) =>
    h(
      'div',
      null,
      block.hero_image && element(block, block.hero_image, place),
      block.title && h('h4', null, mrkdwn(block.title.text)),
      block.subtitle && h('small', null, mrkdwn(block.subtitle.text)),
      block.body && h('p', null, mrkdwn(block.body.text)),
      block.actions &&
        h(
          'div',
          { role: 'group' },
          block.actions.map((one) => element(block, one, place)),
        ),
    ),
  carousel: ({ elements }, place) => h('div', { tabindex: '0', role: 'region', 'aria-label': 'Cards' }, showBlocks(elements, place)),
  container: (block, place) =>
    h(
      'details',
      { open: !block.default_collapsed },
      h('summary', null, block.rich_text_title ? richText(block.rich_text_title) : block.title.text),
      showBlocks(block.child_blocks, place),
    ),
  input: showInput,
  video: ({ title, title_url: url }) => h('p', null, link(url ?? '', title.text)),
}

const alertSigns = { default: '•', info: 'ℹ', warning: '⚠', error: '✖', success: '✔' }
const taskSigns = { pending: ['○', 'waiting'], in_progress: ['◐', 'running'], complete: ['✔', 'done'], error: ['✖', 'failed'] }

function taskCard({ title, status, details, output, sources }) {
  const [sign, word] = taskSigns[status]
  const body = [
    details && richText(details),
    output && h('div', { class: 'output' }, richText(output)),
    sources?.map(({ url, text }) => link(url, text)),
  ]
  return h(
    'div',
    { class: `task task-${status}` },
    h('span', { class: 'sign', role: 'img', 'aria-label': word }, sign),
    h('div', null, h('span', { class: 'title' }, title), body),
  )
}

function feedback(block, one, place) {
  const buttons = [one.positive_button, one.negative_button]
  return buttons.map((button) => element(block, { ...button, type: 'button', action_id: one.action_id }, place))
}

function showInput(block, place) {
  const context = contextOf(block, block.element, place)
  const error = place.errors?.[block.block_id]
  const describedBy = [block.hint && `${context.field.id}-hint`, error && `${context.field.id}-error`].filter(Boolean).join(' ')
  context.field['aria-describedby'] = describedBy || undefined
  context.field['aria-invalid'] = error ? 'true' : undefined
  const control = showElement(block.element, context)
  control.dataset.field = block.block_id
  const isGroup = control.tagName === 'FIELDSET'
  const words = [block.label.text, block.optional && h('small', null, ' (optional)')]
  if (isGroup) control.prepend(h('legend', null, words))
  return h(
    'div',
    null,
    !isGroup && h('label', { for: context.field.id }, words),
    control,
    block.hint && h('small', { id: `${context.field.id}-hint` }, block.hint.text),
    error && h('p', { id: `${context.field.id}-error`, class: 'error', role: 'alert' }, error),
  )
}
