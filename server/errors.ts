// The closed list of expected failures. Whatever is not one of these is a defect: masked, logged once, with an id.

export const errorCodes = [
  'VALIDATION_FAILED',
  'UNKNOWN_AGENT',
  'NOT_FOUND',
  'FORBIDDEN',
  'UNAUTHENTICATED',
  'RATE_LIMITED',
  'CONFLICT',
  'ILLEGAL_STATE',
  'QUEUE_FULL',
  'TOO_LARGE',
  'UNAVAILABLE',
  'INTERNAL',
] as const

export type ErrorCode = (typeof errorCodes)[number]

/** One thing wrong with an input; `path` is dotted, e.g. `parameters.word_count`. */
export interface Violation {
  path: string
  message: string
}

export interface ErrorDetails {
  violations?: Violation[]
  retryAfterSeconds?: number
  /** TASK_001 ... TASK_008, for callers that know the older codes. */
  legacyCode?: string
}

export class CapstanError extends Error {
  readonly code: ErrorCode
  readonly details: ErrorDetails

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message)
    this.name = 'CapstanError'
    this.code = code
    this.details = details
  }
}

/** All violations at once, with a message that names the first. */
export function validationFailed(violations: Violation[], legacyCode?: string): CapstanError {
  const [first] = violations
  const more = violations.length > 1 ? ` (and ${violations.length - 1} more)` : ''
  const message = first ? `${first.path}: ${first.message}${more}` : 'The input is not valid.'
  return new CapstanError('VALIDATION_FAILED', message, { violations, ...(legacyCode && { legacyCode }) })
}
