// The two halves of an upload: getting an address, and telling where the file is to be shown once its bytes have arrived.

import type { Method } from './call.ts'
import { addMessage, readContent, threadIn, writableChannel } from './method-chat.ts'
import { refuse } from './refusal.ts'
import type { Json } from './test-api.ts'
import type { StoredFile, World } from './world.ts'

const getAddress: Method = ({ world, args, team, url }) => {
  const length = Number(args['length'])
  if (length <= 0) refuse('invalid_arguments')
  const id = world.newId('F')
  world.files.set(id, {
    id,
    team: team.id,
    name: String(args['filename']),
    title: String(args['filename']),
    size: length,
    mimeType: mimeTypeOf(String(args['filename'])),
    content: Buffer.alloc(0),
    ...(args['alt_text'] ? { altText: String(args['alt_text']) } : {}),
    uploaded: false,
    completed: false,
  })
  return { upload_url: `${url}/upload/${id}`, file_id: id }
}

const types: { readonly [ending: string]: string } = {
  csv: 'text/csv',
  html: 'text/html',
  json: 'application/json',
  md: 'text/markdown',
  png: 'image/png',
  svg: 'image/svg+xml',
  txt: 'text/plain',
  log: 'text/plain',
}

function mimeTypeOf(name: string): string {
  return types[name.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'application/octet-stream'
}

/** The bytes have to be as many as were announced. */
export function receiveUpload(world: World, id: string, content: Buffer): boolean {
  const file = world.files.get(id)
  if (!file || file.uploaded || content.length !== file.size) return false
  file.content = content
  file.uploaded = true
  return true
}

const complete: Method = (call) => {
  const { world, args, team } = call
  const wanted = Array.isArray(args['files']) ? (args['files'] as Json[]) : refuse('invalid_arguments')
  const files = wanted.map(({ id, title }) => {
    const file = world.files.get(String(id))
    if (!file || file.team !== team.id || !file.uploaded) return refuse('file_not_found')
    if (file.completed) return refuse('file_already_completed')
    return { file, title }
  })
  const place = args['channel_id'] ?? args['channels']
  // Unlike messages, files take the id of a conversation only.
  if (world.people.has(String(place))) refuse('channel_not_found')
  const channel = place ? writableChannel(call, String(place)) : undefined
  const thread = channel && args['thread_ts'] ? { threadTs: threadIn(world, channel, String(args['thread_ts'])) } : {}
  const content = readContent({ text: args['initial_comment'] ?? '', blocks: args['blocks'] })
  for (const { file, title } of files) {
    if (title) file.title = String(title)
    file.completed = true
  }
  if (channel)
    addMessage(world, { channel, user: team.botUserId, ...content, ...thread, files: files.map(({ file }) => file), fromBot: true })
  return { files: files.map(({ file }) => describe(file)) }
}

const describe = ({ id, name, title, mimeType, size }: StoredFile): Json => ({ id, name, title, mimetype: mimeType, size })

export const fileMethods = {
  'files.getUploadURLExternal': getAddress,
  'files.completeUploadExternal': complete,
} satisfies { [name: string]: Method }
