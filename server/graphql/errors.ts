// The one place where an error becomes what a client sees: a code of the closed list, or INTERNAL with an id.
// Used by HTTP, WebSocket and subscriptions alike. Unexpected errors are logged here, once, with that id.
import { randomUUID } from 'node:crypto'
import { GraphQLError } from 'graphql'
import { CapstanError, type ErrorCode, errorCodes, type Violation } from '../errors.ts'
import type { Logger } from '../log.ts'
import { isUnavailable } from './unavailable.ts'

export interface ErrorScope {
  log: Logger
  production: boolean
  /** What is wrong with the variables, worked out only when graphql refused them. */
  variableViolations: () => Violation[]
  /** What an enum of the schema has to offer. */
  valuesOf: (enumName: string) => string[]
  /** Told once of everything that somebody was not allowed. */
  onDenied?: (code: DeniedCode) => void
}

export type DeniedCode = 'FORBIDDEN' | 'UNAUTHENTICATED'

const retrySeconds = 2
const mapped = new WeakSet<GraphQLError>()

export function toClientErrors(errors: readonly unknown[], scope: ErrorScope): GraphQLError[] {
  const result = errors.flatMap(flatten).map((error) => toClientError(error, scope))
  // graphql reports each bad variable alone; our violations already hold all of them.
  const first = result.find(isAboutVariables)
  return result.filter((error) => !isAboutVariables(error) || error === first)
}

/** The same for an error that never reached graphql, such as a failed `authenticate`. */
export function toClientError(error: unknown, scope: ErrorScope): GraphQLError {
  if (error instanceof GraphQLError && mapped.has(error)) return error
  const located = error instanceof GraphQLError ? error : undefined
  const found = translate(error, located, scope)
  const { nodes, source, positions, path } = located ?? {}
  const result = new GraphQLError(found.message, {
    ...(nodes && { nodes }),
    ...(source && { source }),
    ...(positions && { positions }),
    ...(path && { path }),
    extensions: found.extensions,
  })
  mapped.add(result)
  const code = codeOf(result)
  if (code === 'FORBIDDEN' || code === 'UNAUTHENTICATED') scope.onDenied?.(code)
  return result
}

export function codeOf(error: GraphQLError): ErrorCode {
  return errorCodes.find((code) => code === error.extensions.code) ?? 'INTERNAL'
}

interface ClientError {
  message: string
  extensions: Record<string, unknown>
}

function translate(error: unknown, located: GraphQLError | undefined, scope: ErrorScope): ClientError {
  const cause = rootCause(error)
  if (cause instanceof CapstanError) return { message: cause.message, extensions: { code: cause.code, ...cause.details } }
  if (isUnavailable(cause)) {
    return {
      message: 'The database cannot be reached just now. Try again.',
      extensions: { code: 'UNAVAILABLE', retryAfterSeconds: retrySeconds },
    }
  }
  if (located && isRefusal(located, cause)) return refusal(located, scope)
  return masked(cause, scope)
}

/** graphql and Yoga refuse a document or its variables without a path, and a bad argument with one. */
function isRefusal(error: GraphQLError, cause: unknown): boolean {
  if (error.path === undefined) return cause === error || isVariableRefusal(error)
  return cause === error && error.message.startsWith('Argument "')
}

function isVariableRefusal({ message }: GraphQLError): boolean {
  return message.startsWith('Variable "$')
}

function refusal(error: GraphQLError, scope: ErrorScope): ClientError {
  if (isVariableRefusal(error)) {
    const violations = scope.variableViolations()
    const message = violations[0]
      ? `${violations[0].path}: ${violations[0].message}`
      : 'A variable is not of the type the operation declares.'
    return { message, extensions: { code: 'VALIDATION_FAILED', ...(violations.length > 0 && { violations }), ...http(error) } }
  }
  const message = withoutValues(error, scope.valuesOf)
  const shown = scope.production ? message.replace(/ ?Did you mean .*$/s, '') : message
  return { message: shown, extensions: { code: 'VALIDATION_FAILED', ...http(error) } }
}

/** Yoga's status for the refusals that are its own, such as 405 for a mutation by GET; taken out before sending. */
function http(error: GraphQLError): { http?: unknown } {
  return error.extensions.http === undefined ? {} : { http: error.extensions.http }
}

const rewrites: readonly (readonly [RegExp, string])[] = [
  [/^Syntax Error: (Query|Token|Aliases|Directives)( .*)$/s, '$1$2'],
  [/^(Syntax Error: .*?)String ".*"/s, '$1a string'],
  [/^(\w+) cannot represent.*$/s, 'Expected a value of type $1.'],
  [/^Expected value of type "([^"]+)", found .*$/s, 'Expected a value of type $1.'],
  [/^Argument "(\w+)".*$/s, 'Argument "$1" is missing or not of the type it declares.'],
]

const notOfEnum = /^(?:Enum "(\w+)" cannot represent|Value .* does not exist in "(\w+)" enum\.)/s

function withoutValues({ message }: GraphQLError, valuesOf: ErrorScope['valuesOf']): string {
  const [, found, missed] = notOfEnum.exec(message) ?? []
  const enumName = found ?? missed
  if (enumName) return `Expected one of ${valuesOf(enumName).join(', ')}.`
  for (const [pattern, replacement] of rewrites) {
    if (pattern.test(message)) return message.replace(pattern, replacement)
  }
  return message
}

function masked(cause: unknown, scope: ErrorScope): ClientError {
  const errorId = randomUUID()
  scope.log.error({ err: cause instanceof Error ? cause : new Error(String(cause)), errorId }, 'unexpected error')
  return { message: `Something went wrong here. Quote ${errorId} when you ask about it.`, extensions: { code: 'INTERNAL', errorId } }
}

function rootCause(error: unknown): unknown {
  let cause = error
  while (cause instanceof GraphQLError && cause.originalError) cause = cause.originalError
  return cause
}

function flatten(error: unknown): unknown[] {
  return error instanceof AggregateError ? error.errors.flatMap(flatten) : [error]
}

function isAboutVariables(error: GraphQLError): boolean {
  return error.path === undefined && error.extensions.violations !== undefined && error.extensions.code === 'VALIDATION_FAILED'
}
