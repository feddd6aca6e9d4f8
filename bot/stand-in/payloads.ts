// The payloads Slack sends: commands, events, actions, submissions, shortcuts. Shapes only; what they say comes from the caller.
import { randomBytes } from 'node:crypto'
import type { Kind } from './delivery.ts'
import { toPayload } from './method-chat.ts'
import { viewPayload } from './method-views.ts'
import type { Json } from './test-api.ts'
import type { Triggers } from './triggers.ts'
import { type Channel, type Person, type StoredMessage, type StoredView, teamOf, type World } from './world.ts'

export interface PayloadContext {
  world: World
  triggers: Triggers
  url: string
}

export interface Sendable {
  kind: Kind
  payload: Json
}

const verificationToken = 'stand-in'

const teamPart = (world: World, id: string) => ({ id, domain: teamOf(world, id).name.toLowerCase() })
const userPart = ({ id, name, team }: Person) => ({ id, username: name, name, team_id: team })
const channelPart = ({ id, kind, name }: Channel) => ({ id, name: kind === 'im' ? 'directmessage' : name })

interface Spoken {
  person: Person
  channel: Channel
}

export function commandPayload({ world, triggers, url }: PayloadContext, said: Spoken & { command: string; text: string }): Sendable {
  const { person, channel, command, text } = said
  const team = teamOf(world, channel.team)
  const response = triggers.issueResponse({ team: team.id, channel: channel.id, person: person.id })
  const payload = {
    token: verificationToken,
    team_id: team.id,
    team_domain: team.name.toLowerCase(),
    channel_id: channel.id,
    channel_name: channelPart(channel).name,
    user_id: person.id,
    user_name: person.name,
    command,
    text,
    api_app_id: world.appId,
    is_enterprise_install: 'false',
    response_url: `${url}/commands/${response}`,
    trigger_id: triggers.issue({ team: team.id, person: person.id }),
  }
  return { kind: 'slash_commands', payload }
}

export function eventPayload(world: World, event: Json, { team, eventId }: { team: string; eventId?: string | undefined }): Sendable {
  const { botUserId } = teamOf(world, world.teams.has(team) ? team : world.home.id)
  const payload = {
    token: verificationToken,
    team_id: team,
    context_team_id: team,
    context_enterprise_id: null,
    api_app_id: world.appId,
    event: { event_ts: world.timestamp(), ...event },
    type: 'event_callback',
    event_id: eventId ?? `Ev${randomBytes(6).toString('hex').toUpperCase()}`,
    event_time: Math.floor(world.now() / 1000),
    authorizations: [{ enterprise_id: null, team_id: team, user_id: botUserId, is_bot: true, is_enterprise_install: false }],
    is_ext_shared_channel: isShared(world, event),
    event_context: randomBytes(8).toString('hex'),
  }
  return { kind: 'events_api', payload }
}

function isShared(world: World, event: Json): boolean {
  return world.channels.get(String(event['channel']))?.isExternal ?? false
}

export interface Place {
  message?: StoredMessage
  view?: StoredView
  channel?: Channel
}

/** A press or a choice; `action` is what Slack puts into `actions`. */
export function actionPayload(context: PayloadContext, acted: { person: Person; action: Json; place: Place; state: Json }): Sendable {
  const { world, triggers, url } = context
  const { person, action, place, state } = acted
  const { message, view, channel } = place
  const team = message?.team ?? view?.team ?? person.team
  const common = {
    ...interactive(context, { type: 'block_actions', person, team, ...(view ? { view: view.id } : {}) }),
    actions: [{ ...action, action_ts: world.timestamp() }],
  }
  if (view) {
    return { kind: 'interactive', payload: { ...common, container: { type: 'view', view_id: view.id }, view: viewPayload(world, view) } }
  }
  if (!message || !channel) throw new Error('An action is taken in a message or in a view.')
  const response = triggers.issueResponse({ team, channel: channel.id, person: person.id, message: message.ts })
  const payload = {
    ...common,
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: channel.id,
      is_ephemeral: message.ephemeralTo !== undefined,
      ...(message.threadTs ? { thread_ts: message.threadTs } : {}),
    },
    channel: channelPart(channel),
    message: toPayload(message),
    state: { values: state },
    response_url: `${url}/actions/${response}`,
  }
  return { kind: 'interactive', payload }
}

function interactive({ world, triggers }: PayloadContext, what: { type: string; person: Person; team: string; view?: string }): Json {
  const { type, person, team, view } = what
  return {
    type,
    team: teamPart(world, team),
    user: userPart(person),
    api_app_id: world.appId,
    token: verificationToken,
    trigger_id: triggers.issue({ team, person: person.id, ...(view ? { view } : {}) }),
    enterprise: null,
    is_enterprise_install: false,
  }
}

/** A submission, or the news that the view was closed. */
export function viewEventPayload(
  context: PayloadContext,
  type: 'view_submission' | 'view_closed',
  view: StoredView,
  person: Person,
): Sendable {
  const { trigger_id: trigger, ...common } = interactive(context, { type, person, team: view.team, view: view.id })
  const more =
    type === 'view_submission' ? { trigger_id: trigger, response_urls: responseUrls(context, view, person) } : { is_cleared: false }
  return { kind: 'interactive', payload: { ...common, ...more, view: viewPayload(context.world, view) } }
}

/** For inputs that ask for it: an address that posts to the channel that was chosen. */
function responseUrls({ triggers, url }: PayloadContext, view: StoredView, person: Person): Json[] {
  return view.blocks.flatMap((block) => {
    const element = block['element'] as Json | undefined
    if (element?.['response_url_enabled'] !== true) return []
    const blockId = String(block['block_id'])
    const actionId = String(element['action_id'])
    const value = view.values[blockId]?.[actionId]
    const channel = String(value?.['selected_conversation'] ?? value?.['selected_channel'] ?? '')
    if (!channel) return []
    const response = triggers.issueResponse({ team: view.team, channel, person: person.id })
    return [{ response_url: `${url}/app/${response}`, block_id: blockId, action_id: actionId, channel_id: channel }]
  })
}

export function shortcutPayload(context: PayloadContext, person: Person, callbackId: string, message?: StoredMessage): Sendable {
  const { world, triggers, url } = context
  const common = {
    ...interactive(context, { type: 'shortcut', person, team: person.team }),
    callback_id: callbackId,
    action_ts: world.timestamp(),
  }
  if (!message) return { kind: 'interactive', payload: common }
  const channel = world.channels.get(message.channel)
  if (!channel) throw new Error(`There is no channel ${message.channel}.`)
  const response = triggers.issueResponse({ team: person.team, channel: channel.id, person: person.id })
  const about = {
    type: 'message_action',
    channel: channelPart(channel),
    message_ts: message.ts,
    message: toPayload(message),
    response_url: `${url}/app/${response}`,
  }
  return { kind: 'interactive', payload: { ...common, ...about } }
}

export interface Asked {
  person: Person
  element: Json
  block: Json
  query: string
  view?: StoredView
  message?: StoredMessage
}

export function suggestionPayload(context: PayloadContext, { person, element, block, query, view, message }: Asked): Sendable {
  const { trigger_id: _none, ...common } = interactive(context, { type: 'block_suggestion', person, team: view?.team ?? person.team })
  const place = view
    ? { container: { type: 'view', view_id: view.id }, view: viewPayload(context.world, view) }
    : { container: { type: 'message', message_ts: message?.ts }, message: message && toPayload(message) }
  return {
    kind: 'interactive',
    payload: { ...common, ...place, action_id: element['action_id'], block_id: block['block_id'], value: query },
  }
}
