// The two scalars of the schema. Their messages never repeat the value: it may be a secret in the wrong place.
import { type ASTNode, GraphQLError, GraphQLScalarType, Kind, valueFromASTUntyped } from 'graphql'

const isoPattern = /^(\d{4})-(\d{2})-(\d{2})T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/
const isoExpected = 'expected a date and time with an offset, such as 2026-03-01T09:00:00Z or 2026-03-01T09:00:00+10:00'
const maxDepth = 20
const forbiddenKeys = new Set(['__proto__', 'constructor', 'prototype'])

function parseDateTime(value: unknown): Date {
  const parts = typeof value === 'string' ? isoPattern.exec(value) : null
  const date = new Date(parts ? parts[0] : Number.NaN)
  if (!parts || Number.isNaN(date.getTime()) || !isCalendarDay(parts)) throw new GraphQLError(isoExpected)
  return date
}

/** Date takes 30 February for 2 March. */
function isCalendarDay([, year, month, day]: RegExpExecArray): boolean {
  return new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDate() === Number(day)
}

function formatDateTime(value: unknown): string {
  const date = typeof value === 'number' || typeof value === 'string' ? new Date(value) : value
  if (date instanceof Date && !Number.isNaN(date.getTime())) return date.toISOString()
  throw new TypeError(`A DateTime field must resolve to a Date, got ${typeof value}`)
}

function checkJson(value: unknown, depth = 1): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number' && Number.isFinite(value)) return value
  if (typeof value !== 'object') throw new GraphQLError(`expected JSON, got a ${typeof value}`)
  if (depth > maxDepth) throw new GraphQLError(`expected JSON at most ${maxDepth} levels deep`)
  if (Array.isArray(value)) {
    for (const entry of value) checkJson(entry, depth + 1)
    return value
  }
  for (const [key, entry] of Object.entries(value)) {
    if (forbiddenKeys.has(key)) throw new GraphQLError(`expected JSON without a key named ${key}`)
    checkJson(entry, depth + 1)
  }
  return value
}

/** graphql says where a value stands that it refuses itself, and leaves it to us for ours. */
function at<T>(node: ASTNode, parse: () => T): T {
  try {
    return parse()
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error
    throw new GraphQLError(error.message, { nodes: node })
  }
}

export const dateTimeScalar = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  description: 'A moment, as ISO 8601 with an offset, such as 2026-03-01T09:00:00Z.',
  parseValue: parseDateTime,
  parseLiteral: (node) => at(node, () => parseDateTime(node.kind === Kind.STRING ? node.value : undefined)),
  serialize: formatDateTime,
})

export const jsonScalar = new GraphQLScalarType<unknown, unknown>({
  name: 'JSON',
  description: `Any JSON value, at most ${maxDepth} levels deep.`,
  parseValue: (value) => checkJson(value),
  parseLiteral: (node, variables) => at(node, () => checkJson(valueFromASTUntyped(node, variables))),
  serialize: (value) => value,
})

export const scalarResolvers = { DateTime: dateTimeScalar, JSON: jsonScalar }
