// Requests that need not be Slack's: wrong signatures, old ones, other workspaces.
import { encode } from './deliver-http.ts'
import { signatureOf } from './signature.ts'
import type { ForgedRequest } from './test-api.ts'

interface Forging {
  url: string
  secret: string
  now(): number
}

export async function forge(real: Forging, request: ForgedRequest): Promise<{ status: number; body: string }> {
  const kind = request.kind === 'command' ? 'slash_commands' : request.kind === 'event' ? 'events_api' : 'interactive'
  const { body, contentType } = encode({ kind, payload: request.payload })
  const timestamp = request.timestamp ?? Math.floor(real.now() / 1000)
  const signature = request.signature ?? signatureOf({ secret: request.secret ?? real.secret, timestamp, body })
  const response = await fetch(real.url, {
    method: 'POST',
    headers: {
      'content-type': contentType,
      'x-slack-request-timestamp': String(timestamp),
      'x-slack-signature': signature,
      ...request.headers,
    },
    body,
  })
  return { status: response.status, body: await response.text() }
}
