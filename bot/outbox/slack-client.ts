// Clients of Slack's Web API that never wait by themselves. One that is told to slow down says so at once: a client that slept
// would hold back a modal, whose trigger is dead after three seconds. Modals and queue have a client each.
import { WebAPIPlatformError, WebAPIRateLimitedError, WebClient, type WebClientOptions } from '@slack/web-api'
import type { SlackMethod } from '../blocks/limits.ts'
import type { Json } from './card.ts'

export type SlackCall = (method: SlackMethod, args: Json) => Promise<Json>

/** For `clientOptions` of Bolt too. The time-outs are shorter than a lease of the outbox. */
export const clientOptions = (slackApiUrl: string, timeout: number): WebClientOptions => ({
  slackApiUrl,
  timeout,
  rejectRateLimitedCalls: true,
  allowAbsoluteUrls: false,
  retryConfig: { retries: 0 },
})

/** Three of them, as a file needs, fit into a lease. */
const backgroundTimeoutMs = 5000

export function createSlackCall(token: string, slackApiUrl: string): SlackCall {
  const client = new WebClient(token, clientOptions(slackApiUrl, backgroundTimeoutMs))
  return async (method, args) => ({ ...(await client.apiCall(method, args)) })
}

/** The second half of an upload goes to an address that Slack gave. */
export async function uploadBytes(url: string, content: Buffer): Promise<void> {
  const response = await fetch(url, { method: 'POST', body: new Uint8Array(content), signal: AbortSignal.timeout(backgroundTimeoutMs) })
  if (!response.ok) throw new Error(`the upload was answered ${response.status}`)
}

/** What went wrong with a call, as far as the outbox cares. */
export type Trouble = { kind: 'too often'; forMs: number } | { kind: 'refused'; error: string } | { kind: 'unreachable'; error: string }

export function troubleOf(error: unknown): Trouble {
  if (error instanceof WebAPIRateLimitedError) return { kind: 'too often', forMs: error.retryAfter * 1000 }
  if (error instanceof WebAPIPlatformError) return { kind: 'refused', error: error.data.error }
  return { kind: 'unreachable', error: error instanceof Error ? error.message : String(error) }
}
