// Subscriptions over one WebSocket that comes back by itself. Each goes on after the last cursor it saw, so that nothing is missed or
// repeated. Tells how the connection stands; what is in the messages is not its business.
import { type Client, createClient } from 'graphql-ws'
import { WebSocket } from 'ws'
import { ApiError } from './api-error.ts'
import type { Endpoint } from './request.ts'

export type ConnectionState =
  | { kind: 'connecting' }
  | { kind: 'live'; latencyMs: number | undefined }
  /** Comes back by itself; `since` in milliseconds of the clock. */
  | { kind: 'lost'; since: number; reason: string }
  /** Will not come back: the server does not accept this client. */
  | { kind: 'refused'; reason: string }

export interface SubscriptionHandlers {
  next(data: unknown): void
  /** It has ended for good; without an error when the server completed it. */
  ended(error?: Error): void
}

export interface SubscriptionRequest {
  query: string
  variables: { [name: string]: unknown }
  /** Reads the cursor out of a message; the next connection goes on after it. */
  cursorOf?: ((data: unknown) => string | undefined) | undefined
}

export interface Socket {
  subscribe(request: SubscriptionRequest, handlers: SubscriptionHandlers): () => void
  /** Ends the connection as if the network had; it comes back at once. */
  reconnect(): void
  close(): Promise<void>
}

export interface SocketOptions extends Endpoint {
  onState(state: ConnectionState): void
  now?: () => number
}

const pingEveryMs = 10_000
const pongWithinMs = 5_000
const firstPauseMs = 200
const longestPauseMs = 5_000
/** Codes of graphql-ws that another try would only repeat. */
const finalCodes = new Set([4400, 4401, 4403, 4406, 4500])

export function createSocket({ url, token, workspace, onState, now = Date.now }: SocketOptions): Socket {
  const watch = watchConnection(onState, now)
  const client: Client = createClient({
    url: new URL('/graphql', url).href.replace(/^http/, 'ws'),
    webSocketImpl: WebSocket,
    connectionParams: async () => ({ authorization: `Bearer ${await token()}`, ...(workspace && { 'x-capstan-workspace': workspace }) }),
    lazy: false,
    keepAlive: pingEveryMs,
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: (event) => !finalCodes.has(codeOf(event)),
    retryWait: async (retries) => {
      const pause = Math.min(longestPauseMs, firstPauseMs * 2 ** retries)
      await new Promise((resolve) => setTimeout(resolve, pause * (0.5 + Math.random() / 2)))
    },
    onNonLazyError: () => undefined,
    on: {
      connected: watch.connected,
      ping: (received) => {
        if (!received) watch.pinged(() => client.terminate())
      },
      pong: (received) => {
        if (received) watch.ponged()
      },
      closed: watch.closed,
    },
  })
  return {
    subscribe: (request, handlers) => subscribe(client, request, handlers),
    reconnect: () => client.terminate(),
    close: async () => {
      watch.stop()
      // While it is still connecting, it ends with what the connection ends with.
      await Promise.resolve(client.dispose()).catch(() => undefined)
    },
  }
}

function subscribe(client: Client, { query, variables, cursorOf }: SubscriptionRequest, handlers: SubscriptionHandlers): () => void {
  // graphql-ws sends these very variables again when it comes back.
  const asked = { ...variables }
  return client.subscribe<unknown>(
    { query, variables: asked },
    {
      next: ({ data, errors }) => {
        const [first] = errors ?? []
        if (first) handlers.ended(new ApiError({ message: first.message, extensions: first.extensions ?? {} }))
        if (!data) return
        const cursor = cursorOf?.(data)
        if (cursor !== undefined) asked['after'] = cursor
        handlers.next(data)
      },
      error: (error) => handlers.ended(toError(error)),
      complete: () => handlers.ended(),
    },
  )
}

interface Watch {
  connected(): void
  pinged(dead: () => void): void
  ponged(): void
  closed(event: unknown): void
  stop(): void
}

function watchConnection(onState: (state: ConnectionState) => void, now: () => number): Watch {
  let pingedAt = 0
  let lostAt: number | undefined
  let deadline: NodeJS.Timeout | undefined
  let stopped = false
  return {
    connected() {
      lostAt = undefined
      onState({ kind: 'live', latencyMs: undefined })
    },
    pinged(dead) {
      pingedAt = now()
      clearTimeout(deadline)
      deadline = setTimeout(dead, pongWithinMs)
    },
    ponged() {
      clearTimeout(deadline)
      onState({ kind: 'live', latencyMs: now() - pingedAt })
    },
    closed(event) {
      clearTimeout(deadline)
      if (stopped) return
      const reason = reasonOf(event)
      if (finalCodes.has(codeOf(event))) return onState({ kind: 'refused', reason })
      lostAt ??= now()
      onState({ kind: 'lost', since: lostAt, reason })
    },
    stop() {
      stopped = true
      clearTimeout(deadline)
    },
  }
}

function codeOf(event: unknown): number {
  return typeof event === 'object' && event !== null && 'code' in event && typeof event.code === 'number' ? event.code : 0
}

function reasonOf(event: unknown): string {
  const reason = typeof event === 'object' && event !== null && 'reason' in event ? String(event.reason) : ''
  if (codeOf(event) === 4403) return 'the server does not accept this token'
  return reason || 'connection closed'
}

function toError(error: unknown): Error {
  if (Array.isArray(error) && error[0]) return new ApiError(error[0] as { message: string })
  return error instanceof Error ? error : new Error(reasonOf(error))
}
