// The two ways a question to the server can end without an answer: it refused, or it could not be reached. Knows no transport.

export interface Violation {
  path: string
  message: string
}

interface Refusal {
  message: string
  extensions?: { [name: string]: unknown }
}

/** The server answered, and said no. `code` is one of the closed list that docs/api.md describes. */
export class ApiError extends Error {
  readonly code: string
  readonly violations: readonly Violation[]
  readonly retryAfterSeconds: number | undefined
  readonly legacyCode: string | undefined

  constructor({ message, extensions = {} }: Refusal) {
    super(message)
    this.name = 'ApiError'
    const { code, violations, retryAfterSeconds, legacyCode } = extensions
    this.code = typeof code === 'string' ? code : 'INTERNAL'
    this.violations = Array.isArray(violations) ? (violations as Violation[]) : []
    this.retryAfterSeconds = typeof retryAfterSeconds === 'number' ? retryAfterSeconds : undefined
    this.legacyCode = typeof legacyCode === 'string' ? legacyCode : undefined
  }
}

/** Nobody answered, or what answered is not Capstan. */
export class ServerUnreachable extends Error {
  readonly url: string

  constructor(url: string, reason: string) {
    super(`No Capstan server answers at ${url} (${reason}). Start one with "npm start", or name another with --url.`)
    this.name = 'ServerUnreachable'
    this.url = url
  }
}
