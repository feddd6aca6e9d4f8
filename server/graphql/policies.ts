// The gate in front of every resolver, the same for HTTP and WebSocket: may this person ask for these operations at all? Who asks for
// one that has no entry in the table of operations is refused. What may be done to which object is decided by the verbs.
import { type DocumentNode, Kind, type OperationDefinitionNode, type SelectionSetNode } from 'graphql'
import { type Access, operations } from '../auth/operations.ts'
import { forbidden, mayCall } from '../auth/policy.ts'
import { isAnonymous, type Viewer } from '../auth/viewer.ts'
import { CapstanError } from '../errors.ts'

/** Undefined when nobody may ask for it. */
export type AccessOf = (operation: OperationDefinitionNode['operation'], field: string) => Access | undefined

const rootTypes = { query: 'Query', mutation: 'Mutation', subscription: 'Subscription' } as const

export const accessOf: AccessOf = (operation, field) => {
  const table = operations[rootTypes[operation]]
  return Object.hasOwn(table, field) ? table[field] : undefined
}

export interface Asked {
  document: DocumentNode
  definition: OperationDefinitionNode
  viewer: Viewer
}

/** Throws UNAUTHENTICATED or FORBIDDEN. */
export function demandAccess({ document, definition, viewer }: Asked, find: AccessOf): void {
  for (const name of fieldsOf(definition, document)) {
    // What the schema says of itself, for everybody who has shown who they are.
    const access = name.startsWith('__') ? 'introspection' : find(definition.operation, name)
    if (access === 'public') continue
    if (isAnonymous(viewer)) throw signedOut()
    if (access === 'introspection') continue
    if (!access || !mayCall(viewer, { name, action: access })) throw forbidden(viewer)
  }
}

/** Before a document is looked at any closer: whoever has shown nothing learns nothing of the schema from what is wrong with it. */
export function demandPublic(document: DocumentNode, find: AccessOf): void {
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue
    const names = rootFields(definition.selectionSet, document)
    if (!names.every((name) => find(definition.operation, name) === 'public')) throw signedOut()
  }
}

function signedOut(): CapstanError {
  return new CapstanError('UNAUTHENTICATED', 'Expected a valid token in the header: authorization: Bearer <token>.')
}

const known = new WeakMap<OperationDefinitionNode, string[]>()

/** A document that comes again is the same object. */
function fieldsOf(definition: OperationDefinitionNode, document: DocumentNode): string[] {
  const names = known.get(definition) ?? rootFields(definition.selectionSet, document)
  known.set(definition, names)
  return names
}

/** Whatever fragments they are in, and whether or not they will be left out by a directive. */
function rootFields({ selections }: SelectionSetNode, document: DocumentNode, seen: Set<string> = new Set()): string[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection.name.value]
    if (selection.kind === Kind.INLINE_FRAGMENT) return rootFields(selection.selectionSet, document, seen)
    const name = selection.name.value
    const fragment = document.definitions.find((one) => one.kind === Kind.FRAGMENT_DEFINITION && one.name.value === name)
    if (seen.has(name) || fragment?.kind !== Kind.FRAGMENT_DEFINITION) return []
    seen.add(name)
    return rootFields(fragment.selectionSet, document, seen)
  })
}
