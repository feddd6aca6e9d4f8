// A small API over real HTTP and WebSocket: a schema of its own, two tokens, and a log that tests can read.

import { Readable } from 'node:stream'
import { pino } from 'pino'
import { afterEach } from 'vitest'
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

/** To be ended after the test. */
export function onEnd(stop: () => Promise<void>): void {
  running.push(stop)
}

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
  onEnd(async () => {
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
