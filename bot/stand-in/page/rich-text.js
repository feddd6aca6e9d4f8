// Rich text and tables as elements.
import { h, link } from './dom.js'
import { emojiOf, mrkdwn, personName } from './mrkdwn.js'

const styles = { bold: 'strong', italic: 'em', strike: 's', code: 'code', underline: 'u' }

function piece(part) {
  const content = {
    text: () => part.text,
    link: () => link(part.url, part.text ?? part.url),
    user: () => h('span', { class: 'mention' }, `@${personName(part.user_id)}`),
    channel: () => mrkdwn(`<#${part.channel_id}>`),
    broadcast: () => h('span', { class: 'mention' }, `@${part.range}`),
    emoji: () => emojiOf(part.name),
    date: () => mrkdwn(`<!date^${part.timestamp}^${part.format}|${part.fallback ?? ''}>`),
    color: () => part.value,
  }[part.type]?.()
  return Object.entries(styles).reduce((inner, [name, tag]) => (part.style?.[name] ? h(tag, null, inner) : inner), content)
}

const parts = {
  rich_text_section: ({ elements }) => h('p', null, elements.map(piece)),
  rich_text_list: ({ elements, style, indent }) =>
    h(
      style === 'ordered' ? 'ol' : 'ul',
      { style: `margin-left: ${(indent ?? 0) * 16}px` },
      elements.map((item) => h('li', null, item.elements.map(piece))),
    ),
  rich_text_quote: ({ elements }) => h('blockquote', { class: 'lines' }, elements.map(piece)),
  rich_text_preformatted: ({ elements }) => h('pre', null, elements.map(piece)),
}

export const richText = ({ elements }) =>
  h(
    'div',
    { class: 'rich-text' },
    elements.map((part) => parts[part.type]?.(part)),
  )

const cell = (value) => (value.type === 'rich_text' ? richText(value) : value.text)

export function table({ rows, column_settings: columns = [], caption }) {
  const [head = [], ...body] = rows
  const line = (tag) => (row) =>
    h(
      'tr',
      null,
      row.map((value, index) => h(tag, { class: alignOf(value, columns[index]), ...(tag === 'th' ? { scope: 'col' } : {}) }, cell(value))),
    )
  return h(
    'div',
    { class: 'table', tabindex: '0', role: 'region', 'aria-label': caption ?? 'Table' },
    h('table', null, caption && h('caption', null, caption), h('thead', null, line('th')(head)), h('tbody', null, body.map(line('td')))),
  )
}

const alignOf = (value, settings) =>
  `align-${settings?.align ?? (value.type === 'raw_number' ? 'right' : 'left')}${settings?.is_wrapped ? ' wraps' : ''}`
