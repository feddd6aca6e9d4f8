// Deliveries as signed HTTP requests: bodies, headers and the three seconds to answer in.
import { request } from 'undici'
import type { Outcome, Outgoing } from './delivery.ts'
import { signatureOf } from './signature.ts'

export interface HttpTarget {
  url: string
  secret: string
  ackMs: number
  now(): number
}

export async function deliverOverHttp(target: HttpTarget, outgoing: Outgoing): Promise<Outcome> {
  const { body, contentType } = encode(outgoing)
  const timestamp = Math.floor(target.now() / 1000)
  const retry = outgoing.retry ? { 'x-slack-retry-num': String(outgoing.retry.number), 'x-slack-retry-reason': outgoing.retry.reason } : {}
  try {
    const { statusCode: status, body: answer } = await request(target.url, {
      method: 'POST',
      headers: {
        'content-type': contentType,
        'x-slack-request-timestamp': String(timestamp),
        'x-slack-signature': signatureOf({ secret: target.secret, timestamp, body }),
        ...retry,
      },
      body,
      signal: AbortSignal.timeout(target.ackMs),
    })
    const response = parseAnswer(await answer.text())
    const acknowledged = status >= 200 && status < 300
    return { status, acknowledged, response, ...(acknowledged ? {} : { reason: 'http_error' }) }
  } catch (error) {
    const isLate = error instanceof Error && error.name === 'TimeoutError'
    return { status: 0, acknowledged: false, response: undefined, reason: isLate ? 'http_timeout' : 'connection_failed' }
  }
}

/** Events come as JSON; commands as a form; everything else as a form with one field of JSON. */
export function encode({ kind, payload }: Pick<Outgoing, 'kind' | 'payload'>): { body: string; contentType: string } {
  if (kind === 'events_api') return { body: JSON.stringify(payload), contentType: 'application/json' }
  const fields = kind === 'slash_commands' ? (payload as Record<string, string>) : { payload: JSON.stringify(payload) }
  return { body: new URLSearchParams(fields).toString(), contentType: 'application/x-www-form-urlencoded' }
}

function parseAnswer(text: string): { [key: string]: unknown } | undefined {
  if (!text) return undefined
  try {
    const parsed: unknown = JSON.parse(text)
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : { text: String(parsed) }
  } catch {
    return { text }
  }
}
