// Every path of the API server, and what stands in front of each: origin, token, body.
// Knows nothing of listening or stopping.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Authenticate } from '../auth/authenticate.ts'
import { anonymous, isAnonymous, type Viewer } from '../auth/viewer.ts'
import { CapstanError } from '../errors.ts'
import type { Logger } from '../log.ts'
import type { AddressOf } from './address.ts'
import { answerOperation } from './answer-operation.ts'
import { answerArtifact, type OpenArtifact } from './artifacts.ts'
import { askingOf } from './asking.ts'
import type { Engine } from './engine.ts'
import { codeOf, type DeniedCode, toClientError } from './errors.ts'
import type { Graphiql } from './graphiql/serve.ts'
import { statusByCode } from './http-status.ts'
import type { KnownOperations } from './known-operations.ts'
import type { Operation, ReportDenial } from './operation.ts'
import { admitOrigin, answerPreflight, type OriginRule } from './origin.ts'
import { answerAlive, answerReady } from './probes.ts'
import { type TakeRate, takeRate } from './rate-headers.ts'
import { Refusal, sendError, shuttingDown, toAnswer, unauthenticated } from './refusal.ts'
import { checkBodyHeaders, type GraphqlBody, readBody, readGraphqlBody } from './request-body.ts'
import { bearerOf, requestIdOf } from './request-id.ts'
import type { StillValid } from './socket-watch.ts'

/** Prometheus text for an admin. */
export type ReadMetrics = (viewer: Viewer) => Promise<{ contentType: string; text: string }>

/** The audit log as lines of JSON, for an admin. */
export type ExportAudit = (viewer: Viewer, requestId: string) => Promise<AsyncIterable<string>>

/** A message of an agent that answers later. */
export type TakeCallback = (message: { task: string; fence: number; body: string; headers: { [name: string]: string } }) => Promise<void>

export interface Routes {
  authenticate: Authenticate
  takeRate: TakeRate
  addressOf: AddressOf
  artifacts: OpenArtifact
  metrics: ReadMetrics
  audit?: ExportAudit
  takeCallback?: TakeCallback
  /** Public keys by which others check what we sign, as a JWK set. */
  publicKeys?: () => Promise<object>
  operations: KnownOperations
  onDenied: ReportDenial
  stillValid: StillValid
  health: () => Promise<boolean>
  engine: Engine
  graphiql: Graphiql | undefined
  originRule: OriginRule
  isDraining: () => boolean
  production: boolean
  log: Logger
}

interface Exchange {
  req: IncomingMessage
  res: ServerResponse
  path: string
  requestId: string
  /** Once it is known. */
  viewer?: Viewer
}

/** Never rejects: whatever goes wrong becomes an answer. */
export async function respond(req: IncomingMessage, res: ServerResponse, routes: Routes): Promise<void> {
  const requestId = requestIdOf(req)
  res.setHeader('x-request-id', requestId)
  const exchange: Exchange = { req, res, path: '', requestId }
  try {
    exchange.path = pathOf(req)
    await route(exchange, routes)
  } catch (error) {
    const { viewer, path } = exchange
    const onDenied = (code: DeniedCode) => routes.onDenied({ code, viewer, address: routes.addressOf(req), asked: path || '/', requestId })
    answerFailure(res, error, { log: routes.log.child({ requestId }), production: routes.production, onDenied })
  }
}

/** The host is no part of routing, so that a strange Host header changes nothing. */
function pathOf({ url = '/' }: IncomingMessage): string {
  // Nearly every request; what it says is plain as it stands.
  if (url === '/graphql') return url
  const target = `http://localhost${url}`
  if (!url.startsWith('/') || !URL.canParse(target)) throw new Refusal('VALIDATION_FAILED', 'Expected a path such as /graphql.')
  return new URL(target).pathname
}

async function route(exchange: Exchange, routes: Routes): Promise<void> {
  const { req, res, path } = exchange
  if (path === '/healthz') return answerAlive(res)
  if (path === '/readyz') return answerReady(res, routes)
  if (routes.isDraining()) throw shuttingDown()
  if (path === '/graphql') return answerGraphql(exchange, routes)
  if (await routes.graphiql?.answerAsset(path, req, res)) return
  if (path === '/metrics') return answerMetrics(exchange, routes)
  if (path === '/audit.jsonl') return answerAudit(exchange, routes)
  const callback = /^\/callbacks\/([\w-]{1,64})\.(\d{1,15})$/.exec(path)
  if (callback && routes.takeCallback) return answerCallback(exchange, routes, { task: callback[1] ?? '', fence: Number(callback[2]) })
  if (path === '/.well-known/jwks.json') return answerKeys(exchange, routes)
  const artifact = /^\/artifacts\/([\w-]{1,128})$/.exec(path)?.[1]
  if (!artifact) throw new Refusal('NOT_FOUND', 'Nothing is served on this path.')
  admitOrigin(routes.originRule, req, res)
  await answerArtifact({ req, res, viewer: await viewerOf(exchange, routes), id: artifact }, routes.artifacts)
}

async function answerGraphql(exchange: Exchange, routes: Routes): Promise<void> {
  const { req, res } = exchange
  admitOrigin(routes.originRule, req, res)
  if (req.method === 'OPTIONS') return answerPreflight(res)
  if (req.method !== 'GET' && req.method !== 'POST') {
    throw new Refusal('VALIDATION_FAILED', 'Expected GET or POST.', { status: 405, headers: { allow: 'GET, POST' } })
  }
  if (req.method === 'GET' && routes.graphiql && req.headers.accept?.includes('text/html')) return routes.graphiql.answerPage(req, res)
  if (req.method === 'POST') checkBodyHeaders(req)
  const viewer = mayBeLogin(req) ? await takeStranger(exchange, routes) : await viewerOf(exchange, routes)
  const body = req.method === 'POST' ? await takeBody(req, routes.operations) : undefined
  await answerOperation({ req, res, body, operation: startOperation(exchange, viewer, routes) }, routes.engine)
}

