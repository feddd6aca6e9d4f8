// Anything a stranger could have written: markup, mentions, huge texts, odd characters; and the pieces that models are made of.
import fc from 'fast-check'

export const nasty = [
  '<!channel> <@U123456> <https://evil.example|https://bank.example>',
  '*bold* _it_ ~x~ `code` ```block``` > quote & <b>',
  '\u202eevil\u202c \u0000\u0007 \ud800 lone \ufffe',
  '&amp;lt;!here&amp;gt;',
  '😀'.repeat(500),
  '&'.repeat(5000),
  '<'.repeat(5000),
  'x'.repeat(50_000),
  '',
  ' ',
  '\n\n\n',
  '\ue000updated\ue000',
  '{{7*7}} $where',
]

export const text: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...nasty) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 400 }) },
  { weight: 1, arbitrary: fc.string({ maxLength: 40 }) },
)

export const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null })

export const at = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString())

export const some = <T>(arbitrary: fc.Arbitrary<T>, max = 30) => fc.array(arbitrary, { maxLength: max })

export const anything: fc.Arbitrary<unknown> = fc.oneof(
  text,
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.dictionary(text, fc.oneof(text, fc.double(), some(text, 20)), { maxKeys: 30 }),
  some(fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), text, { minKeys: 1 }), 60),
)

export const error = fc.record({
  code: text,
  class: fc.constantFrom('TRANSIENT', 'PERMANENT', 'TIMEOUT'),
  message: text,
  stack: maybe(text),
  fingerprint: maybe(text),
})
export const actor = fc.record({ id: text, name: text })
export const count = fc.nat(20_000)
export const share = fc.double({ min: 0, max: 1, noNaN: true })
export const seconds = maybe(fc.double({ min: 0, max: 1e7, noNaN: true }))
export const statuses = fc.constantFrom(
  'QUEUED',
  'SCHEDULED',
  'BLOCKED',
  'RUNNING',
  'WAITING',
  'RETRYING',
  'SUCCEEDED',
  'FAILED',
  'CANCELLED',
)
export const priority = fc.constantFrom('CRITICAL', 'HIGH', 'NORMAL', 'LOW')
export const attempt = fc.record({ number: count, startedAt: at, endedAt: maybe(at), outcome: maybe(text), error: maybe(error) })
export const id = fc.oneof(
  fc.nat(1e9).map((number) => `T-${number}`),
  text,
)

const pageInfo = fc.record({ hasNextPage: fc.boolean(), endCursor: maybe(text) })
export const page = <T>(node: fc.Arbitrary<T>, max = 10) =>
  fc.record({ nodes: some(node, max), pageInfo, totalCount: count, totalCountIsExact: fc.boolean() })
