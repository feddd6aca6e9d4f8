// Every path of the API server, and what stands in front of each: origin, token, body.
// Knows nothing of listening or stopping.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Viewer } from '../auth/viewer.ts'
import type { Logger } from '../log.ts'
import { answerArtifact, type OpenArtifact } from './artifacts.ts'
import type { Engine } from './engine.ts'
import { codeOf, toClientError } from './errors.ts'
import type { Graphiql } from './graphiql/serve.ts'
import { statusByCode } from './http-status.ts'
import type { Operation } from './operation.ts'
import { admitOrigin, answerPreflight, type OriginRule } from './origin.ts'
import { answerAlive, answerReady } from './probes.ts'
import { Refusal, sendError, shuttingDown, toAnswer, unauthenticated } from './refusal.ts'
import { checkBodyHeaders, readGraphqlBody } from './request-body.ts'
import { bearerOf, requestIdOf } from './request-id.ts'

/** Prometheus text for an admin. */
export type ReadMetrics = (viewer: Viewer) => Promise<{ contentType: string; text: string }>

export interface Routes {
  authenticate: (bearer: string | undefined) => Promise<Viewer | undefined>
  artifacts: OpenArtifact
  metrics: ReadMetrics
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
  url: URL
  requestId: string
  log: Logger
}

/** Never rejects: whatever goes wrong becomes an answer. */
export async function respond(req: IncomingMessage, res: ServerResponse, routes: Routes): Promise<void> {
  const requestId = requestIdOf(req)
  const log = routes.log.child({ requestId })
  res.setHeader('x-request-id', requestId)
  try {
    await route({ req, res, url: targetOf(req), requestId, log }, routes)
  } catch (error) {
    answerFailure(res, error, { log, production: routes.production })
  }
}

/** The host is no part of routing, so that a strange Host header changes nothing. */
function targetOf({ url = '/' }: IncomingMessage): URL {
  const target = `http://localhost${url}`
  if (!url.startsWith('/') || !URL.canParse(target)) throw new Refusal('VALIDATION_FAILED', 'Expected a path such as /graphql.')
  return new URL(target)
}

async function route(exchange: Exchange, routes: Routes): Promise<void> {
  const { req, res, url } = exchange
  if (url.pathname === '/healthz') return answerAlive(res)
  if (url.pathname === '/readyz') return answerReady(res, routes)
  if (routes.isDraining()) throw shuttingDown()
  if (url.pathname === '/graphql') return answerGraphql(exchange, routes)
  if (await routes.graphiql?.answerAsset(url.pathname, req, res)) return
  if (url.pathname === '/metrics') return answerMetrics(exchange, routes)
  const artifact = /^\/artifacts\/([\w-]{1,128})$/.exec(url.pathname)?.[1]
  if (!artifact) throw new Refusal('NOT_FOUND', 'Nothing is served on this path.')
  admitOrigin(routes.originRule, req, res)
  await answerArtifact({ req, res, viewer: await viewerOf(req, routes), id: artifact }, routes.artifacts)
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
  const viewer = await viewerOf(req, routes)
  if (req.method === 'POST') await giveBody(req)
  await routes.engine.yoga(req, res, { operation: startOperation(exchange, viewer) })
}

async function answerMetrics({ req, res }: Exchange, routes: Routes): Promise<void> {
  const viewer = await viewerOf(req, routes)
  if (viewer.role !== 'admin') throw new Refusal('FORBIDDEN', 'Metrics are for admins.')
  const { contentType, text } = await routes.metrics(viewer)
  res.writeHead(200, { 'content-type': contentType, 'cache-control': 'no-store' }).end(text)
}

/** Yoga takes a body that is there already, and its parser goes by the content type. */
async function giveBody(req: IncomingMessage): Promise<void> {
  Object.assign(req, { body: await readGraphqlBody(req) })
  req.headers['content-type'] = 'application/json'
}

function startOperation({ requestId, log }: Exchange, viewer: Viewer): Operation {
  return { requestId, viewer, transport: 'http', startedAt: performance.now(), log: log.child({ viewer: viewer.id }) }
}

async function viewerOf({ headers }: IncomingMessage, { authenticate }: Routes): Promise<Viewer> {
  const viewer = await authenticate(bearerOf(headers.authorization))
  if (!viewer) throw unauthenticated()
  return viewer
}

function answerFailure(res: ServerResponse, error: unknown, scope: { log: Logger; production: boolean }): void {
  if (error instanceof Refusal) {
    scope.log.info({ status: error.status, code: error.error.code }, 'request refused')
    sendError(res, toAnswer(error))
  } else if (isClientGone(error)) {
    res.destroy()
  } else {
    const mapped = toClientError(error, { ...scope, variableViolations: () => [] })
    sendError(res, { status: statusByCode[codeOf(mapped)], message: mapped.message, extensions: mapped.extensions })
  }
}

/** Half an upload, or a download nobody waits for any more: no failure of ours. */
function isClientGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ECONNRESET' || error.code === 'ERR_STREAM_PREMATURE_CLOSE')
}
