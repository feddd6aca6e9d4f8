// The bot's own pages: whether it is well, and its figures. Knows nothing of Slack's requests.
import type { IncomingMessage, ServerResponse } from 'node:http'

export interface Health {
  ok: boolean
  [detail: string]: unknown
}

export interface Pages {
  health(): Promise<Health>
  metrics(): Promise<{ type: string; text: string }>
}

/** False when the path is none of these. */
export function servePage({ health, metrics }: Pages, req: IncomingMessage, res: ServerResponse): boolean {
  const path = (req.url ?? '').split('?')[0]
  if (req.method !== 'GET' || (path !== '/healthz' && path !== '/metrics')) return false
  const answered =
    path === '/healthz' ? health().then((state) => answerHealth(res, state)) : metrics().then((page) => answerMetrics(res, page))
  answered.catch(() => res.writeHead(503).end())
  return true
}

function answerHealth(res: ServerResponse, state: Health): void {
  res.writeHead(state.ok ? 200 : 503, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(JSON.stringify(state))
}

function answerMetrics(res: ServerResponse, { type, text }: { type: string; text: string }): void {
  res.writeHead(200, { 'content-type': type }).end(text)
}
