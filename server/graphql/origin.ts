// Which web pages may talk to us: those we serve and those on the list. The same rule for HTTP and WebSocket.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Refusal } from './refusal.ts'

export type OriginRule = (req: IncomingMessage) => 'absent' | 'own' | 'listed' | 'foreign'

export function createOriginRule(listed: readonly string[]): OriginRule {
  return ({ headers: { origin, host } }) => {
    if (origin === undefined) return 'absent'
    if (listed.includes(origin)) return 'listed'
    return host !== undefined && (origin === `http://${host}` || origin === `https://${host}`) ? 'own' : 'foreign'
  }
}

/** Sets the CORS headers for a listed origin; throws for a foreign one. */
export function admitOrigin(rule: OriginRule, req: IncomingMessage, res: ServerResponse): void {
  res.setHeader('vary', 'Origin')
  const kind = rule(req)
  if (kind === 'foreign') throw new Refusal('FORBIDDEN', 'This origin may not use the API. Add it to the allowed origins of the server.')
  if (kind !== 'listed' || req.headers.origin === undefined) return
  res.setHeader('access-control-allow-origin', req.headers.origin)
  res.setHeader('access-control-expose-headers', 'x-request-id, retry-after, ratelimit-limit, ratelimit-remaining, ratelimit-reset')
}

export function answerPreflight(res: ServerResponse): void {
  res.writeHead(204, {
    'access-control-allow-methods': 'GET, POST',
    'access-control-allow-headers': 'authorization, content-type, x-request-id, x-capstan-workspace',
    'access-control-max-age': '600',
  })
  res.end()
}
