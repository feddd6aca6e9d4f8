// One message to a Slack channel, and what Slack said to it. Knows nothing of what is in it or why it is sent.
import { request } from 'undici'
import { parseRetryAfter } from '../retry-after.ts'

const defaultApiUrl = 'https://slack.com/api/'
const defaultPauseMs = 30_000
/** Slack's own trouble; whatever else it says stays true on the next try. */
const passing = ['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout', 'team_added_to_org']

export interface SlackMessage {
  channel: string
  text: string
  thread?: string | undefined
}

export type SlackAnswer =
  | { kind: 'posted'; ts: string }
  | { kind: 'patience'; retryAfterMs: number }
  | { kind: 'failed'; message: string; permanent: boolean }

export type PostToSlack = (message: SlackMessage, signal: AbortSignal) => Promise<SlackAnswer>

export function createSlackPost({ token, apiUrl = defaultApiUrl }: { token: string | undefined; apiUrl: string | undefined }): PostToSlack {
  const url = new URL('chat.postMessage', apiUrl.endsWith('/') ? apiUrl : `${apiUrl}/`)
  return async ({ channel, text, thread }, signal) => {
    if (!token) return { kind: 'failed', message: 'SLACK_BOT_TOKEN is not set on this server', permanent: false }
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json; charset=utf-8' }
    const body = JSON.stringify({ channel, text, unfurl_links: false, ...(thread && { thread_ts: thread }) })
    try {
      const answer = await request(url, { method: 'POST', headers, body, signal })
      if (answer.statusCode === 200) return readAnswer((await answer.body.json()) as SlackReply)
      await answer.body.dump()
      if (answer.statusCode === 429)
        return { kind: 'patience', retryAfterMs: parseRetryAfter(answer.headers['retry-after']) ?? defaultPauseMs }
      return { kind: 'failed', message: `Slack answered ${answer.statusCode}`, permanent: false }
    } catch (error) {
      const message = signal.aborted ? 'Slack did not answer in time' : `Slack cannot be reached: ${(error as Error).message}`
      return { kind: 'failed', message, permanent: false }
    }
  }
}

interface SlackReply {
  ok?: boolean
  error?: string
  ts?: string
}

function readAnswer({ ok, error = 'no reason given', ts = '' }: SlackReply): SlackAnswer {
  if (ok) return { kind: 'posted', ts }
  if (error === 'ratelimited') return { kind: 'patience', retryAfterMs: defaultPauseMs }
  return { kind: 'failed', message: `Slack refused: ${error}`, permanent: !passing.includes(error) }
}
