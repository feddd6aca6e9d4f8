// Which HTTP status an answer has. GraphQL answers keep 200 unless the whole operation failed for a reason proxies must see.
import type { GraphQLError } from 'graphql'
import type { ErrorCode } from '../errors.ts'
import { codeOf } from './errors.ts'

export const statusByCode: Readonly<Record<ErrorCode, number>> = {
  VALIDATION_FAILED: 400,
  UNKNOWN_AGENT: 404,
  NOT_FOUND: 404,
  FORBIDDEN: 403,
  UNAUTHENTICATED: 401,
  RATE_LIMITED: 429,
  CONFLICT: 409,
  ILLEGAL_STATE: 409,
  QUEUE_FULL: 429,
  TOO_LARGE: 413,
  UNAVAILABLE: 503,
  INTERNAL: 500,
}

const whole: readonly ErrorCode[] = ['UNAVAILABLE', 'UNAUTHENTICATED', 'RATE_LIMITED']

export interface HttpHint {
  status: number
  headers: Record<string, string>
}

/** `data` absent: the operation never ran. `data` null: it ran and nothing is left of it. */
export function httpHint({ data, errors }: { data?: unknown; errors: readonly GraphQLError[] }): HttpHint | undefined {
  if (data !== undefined && data !== null && !isEmptied(data)) return undefined
  const error = errors.find((one) => whole.includes(codeOf(one))) ?? errors[0]
  if (!error) return undefined
  const code = codeOf(error)
  if (data !== undefined && !whole.includes(code)) return undefined
  return {
    status: yogaStatus(error) ?? statusByCode[code],
    headers: { ...yogaHeaders(error), ...retryAfter(error.extensions.retryAfterSeconds), ...challenge(code) },
  }
}

export function retryAfter(seconds: unknown): Record<string, string> {
  return typeof seconds === 'number' ? { 'retry-after': String(Math.max(1, Math.ceil(seconds))) } : {}
}

function challenge(code: ErrorCode): Record<string, string> {
  return code === 'UNAUTHENTICATED' ? { 'www-authenticate': 'Bearer' } : {}
}

/** Every top field is null: nullable fields turn a lost database into `{ task: null }`. */
function isEmptied(data: unknown): boolean {
  return typeof data === 'object' && data !== null && Object.values(data).every((value) => value === null)
}

function yogaStatus({ extensions }: GraphQLError): number | undefined {
  const status: unknown = isRecord(extensions.http) ? extensions.http.status : undefined
  return typeof status === 'number' ? status : undefined
}

function yogaHeaders({ extensions }: GraphQLError): Record<string, string> {
  const headers = isRecord(extensions.http) ? extensions.http.headers : undefined
  if (!isRecord(headers)) return {}
  return Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])))
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
