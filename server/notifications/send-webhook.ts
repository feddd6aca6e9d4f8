// Tells a program: one signed POST as the Standard Webhooks specification has it, followed nowhere else.
import { Agent, errors, request } from 'undici'
import { signMessage } from '../outbound/webhook-signature.ts'
import { createGuardedAgent, isAllowedHost, RefusedAddress, refuseLiteral } from '../public-address.ts'
import type { DeliveryDoc } from '../queue/deliveries.ts'
import { parseRetryAfter } from '../retry-after.ts'
import { toPayload } from './message.ts'
import type { Sending } from './sending.ts'

const maxAnswerBytes = 64 * 1024

export interface WebhookSender {
  send(delivery: DeliveryDoc, signal: AbortSignal): Promise<Sending>
  close(): Promise<void>
}

export interface WebhookOptions {
  /** What messages of a workspace are signed with. */
  keysOf: (workspace: string) => readonly Uint8Array[]
  publicUrl: string
  /** host:port that may be reached although it is not public. */
  allow: readonly string[]
  guarded?: Agent
}

export function createWebhookSender({ keysOf, publicUrl, allow, guarded = createGuardedAgent() }: WebhookOptions): WebhookSender {
  const trusting = new Agent()
  return {
    send: async (delivery, signal) => {
      const url = new URL(delivery.address)
      const trusted = isAllowedHost(url, allow)
      const refusal = trusted ? undefined : refuseLiteral(url, 'CAPSTAN_WEBHOOK_ALLOW')
      if (refusal) return { kind: 'failed', message: refusal, permanent: true }
      const body = toPayload(delivery, publicUrl)
      const headers = {
        'content-type': 'application/json',
        'user-agent': 'Capstan',
        ...signMessage(keysOf(delivery.workspace), { id: delivery._id, body }),
      }
      try {
        return await post(url, { body, headers, signal, dispatcher: trusted ? trusting : guarded })
      } catch (error) {
        return describeFailure(error, signal)
      }
    },
    close: async () => {
      await Promise.all([guarded.destroy(), trusting.destroy()])
    },
  }
}

interface Post {
  body: string
  headers: Record<string, string>
  signal: AbortSignal
  dispatcher: Agent
}

async function post(url: URL, options: Post): Promise<Sending> {
  const { statusCode, headers, body } = await request(url, { method: 'POST', ...options })
  // Nobody reads the answer; taking it in lets the connection be used again.
  void body.dump({ limit: maxAnswerBytes }).catch(() => undefined)
  if (statusCode >= 200 && statusCode < 300) return { kind: 'delivered' }
  const retryAfterMs = parseRetryAfter(headers['retry-after'])
  if (statusCode === 429 && retryAfterMs !== undefined) return { kind: 'postponed', message: 'it answered 429', retryAfterMs }
  const hint = statusCode >= 300 && statusCode < 400 ? '; redirects are not followed, give the final address' : ''
  // 410 is how a receiver says that it wants no more of this.
  return {
    kind: 'failed',
    message: `it answered ${statusCode}${hint}`,
    permanent: statusCode === 410,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  }
}

function describeFailure(error: unknown, signal: AbortSignal): Sending {
  if (error instanceof RefusedAddress) return { kind: 'failed', message: error.message, permanent: true }
  if (signal.aborted) return { kind: 'failed', message: 'it did not answer in time', permanent: false }
  if (error instanceof errors.UndiciError || isSystemError(error))
    return { kind: 'failed', message: error.message || String(error.code), permanent: false }
  throw error
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error
}
