// GraphQL over one WebSocket (graphql-transport-ws): introduction, operations and their end.
// Documents, limits and errors are the engine's; bytes and closing are the gate's.
import { type ExecutionArgs, type ExecutionResult, type FormattedExecutionResult, GraphQLError, type GraphQLFormattedError } from 'graphql'
import { type Context, makeServer, type SubscribePayload } from 'graphql-ws'
import type { Authenticate } from '../auth/authenticate.ts'
import type { Viewer } from '../auth/viewer.ts'
import { CapstanError } from '../errors.ts'
import type { Logger } from '../log.ts'
import { askingOf } from './asking.ts'
import type { Engine } from './engine.ts'
import { codeOf } from './errors.ts'
import { logOperation, type Operation, type ReportDenial } from './operation.ts'
import type { TakeRate } from './rate-headers.ts'
import { bearerOf } from './request-id.ts'
import { socketLimits } from './socket-limits.ts'

export interface SocketProtocolOptions {
  engine: Engine
  authenticate: Authenticate
  takeRate: TakeRate
  onDenied: ReportDenial
  log: Logger
}

export interface Connection {
  requestId: string
  started: number
  address: string | undefined
  viewer: Viewer | undefined
  /** Answers whether this viewer may have one more socket; it is closed with a reason when not. */
  admit: (viewer: Viewer) => boolean
  operations: Map<string, Operation>
}

type SocketContext = Context<Record<string, unknown> | undefined, Connection>

export function createSocketProtocol({ engine, authenticate, takeRate, onDenied, log }: SocketProtocolOptions) {
  async function begin(ctx: SocketContext, id: string, payload: SubscribePayload) {
    const { viewer } = ctx.extra
    if (!viewer) throw new Error('a subscribe message came before the connection was acknowledged')
    const operation = startOperation(ctx.extra, viewer, { log, onDenied })
    ctx.extra.operations.set(id, operation)
    if (Object.keys(ctx.subscriptions).length > socketLimits.operations) {
      const message = `Expected at most ${socketLimits.operations} operations at a time on one socket.`
      return engine.toErrors([new CapstanError('RATE_LIMITED', message, { retryAfterSeconds: 1 })], operation, payload)
    }
    try {
      await takeRate(viewer)
    } catch (error) {
      return engine.toErrors([error], operation, payload)
    }
    return engine.prepare(payload, operation)
  }

  function finish(ctx: SocketContext, id: string, code: string | undefined): void {
    const operation = ctx.extra.operations.get(id)
    if (!operation) return
    ctx.extra.operations.delete(id)
    logOperation(operation, code, performance.now())
  }

  function mapErrors(ctx: SocketContext, id: string, payload: SubscribePayload, errors: readonly unknown[]) {
    const operation = ctx.extra.operations.get(id)
    return operation ? engine.toErrors(errors, operation, payload) : []
  }

  return makeServer<Record<string, unknown> | undefined, Connection>({
    connectionInitWaitTimeout: socketLimits.initTimeoutMs,
    async onConnect(ctx) {
      const { authorization, token, ...params } = ctx.connectionParams ?? {}
      const { address, requestId } = ctx.extra
      const bearer = bearerOf(authorization) ?? (typeof token === 'string' ? token : undefined)
      const found = await authenticate(bearer, askingOf(params, address)).catch(ignoreRefusal)
      const viewer = found && { ...found, address: found.address ?? address }
      ctx.extra.viewer = viewer
      if (!viewer) onDenied({ code: 'UNAUTHENTICATED', address, asked: 'socket', requestId })
      return viewer !== undefined && ctx.extra.admit(viewer)
    },
    onSubscribe: begin,
    execute: (args) => runSafely(args, 'execute'),
    subscribe: (args) => runSafely(args, 'subscribe'),
    onNext(ctx, id, payload, _args, result) {
      const errors = result.errors && mapErrors(ctx, id, payload, result.errors)
      const [first] = errors ?? []
      const isLast = ctx.extra.operations.get(id)?.type !== 'subscription'
      if (first && isLast) finish(ctx, id, codeOf(first))
      if (!errors) return undefined
      return { ...result, errors: errors.map(format) } as FormattedExecutionResult
    },
    onError(ctx, id, payload, errors) {
      const mapped = mapErrors(ctx, id, payload, errors)
      const [first] = mapped
      finish(ctx, id, first && codeOf(first))
      return mapped.map(format)
    },
    onComplete: (ctx, id) => finish(ctx, id, undefined),
  })
}

/** No access to the workspace or person they ask for: the same as no token. */
function ignoreRefusal(error: unknown): undefined {
  if (!(error instanceof CapstanError)) throw error
}

/** The status that an error has over HTTP means nothing here. */
function format(error: GraphQLError): GraphQLFormattedError {
  const { extensions, ...rest } = error.toJSON()
  const { http: _http, ...shown } = extensions ?? {}
  return { ...rest, extensions: shown }
}

type Run = (args: ExecutionArgs) => Promise<ExecutionResult | AsyncIterable<ExecutionResult>>
type Enveloped = Record<'execute' | 'subscribe', Run>

/** A throw here would close the whole socket; as a result it reaches only its own operation. */
async function runSafely(args: ExecutionArgs, how: 'execute' | 'subscribe'): Promise<ExecutionResult | AsyncIterable<ExecutionResult>> {
  try {
    return await (args.rootValue as Enveloped)[how]({ ...args, rootValue: undefined })
  } catch (error) {
    return { errors: [error instanceof GraphQLError ? error : new GraphQLError('', { originalError: toError(error) })] }
  }
}

function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown))
}

function startOperation(
  connection: Connection,
  viewer: Viewer,
  { log, onDenied }: Pick<SocketProtocolOptions, 'log' | 'onDenied'>,
): Operation {
  connection.started += 1
  const requestId = `${connection.requestId}.${connection.started}`
  const operation: Operation = {
    requestId,
    viewer,
    transport: 'websocket',
    startedAt: performance.now(),
    log,
    onDenied: (code) => onDenied({ code, viewer, asked: operation.name ?? 'operation', requestId }),
  }
  return operation
}
