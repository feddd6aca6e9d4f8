// The one way to the server, for dashboard and command line alike: questions over HTTP, news over a WebSocket that is opened with the
// first subscription. What comes back is harmless text; only `raw` hands it on as it came.
import type { Operation } from '../generated/operations.ts'
import { ask } from './request.ts'
import { sanitize } from './sanitize.ts'
import type { ConnectionState, Socket } from './socket.ts'

export interface ClientOptions {
  url: string
  token: string | (() => string | Promise<string>)
  /** The token's own when left out. */
  workspace?: string | undefined
  onConnection?: (state: ConnectionState) => void
}

export interface RequestOptions {
  signal?: AbortSignal
  /** Leaves control characters in: for what goes back to the server or into a file, never onto a screen. */
  raw?: boolean
  /** Waits for as long as the answer takes. */
  patient?: boolean
}

export interface Subscriber<Data> {
  next(data: Data): void
  /** It has ended for good. */
  ended?(error?: Error): void
  /** Reads the cursor to go on after when the connection comes back; for subscriptions that take `after`. */
  cursorOf?(data: Data): string | undefined
}

export interface CapstanClient {
  readonly url: string
  request<Data, Variables extends object>(
    operation: Operation<Data, Variables>,
    variables: Variables,
    options?: RequestOptions,
  ): Promise<Data>
  /** Answers what ends it. */
  subscribe<Data, Variables extends object>(
    operation: Operation<Data, Variables>,
    variables: Variables,
    subscriber: Subscriber<Data>,
  ): () => void
  reconnect(): void
  close(): Promise<void>
}

export function createCapstanClient({ url, token, workspace, onConnection = () => undefined }: ClientOptions): CapstanClient {
  const endpoint = { url, token: typeof token === 'string' ? () => token : token, workspace }
  let socket: Promise<Socket> | undefined
  // Most commands need none, and loading what it needs takes longer than their answer.
  const open = () => (socket ??= import('./socket.ts').then(({ createSocket }) => createSocket({ ...endpoint, onState: onConnection })))
  return {
    url,
    request: async <Data>({ text }: Operation<Data, never>, variables: object, { signal, raw, patient }: RequestOptions = {}) => {
      const data = await ask(endpoint, { query: text, variables, signal, patient })
      return (raw ? data : sanitize(data)) as Data
    },
    subscribe: <Data>({ text }: Operation<Data, never>, variables: object, { next, ended, cursorOf }: Subscriber<Data>) => {
      const subscribed = new AbortController()
      void open().then((opened) => {
        if (subscribed.signal.aborted) return
        const stop = opened.subscribe(
          { query: text, variables: { ...variables }, cursorOf: cursorOf && ((data) => cursorOf(data as Data)) },
          { next: (data) => next(sanitize(data) as Data), ended: (error) => ended?.(error) },
        )
        subscribed.signal.addEventListener('abort', stop)
      })
      return () => subscribed.abort()
    },
    reconnect: () => void socket?.then((opened) => opened.reconnect()),
    close: async () => (await socket)?.close(),
  }
}
