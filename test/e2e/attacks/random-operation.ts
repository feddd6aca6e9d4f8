// Makes operations and variables from the schema, the same ones for the same seed: mostly well formed, often hostile, sometimes wrong.
import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql'

export interface RandomOperation {
  field: string
  query: string
  variables: { [name: string]: unknown }
}

/** Numbers from 0 up to 1. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

const texts = [
  ...['', ' ', 'a', 'T-1', 'T-2', 'W-1', 'S-1', 'D-1', 'R-1', 'U-1', '#1', '*', 'task.*', 'reporter', 'calculator', 'default', 'admin'],
  ...[
    '$where',
    '$ne',
    '{"$gt":""}',
    '../../etc/passwd',
    "'; drop table tasks; --",
    '\u0000',
    'a\u0000b',
    '\ud800',
    '😀',
    '__proto__',
    'constructor',
  ],
  ...[
    '2026-03-01T09:00:00Z',
    'tomorrow at 9',
    '*/5 * * * *',
    '0 0 31 2 *',
    'every 5 minutes',
    'Europe/Berlin',
    'http://127.0.0.1/',
    'https://example.com/x',
  ],
  ...['a@b.example', '(a+)+$', '%00', '<script>', 'x'.repeat(3000), '1e999', '-1', 'null', 'sha256:00', '{{parameters.x}}', '#{1+1}'],
]
const numbers = [0, 1, -1, 2, 5, 10, 50, 100, 101, 2 ** 31 - 1, -(2 ** 31), 0.5, 1e300, 2 ** 53]
const moments = [
  '2026-03-01T09:00:00Z',
  '2026-02-30T09:00:00Z',
  '9999-12-31T23:59:59Z',
  '0000-01-01T00:00:00Z',
  '2026-03-01',
  'now',
  '1970-01-01T00:00:00+14:00',
]

export function createOperations(schema: GraphQLSchema, random: () => number) {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T
  const chance = (of: number) => random() < of

  function json(depth = 0): unknown {
    const kind = Math.floor(random() * (depth > 3 ? 4 : 6))
    if (kind === 0) return null
    if (kind === 1) return chance(0.5)
    if (kind === 2) return pick(numbers)
    if (kind === 3) return pick(texts)
    const count = Math.floor(random() * 4)
    if (kind === 4) return Array.from({ length: count }, () => json(depth + 1))
    return Object.fromEntries(
      Array.from({ length: count }, () => [pick(['a', 'topic', 'task', 'word', 'steps', 'id', ...texts]), json(depth + 1)]),
    )
  }

  function value(type: GraphQLInputType, depth = 0): unknown {
    if (isNonNullType(type)) return chance(0.02) ? null : value(type.ofType, depth)
    if (chance(0.04)) return chance(0.5) ? null : json()
    if (isListType(type)) return Array.from({ length: Math.floor(random() * 4) }, () => value(type.ofType, depth + 1))
    if (isEnumType(type)) return pick(type.getValues()).name
    if (isInputObjectType(type)) {
      const fields = Object.values(type.getFields()).filter((field) => isNonNullType(field.type) || chance(depth > 2 ? 0.1 : 0.35))
      return Object.fromEntries(fields.map((field) => [field.name, value(field.type, depth + 1)]))
    }
    if (type.name === 'Int') return pick(numbers.filter(Number.isInteger))
    if (type.name === 'Float') return pick(numbers)
    if (type.name === 'Boolean') return chance(0.5)
    if (type.name === 'DateTime') return pick(moments)
    if (type.name === 'JSON') return json()
    return pick(texts)
  }

  interface Writing {
    declared: string[]
    variables: { [name: string]: unknown }
  }

  function argumentsOf(args: readonly GraphQLArgument[], { declared, variables }: Writing): string {
    const given = args.filter((arg) => (isNonNullType(arg.type) && arg.defaultValue === undefined) || chance(0.4))
    const written = given.map((arg) => {
      const name = `v${declared.length}`
      declared.push(`$${name}: ${String(arg.type)}`)
      // Small pages mostly, or nothing would get past the limit on rows.
      variables[name] = arg.name === 'first' && chance(0.9) ? Math.ceil(random() * 3) : value(arg.type)
      return `${arg.name}: $${name}`
    })
    return written.length > 0 ? `(${written.join(', ')})` : ''
  }

  function selectionOf(type: GraphQLOutputType, writing: Writing, depth: number): string {
    const named = getNamedType(type)
    if (isAbstractType(named)) return ' { __typename }'
    if (!isObjectType(named)) return ''
    const fields = Object.values(named.getFields()).filter((field) => depth < 4 || !isObjectType(getNamedType(field.type)))
    const chosen = fields.filter(() => chance(depth > 2 ? 0.15 : 0.3)).slice(0, 8)
    const written = chosen.map((field) => fieldOf(field, writing, depth + 1))
    return ` { ${['__typename', ...written].join(' ')} }`
  }

  function fieldOf(field: GraphQLField<unknown, unknown>, writing: Writing, depth: number): string {
    return `${field.name}${argumentsOf(field.args, writing)}${selectionOf(field.type, writing, depth)}`
  }

  return (kind: 'query' | 'mutation' | 'subscription', without: readonly string[]): RandomOperation => {
    const fields = Object.values(schema.getRootType(kind as never)?.getFields() ?? {}).filter(({ name }) => !without.includes(name))
    const field = pick(fields)
    const writing: Writing = { declared: [], variables: {} }
    const body = fieldOf(field, writing, 0)
    const declared = writing.declared.length > 0 ? `(${writing.declared.join(', ')})` : ''
    return { field: field.name, query: `${kind} Random${declared} { ${body} }`, variables: writing.variables }
  }
}
