// The GraphQL engine both transports share: schema, limits, context and error mapping, as one ordered list of plugins.
// Knows HTTP only through the status hint it leaves on a result; sockets not at all.

import { randomUUID } from 'node:crypto'
import {
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  type GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  isEnumType,
  parse,
} from 'graphql'
import { createSchema, createYoga, type Plugin } from 'graphql-yoga'
import { isAnonymous } from '../auth/viewer.ts'
import type { Logger } from '../log.ts'
import { codeOf, type ErrorScope, toClientErrors } from './errors.ts'
import { type CreateGuards, createGuards } from './guards.ts'
import { httpHint } from './http-status.ts'
import type { KnownOperations } from './known-operations.ts'
import { logOperation, type Operation, type RequestScope } from './operation.ts'
import { createPassedDocuments } from './passed-documents.ts'
import type { AccessOf } from './policies.ts'
import { variableViolations } from './violations.ts'

type Resolvers = NonNullable<Parameters<typeof createSchema<{ operation: Operation }>>[0]['resolvers']>

export interface EngineOptions {
  schemaSource: string
  resolvers: unknown
  createContext: (scope: RequestScope) => object | Promise<object>
  log: Logger
  production: boolean
  introspection: boolean
  isDraining: () => boolean
  accessOf: AccessOf
  /** Operations that may be asked for by id. */
  operations: KnownOperations
  /** No others are run. */
  knownOperationsOnly?: boolean | undefined
  guards?: CreateGuards
}

export interface OperationParams {
  query?: string | null | undefined
  operationName?: string | null | undefined
  variables?: Record<string, unknown> | null | undefined
}

/** What an operation came to. Its errors are as they were thrown, not yet as a client may see them. */
export interface Outcome {
  data?: unknown
  errors?: readonly unknown[]
}

interface Begun {
  args: ExecutionArgs
  enveloped: Record<'execute' | 'subscribe', (args: ExecutionArgs) => Promise<Outcome>>
}

interface ServerContext {
  operation: Operation
  params?: OperationParams
  /** Of an operation that has run already: Yoga only puts it into words. */
  outcome?: Outcome
}

export type Engine = ReturnType<typeof createEngine>

export function createEngine(options: EngineOptions) {
  const { production, guards = createGuards } = options
  const schema = createSchema<{ operation: Operation }>({ typeDefs: options.schemaSource, resolvers: options.resolvers as Resolvers })
  const toErrors = (errors: readonly unknown[], operation: Operation, params: OperationParams) =>
    toClientErrors(errors, errorScope({ schema, production, textOf: options.operations.textOf, operation, params }))

  const yoga = createYoga<ServerContext>({
    schema,
    context: ({ operation }) => options.createContext(scopeOf(operation)),
    plugins: [...guards({ ...options, known: options.knownOperationsOnly ? options.operations : undefined }), httpAnswers(toErrors)],
    graphqlEndpoint: '/graphql',
    // Yoga answers 200 to any address that ends like this one, the query string included.
    healthCheckEndpoint: `/${randomUUID()}`,
    maxRequestBodySize: false,
    maskedErrors: false,
    multipart: false,
    batching: false,
    cors: false,
    graphiql: false,
    landingPage: false,
    logging: false,
  })

  /** What has passed all rules once passes them again, but for strangers: what they may not ask for is looked at every time. */
  const passed = createPassedDocuments()

  /** Parses, validates and makes the context; what it refuses comes back as errors, never as a throw. */
  async function begin(
    params: OperationParams & { query: string },
    operation: Operation,
  ): Promise<Begun | { refused: readonly unknown[] }> {
    try {
      const enveloped = yoga.getEnveloped({ operation })
      const text = options.operations.textOf(params.query)
      const known = isAnonymous(operation.viewer) ? undefined : passed.get(text)
      const document: DocumentNode = known ?? enveloped.parse(text)
      const refused: readonly GraphQLError[] = known ? [] : enveloped.validate(enveloped.schema, document)
      if (refused.length > 0) return { refused }
      if (!known && !isAnonymous(operation.viewer)) passed.set(text, document)
      const args = {
        schema: enveloped.schema,
        document,
        operationName: params.operationName ?? null,
        variableValues: params.variables ?? {},
        contextValue: await enveloped.contextFactory(),
      }
      return { args, enveloped }
    } catch (error) {
      return { refused: [error] }
    }
  }

  /** For a transport that runs operations itself. */
  async function prepare(
    params: OperationParams & { query: string },
    operation: Operation,
  ): Promise<ExecutionArgs | readonly GraphQLError[]> {
    const begun = await begin(params, operation)
    if ('refused' in begun) return toErrors(begun.refused, operation, params)
    return { ...begun.args, rootValue: begun.enveloped }
  }

  async function run(params: OperationParams & { query: string }, operation: Operation): Promise<Outcome> {
    const begun = await begin(params, operation)
    if ('refused' in begun) return { errors: begun.refused }
    try {
      return await begun.enveloped.execute(begun.args)
    } catch (error) {
      return { errors: [error] }
    }
  }

  return { yoga, prepare, run, toErrors }
}

function scopeOf({ requestId, viewer, client }: Operation): RequestScope {
  return { requestId, viewer, client }
}

function errorScope({
  schema,
  production,
  textOf,
  operation,
  params,
}: {
  schema: GraphQLSchema
  production: boolean
  textOf: KnownOperations['textOf']
  operation: Operation
  params: OperationParams
}): ErrorScope {
  return {
    log: operation.log.child({ requestId: operation.requestId, viewer: operation.viewer.id }),
    production,
    ...(operation.onDenied && { onDenied: operation.onDenied }),
    variableViolations() {
      const definition = getOperationAST(parse(textOf(params.query ?? '')), params.operationName)
      return definition ? variableViolations(schema, definition, params.variables ?? {}) : []
    },
    valuesOf(enumName) {
      const type = schema.getType(enumName)
      return isEnumType(type) ? type.getValues().map(({ name }) => name) : []
    },
  }
}

type ToErrors = (errors: readonly unknown[], operation: Operation, params: OperationParams) => GraphQLError[]

/** Every answer over HTTP passes here: results, refusals, and bodies Yoga could not read. */
function httpAnswers(toErrors: ToErrors): Plugin<object, ServerContext> {
  return {
    onParams({ context: { outcome }, setResult }) {
      if (outcome) setResult(outcome as ExecutionResult)
    },
    onResultProcess({ result, setResult, serverContext }) {
      const { operation, params } = serverContext
      const given = Array.isArray(result) || Symbol.asyncIterator in result ? { errors: undefined } : result
      if (!given.errors?.length) return logOperation(operation, undefined, performance.now())
      const errors = toErrors(given.errors, operation, params ?? {})
      const hint = httpHint({ ...given, errors })
      setResult({ ...given, errors, ...(hint && { extensions: { ...given.extensions, http: hint } }) })
      const [first] = errors
      logOperation(operation, first && codeOf(first), performance.now())
    },
  }
}
