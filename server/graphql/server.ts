// The API server: one listener for HTTP and WebSocket, and a stop that never hangs. Its paths are in routes.ts.
// Knows nothing of tasks; what the product does comes in as schema, resolvers and a few functions.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Authenticate } from '../auth/authenticate.ts'
import type { Config } from '../config.ts'
import type { Logger } from '../log.ts'
import { createAddressRule } from './address.ts'
import type { OpenArtifact } from './artifacts.ts'
import { createEngine } from './engine.ts'
import { createGraphiql } from './graphiql/serve.ts'
import type { CreateGuards } from './guards.ts'
import { createKnownOperations } from './known-operations.ts'
import type { ReportDenial, RequestScope } from './operation.ts'
import { createOriginRule } from './origin.ts'
import type { AccessOf } from './policies.ts'
import type { TakeRate } from './rate-headers.ts'
import { type ExportAudit, type ReadMetrics, type Routes, respond, type TakeCallback } from './routes.ts'
import type { StillValid } from './socket-watch.ts'
import { createSocketGate } from './web-socket.ts'

export interface ApiServerOptions {
  schemaSource: string
  resolvers: unknown
  createContext: (scope: RequestScope) => object | Promise<object>
  authenticate: Authenticate
  /** Who may ask for which operation; nobody for one it does not know. */
  accessOf: AccessOf
  /** Counts an operation; throws RATE_LIMITED. Nobody has a limit when left out. */
  takeRate?: TakeRate
  /** Opens a file for a viewer; undefined when there is none that the viewer may read. */
  artifacts: OpenArtifact
  metrics: ReadMetrics
  /** The audit log as lines of JSON. */
  audit?: ExportAudit
  takeCallback?: TakeCallback
  publicKeys?: () => Promise<object>
  /** Asked every two seconds about everybody who has a socket; everybody stays when left out. */
  stillValid?: StillValid
  onDenied?: ReportDenial
  /** The limits on documents and the question who may ask for what; those of guards.ts when left out. */
  guards?: CreateGuards
  /** For each of our own clients: the text of all its operations. */
  clientOperations?: readonly string[]
  /** Whether the server can do its work now. May throw: the reason goes to the log only. */
  health: () => Promise<boolean>
  log: Logger
  config: Pick<Config, 'host' | 'port' | 'graphiql' | 'production'> &
    Partial<Pick<Config, 'allowedOrigins' | 'knownOperationsOnly' | 'trustedProxies'>>
  /** Given to GraphiQL in a browser on this machine, under the conditions of graphiql/trust.ts. */
  localToken?: string | undefined
}

export interface ApiServer {
  listen(): Promise<ListeningServer>
}

export interface ListeningServer {
  url: string
  port: number
  /** Not ready at once; sockets closed; requests in flight get a few seconds. Safe to call twice. */
  stop(): Promise<void>
}

const inFlightGraceMs = 5_000
/**
 * For a request to arrive whole; looked at more often than Node does by itself.
 * An idle connection stays longer than clients and load balancers keep theirs: who closes first must not be us, or a request is lost.
 */
const patience = { headersTimeout: 10_000, requestTimeout: 30_000, connectionsCheckingInterval: 5_000, keepAliveTimeout: 65_000 }

export function createApiServer(options: ApiServerOptions): ApiServer {
  const { config } = options
  let draining = false
  const isDraining = () => draining
  const { production, knownOperationsOnly } = config
  const operations = createKnownOperations(options.clientOperations ?? [])
  const routes: Routes = {
    onDenied: () => undefined,
    stillValid: () => true,
    takeRate: async () => undefined,
    ...options,
    production,
    isDraining,
    operations,
    addressOf: createAddressRule(config.trustedProxies ?? 0),
    originRule: createOriginRule(config.allowedOrigins ?? []),
    engine: createEngine({
      ...options,
      production,
      introspection: config.graphiql || !production,
      isDraining,
      operations,
      knownOperationsOnly,
    }),
    graphiql: config.graphiql ? createGraphiql({ ...config, token: options.localToken }) : undefined,
  }
  const gate = createSocketGate(routes)
  const inFlight = new Set<ServerResponse>()
  const server = createServer({ ...patience, maxHeaderSize: 16 * 1024 }, (req, res) => {
    if (!isProbe(req)) inFlight.add(res)
    res.once('close', () => inFlight.delete(res))
    void respond(req, res, routes)
  })
  server.on('upgrade', gate.upgrade)

  async function drain(): Promise<void> {
    draining = true
    await Promise.all([gate.close(), settled(inFlight)])
    server.closeAllConnections()
    await new Promise<void>((done) => server.close(() => done()))
  }

  let stopping: Promise<void> | undefined
  return {
    async listen() {
      const { port } = await bind(server, config)
      routes.graphiql?.load().catch((error: unknown) => options.log.warn({ err: error }, 'GraphiQL is not available'))
      return { url: publicUrl(config.host, port), port, stop: () => (stopping ??= drain()) }
    },
  }
}

function bind(server: Server, { host, port }: { host: string; port: number }): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      const address = server.address()
      if (address === null || typeof address === 'string') reject(new Error(`expected to listen on a TCP port of ${host}`))
      else resolve(address)
    })
  })
}

function publicUrl(host: string, port: number): string {
  const name = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`
}

/** Resolves when nothing is in flight, or when the patience is over. */
async function settled(inFlight: ReadonlySet<ServerResponse>): Promise<void> {
  const all = Promise.all([...inFlight].map((res) => new Promise<void>((done) => res.once('close', () => done()))))
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((done) => {
    timer = setTimeout(done, inFlightGraceMs)
  })
  await Promise.race([all, late])
  clearTimeout(timer)
}

function isProbe({ url = '' }: IncomingMessage): boolean {
  return url === '/healthz' || url === '/readyz'
}
