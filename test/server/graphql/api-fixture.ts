// A small API over real HTTP and WebSocket: a schema of its own, two tokens, and a log that tests can read.

import { connect } from 'node:net'
import { Readable } from 'node:stream'
import { type Client, createClient } from 'graphql-ws'
import { pino } from 'pino'
import { afterEach } from 'vitest'
import { WebSocket } from 'ws'
import type { Viewer } from '../../../server/auth/viewer.ts'
import { CapstanError } from '../../../server/errors.ts'
import { scalarResolvers } from '../../../server/graphql/scalars.ts'
import { type ApiServerOptions, createApiServer } from '../../../server/graphql/server.ts'

export const token = 'token-of-alice-0123456789'
export const alice: Viewer = { id: 'U-alice', name: 'Alice', role: 'admin', workspace: 'main' }

const schemaSource = /* GraphQL */ `
  scalar DateTime
  scalar JSON
  enum Priority { HIGH LOW }
  input NoteInput { text: String!, count: Int, priority: Priority, at: DateTime, data: JSON, password: String }
  type Note { id: ID!, text: String!, parent: Note, priority: Priority, replies(first: Int): [Note!]! }
  type Query {
    whoami: String!
    requestId: String!
    note(id: ID!): Note
    notes(first: Int): [Note!]!
    fail(how: String!): String
    mustFail(how: String!): String!
    slow: String!
    when(at: DateTime!): DateTime!
  }
  type Mutation { addNote(input: NoteInput!): Note! }
  type Subscription { ticks(to: Int!): Int!, forever: Int!, broken(how: String!): Int! }
`

export interface Log {
  lines: Record<string, unknown>[]
  text: () => string
}

export interface Api {
  url: string
  port: number
  log: Log
  added: unknown[]
  openStreams: () => number
  /** How often `notes` was resolved. */
  notesAsked: () => number
  /** Lets every `slow` query answer. */
  release: () => void
  slowStarted: Promise<void>
  stop: () => Promise<void>
}

const running: (() => Promise<void>)[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((stop) => stop()))
})

export async function startApi(
  overrides: Partial<Omit<ApiServerOptions, 'config'>> & { config?: Partial<ApiServerOptions['config']> } = {},
): Promise<Api> {
  const log: Log = { lines: [], text: () => JSON.stringify(log.lines) }
  const added: unknown[] = []
  const slow = withResolvers()
  const slowStarted = withResolvers()
  let open = 0
  let asked = 0
  const api = createApiServer({
    schemaSource,
    resolvers: {
      ...scalarResolvers,
      Query: {
        whoami: (_root: unknown, _args: unknown, context: { viewer: Viewer }) => context.viewer.name,
        requestId: (_root: unknown, _args: unknown, context: { requestId: string }) => context.requestId,
        note: () => ({ id: 'N-1', text: 'hello', parent: { id: 'N-0', text: 'parent' } }),
        notes: () => {
          asked += 1
          return []
        },
        fail: (_root: unknown, { how }: { how: string }) => fail(how),
        mustFail: (_root: unknown, { how }: { how: string }) => fail(how),
        slow: async () => {
          slowStarted.resolve()
          await slow.promise
          return 'done'
        },
        when: (_root: unknown, { at }: { at: Date }) => at,
      },
      Mutation: {
        addNote: (_root: unknown, { input }: { input: { text: string } }) => {
          added.push(input)
          return { id: 'N-2', text: input.text }
        },
      },
      Subscription: {
        ticks: { subscribe: (_root: unknown, { to }: { to: number }) => counting(to), resolve: (value: number) => value },
        forever: {
          subscribe: () => {
            open += 1
            return pending(() => (open -= 1))
          },
          resolve: (value: number) => value,
        },
        broken: { subscribe: (_root: unknown, { how }: { how: string }) => breaking(how), resolve: (value: number) => value },
      },
    },
    createContext: ({ viewer, requestId }) => ({ viewer, requestId }),
    authenticate: async (bearer) => (bearer === token ? alice : undefined),
    accessOf: () => 'view',
    metrics: async () => ({ contentType: 'text/plain', text: '' }),
    artifacts: async (viewer, id) =>
      viewer.id === alice.id && id === 'A-1'
        ? { stream: Readable.from(['<b>hi</b>']), contentType: 'text/html', fileName: 'résumé (1).html' }
        : undefined,
    health: async () => true,
    log: pino({ level: 'debug' }, { write: (line: string) => log.lines.push(JSON.parse(line)) }),
    ...overrides,
    config: { host: '127.0.0.1', port: 0, graphiql: false, production: false, ...overrides.config },
  })
  const { url, port, stop } = await api.listen()
  running.push(async () => {
    slow.resolve()
    await stop()
  })
  return {
    url,
    port,
    log,
    added,
    openStreams: () => open,
    notesAsked: () => asked,
    release: slow.resolve,
    slowStarted: slowStarted.promise,
    stop,
  }
}

function withResolvers() {
  let resolve = () => {}
  const promise = new Promise<void>((done) => (resolve = done))
  return { promise, resolve }
}

export function fail(how: string): never {
  if (how === 'forbidden') throw new CapstanError('FORBIDDEN', 'Not yours.')
  if (how === 'not-found') throw new CapstanError('NOT_FOUND', 'No such note.')
  if (how === 'rate') throw new CapstanError('RATE_LIMITED', 'Too many.', { retryAfterSeconds: 7 })
  if (how === 'input')
    throw new CapstanError('VALIDATION_FAILED', 'text: too short', {
      violations: [{ path: 'text', message: 'too short' }],
      legacyCode: 'TASK_002',
    })
  if (how === 'database') throw Object.assign(new Error('connect ECONNREFUSED 10.0.0.9:27017'), { name: 'MongoServerSelectionError' })
  if (how === 'wrapped-database')
    throw new Error('could not save', { cause: Object.assign(new Error('not primary'), { name: 'MongoServerError' }) })
  throw new Error('mongodb://user:hunter2@host refused')
}

