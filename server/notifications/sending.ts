// What came of one try to tell somebody. A value: only defects are thrown.

export type Sending =
  | { kind: 'delivered' }
  /** `permanent`: another try cannot help. */
  | { kind: 'failed'; message: string; permanent: boolean; retryAfterMs?: number }
  /** The far side asked for patience; that costs no try. */
  | { kind: 'postponed'; message: string; retryAfterMs: number }
