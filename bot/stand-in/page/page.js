// The page: who you are, where you are, what is there, and a line to type in. Plain JavaScript, because it runs in a browser as it is.
import { act, become, follow, onState, person, state, tell } from './api.js'
import { showBlocks } from './blocks.js'
import { h, reconcile } from './dom.js'
import { keyOf, showMessage } from './messages.js'
import { showModal } from './modal.js'
import { setNames } from './mrkdwn.js'

const at = (id) => document.getElementById(id)
let place = new URLSearchParams(location.search).get('place') ?? 'team'
let openThread

const isIm = () => place === 'capstan'
const channelOf = () => state().channels.find(({ name, kind }) => (isIm() ? kind === 'im' : name === place))

function go(next) {
  place = next
  openThread = undefined
  draw()
  if (next === 'home') void act('openHome')
  at('line').focus()
}

function drawPeople({ people }) {
  const items = people.map(({ name, realName, role }) => ({ key: `${name} ${name === person()}`, name, realName, role }))
  reconcile(at('people'), items, ({ name, realName, role }) => {
    const choose = async () => {
      openThread = undefined
      await become(name)
      if (place === 'home') await act('openHome')
    }
    const chosen = name === person()
    return h(
      'button',
      { type: 'button', role: 'radio', 'aria-checked': String(chosen), onclick: choose },
      realName,
      role && h('small', null, role),
    )
  })
}

function drawPlaces({ channels }) {
  const names = channels
    .filter(({ kind }) => kind !== 'im')
    .map(({ name, kind }) => ({ id: name, label: `# ${name}${kind === 'private' ? ' (private)' : ''}` }))
  const places = [{ id: 'home', label: '⌂ Capstan: Home' }, { id: 'capstan', label: '✉ Capstan: Messages' }, ...names]
  const items = places.map(({ id, label }) => ({ key: `${id} ${id === place}`, id, label }))
  reconcile(at('places'), items, ({ id, label }) =>
    h('button', { type: 'button', 'aria-current': id === place ? 'page' : undefined, onclick: () => go(id) }, label),
  )
}

function draw() {
  const now = state()
  const people = Object.fromEntries([
    ...now.people.map(({ id, realName }) => [id, realName]),
    [now.bot.userId, 'Capstan'],
    ['USLACKBOT', 'Slackbot'],
  ])
  setNames(people, Object.fromEntries(now.channels.map(({ id, name }) => [id, name])))
  drawPeople(now)
  drawPlaces(now)
  at('composer').hidden = place === 'home'
  if (place === 'home') drawHome(now)
  else drawChannel(now)
  drawThread(now)
  showModal(now.modals.at(-1))
}

function drawHome({ home }) {
  const items = home ? [{ key: `home ${home.hash} ${person()}`, home }] : [{ key: 'no home' }]
  reconcile(at('main'), items, ({ home: view }) => {
    if (!view) return h('p', { class: 'empty' }, 'The app has not published a Home yet.')
    return h('section', { class: 'home' }, showBlocks(view.blocks, { target: { on: 'home' }, values: view.values }))
  })
}

function drawChannel(now) {
  const channel = channelOf()
  const all = now.messages.filter((message) => message.channel === channel?.id)
  const tops = all.filter((message) => !message.threadTs || message.broadcast)
  const items = tops.map((message) => {
    const replies = all.filter(({ threadTs }) => threadTs === message.ts).length
    return { key: `${person()} ${keyOf(message, replies)}`, message, replies }
  })
  const main = at('main')
  const wasAtEnd = main.scrollHeight - main.scrollTop - main.clientHeight < 80
  reconcile(main, items.length > 0 ? items : [{ key: `empty ${place}` }], ({ message, replies }) => {
    if (!message) return h('p', { class: 'empty' }, 'Nothing here yet. Type /capstan help below.')
    const onThread = () => {
      openThread = message.ts
      draw()
    }
    return showMessage(message, { replies, ...(message.ephemeralTo || message.threadTs ? {} : { onThread }) })
  })
  if (wasAtEnd) main.scrollTop = main.scrollHeight
}

function drawThread(now) {
  const panel = at('thread')
  const channel = channelOf()
  const inThread = now.messages.filter(
    ({ ts, threadTs, channel: id }) => id === channel?.id && openThread && (ts === openThread || threadTs === openThread),
  )
  panel.hidden = inThread.length === 0
  document.body.classList.toggle('with-thread', !panel.hidden)
  const items = inThread.map((message) => ({ key: `t ${person()} ${keyOf(message)}`, message }))
  reconcile(panel, panel.hidden ? [] : [{ key: 'top' }, ...items, { key: 'line' }], ({ key, message }) => {
    if (key === 'top') return threadTop()
    return key === 'line' ? threadLine() : showMessage(message)
  })
}

function threadTop() {
  const close = () => {
    openThread = undefined
    draw()
  }
  return h(
    'div',
    { class: 'top' },
    h('h2', null, 'Thread'),
    h('button', { type: 'button', class: 'close', 'aria-label': 'Close the thread', onclick: close }, '×'),
  )
}

function threadLine() {
  const input = h('input', { 'aria-label': 'Reply', placeholder: 'Reply, to @capstan' })
  const send = (event) => {
    event.preventDefault()
    void say(input.value, openThread)
    input.value = ''
  }
  return h('form', { class: 'line', onsubmit: send }, input, h('button', { type: 'submit' }, 'Send'))
}

/** A command, a mention or a message, by how it begins. Commands do not work in threads, there as here. */
async function say(text, thread) {
  const line = text.trim()
  const channel = channelOf()
  if (!line || !channel) return
  const inThread = thread ? { thread } : {}
  const command = /^(\/\S+)\s*(.*)$/s.exec(line)
  if (command && !thread) await act('command', command[2], { channel: channel.id, command: command[1] })
  else if (isIm()) await act('message', line, { channel: channel.id, ...inThread })
  else if (line.startsWith('@capstan')) await act('mention', line.slice('@capstan'.length).trim(), { channel: channel.id, ...inThread })
  else {
    await act('message', line, { channel: channel.id, ...inThread })
    tell('The bot hears /capstan, @capstan and direct messages only.')
  }
}

at('composer').addEventListener('submit', (event) => {
  event.preventDefault()
  const line = at('line')
  void say(line.value)
  line.value = ''
})

onState(draw)
follow()
