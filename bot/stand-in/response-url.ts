// What a response_url does with what is posted to it: a message for one person or all, or another one in place of the one acted on.
import { isRecord } from '../blocks/rules.ts'
import { addMessage, readContent, threadIn } from './method-chat.ts'
import { SlackRefusal } from './refusal.ts'
import type { Json } from './test-api.ts'
import type { ResponseTarget, Triggers } from './triggers.ts'
import { messageAt, type StoredMessage, teamOf, type World } from './world.ts'

const known = new Set([
  'text',
  'blocks',
  'attachments',
  'response_type',
  'replace_original',
  'delete_original',
  'thread_ts',
  'mrkdwn',
  'unfurl_links',
  'unfurl_media',
  'metadata',
])

export interface ResponseAnswer {
  status: number
  body: string
}

export function takeResponse(world: World, triggers: Triggers, request: { id: string; body: unknown }): ResponseAnswer {
  const target = triggers.spendResponse(request.id)
  if (typeof target === 'string') return { status: 404, body: target }
  if (!isRecord(request.body)) return { status: 400, body: 'invalid_payload' }
  const stranger = Object.keys(request.body).find((name) => !known.has(name))
  if (stranger) return { status: 400, body: `invalid_payload: unknown field ${stranger}` }
  try {
    respond(world, target, request.body)
    return { status: 200, body: 'ok' }
  } catch (error) {
    if (error instanceof SlackRefusal) return { status: 400, body: [error.message, JSON.stringify(error.more)].join(' ') }
    throw error
  }
}

/** Also what an acknowledgement of a command carries. */
export function respond(world: World, target: ResponseTarget, body: Json): void {
  const original = target.message ? messageAt(world, target.channel, target.message) : undefined
  if (body['delete_original'] === true) {
    if (original) original.deleted = true
    world.changed()
    return
  }
  const content = readContent(body)
  if (!content.text && content.blocks.length === 0) throw new SlackRefusal('no_text')
  // An answer to an action takes the place of the message unless it says otherwise.
  const replaces = original && (body['replace_original'] === true || (body['replace_original'] === undefined && !body['response_type']))
  if (replaces) replace(world, original, content)
  else post(world, target, { body, content })
}

function replace(world: World, original: StoredMessage, content: { text: string; blocks: Json[] }): void {
  Object.assign(original, content)
  original.edited = { ts: world.timestamp(), times: (original.edited?.times ?? 0) + 1 }
  world.changed()
}

function post(world: World, target: ResponseTarget, { body, content }: { body: Json; content: { text: string; blocks: Json[] } }): void {
  const channel = world.channels.get(target.channel)
  if (!channel) throw new SlackRefusal('channel_not_found')
  addMessage(world, {
    channel,
    user: teamOf(world, target.team).botUserId,
    ...content,
    ...(body['response_type'] === 'in_channel' ? {} : { ephemeralTo: target.person }),
    ...(body['thread_ts'] ? { threadTs: threadIn(world, channel, String(body['thread_ts'])) } : {}),
    fromBot: true,
  })
}
