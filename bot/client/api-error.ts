// The two ways a question to the server can end without an answer: it refused, or it could not be reached. Knows no transport.

export interface Violation {
  path: string
  message: string
}

interface Refusal {
  message: string
  extensions?: { [name: string]: unknown } | undefined
}

/** The server answered, and said no. */
export class ApiError extends Error {
  readonly code: string
  readonly violations: readonly Violation[]
  readonly retryAfterSeconds: number | undefined

  constructor({ message, extensions = {} }: Refusal) {
    super(message)
    this.name = 'ApiError'
    const { code, violations, retryAfterSeconds } = extensions
    this.code = typeof code === 'string' ? code : 'INTERNAL'
    this.violations = Array.isArray(violations) ? (violations as Violation[]) : []
    this.retryAfterSeconds = typeof retryAfterSeconds === 'number' ? retryAfterSeconds : undefined
  }
}

/** Nobody answered, or what answered is not Capstan. */
export class ServerAway extends Error {
  constructor(reason: string) {
    super(`The Capstan server does not answer (${reason}).`)
    this.name = 'ServerAway'
  }
}