async function* counting(to: number) {
  for (let i = 1; i <= to; i += 1) yield i
}

async function* breaking(how: string) {
  yield 1
  fail(how)
}

function pending(closed: () => void): AsyncIterableIterator<number> {
  let finish: (result: IteratorResult<number>) => void = () => {}
  const iterator: AsyncIterableIterator<number> = {
    [Symbol.asyncIterator]: () => iterator,
    next: () => new Promise((resolve) => (finish = resolve)),
    return: async () => {
      closed()
      finish({ value: undefined, done: true })
      return { value: undefined, done: true }
    },
  }
  return iterator
}

export interface Answer {
  status: number
  headers: Headers
  body: { data?: Record<string, unknown> | null; errors?: { message: string; path?: unknown; extensions: Record<string, unknown> }[] }
  text: string
}

export interface Ask {
  variables?: Record<string, unknown>
  operationName?: string
  headers?: Record<string, string | undefined>
}

export function ask(api: Api, query: string, { headers, ...rest }: Ask = {}): Promise<Answer> {
  return send(api, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, ...rest }),
  })
}

export async function send(
  api: Api,
  init: Omit<RequestInit, 'headers'> & { path?: string; headers?: Record<string, string | undefined>; duplex?: 'half' },
): Promise<Answer> {
  const { path = '/graphql', headers = {}, ...rest } = init
  const all = { authorization: `Bearer ${token}`, ...headers }
  const given = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined)
  const response = await fetch(`${api.url}${path}`, { ...rest, headers: given })
  const text = await response.text()
  return { status: response.status, headers: response.headers, text, body: parse(text) }
}

function parse(text: string): Answer['body'] {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}

export function codes(answer: Pick<Answer, 'body'>): unknown[] {
  return (answer.body.errors ?? []).map((error) => error.extensions.code)
}

/** Sends bytes as they are and reads until the server closes or the head of the answer is there. */
export function raw(api: Api, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = ''
    const socket = connect(api.port, '127.0.0.1', () => socket.write(text))
    socket.on('data', (data) => {
      answer += data
      if (answer.includes('\r\n\r\n')) socket.destroy()
    })
    socket.on('close', () => resolve(answer))
    socket.on('error', reject)
  })
}

/** A raw socket that speaks the protocol by hand, to break it. */
export class Wire {
  readonly received: Record<string, unknown>[] = []
  readonly closed: Promise<{ code: number; reason: string }>
  readonly ws: WebSocket
  #waiting: (() => void)[] = []

  constructor(
    api: Api,
    {
      origin,
      headers = {},
      protocol = 'graphql-transport-ws',
    }: { origin?: string; headers?: Record<string, string>; protocol?: string } = {},
  ) {
    this.ws = new WebSocket(`ws://127.0.0.1:${api.port}/graphql`, protocol, { headers, ...(origin && { origin }) })
    this.closed = new Promise((resolve) => this.ws.on('close', (code, reason) => resolve({ code, reason: String(reason) })))
    this.ws.on('error', () => {})
    this.ws.on('message', (data) => {
      this.received.push(JSON.parse(String(data)))
      for (const wake of this.#waiting.splice(0)) wake()
    })
    void this.closed.then(() => {
      for (const wake of this.#waiting.splice(0)) wake()
    })
    running.push(async () => this.ws.terminate())
  }

  async opened(): Promise<this> {
    if (this.ws.readyState !== WebSocket.OPEN) await new Promise((resolve, reject) => this.ws.once('open', resolve).once('error', reject))
    return this
  }

  async acknowledged(payload: Record<string, unknown> = { authorization: `Bearer ${token}` }): Promise<this> {
    await this.opened()
    this.send({ type: 'connection_init', payload })
    await this.until((message) => message.type === 'connection_ack')
    return this
  }

  send(message: unknown): void {
    this.ws.send(typeof message === 'string' ? message : JSON.stringify(message))
  }

  subscribe(id: string, query: string, variables?: Record<string, unknown>): void {
    this.send({ id, type: 'subscribe', payload: { query, ...(variables && { variables }) } })
  }

  async until(matches: (message: Record<string, unknown>) => boolean): Promise<Record<string, unknown>> {
    for (;;) {
      const found = this.received.find(matches)
      if (found) return found
      if (this.ws.readyState >= WebSocket.CLOSING) throw new Error(`the socket closed; received ${JSON.stringify(this.received)}`)
      await new Promise<void>((wake) => this.#waiting.push(wake))
    }
  }

  answerTo(id: string): Promise<Record<string, unknown>> {
    return this.until((message) => message.id === id && (message.type === 'next' || message.type === 'error'))
  }
}

export function socketClient(api: Api): Client {
  const client = createClient({
    url: `ws://127.0.0.1:${api.port}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { token },
    retryAttempts: 0,
  })
  running.push(async () => void client.dispose())
  return client
}

/** Runs one operation over a WebSocket and gives what came back in the shape of an HTTP answer. */
export async function askOverSocket(api: Api, query: string, variables?: Record<string, unknown>): Promise<Pick<Answer, 'body' | 'text'>> {
  const wire = await new Wire(api).acknowledged()
  wire.subscribe('1', query, variables)
  const { payload } = await wire.answerTo('1')
  wire.ws.close()
  const body = (Array.isArray(payload) ? { errors: payload } : payload) as Answer['body']
  return { body, text: JSON.stringify(body) }
}
