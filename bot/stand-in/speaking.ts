// People who type: commands, mentions, direct messages, shortcuts, opening the App Home. Shows what comes back at once.
import type { Deliveries } from './delivery.ts'
import { addMessage } from './method-chat.ts'
import { viewPayload } from './method-views.ts'
import { commandPayload, eventPayload, type PayloadContext, shortcutPayload } from './payloads.ts'
import { SlackRefusal } from './refusal.ts'
import { respond } from './response-url.ts'
import type { Delivery, Json, SlackStandIn } from './test-api.ts'
import type { ResponseTarget } from './triggers.ts'
import { type Channel, directChannelOf, findChannel, findPerson, messageAt, type Person, teamOf, type World } from './world.ts'

export interface ActContext extends PayloadContext {
  deliveries: Deliveries
  commands: readonly string[]
  complain(what: string): void
}

type Speaking = Pick<SlackStandIn, 'command' | 'mention' | 'message' | 'shortcut' | 'messageShortcut' | 'openHome' | 'event' | 'uninstall'>

export function createSpeaking(context: ActContext): Speaking {
  const { world, deliveries } = context
  const sendEvent = (event: Json, options: { team: string; eventId?: string | undefined }) => {
    const { kind, payload } = eventPayload(world, event, options)
    return deliveries.deliver(kind, payload)
  }
  return {
    command: (person, text, options = {}) => command(context, { person: findPerson(world, person), text, ...options }),
    mention: async (name, text, { channel: key = 'general', thread } = {}) => {
      const said = say(world, { person: findPerson(world, name), channel: placeOf(world, name, key), text, thread })
      if (!said.channel.botIn) return unheard('the bot is not in the channel')
      const { botUserId } = teamOf(world, said.channel.team)
      said.event['text'] = said.message.text = `<@${botUserId}> ${text}`
      world.changed()
      if (said.channel.kind === 'im') return sendEvent({ ...said.event, channel_type: 'im' }, { team: said.channel.team })
      return sendEvent({ ...said.event, type: 'app_mention' }, { team: said.person.team })
    },
    message: async (name, text, { channel: key, thread } = {}) => {
      const said = say(world, { person: findPerson(world, name), channel: placeOf(world, name, key), text, thread })
      if (said.channel.kind !== 'im') return unheard('the app does not hear messages in channels')
      return sendEvent({ ...said.event, channel_type: 'im' }, { team: said.channel.team })
    },
    shortcut: (person, callbackId) => {
      const { kind, payload } = shortcutPayload(context, findPerson(world, person), callbackId)
      return deliveries.deliver(kind, payload)
    },
    messageShortcut: (person, callbackId, { channel, ts }) => {
      const message = messageAt(world, findChannel(world, channel).id, ts)
      if (!message) throw new Error(`There is no message ${ts} in ${channel}.`)
      const { kind, payload } = shortcutPayload(context, findPerson(world, person), callbackId, message)
      return deliveries.deliver(kind, payload)
    },
    openHome: (name, tab = 'home') => {
      const person = findPerson(world, name)
      const view = world.homes.get(person.id)
      const shown = view && tab === 'home' ? { view: viewPayload(world, view) } : {}
      const event = { type: 'app_home_opened', user: person.id, channel: directChannelOf(world, person.id).id, tab, ...shown }
      return sendEvent(event, { team: person.team })
    },
    event: (event, { eventId, team = world.home.id } = {}) => sendEvent(event, { team, eventId }),
    uninstall: async () => {
      world.home.installed = false
      return sendEvent({ type: 'app_uninstalled' }, { team: world.home.id })
    },
  }
}

/** Left out: the person's direct messages. */
export function placeOf(world: World, person: string, channel?: string): Channel {
  return channel === undefined ? directChannelOf(world, findPerson(world, person).id) : findChannel(world, channel)
}

const unheard = (failure: string): Delivery => ({ acknowledged: false, status: 0, tookMs: 0, failure })

interface Said {
  person: Person
  channel: Channel
  text: string
  thread?: string | undefined
}

function say(world: World, { person, channel, text, thread }: Said) {
  const message = addMessage(world, { channel, user: person.id, text, ...(thread ? { threadTs: thread } : {}) })
  const event: Json = {
    type: 'message',
    user: person.id,
    text,
    ts: message.ts,
    channel: channel.id,
    team: person.team,
    ...(thread ? { thread_ts: thread } : {}),
  }
  return { person, channel, message, event }
}

interface Command {
  person: Person
  text: string
  channel?: string
  command?: string
}

async function command(context: ActContext, { person, text, channel: key = 'general', command: name }: Command): Promise<Delivery> {
  const { world, deliveries, commands } = context
  const word = name ?? commands[0] ?? ''
  if (!commands.includes(word)) throw new Error(`The app has no command ${word}: it has ${commands.join(', ')}.`)
  const channel = findChannel(world, key)
  const { kind, payload } = commandPayload(context, { person, channel, command: word, text: escapeText(world, text) })
  const delivery = await deliveries.deliver(kind, payload)
  const target: ResponseTarget = { team: channel.team, channel: channel.id, person: person.id }
  if (!delivery.acknowledged) {
    const failed = `${word} failed with the error “dispatch_failed”`
    addMessage(world, { channel, user: 'USLACKBOT', text: failed, ephemeralTo: person.id })
  } else if (delivery.response && Object.keys(delivery.response).length > 0) show(context, target, delivery.response)
  return delivery
}

/** An acknowledgement may carry a message; one that Slack would not show is a defect of the app, not of this person. */
function show(context: ActContext, target: ResponseTarget, body: Json): void {
  try {
    respond(context.world, target, body)
  } catch (error) {
    if (!(error instanceof SlackRefusal)) throw error
    context.complain(`acknowledgement refused: ${error.message} ${JSON.stringify(error.more)}`)
  }
}

/** Commands arrive with people and channels as ids, as `should_escape` asks for, and with what is special to Slack escaped. */
function escapeText(world: World, text: string): string {
  const safe = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  return safe.replace(/(^|\s)([@#])([\w.-]+)/g, (whole, before: string, sign: string, name: string) => {
    const person = sign === '@' ? [...world.people.values()].find((one) => one.name === name) : undefined
    const channel = sign === '#' ? [...world.channels.values()].find((one) => one.name === name && one.kind !== 'im') : undefined
    if (person) return `${before}<@${person.id}|${person.name}>`
    return channel ? `${before}<#${channel.id}|${channel.name}>` : whole
  })
}
