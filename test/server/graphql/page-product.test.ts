import { buildSchema, getOperationAST, parse } from 'graphql'
import { expect, test } from 'vitest'
import { countRows } from '../../../server/graphql/page-product.ts'

const schema = buildSchema(`
  type Query { me: Row  rows(first: Int, after: String): PageConnection!  moments(first: Int): [Row!]! }
  type PageConnection { nodes: [Row!]!  edges: [Edge!]! }
  type Edge { node: Row! }
  type Row { id: ID!  tags: [String!]!  logs(first: Int): PageConnection! }
`)

function count(query: string, variables: Record<string, unknown> = {}): number {
  const document = parse(query)
  const definition = getOperationAST(document)
  if (!definition) throw new Error('expected one operation')
  return countRows({ schema, document, definition, variables })
}

test.each([
  ['{ me { id tags } }', 0],
  ['{ rows { nodes { id } } }', 50],
  ['{ rows(first: 7) { nodes { id tags } edges { node { id } } } }', 7],
  ['{ rows(first: 7) { nodes { logs(first: 10) { nodes { id } } a: logs(first: 5) { nodes { id } } } } }', 105],
  ['{ rows(first: 7) { nodes { ... on Row { logs(first: 10) { nodes { id } } } ... { logs(first: 10) { nodes { id } } } } } }', 140],
  ['{ moments(first: 1000) { id } }', 1000],
  ['{ a: rows(first: 7) { nodes { id } } b: rows(first: 8) { nodes { id } } }', 15],
])('counts the rows of %s', (query, rows) => {
  expect(count(query)).toBe(rows)
})

test.each([
  ['{ rows(first: 0) { nodes { id } } }', {}],
  ['{ rows { nodes { logs(first: -5) { nodes { id } } } } }', {}],
  ['{ rows(first: 101) { nodes { id } } }', {}],
  ['query Q($n: Int) { rows(first: $n) { nodes { id } } }', { n: -1 }],
  ['query Q($n: Int = 101) { rows(first: $n) { nodes { id } } }', {}],
])('refuses the size in %s', (query, variables) => {
  expect(() => count(query, variables)).toThrow(/^first: expected a whole number from 1 to 100, got /)
})

test('takes the size from a variable, its default, or the default of all pages', () => {
  const query = 'query Q($n: Int = 9) { rows(first: $n) { nodes { id } } }'
  expect([count(query, { n: 3 }), count(query), count('query Q($n: Int) { rows(first: $n) { nodes { id } } }')]).toEqual([3, 9, 50])
})

test('walks each fragment once, however often fragments spread each other', () => {
  const chain = Array.from({ length: 60 }, (_, i) => `fragment F${i} on Row { ...F${i + 1} ...F${i + 1} }`).join(' ')
  expect(count(`{ me { ...F0 } } ${chain} fragment F60 on Row { logs(first: 1) { nodes { id } } }`)).toBe(2 ** 60)
})

test('a document that is asked again counts as its variables say this time', () => {
  const document = parse('query Q($n: Int) { rows(first: $n) { nodes { logs(first: 2) { nodes { id } } } } }')
  const definition = getOperationAST(document)!
  const counts = [3, 5].map((n) => countRows({ schema, document, definition, variables: { n } }))
  expect(counts).toEqual([6, 10])
  expect(() => countRows({ schema, document, definition, variables: { n: 101 } })).toThrow(/got 101/)
})
