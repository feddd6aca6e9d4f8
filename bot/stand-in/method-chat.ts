// chat.* and reactions.*: posting, editing and deleting messages, refused where Slack refuses them.
import { limits } from '../blocks/limits.ts'
import { lengthOf } from '../blocks/rules.ts'
import { measureBlocks, validateMessage } from '../blocks/validate.ts'
import type { Call, Method } from './call.ts'
import { refuse } from './refusal.ts'
import type { Json } from './test-api.ts'
import { type Channel, directChannelOf, messageAt, type StoredMessage, teamOf, type World, withIds } from './world.ts'

/** What any message is made of. Refuses what Slack would. */
export function readContent(args: Json): { text: string; blocks: Json[] } {
  const { text = '', blocks = [] } = args
  if (lengthOf(String(text)) > limits.message.text) refuse('msg_too_long')
  if (Array.isArray(blocks) && blocks.length <= limits.message.blocks && measureBlocks(blocks) > limits.message.blocksLength) {
    refuse('msg_blocks_too_long')
  }
  const flaws = validateMessage({ text, blocks, attachments: args['attachments'] })
  if (flaws.length > 0) {
    const messages = flaws.map(({ path, message }) => `[ERROR] ${message} [json-pointer:${path}]`)
    refuse('invalid_blocks', { response_metadata: { messages } })
  }
  return { text: String(text), blocks: withIds(blocks as Json[]) }
}

/** By id, by name, or a person's id for their direct messages. Refuses where the bot may not write. */
export function writableChannel({ world, team }: Pick<Call, 'world' | 'team'>, key: string): Channel {
  const channel = knownChannel(world, team.id, key)
  if (!channel || (channel.kind === 'private' && !channel.botIn)) return refuse('channel_not_found')
  if (channel.isArchived) refuse('is_archived')
  if (!channel.botIn && !world.scopes.has('chat:write.public')) refuse('not_in_channel')
  return channel
}

export function knownChannel(world: World, team: string, key: string): Channel | undefined {
  const person = world.people.get(key)
  if (person) return person.team === team ? directChannelOf(world, person.id) : undefined
  const named = key.startsWith('#') ? [...world.channels.values()].find((one) => one.name === key.slice(1) && one.team === team) : undefined
  const channel = named ?? world.channels.get(key)
  return channel?.team === team ? channel : undefined
}

const post: Method = (call) => {
  const { world, team, args } = call
  const channel = writableChannel(call, String(args['channel']))
  const content = readContent(args)
  if (!content.text && content.blocks.length === 0 && !args['attachments']) refuse('no_text')
  const repeated = findRepeated(world, channel, args['client_msg_id'])
  if (repeated) return posted(repeated)
  const metadata = args['metadata'] as Json | undefined
  if (metadata && Buffer.byteLength(JSON.stringify(metadata)) > limits.message.metadataBytes) refuse('metadata_too_large')
  const message = addMessage(world, {
    channel,
    user: team.botUserId,
    ...content,
    ...(args['thread_ts'] ? { threadTs: threadIn(world, channel, String(args['thread_ts'])) } : {}),
    ...(args['reply_broadcast'] ? { broadcast: true } : {}),
    ...(metadata ? { metadata } : {}),
    ...(args['client_msg_id'] ? { clientMessageId: String(args['client_msg_id']) } : {}),
    fromBot: true,
  })
  return posted(message)
}

/** The same client_msg_id in the same channel is the same message, as for Slack's own clients. */
function findRepeated(world: World, channel: Channel, id: unknown): StoredMessage | undefined {
  return id ? world.messages.find((message) => message.channel === channel.id && message.clientMessageId === id) : undefined
}

export function threadIn(world: World, channel: Channel, ts: string): string {
  const parent = messageAt(world, channel.id, ts)
  if (!parent || parent.ephemeralTo) return refuse('thread_not_found')
  return parent.threadTs ?? parent.ts
}

const posted = (message: StoredMessage): Json => ({ channel: message.channel, ts: message.ts, message: toPayload(message) })

type NewMessage = Partial<Omit<StoredMessage, 'channel' | 'team'>> & { channel: Channel }

export function addMessage(world: World, { channel, ...message }: NewMessage): StoredMessage {
  const stored: StoredMessage = {
    ts: world.timestamp(),
    user: '',
    text: '',
    blocks: [],
    reactions: [],
    files: [],
    fromBot: false,
    deleted: false,
    ...message,
    ...(message.fromBot ? { botId: teamOf(world, channel.team).botId } : {}),
    team: channel.team,
    channel: channel.id,
  }
  world.messages.push(stored)
  world.changed()
  return stored
}

