// How an answer over HTTP tells its reader how much is left to ask for.
import type { ServerResponse } from 'node:http'
import { RateLimited, type Standing } from '../auth/rate-limit.ts'
import type { Viewer } from '../auth/viewer.ts'

export type TakeRate = (viewer: Viewer) => Promise<Standing | undefined>

/** Throws RATE_LIMITED. The headers are set in either case. */
export async function takeRate(take: TakeRate, viewer: Viewer, res: ServerResponse): Promise<void> {
  try {
    setHeaders(res, await take(viewer))
  } catch (error) {
    if (error instanceof RateLimited) setHeaders(res, error.standing)
    throw error
  }
}

function setHeaders(res: ServerResponse, standing: Standing | undefined): void {
  if (!standing) return
  res.setHeader('ratelimit-limit', standing.limit)
  res.setHeader('ratelimit-remaining', standing.remaining)
  res.setHeader('ratelimit-reset', standing.resetSeconds)
}