async function answerMetrics(exchange: Exchange, routes: Routes): Promise<void> {
  const viewer = await viewerOf(exchange, routes)
  if (viewer.role !== 'admin') throw new Refusal('FORBIDDEN', 'Metrics are for admins.')
  const { contentType, text } = await routes.metrics(viewer)
  exchange.res.writeHead(200, { 'content-type': contentType, 'cache-control': 'no-store' }).end(text)
}

async function answerAudit(exchange: Exchange, routes: Routes): Promise<void> {
  const { req, res, requestId } = exchange
  if (req.method !== 'GET') throw new Refusal('VALIDATION_FAILED', 'Expected GET.', { status: 405, headers: { allow: 'GET' } })
  admitOrigin(routes.originRule, req, res)
  const viewer = await viewerOf(exchange, routes)
  if (!routes.audit) throw new Refusal('NOT_FOUND', 'Nothing is served on this path.')
  const lines = await routes.audit(viewer, requestId)
  res.writeHead(200, {
    'content-type': 'application/jsonl; charset=utf-8',
    'content-disposition': 'attachment; filename="audit.jsonl"',
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, no-store',
  })
  await pipeline(Readable.from(lines), res)
}

/** Who signs with the key of the order needs no other token, and may call as often as it likes; who cannot is held to few tries. */
async function answerCallback(exchange: Exchange, routes: Routes, run: { task: string; fence: number }): Promise<void> {
  const { req, res } = exchange
  if (req.method !== 'POST') throw new Refusal('VALIDATION_FAILED', 'Expected POST.', { status: 405, headers: { allow: 'POST' } })
  checkBodyHeaders(req)
  const headers = Object.fromEntries(
    Object.entries(req.headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  )
  try {
    await routes.takeCallback?.({ ...run, body: await readBody(req), headers })
  } catch (error) {
    if (error instanceof CapstanError && error.code === 'UNAUTHENTICATED') await takeStranger(exchange, routes)
    throw error
  }
  res.writeHead(202, { 'content-type': 'application/json' }).end('{"taken":true}')
}

async function answerKeys({ res }: Exchange, { publicKeys }: Routes): Promise<void> {
  if (!publicKeys) throw new Refusal('NOT_FOUND', 'Nothing is served on this path.')
  const keys = await publicKeys()
  res.writeHead(200, { 'content-type': 'application/jwk-set+json', 'cache-control': 'public, max-age=300' }).end(JSON.stringify(keys))
}

async function takeBody(req: IncomingMessage, operations: KnownOperations): Promise<GraphqlBody> {
  const body = await readGraphqlBody(req)
  body.query = operations.textOf(body.query)
  return body
}

function startOperation({ req, requestId }: Exchange, viewer: Viewer, { onDenied, log }: Routes): Operation {
  const operation: Operation = {
    requestId,
    viewer,
    transport: 'http',
    startedAt: performance.now(),
    log,
    client: req.headers['user-agent'],
    onDenied: (code) =>
      onDenied({
        code,
        viewer: isAnonymous(viewer) ? undefined : viewer,
        address: viewer.address,
        asked: operation.name ?? 'operation',
        requestId,
      }),
  }
  return operation
}

async function viewerOf(exchange: Exchange, routes: Routes): Promise<Viewer> {
  const address = routes.addressOf(exchange.req)
  const found = await routes.authenticate(bearerOf(exchange.req.headers.authorization), askingOf(exchange.req.headers, address))
  if (!found) throw unauthenticated()
  exchange.viewer = { ...found, address: found.address ?? address }
  await takeRate(routes.takeRate, exchange.viewer, exchange.res)
  return exchange.viewer
}

/** Whoever shows no token at all may log in; the engine refuses everything else. */
function mayBeLogin({ method, headers }: IncomingMessage): boolean {
  return method === 'POST' && headers.authorization === undefined
}

async function takeStranger({ req, res }: Exchange, routes: Routes): Promise<Viewer> {
  const viewer = { ...anonymous, address: routes.addressOf(req) }
  await takeRate(routes.takeRate, viewer, res)
  return viewer
}

interface FailureScope {
  log: Logger
  production: boolean
  onDenied: (code: DeniedCode) => void
}

function answerFailure(res: ServerResponse, error: unknown, scope: FailureScope): void {
  if (error instanceof Refusal) {
    const { code } = error.error
    if (code === 'FORBIDDEN' || code === 'UNAUTHENTICATED') scope.onDenied(code)
    scope.log.info({ status: error.status, code: error.error.code }, 'request refused')
    sendError(res, toAnswer(error))
  } else if (isClientGone(error)) {
    res.destroy()
  } else {
    const mapped = toClientError(error, { ...scope, variableViolations: () => [], valuesOf: () => [] })
    sendError(res, { status: statusByCode[codeOf(mapped)], message: mapped.message, extensions: mapped.extensions })
  }
}

/** Half an upload, or a download nobody waits for any more: no failure of ours. */
function isClientGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ECONNRESET' || error.code === 'ERR_STREAM_PREMATURE_CLOSE')
}
