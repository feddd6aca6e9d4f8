// One GraphQL operation on its way through: who asks, under which request id, and whether it may run at all.
// The same for HTTP and WebSocket: what is decided here holds on both.
import { type DocumentNode, type GraphQLSchema, getOperationAST } from 'graphql'
import type { Denial } from '../audit/denials.ts'
import type { Viewer } from '../auth/viewer.ts'
import { CapstanError, validationFailed } from '../errors.ts'
import type { Logger } from '../log.ts'
import type { DeniedCode } from './errors.ts'
import type { KnownOperations } from './known-operations.ts'
import { countRows } from './page-product.ts'
import { type AccessOf, demandAccess } from './policies.ts'

/** What every resolver's context is made from. */
export interface RequestScope {
  /** Correlates log lines, events and the answer. */
  requestId: string
  viewer: Viewer
  /** What the client calls itself. */
  client?: string | undefined
}

export interface Operation extends RequestScope {
  transport: 'http' | 'websocket'
  log: Logger
  /** Told of everything this operation was not allowed. */
  onDenied?: (code: DeniedCode) => void
  startedAt: number
  /** Known once the document is parsed. */
  name?: string
  type?: 'query' | 'mutation' | 'subscription'
}

/** Told of everything that somebody was not allowed. Must return at once. */
export type ReportDenial = (denial: Denial) => void

export const maxRows = 10_000

export interface OperationRequest {
  schema: GraphQLSchema
  document: DocumentNode
  operationName?: string | null | undefined
  variableValues?: Readonly<Record<string, unknown>> | null | undefined
  operation: Operation
}

export interface OperationRules {
  isDraining: () => boolean
  accessOf: AccessOf
  /** When only these may run; any may when left out. */
  known?: Pick<KnownOperations, 'has'> | undefined
}

/** Throws CapstanError when the operation may not run. Notes its name and type for the log. */
export function authorizeOperation(request: OperationRequest, { isDraining, accessOf, known }: OperationRules): void {
  const { schema, document, operationName, variableValues, operation } = request
  const definition = getOperationAST(document, operationName)
  if (!definition) throw validationFailed([{ path: 'operationName', message: 'expected the name of one operation in the document' }])
  operation.type = definition.operation
  if (definition.name) operation.name = definition.name.value
  if (isDraining()) throw new CapstanError('UNAVAILABLE', 'This server is shutting down. Try again.', { retryAfterSeconds: 2 })
  if (definition.operation === 'subscription' && operation.transport === 'http') {
    throw validationFailed([{ path: 'query', message: 'subscriptions run over a WebSocket on the same path (graphql-transport-ws)' }])
  }
  demandAccess({ document, definition, viewer: operation.viewer }, accessOf)
  if (known && !known.has(document)) {
    throw new CapstanError('FORBIDDEN', 'This server runs only the operations of its own clients; see CAPSTAN_KNOWN_OPERATIONS_ONLY.')
  }
  const rows = countRows({ schema, document, definition, variables: variableValues ?? {} })
  if (rows > maxRows) {
    throw validationFailed([{ path: 'first', message: `expected at most ${maxRows} rows in all pages together, got ${rows}` }])
  }
}

/** One line an operation; never its variables. */
export function logOperation(operation: Operation, code: string | undefined, now: number): void {
  const { requestId, viewer, name, type, transport, startedAt, log } = operation
  const ms = Math.round((now - startedAt) * 10) / 10
  log.info({ requestId, viewer: viewer.id, operationName: name, type, transport, ms, code: code ?? 'OK' }, 'operation')
}
