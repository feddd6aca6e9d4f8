// The operations of our own clients, by the hash of their text: they may be asked for by id, and a server may run no others.
// Knows nothing of transports.
import { createHash } from 'node:crypto'
import { type DefinitionNode, type DocumentNode, type FragmentDefinitionNode, Kind, parse, print, visit } from 'graphql'
import { CapstanError } from '../errors.ts'

/** Sent in place of the text: sha256:<64 hexadecimal digits>. */
const idPattern = /^sha256:([0-9a-f]{64})$/

export interface KnownOperations {
  /** The text that was asked for, by itself or by its id; throws NOT_FOUND for an id that nobody knows. */
  textOf(query: string): string
  /** How it is laid out makes no difference. */
  has(document: DocumentNode): boolean
}

/** Each source holds all operations of one client, with the fragments they share. */
export function createKnownOperations(sources: readonly string[]): KnownOperations {
  const texts = new Map(sources.flatMap((source) => (source.trim() ? operationTexts(parse(source, { noLocation: true })) : [])).map(hashed))
  const checked = new WeakMap<DocumentNode, boolean>()
  return {
    textOf: (query) => {
      const id = idPattern.exec(query)?.[1]
      if (id === undefined) return query
      const text = texts.get(id)
      if (text === undefined) throw new CapstanError('NOT_FOUND', 'No operation has this id here. Send its text instead.')
      return text
    },
    has: (document) => {
      const known = checked.get(document) ?? texts.has(hashed(textOf(document.definitions))[0])
      checked.set(document, known)
      return known
    },
  }
}

function hashed(text: string): [hash: string, text: string] {
  return [createHash('sha256').update(text).digest('hex'), text]
}

/** As the clients send it: the operation, then the fragments it uses, in the order it comes upon them. */
function operationTexts({ definitions }: DocumentNode): string[] {
  const fragments = new Map(definitions.flatMap((one) => (one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one]] : [])))
  return definitions.flatMap((one) =>
    one.kind === Kind.OPERATION_DEFINITION ? [textOf([one, ...fragmentsOf(one, fragments, new Set())])] : [],
  )
}

function fragmentsOf(
  definition: DefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  found: Set<FragmentDefinitionNode>,
): Set<FragmentDefinitionNode> {
  visit(definition, {
    enter: (node) => {
      const fragment = node.kind === Kind.FRAGMENT_SPREAD ? fragments.get(node.name.value) : undefined
      if (!fragment || found.has(fragment)) return
      found.add(fragment)
      fragmentsOf(fragment, fragments, found)
    },
  })
  return found
}

function textOf(definitions: readonly DefinitionNode[]): string {
  return definitions.map(print).join('\n')
}
