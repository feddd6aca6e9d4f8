// How many rows an operation may ask for in all: pages inside pages multiply, whether their size is written or a variable.
// Counted from the document alone, before any resolver runs; a size that no page may have is refused here for the same reason.
import {
  type DocumentNode,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  typeFromAST,
} from 'graphql'
import { defaultPageSize, pageSize } from './connection.ts'

export interface PagedOperation {
  schema: GraphQLSchema
  document: DocumentNode
  definition: OperationDefinitionNode
  variables: Readonly<Record<string, unknown>>
}

/** Of operations that have the size of each page written into them. */
const counts = new WeakMap<OperationDefinitionNode, number>()

/** Throws VALIDATION_FAILED for a page of less than one row or more than a page may have. */
export function countRows({ schema, document, definition, variables }: PagedOperation): number {
  const known = counts.get(definition)
  if (known !== undefined) return known
  let varies = false
  // Without it, fragments that spread each other twice would be walked exponentially often.
  const counted = new Map<string, number>()

  function rowsOf(selections: SelectionSetNode, parent: GraphQLCompositeType): number {
    let rows = 0
    for (const node of selections.selections) {
      if (node.kind === Kind.FIELD) rows += rowsOfField(node, parent)
      else if (node.kind === Kind.FRAGMENT_SPREAD) rows += rowsOfFragment(node.name.value)
      else rows += rowsOf(node.selectionSet, compositeOf(node.typeCondition && typeFromAST(schema, node.typeCondition)) ?? parent)
    }
    return rows
  }

  function rowsOfField(node: FieldNode, parent: GraphQLCompositeType): number {
    const field = 'getFields' in parent ? parent.getFields()[node.name.value] : undefined
    const type = field && compositeOf(getNamedType(field.type))
    const inner = node.selectionSet && type ? rowsOf(node.selectionSet, type) : 0
    const isPaged = field?.args.some((arg) => arg.name === 'first') ?? false
    // Plain lists have limits of their own, which their resolvers know.
    const check = type?.name.endsWith('Connection') ? pageSize : (size: number) => Math.max(1, size)
    return isPaged ? sizeOf(node, check) * Math.max(1, inner) : inner
  }

  function rowsOfFragment(name: string): number {
    const known = counted.get(name)
    if (known !== undefined) return known
    const fragment = document.definitions.find((one) => one.kind === Kind.FRAGMENT_DEFINITION && one.name.value === name)
    if (fragment?.kind !== Kind.FRAGMENT_DEFINITION) return 0
    const type = compositeOf(typeFromAST(schema, fragment.typeCondition))
    const rows = type ? rowsOf(fragment.selectionSet, type) : 0
    counted.set(name, rows)
    return rows
  }

  function sizeOf(node: FieldNode, check: (size: number) => number): number {
    let given = node.arguments?.find((arg) => arg.name.value === 'first')?.value
    if (given?.kind === Kind.VARIABLE) {
      varies = true
      const name = given.name.value
      const value = variables[name]
      if (typeof value === 'number') return check(value)
      given = definition.variableDefinitions?.find((one) => one.variable.name.value === name)?.defaultValue
    }
    return given?.kind === Kind.INT ? check(Number(given.value)) : defaultPageSize
  }

  const root = schema.getRootType(definition.operation)
  const rows = root ? rowsOf(definition.selectionSet, root) : 0
  if (!varies) counts.set(definition, rows)
  return rows
}

function compositeOf(type: unknown): GraphQLCompositeType | undefined {
  return isCompositeType(type) ? type : undefined
}
