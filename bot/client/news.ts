// Everything that happens, over one WebSocket that comes back by itself and goes on after the last event that was dealt with.
// Knows nothing of what events mean.
import { setTimeout as pause } from 'node:timers/promises'
import { createClient } from 'graphql-ws'
import { WebSocket } from 'ws'
import type { EventsSubscription } from '../generated/operations.ts'
import { events } from '../generated/operations.ts'
import type { Logger } from '../log.ts'

export type News = EventsSubscription['events']

export interface NewsOptions {
  url: string
  token: () => string
  log: Logger
  types: readonly string[]
  /** The last event that was dealt with; undefined: from now on. */
  readCursor(): Promise<string | undefined>
  /** Asked for the next only when this one is taken in. */
  onNews(event: News): void
  /** What happened since the cursor is not known: everything shown has to be looked at again. */
  onGap(): void
}

export interface NewsReader {
  connected(): boolean
  stop(): Promise<void>
}

const firstPauseMs = 200
const longestPauseMs = 5000
const pingEveryMs = 10_000
const pongWithinMs = 5000

export function readNews(options: NewsOptions): NewsReader {
  const { url, log } = options
  const stopping = new AbortController()
  let live = false
  const run = async () => {
    for (let failures = 0; !stopping.signal.aborted; failures += 1) {
      const began = Date.now()
      const error = await readOnce(options, stopping.signal, (value) => {
        live = value
      })
      live = false
      if (stopping.signal.aborted) return
      if (Date.now() - began > longestPauseMs) failures = 0
      log.warn({ why: describe(error), url }, 'no news from the server; trying again')
      const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** failures)
      await pause(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  }
  const running = run()
  return {
    connected: () => live,
    stop: async () => {
      stopping.abort()
      await running
    },
  }
}

/** One connection, until it ends. Every connection reads the cursor anew, so that nothing is missed in between. */
async function readOnce(options: NewsOptions, signal: AbortSignal, setLive: (live: boolean) => void): Promise<unknown> {
  const { url, token, types, readCursor, onNews, onGap } = options
  const after = await readCursor().catch(() => undefined)
  if (signal.aborted) return undefined
  let deadline: NodeJS.Timeout | undefined
  const client = createClient({
    url: new URL('/graphql', url).href.replace(/^http/, 'ws'),
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${token()}` },
    retryAttempts: 0,
    keepAlive: pingEveryMs,
    onNonLazyError: () => undefined,
    on: {
      ping: (received) => {
        if (!received) deadline = setTimeout(() => client.terminate(), pongWithinMs)
      },
      pong: () => clearTimeout(deadline),
      connected: () => {
        setLive(true)
        // What happened before the first event of this connection is in no event when there is no cursor to go on after.
        if (after === undefined) onGap()
      },
    },
  })
  let close = () => {}
  try {
    return await new Promise((resolve) => {
      close = () => resolve(undefined)
      signal.addEventListener('abort', close, { once: true })
      client.subscribe<EventsSubscription>(
        { query: events.text, variables: { filter: { types }, ...(after !== undefined && { after }) } },
        {
          next: ({ data, errors }) => {
            if (errors?.[0]) return resolve(errors[0])
            if (!data) return
            if (data.events.type === 'feed.gap') onGap()
            onNews(data.events)
          },
          error: resolve,
          complete: () => resolve(undefined),
        },
      )
    })
  } finally {
    signal.removeEventListener('abort', close)
    clearTimeout(deadline)
    // While it is still connecting, it ends with what the connection ends with.
    await Promise.resolve(client.dispose()).catch(() => undefined)
  }
}

/** Errors of the server, of the network, or the end of a socket. */
function describe(ended: unknown): string {
  const first: unknown = Array.isArray(ended) ? ended[0] : ended
  const { message, reason, code } = (first ?? {}) as { message?: unknown; reason?: unknown; code?: unknown }
  return String(message || reason || code || 'it ended')
}
