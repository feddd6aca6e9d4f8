// Says what is wrong with the variables of an operation, by path and expected type.
// Never repeats a value: graphql's own messages do, and a value may be a secret in the wrong place.
import {
  coerceInputValue,
  type GraphQLError,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLNamedInputType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInputType,
  isLeafType,
  isNonNullType,
  isSpecifiedScalarType,
  type OperationDefinitionNode,
  typeFromAST,
} from 'graphql'
import type { Violation } from '../errors.ts'

export function variableViolations(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): Violation[] {
  const violations: Violation[] = []
  for (const { variable, type: typeNode, defaultValue } of operation.variableDefinitions ?? []) {
    const name = variable.name.value
    const type = typeFromAST(schema, typeNode)
    if (!type || !isInputType(type)) continue
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined
    if (value === undefined) {
      if (isNonNullType(type) && !defaultValue)
        violations.push({ path: name, message: `expected a value of type ${String(type)}, got nothing` })
      continue
    }
    coerceInputValue(value, type, (path, given, error) => {
      violations.push({ path: [name, ...path].join('.'), message: describe(error, given, leafType(type, path)) })
    })
  }
  return violations
}

/** The type at the end of the path, without its list and non-null wrappers. */
function leafType(type: GraphQLInputType, path: readonly (string | number)[]): GraphQLNamedInputType {
  let at: GraphQLNamedInputType = getNamedType(type)
  for (const key of path) {
    const field: GraphQLInputField | undefined = isInputObjectType(at) ? at.getFields()[key] : undefined
    if (field) at = getNamedType(field.type)
  }
  return at
}

function describe(error: GraphQLError, given: unknown, type: GraphQLNamedInputType): string {
  if (given === null || given === undefined || !isLeafType(type)) return withoutSuggestion(error.message)
  if (isEnumType(type))
    return `expected one of ${type
      .getValues()
      .map((value) => value.name)
      .join(', ')}`
  if (isSpecifiedScalarType(type)) return `expected ${type.name}`
  return error.originalError ? `expected ${type.name}` : error.message
}

/** These name fields and types of the schema only. */
function withoutSuggestion(message: string): string {
  return message.replace(/ Did you mean .*$/s, '')
}
