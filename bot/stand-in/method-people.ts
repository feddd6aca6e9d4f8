// users.*, conversations.*, team.*, auth.*, oauth.* and apps.*: who and what there is, and letting the app in.

import type { Call, Method } from './call.ts'
import { knownChannel } from './method-chat.ts'
import { refuse } from './refusal.ts'
import type { Json } from './test-api.ts'
import { type Channel, directChannelOf, type Person, type World } from './world.ts'

function describePerson({ id, name, realName, timeZone, isBot, team }: Person): Json {
  return {
    id,
    team_id: team,
    name,
    real_name: realName,
    deleted: false,
    is_bot: isBot,
    tz: timeZone,
    tz_label: timeZone,
    tz_offset: offsetOf(timeZone),
    profile: { real_name: realName, display_name: name, real_name_normalized: realName, display_name_normalized: name },
  }
}

/** Seconds east of Greenwich, now. */
function offsetOf(timeZone: string): number {
  const shown = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).format(new Date())
  const [, sign, hours = '0', minutes = '0'] = /GMT(?:([+-])(\d\d):(\d\d))?/.exec(shown) ?? []
  return (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60)
}

function describeChannel({ id, name, kind, members, botIn, isArchived, isExternal, team }: Channel): Json {
  if (kind === 'im') return { id, is_im: true, user: name, is_archived: false, context_team_id: team }
  return {
    id,
    name,
    name_normalized: name,
    is_channel: kind === 'public',
    is_group: kind === 'private',
    is_im: false,
    is_private: kind === 'private',
    is_archived: isArchived,
    is_member: botIn,
    is_ext_shared: isExternal,
    num_members: members.size,
    context_team_id: team,
  }
}

const userInfo: Method = ({ world, args, team }) => {
  const person = world.people.get(String(args['user']))
  if (!person || person.team !== team.id) return refuse('user_not_found')
  return { user: describePerson(person) }
}

const userList: Method = ({ world, team }) => ({
  members: [...world.people.values()].filter((person) => person.team === team.id).map(describePerson),
  response_metadata: { next_cursor: '' },
})

/** A private channel exists only for its members. */
function seenChannel({ world, args, team }: Call): Channel {
  const channel = knownChannel(world, team.id, String(args['channel']))
  return channel && (channel.kind !== 'private' || channel.botIn) ? channel : refuse('channel_not_found')
}

const channelInfo: Method = (call) => ({ channel: describeChannel(seenChannel(call)) })

const channelList: Method = ({ world, team, args }) => {
  const types = String(args['types'] ?? 'public_channel').split(',')
  const wanted = { public: types.includes('public_channel'), private: types.includes('private_channel'), im: types.includes('im') }
  const channels = [...world.channels.values()].filter(
    (channel) => channel.team === team.id && wanted[channel.kind] && (channel.kind === 'public' || channel.botIn),
  )
  const shown = args['exclude_archived'] ? channels.filter(({ isArchived }) => !isArchived) : channels
  return { channels: shown.map(describeChannel), response_metadata: { next_cursor: '' } }
}

const members: Method = (call) => {
  const channel = seenChannel(call)
  return { members: [...channel.members, ...(channel.botIn ? [call.team.botUserId] : [])], response_metadata: { next_cursor: '' } }
}

const join: Method = (call) => {
  const channel = seenChannel(call)
  if (channel.kind !== 'public') refuse('method_not_supported_for_channel_type')
  if (channel.isArchived) refuse('is_archived')
  channel.botIn = true
  call.world.changed()
  return { channel: describeChannel(channel) }
}

const openDirect: Method = ({ world, args, team }) => {
  const users = String(args['users'] ?? '')
    .split(',')
    .filter(Boolean)
  if (users.length > 1) return refuse('method_not_supported_for_channel_type')
  const person = world.people.get(users[0] ?? '')
  if (!person || person.team !== team.id) return refuse('user_not_found')
  const channel = directChannelOf(world, person.id)
  return { channel: args['return_im'] ? describeChannel(channel) : { id: channel.id } }
}

const authTest: Method = ({ world, team, url }) => ({
  url: `${url}/`,
  team: team.name,
  user: 'capstan',
  team_id: team.id,
  user_id: team.botUserId,
  bot_id: team.botId,
  app_id: world.appId,
  is_enterprise_install: false,
})

const teamInfo: Method = ({ team }) => ({ team: { id: team.id, name: team.name, domain: team.name.toLowerCase() } })

const access: Method = ({ world, args, oauth }) => {
  const team = oauth.redeem(args)
  team.installed = true
  return installation(world, team)
}

function installation(world: World, team: Call['team']): Json {
  return {
    app_id: world.appId,
    authed_user: { id: [...world.people.values()].find((person) => person.team === team.id)?.id ?? '' },
    scope: [...world.scopes].join(','),
    token_type: 'bot',
    access_token: team.botToken,
    bot_user_id: team.botUserId,
    team: { id: team.id, name: team.name },
    enterprise: null,
    is_enterprise_install: false,
  }
}

const openConnection: Method = ({ openSocket }) => ({ url: openSocket() })

export const peopleMethods = {
  'apps.connections.open': openConnection,
  'auth.test': authTest,
  'conversations.info': channelInfo,
  'conversations.join': join,
  'conversations.list': channelList,
  'conversations.members': members,
  'conversations.open': openDirect,
  'oauth.v2.access': access,
  'team.info': teamInfo,
  'users.info': userInfo,
  'users.list': userList,
} satisfies { [name: string]: Method }
