// Which arguments each Web API method takes, and reading them from a request. Stricter than Slack, which ignores what it does not know.
import type { SlackMethod } from '../blocks/limits.ts'
import { refuse } from './refusal.ts'
import type { Json } from './test-api.ts'

type Kind = 'text' | 'flag' | 'number' | 'json'
type Shape = { readonly [name: string]: Kind }

const content: Shape = {
  text: 'text',
  blocks: 'json',
  attachments: 'json',
  markdown_text: 'text',
  parse: 'text',
  link_names: 'flag',
  mrkdwn: 'flag',
  unfurl_links: 'flag',
  unfurl_media: 'flag',
  metadata: 'json',
}
const look: Shape = { username: 'text', icon_emoji: 'text', icon_url: 'text', as_user: 'flag' }
const thread: Shape = { thread_ts: 'text' }
const page: Shape = { cursor: 'text', limit: 'number' }

interface MethodArguments {
  required: Shape
  optional: Shape
  /** Any of these will do. */
  scopes: readonly string[]
  token: 'bot' | 'app' | 'none'
}

const method = (required: Shape, optional: Shape = {}, ...scopes: string[]): MethodArguments => ({
  required,
  optional,
  scopes,
  token: 'bot',
})

const reads = ['channels:read', 'groups:read', 'im:read', 'mpim:read']
const at: Shape = { channel: 'text', ts: 'text' }

export const methodArguments: { readonly [name in SlackMethod]: MethodArguments } = {
  'apps.connections.open': { ...method({}), token: 'app' },
  'auth.test': method({}),
  'chat.delete': method(at, { as_user: 'flag' }, 'chat:write'),
  'chat.getPermalink': method({ channel: 'text', message_ts: 'text' }),
  'chat.postEphemeral': method({ channel: 'text', user: 'text' }, { ...content, ...look, ...thread }, 'chat:write'),
  'chat.postMessage': method(
    { channel: 'text' },
    { ...content, ...look, ...thread, reply_broadcast: 'flag', client_msg_id: 'text' },
    'chat:write',
  ),
  'chat.update': method(at, { ...content, as_user: 'flag', file_ids: 'json', reply_broadcast: 'flag' }, 'chat:write'),
  'conversations.info': method({ channel: 'text' }, { include_locale: 'flag', include_num_members: 'flag' }, ...reads),
  'conversations.join': method({ channel: 'text' }, {}, 'channels:join'),
  'conversations.list': method({}, { ...page, exclude_archived: 'flag', types: 'text' }, ...reads),
  'conversations.members': method({ channel: 'text' }, page, ...reads),
  'conversations.open': method({}, { channel: 'text', users: 'text', return_im: 'flag', prevent_creation: 'flag' }, 'im:write'),
  'files.completeUploadExternal': method(
    { files: 'json' },
    { channel_id: 'text', channels: 'text', initial_comment: 'text', blocks: 'json', ...thread },
    'files:write',
  ),
  'files.getUploadURLExternal': method(
    { filename: 'text', length: 'number' },
    { alt_text: 'text', snippet_type: 'text', alt_txt: 'text' },
    'files:write',
  ),
  'oauth.v2.access': {
    ...method(
      {},
      {
        client_id: 'text',
        client_secret: 'text',
        code: 'text',
        grant_type: 'text',
        redirect_uri: 'text',
        refresh_token: 'text',
      },
    ),
    token: 'none',
  },
  'reactions.add': method({ channel: 'text', timestamp: 'text', name: 'text' }, {}, 'reactions:write'),
  'reactions.remove': method({ name: 'text' }, { channel: 'text', timestamp: 'text' }, 'reactions:write'),
  'team.info': method({}, { team: 'text' }, 'team:read'),
  'users.info': method({ user: 'text' }, { include_locale: 'flag' }, 'users:read'),
  'users.list': method({}, { ...page, include_locale: 'flag' }, 'users:read'),
  'views.open': method({ trigger_id: 'text', view: 'json' }),
  'views.publish': method({ user_id: 'text', view: 'json' }, { hash: 'text' }),
  'views.push': method({ trigger_id: 'text', view: 'json' }),
  'views.update': method({ view: 'json' }, { view_id: 'text', external_id: 'text', hash: 'text' }),
}

export const isKnownMethod = (name: string): name is SlackMethod => Object.hasOwn(methodArguments, name)

/** Bolt puts the workspace into every call of a listener. */
const everywhere = new Set(['token', 'team_id'])

/** Unknown, missing and malformed ones are refused. The token is taken out. */
export function readArguments(name: SlackMethod, raw: Json): Json {
  const { required, optional } = methodArguments[name]
  const known: Shape = { ...required, ...optional }
  const args: Json = {}
  const problems: string[] = []
  for (const [key, value] of Object.entries(raw)) {
    if (everywhere.has(key)) continue
    const kind = known[key]
    if (!kind) problems.push(`[ERROR] unknown argument ${key}`)
    else args[key] = readValue(kind, value, (what) => problems.push(`[ERROR] ${key} ${what}`))
  }
  for (const key of Object.keys(required))
    if (args[key] === undefined || args[key] === '') problems.push(`[ERROR] missing required field: ${key}`)
  if (problems.length > 0) refuse('invalid_arguments', { response_metadata: { messages: problems } })
  return args
}

function readValue(kind: Kind, value: unknown, complain: (what: string) => void): unknown {
  switch (kind) {
    case 'text':
      if (typeof value !== 'string') complain('must be a string')
      return value
    case 'flag':
      if (!['true', 'false', '1', '0'].includes(String(value))) complain('must be true or false')
      return ['true', '1'].includes(String(value))
    case 'number':
      if (!/^\d+$/.test(String(value))) complain('must be a number')
      return Number(value)
    case 'json':
      return typeof value === 'string' ? parseJson(value, complain) : value
  }
}

function parseJson(text: string, complain: (what: string) => void): unknown {
  try {
    return JSON.parse(text)
  } catch {
    complain('must be JSON')
    return undefined
  }
}
