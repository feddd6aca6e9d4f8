// Slack's mrkdwn as elements: bold, italics, strike, code, quotes, links, people, channels, dates, emoji.
import { h, link } from './dom.js'

const emoji = {
  alarm_clock: '⏰',
  arrow_forward: '▶️',
  bar_chart: '📊',
  bell: '🔔',
  bulb: '💡',
  calendar: '📅',
  clock: '🕒',
  eyes: '👀',
  gear: '⚙️',
  hourglass: '⌛',
  hourglass_flowing_sand: '⏳',
  inbox_tray: '📥',
  memo: '📝',
  no_entry: '⛔',
  package: '📦',
  question: '❓',
  repeat: '🔁',
  robot_face: '🤖',
  rocket: '🚀',
  rotating_light: '🚨',
  skull: '💀',
  tada: '🎉',
  wave: '👋',
  warning: '⚠️',
  white_check_mark: '✅',
  x: '❌',
}

export const emojiOf = (name) => emoji[name] ?? `:${name}:`

const entities = { '&amp;': '&', '&lt;': '<', '&gt;': '>' }
const plain = (text) =>
  text.replace(/&(?:amp|lt|gt);/g, (entity) => entities[entity]).replace(/:([a-z0-9_+-]+):/g, (all, name) => emoji[name] ?? all)

/** Who and what ids mean; set with every new state. */
let names = { people: {}, channels: {} }
export function setNames(people, channels) {
  names = { people, channels }
}
export const personName = (id) => names.people[id] ?? id

const tokens = [
  [/^```\n?([\s\S]+?)```/, ([, code]) => h('pre', null, plain(code))],
  [/^`([^`\n]+)`/, ([, code]) => h('code', null, plain(code))],
  [/^<([^<>]+)>/, ([, inside]) => reference(inside)],
  [/^\*(?!\s)([^*\n]+?)(?<!\s)\*(?![\w*])/, ([, text]) => h('strong', null, mrkdwn(text))],
  [/^_(?!\s)([^_\n]+?)(?<!\s)_(?![\w_])/, ([, text]) => h('em', null, mrkdwn(text))],
  [/^~(?!\s)([^~\n]+?)(?<!\s)~(?![\w~])/, ([, text]) => h('s', null, mrkdwn(text))],
]

export function mrkdwn(text) {
  const parts = []
  let rest = String(text ?? '')
  let run = ''
  const flush = () => {
    if (run) parts.push(plain(run))
    run = ''
  }
  while (rest) {
    const before = run.at(-1)
    const found = matchToken(rest, before)
    if (found) {
      flush()
      parts.push(found.node)
      rest = rest.slice(found.length)
    } else {
      run += rest[0]
      rest = rest.slice(1)
    }
  }
  flush()
  return parts
}

function matchToken(rest, before) {
  for (const [pattern, make] of tokens) {
    const match = pattern.exec(rest)
    // A mark inside a word is none.
    if (match && (!before || '`<'.includes(rest[0]) || !/\w/.test(before))) return { node: make(match), length: match[0].length }
  }
  return undefined
}

function reference(inside) {
  const [target, label] = inside.split('|')
  if (target.startsWith('@')) return h('span', { class: 'mention' }, `@${personName(target.slice(1))}`)
  if (target.startsWith('#')) return h('span', { class: 'mention' }, `#${names.channels[target.slice(1)] ?? label ?? target.slice(1)}`)
  if (target.startsWith('!date^')) return date(target.split('^'), label)
  if (target.startsWith('!')) return h('span', { class: 'mention' }, `@${target.slice(1)}`)
  return link(target.replaceAll('&amp;', '&'), plain(label ?? target))
}

const dateForms = {
  date_num: { year: 'numeric', month: '2-digit', day: '2-digit' },
  date: { dateStyle: 'long' },
  date_short: { dateStyle: 'medium' },
  date_long: { dateStyle: 'full' },
  date_pretty: { dateStyle: 'long' },
  date_short_pretty: { dateStyle: 'medium' },
  date_long_pretty: { dateStyle: 'full' },
  time: { timeStyle: 'short' },
  time_secs: { timeStyle: 'medium' },
}

function date([, seconds, form = '', address], fallback) {
  const at = new Date(Number(seconds) * 1000)
  if (Number.isNaN(at.getTime())) return h('span', null, plain(fallback ?? ''))
  const text = form.replace(/\{(\w+)\}/g, (all, name) =>
    name === 'ago' ? ago(at) : dateForms[name] ? at.toLocaleString(undefined, dateForms[name]) : all,
  )
  const time = h('time', { datetime: at.toISOString(), title: fallback }, text)
  return address ? link(address, time) : time
}

function ago(at) {
  const minutes = Math.round((at.getTime() - Date.now()) / 60_000)
  const form = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })
  return Math.abs(minutes) < 120 ? form.format(minutes, 'minute') : form.format(Math.round(minutes / 60), 'hour')
}

/** Lines, with quotes where they begin with `>`. */
export function paragraphs(text) {
  const groups = []
  for (const line of String(text ?? '').split('\n')) {
    const quoted = line.startsWith('&gt;') || line.startsWith('>')
    const content = quoted ? line.replace(/^(&gt;|>) ?/, '') : line
    const last = groups.at(-1)
    if (last && last.quoted === quoted) last.lines.push(content)
    else groups.push({ quoted, lines: [content] })
  }
  return groups.map(({ quoted, lines }) => h(quoted ? 'blockquote' : 'span', { class: 'lines' }, mrkdwn(lines.join('\n'))))
}

export const textObject = (object) => {
  if (!object) return ''
  return object.type === 'mrkdwn' ? paragraphs(object.text) : plainEmoji(object.text)
}

const plainEmoji = (text) => String(text).replace(/:([a-z0-9_+-]+):/g, (all, name) => emoji[name] ?? all)
