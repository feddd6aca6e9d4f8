// A request that is turned away before GraphQL sees it, and how that is written: always the same typed JSON.
import type { ServerResponse } from 'node:http'
import { CapstanError, type ErrorCode, type ErrorDetails } from '../errors.ts'
import { retryAfter, statusByCode } from './http-status.ts'

interface RefusalOptions {
  status?: number
  headers?: Record<string, string>
  details?: ErrorDetails
}

export class Refusal extends Error {
  readonly error: CapstanError
  readonly status: number
  readonly headers: Record<string, string>

  constructor(code: ErrorCode, message: string, { status, headers = {}, details = {} }: RefusalOptions = {}) {
    super(message)
    this.error = new CapstanError(code, message, details)
    this.status = status ?? statusByCode[code]
    this.headers = headers
  }
}

export function unauthenticated(): Refusal {
  return new Refusal('UNAUTHENTICATED', 'Expected a valid token in the header: authorization: Bearer <token>.', {
    headers: { 'www-authenticate': 'Bearer' },
  })
}

export function shuttingDown(): Refusal {
  return new Refusal('UNAVAILABLE', 'This server is shutting down. Try again.', { details: { retryAfterSeconds: 2 } })
}

export interface ErrorAnswer {
  status: number
  message: string
  extensions: Record<string, unknown>
  headers?: Record<string, string>
}

export function toAnswer({ error, status, headers }: Refusal): ErrorAnswer {
  return { status, message: error.message, extensions: { code: error.code, ...error.details }, headers }
}

export function sendError(res: ServerResponse, { status, message, extensions, headers }: ErrorAnswer): void {
  if (res.headersSent) return void res.destroy()
  const body = JSON.stringify({ errors: [{ message, extensions }] })
  res.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    ...retryAfter(extensions.retryAfterSeconds),
    ...headers,
  })
  res.end(body)
}
