// Messages as articles: who, when, blocks or text, files, reactions, replies.

import { showBlocks } from './blocks.js'
import { h } from './dom.js'
import { emojiOf, paragraphs, personName } from './mrkdwn.js'

export function keyOf(message, replies = 0) {
  const reactions = message.reactions.map(({ name, users }) => name + users.length).join()
  return [message.ts, message.edited?.ts, reactions, message.files.length, replies].join(' ')
}

/** `replies`: how many there are; `onThread` opens them. */
export function showMessage(message, { replies = 0, onThread } = {}) {
  const name = personName(message.user)
  const at = new Date(Number(message.ts) * 1000)
  const place = { target: { on: 'message', channel: message.channel, message: message.ts } }
  return h(
    'article',
    { class: message.ephemeralTo ? 'message ephemeral' : 'message', 'aria-label': `${name}: ${message.text.slice(0, 80)}` },
    h('div', { class: 'avatar', 'aria-hidden': 'true', style: `background: hsl(${hue(message.user)} 45% 42%)` }, name[0].toUpperCase()),
    h(
      'div',
      { class: 'content' },
      h(
        'p',
        { class: 'byline' },
        h('strong', null, name),
        message.fromBot && h('span', { class: 'badge' }, 'APP'),
        h('time', { datetime: at.toISOString() }, at.toLocaleTimeString(undefined, { timeStyle: 'short' })),
        message.edited && h('small', null, '(edited)'),
        message.broadcast && h('small', null, 'replied to a thread'),
      ),
      message.ephemeralTo && h('p', { class: 'only' }, 'Only visible to you'),
      message.blocks.length > 0 ? showBlocks(message.blocks, place) : h('div', { class: 'block' }, paragraphs(message.text)),
      message.files.map(showFile),
      message.reactions.length > 0 &&
        h(
          'div',
          { class: 'reactions' },
          message.reactions.map(({ name: reaction, users }) => h('span', { title: reaction }, `${emojiOf(reaction)} ${users.length}`)),
        ),
      onThread &&
        h(
          'button',
          { type: 'button', class: 'replies', onclick: onThread },
          replies > 0 ? `${replies} ${replies === 1 ? 'reply' : 'replies'}` : 'Reply',
        ),
    ),
  )
}

const hue = (id) => [...id].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 360, 7)

function showFile({ id, name, title, size, mimeType, altText }) {
  const address = `/files/${id}`
  const picture = mimeType.startsWith('image/png') && h('img', { src: address, alt: altText ?? title, class: 'picture' })
  return h('div', { class: 'file' }, picture, h('a', { href: address, download: name }, title), h('small', null, ` ${sizeOf(size)}`))
}

const sizeOf = (bytes) => (bytes < 1024 ? `${bytes} bytes` : `${(bytes / 1024).toFixed(1)} KB`)
