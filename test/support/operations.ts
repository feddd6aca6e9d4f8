// Every operation of the schema as a document that can be sent: the least it demands, with made-up values.
import { readFileSync } from 'node:fs'
import {
  buildSchema,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
} from 'graphql'

export type Kind = 'query' | 'mutation' | 'subscription'

export interface SchemaOperation {
  kind: Kind
  name: string
  /** Names of the arguments that are ids, whether or not they are demanded. */
  ids: string[]
  /** Values given here are used instead of made-up ones. */
  document: (given?: { [argument: string]: unknown }) => string
}

const schema = buildSchema(readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8'))

export const schemaOperations: SchemaOperation[] = (['query', 'mutation', 'subscription'] as const).flatMap((kind) => {
  const root = { query: schema.getQueryType(), mutation: schema.getMutationType(), subscription: schema.getSubscriptionType() }[kind]
  return Object.values(root?.getFields() ?? {}).map((field) => toOperation(kind, field))
})

function toOperation(kind: Kind, field: GraphQLField<unknown, unknown>): SchemaOperation {
  const ids = field.args.filter(({ type }) => /^\[?ID!?\]?!?$/.test(String(type))).map(({ name }) => name)
  return {
    kind,
    name: field.name,
    ids,
    document: (given = {}) => {
      const values = field.args.flatMap((arg) => {
        const value = arg.name in given ? print(given[arg.name]) : isNeeded(arg) ? made(arg.type) : undefined
        return value === undefined ? [] : [`${arg.name}: ${value}`]
      })
      const args = values.length > 0 ? `(${values.join(', ')})` : ''
      return `${kind} { ${field.name}${args} ${isScalar(field.type) ? '' : '{ __typename }'} }`
    },
  }
}

const isNeeded = ({ type, defaultValue }: GraphQLArgument | GraphQLInputField) => isNonNullType(type) && defaultValue === undefined

function isScalar(type: GraphQLField<unknown, unknown>['type']): boolean {
  if (isNonNullType(type) || isListType(type)) return isScalar(type.ofType)
  return isLeafType(type)
}

function made(type: GraphQLInputType): string {
  if (isNonNullType(type)) return made(type.ofType)
  if (isListType(type)) return `[${made(type.ofType)}]`
  if (isEnumType(type)) return type.getValues()[0]!.name
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields())
    return `{ ${fields
      .filter(isNeeded)
      .map((field) => `${field.name}: ${made(field.type)}`)
      .join(', ')} }`
  }
  return { Boolean: 'false', Int: '1', Float: '1', DateTime: '"2030-01-01T00:00:00Z"', JSON: '{}' }[type.name] ?? '"made-up"'
}

/** As it stands in a document. */
function print(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(print).join(', ')}]`
  if (typeof value === 'object' && value !== null) {
    return `{ ${Object.entries(value)
      .map(([name, inner]) => `${name}: ${print(inner)}`)
      .join(', ')} }`
  }
  return JSON.stringify(value)
}
