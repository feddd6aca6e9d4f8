// Carries one leased row out: posts, edits, uploads, reacts, publishes or removes. Answers what became of it as a value;
// the row itself is changed by the pump. Knows nothing of leases, budgets and order.
import type { SlackMethod } from '../blocks/limits.ts'
import type { Leased } from '../store/card-store.ts'
import { type Json, messageIdOf, type Wish } from './card.ts'
import { prepareMessage } from './prepare.ts'
import { type SlackCall, type Trouble, troubleOf, uploadBytes } from './slack-client.ts'

export type Outcome =
  | { kind: 'sent'; ts?: string; channel?: string }
  /** The message is gone, or can be edited no more. */
  | { kind: 'lost'; error: string }
  /** Slack did not take these blocks. */
  | { kind: 'blocks refused'; error: string }
  | { kind: 'too often'; method: SlackMethod; forMs: number }
  | { kind: 'later'; error: string }
  | { kind: 'refused'; error: string }

export interface SendContext {
  call: SlackCall
  /** The message to reply or react to, once it is known. */
  thread: string | undefined
  keepFileId(id: string): Promise<void>
}

const lostErrors = new Set(['message_not_found', 'channel_not_found', 'is_archived', 'edit_window_closed', 'cant_update_message'])
const blockErrors = new Set(['invalid_blocks', 'invalid_blocks_format', 'msg_blocks_too_long', 'only_one_table_allowed'])
const passingErrors = new Set([
  'fatal_error',
  'internal_error',
  'request_timeout',
  'service_unavailable',
  'team_added_to_org',
  'ratelimited',
  'message_limit_exceeded',
  // An operator who rotates a token or installs the app again mends these.
  'invalid_auth',
  'not_authed',
  'token_expired',
])
/** What was wanted is so already. */
const fineErrors = new Set(['already_reacted', 'file_already_completed'])

class CallFailed extends Error {
  readonly method: SlackMethod
  readonly trouble: Trouble

  constructor(method: SlackMethod, trouble: Trouble) {
    super(method)
    this.method = method
    this.trouble = trouble
  }
}

export async function send(row: Leased, context: SendContext): Promise<Outcome> {
  const call: SlackCall = async (method, args) => {
    try {
      return await context.call(method, args)
    } catch (error) {
      throw new CallFailed(method, troubleOf(error))
    }
  }
  try {
    return await sendAs[row.wish.kind](row, row.wish as never, { ...context, call })
  } catch (error) {
    if (!(error instanceof CallFailed)) return { kind: 'later', error: error instanceof Error ? error.message : String(error) }
    return outcomeOf(row, error)
  }
}

function outcomeOf(row: Leased, { method, trouble }: CallFailed): Outcome {
  if (trouble.kind === 'too often') return { kind: 'too often', method, forMs: trouble.forMs }
  if (trouble.kind === 'unreachable' || passingErrors.has(trouble.error)) return { kind: 'later', error: trouble.error }
  const { error } = trouble
  if (fineErrors.has(error)) return { kind: 'sent' }
  if (blockErrors.has(error)) return { kind: 'blocks refused', error }
  if (row.ts && lostErrors.has(error)) return { kind: 'lost', error }
  return { kind: 'refused', error }
}

type Send<K extends Wish['kind']> = (row: Leased, wish: Extract<Wish, { kind: K }>, context: SendContext) => Promise<Outcome>

const sendAs: { [K in Wish['kind']]: Send<K> } = {
  message: async (row, wish, { call, thread }) => {
    const lagSeconds = (Date.now() - (row.since ?? row.wishedAt).getTime()) / 1000
    const [message, fallback] = row.plain ? [wish.fallback ?? { text: wish.message.text }, undefined] : [wish.message, wish.fallback]
    const content = { ...prepareMessage(message, fallback, { at: row.wishedAt, lagSeconds }) }
    if (row.ts) {
      await call('chat.update', { channel: row.postedIn ?? row.channel, ts: row.ts, ...content })
      return { kind: 'sent' }
    }
    const posted = await call('chat.postMessage', {
      channel: row.postedIn ?? row.channel,
      ...content,
      unfurl_links: false,
      unfurl_media: false,
      client_msg_id: messageIdOf(row),
      ...(thread ? { thread_ts: thread } : {}),
      ...(thread && wish.broadcast ? { reply_broadcast: true } : {}),
    })
    return { kind: 'sent', ts: String(posted['ts']), channel: String(posted['channel']) }
  },
  file: async (row, wish, context) => {
    const id = row.fileId ?? (await upload(wish, context))
    await context.call('files.completeUploadExternal', {
      files: [{ id, title: wish.title ?? wish.name }],
      channel_id: row.postedIn ?? (await conversationOf(row.channel, context)),
      ...(wish.comment ? { initial_comment: wish.comment } : {}),
      ...(context.thread ? { thread_ts: context.thread } : {}),
    })
    return { kind: 'sent' }
  },
  reaction: async (row, wish, { call, thread }) => {
    if (!thread) return { kind: 'refused', error: 'there is no message to react to' }
    await call('reactions.add', { channel: row.postedIn ?? row.channel, timestamp: thread, name: wish.name })
    return { kind: 'sent' }
  },
  home: async (row, wish, { call }) => {
    await call('views.publish', { user_id: row.channel, view: wish.view })
    return { kind: 'sent' }
  },
  removal: async (row, _wish, { call }) => {
    if (row.ts) await call('chat.delete', { channel: row.postedIn ?? row.channel, ts: row.ts })
    return { kind: 'sent' }
  },
}

/** Files take the id of a conversation only; a person's is opened. */
async function conversationOf(channel: string, { call }: SendContext): Promise<string> {
  if (!/^[UW]/.test(channel)) return channel
  const { channel: opened } = await call('conversations.open', { users: channel })
  return String((opened as Json)['id'])
}

async function upload(wish: Extract<Wish, { kind: 'file' }>, { call, keepFileId }: SendContext): Promise<string> {
  // The driver hands bytes back in a type of its own.
  const content = Buffer.from(bytesOf(wish.content))
  const about: Json = { filename: wish.name, length: content.length, ...(wish.altText ? { alt_text: wish.altText } : {}) }
  const { upload_url: url, file_id: id } = await call('files.getUploadURLExternal', about)
  await uploadBytes(String(url), content)
  await keepFileId(String(id))
  return String(id)
}

function bytesOf(content: unknown): Uint8Array {
  if (content instanceof Uint8Array) return content
  const { buffer } = content as { buffer: Uint8Array }
  return buffer
}
