// One GraphQL operation on its way through: who asks, under which request id, and whether it may run at all.
// The same for HTTP and WebSocket: what is decided here holds on both.
import { type DocumentNode, type GraphQLSchema, getOperationAST } from 'graphql'
import type { Viewer } from '../auth/viewer.ts'
import { CapstanError, validationFailed } from '../errors.ts'
import type { Logger } from '../log.ts'
import { countRows } from './page-product.ts'

/** What every resolver's context is made from. */
export interface RequestScope {
  /** Correlates log lines, events and the answer. */
  requestId: string
  viewer: Viewer
  log: Logger
}

export interface Operation extends RequestScope {
  transport: 'http' | 'websocket'
  startedAt: number
  /** Known once the document is parsed. */
  name?: string
  type?: 'query' | 'mutation' | 'subscription'
}

export const maxRows = 10_000

export interface OperationRequest {
  schema: GraphQLSchema
  document: DocumentNode
  operationName?: string | null | undefined
  variableValues?: Readonly<Record<string, unknown>> | null | undefined
  operation: Operation
}

/** Throws CapstanError when the operation may not run. Notes its name and type for the log. */
export function authorizeOperation(request: OperationRequest, isDraining: () => boolean): void {
  const { schema, document, operationName, variableValues, operation } = request
  const definition = getOperationAST(document, operationName)
  if (!definition) throw validationFailed([{ path: 'operationName', message: 'expected the name of one operation in the document' }])
  operation.type = definition.operation
  if (definition.name) operation.name = definition.name.value
  if (isDraining()) throw new CapstanError('UNAVAILABLE', 'This server is shutting down. Try again.', { retryAfterSeconds: 2 })
  if (definition.operation === 'subscription' && operation.transport === 'http') {
    throw validationFailed([{ path: 'query', message: 'subscriptions run over a WebSocket on the same path (graphql-transport-ws)' }])
  }
  const rows = countRows({ schema, document, definition, variables: variableValues ?? {} })
  if (rows > maxRows) {
    throw validationFailed([{ path: 'first', message: `expected at most ${maxRows} rows in all pages together, got ${rows}` }])
  }
}

/** One line an operation; never its variables. */
export function logOperation(operation: Operation, code: string | undefined, now: number): void {
  const { name, type, transport, startedAt, log } = operation
  log.info({ operationName: name, type, transport, ms: Math.round((now - startedAt) * 10) / 10, code: code ?? 'OK' }, 'operation')
}