/** A message as payloads and answers show it. */
export function toPayload(message: StoredMessage): Json {
  const { user, text, ts, blocks, threadTs, edited, botId, team } = message
  return {
    type: 'message',
    user,
    text,
    ts,
    team,
    blocks,
    ...(botId ? { bot_id: botId } : {}),
    ...(threadTs ? { thread_ts: threadTs } : {}),
    ...(edited ? { edited: { user, ts: edited.ts } } : {}),
    ...(message.metadata ? { metadata: message.metadata } : {}),
    ...(message.ephemeralTo ? { is_ephemeral: true } : {}),
  }
}

const postEphemeral: Method = (call) => {
  const { world, args, team } = call
  const channel = writableChannel(call, String(args['channel']))
  const content = readContent(args)
  if (!content.text && content.blocks.length === 0) refuse('no_text')
  const person = world.people.get(String(args['user']))
  if (!person || !channel.members.has(person.id)) return refuse('user_not_in_channel')
  const thread = args['thread_ts'] ? { threadTs: threadIn(world, channel, String(args['thread_ts'])) } : {}
  const message = addMessage(world, { channel, user: team.botUserId, ...content, ...thread, ephemeralTo: person.id, fromBot: true })
  return { message_ts: message.ts }
}

/** Ephemeral messages are none that can be found, edited or deleted. */
function ownMessage({ world, args, team }: Call, error: string): StoredMessage {
  const channel = knownChannel(world, team.id, String(args['channel']))
  if (!channel) return refuse('channel_not_found')
  const message = messageAt(world, channel.id, String(args['ts']))
  if (!message || message.ephemeralTo) return refuse('message_not_found')
  if (message.user !== team.botUserId) return refuse(error)
  if (channel.isArchived) refuse('is_archived')
  return message
}

const update: Method = (call) => {
  const message = ownMessage(call, 'cant_update_message')
  const { args, world } = call
  if (args['text'] === undefined && args['blocks'] === undefined) refuse('no_text')
  const content = readContent({ ...args, text: args['text'] ?? message.text })
  message.text = content.text
  // Slack keeps the blocks there are when none are given.
  if (args['blocks'] !== undefined) message.blocks = content.blocks
  if (args['metadata'] !== undefined) message.metadata = args['metadata'] as Json
  message.edited = { ts: world.timestamp(), times: (message.edited?.times ?? 0) + 1 }
  world.changed()
  return { channel: message.channel, ts: message.ts, text: message.text, message: toPayload(message) }
}

const remove: Method = (call) => {
  const message = ownMessage(call, 'cant_delete_message')
  message.deleted = true
  call.world.changed()
  return { channel: message.channel, ts: message.ts }
}

function messageOf({ world, args, team }: Call, ts: string): StoredMessage {
  const channel = knownChannel(world, team.id, String(args['channel']))
  if (!channel) return refuse('channel_not_found')
  const message = messageAt(world, channel.id, ts)
  return message && !message.ephemeralTo ? message : refuse('message_not_found')
}

const permalink: Method = (call) => {
  const { channel, ts } = messageOf(call, String(call.args['message_ts']))
  return { channel, permalink: `${call.url}/#${channel}/p${ts.replace('.', '')}` }
}

const react: Method = (call) => {
  const { args, world, team } = call
  const name = String(args['name'])
  if (!/^[a-z0-9_+'-]+$/.test(name)) refuse('invalid_name')
  const message = messageOf(call, String(args['timestamp']))
  const reaction = message.reactions.find((one) => one.name === name)
  if (reaction?.users.includes(team.botUserId)) refuse('already_reacted')
  if (reaction) reaction.users.push(team.botUserId)
  else message.reactions.push({ name, users: [team.botUserId] })
  world.changed()
  return {}
}

const unreact: Method = (call) => {
  const { args, world, team } = call
  const message = messageOf(call, String(args['timestamp']))
  const reaction = message.reactions.find((one) => one.name === args['name'])
  if (!reaction?.users.includes(team.botUserId)) return refuse('no_reaction')
  reaction.users = reaction.users.filter((user) => user !== team.botUserId)
  message.reactions = message.reactions.filter(({ users }) => users.length > 0)
  world.changed()
  return {}
}

export const chatMethods = {
  'chat.postMessage': post,
  'chat.postEphemeral': postEphemeral,
  'chat.update': update,
  'chat.delete': remove,
  'chat.getPermalink': permalink,
  'reactions.add': react,
  'reactions.remove': unreact,
} satisfies { [name: string]: Method }
