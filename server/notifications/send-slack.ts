// Tells a Slack channel through chat.postMessage.
import { request } from 'undici'
import type { DeliveryDoc } from '../queue/deliveries.ts'
import { parseRetryAfter } from '../retry-after.ts'
import { toSlackText } from './message.ts'
import type { Sending } from './sending.ts'

const defaultApiUrl = 'https://slack.com/api/'
const defaultPauseMs = 30_000
/** Slack's own trouble; whatever else it says stays true on the next try. */
const passing = ['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout', 'team_added_to_org']

export interface SlackOptions {
  token: string | undefined
  apiUrl: string | undefined
  publicUrl: string
}

export function createSlackSender({
  token,
  apiUrl = defaultApiUrl,
  publicUrl,
}: SlackOptions): (delivery: DeliveryDoc, signal: AbortSignal) => Promise<Sending> {
  const url = new URL('chat.postMessage', apiUrl.endsWith('/') ? apiUrl : `${apiUrl}/`)
  return async (delivery, signal) => {
    if (!token) return { kind: 'failed', message: 'SLACK_BOT_TOKEN is not set on this server', permanent: false }
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json; charset=utf-8' }
    const body = JSON.stringify({ channel: delivery.address, text: toSlackText(delivery, publicUrl), unfurl_links: false })
    try {
      const answer = await request(url, { method: 'POST', headers, body, signal })
      if (answer.statusCode !== 200) await answer.body.dump()
      if (answer.statusCode === 429)
        return {
          kind: 'postponed',
          message: 'Slack asked for patience',
          retryAfterMs: parseRetryAfter(answer.headers['retry-after']) ?? defaultPauseMs,
        }
      if (answer.statusCode !== 200) return { kind: 'failed', message: `Slack answered ${answer.statusCode}`, permanent: false }
      return readAnswer((await answer.body.json()) as { ok?: boolean; error?: string })
    } catch (error) {
      return {
        kind: 'failed',
        message: signal.aborted ? 'Slack did not answer in time' : `Slack cannot be reached: ${(error as Error).message}`,
        permanent: false,
      }
    }
  }
}

function readAnswer({ ok, error = 'no reason given' }: { ok?: boolean; error?: string }): Sending {
  if (ok) return { kind: 'delivered' }
  if (error === 'ratelimited') return { kind: 'postponed', message: 'Slack asked for patience', retryAfterMs: defaultPauseMs }
  return { kind: 'failed', message: `Slack refused: ${error}`, permanent: !passing.includes(error) }
}
