// Reads a definition from YAML, JSON text or an object, and finds the line of a place in the text. Checks nothing of what it means.
import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument, visit } from 'yaml'
import type { Json } from '../agents/adapter.ts'
import type { Violation } from '../errors.ts'

export type Place = readonly (string | number)[]

export interface Problem {
  place: Place
  message: string
}

export interface Source {
  value: unknown
  /** With the line in the text, where there is a text. */
  toViolation(problem: Problem): Violation
}

const maxBytes = 256 * 1024
/** A text where nearly every character is wrong takes minutes to complain about in full. */
export const mostNamed = 100

/** Answers what is wrong instead when the text cannot be read at all. */
export function readSource(definition: unknown): Source | Violation[] {
  if (typeof definition !== 'string') return readObject(definition)
  if (definition.length > maxBytes) return [tooLong()]
  const lines = new LineCounter()
  const document = parse(definition, lines)
  const errors = [...document.errors.map(({ pos, message }) => ({ at: pos[0], message })), ...repeatedKeys(document)]
  if (errors.length > 0)
    return errors.slice(0, mostNamed).map(({ at, message }) => {
      const { line } = lines.linePos(at)
      return { path: `definition:${line}`, message: `line ${line}: is not valid YAML: ${message}` }
    })
  try {
    const value = document.toJS({ maxAliasCount: 100 }) as unknown
    if ((JSON.stringify(value)?.length ?? 0) > 4 * maxBytes) return [tooLong()]
    return {
      value,
      toViolation: ({ place, message }) => ({ path: toPath(place), message: `line ${lineOf(document, lines, place)}: ${message}` }),
    }
  } catch (error) {
    const reason = error instanceof ReferenceError ? error.message : 'it has a part that holds itself'
    return [{ path: 'definition', message: `cannot be read: ${reason}` }]
  }
}

/** As the library would do it alone, what fits into the limit could take half a minute: comparing every key with every other one, and
 * writing down a stack for every error. */
function parse(text: string, lineCounter: LineCounter): Document {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  try {
    return parseDocument(text, { lineCounter, prettyErrors: false, uniqueKeys: false })
  } finally {
    Error.stackTraceLimit = stackTraceLimit
  }
}

function repeatedKeys(document: Document): { at: number; message: string }[] {
  const repeated: { at: number; message: string }[] = []
  visit(document, {
    Map: (_, { items }) => {
      const seen = new Set<unknown>()
      for (const { key } of items) {
        if (!isScalar(key)) continue
        if (seen.has(key.value)) repeated.push({ at: key.range?.[0] ?? 0, message: 'Map keys must be unique' })
        seen.add(key.value)
      }
    },
  })
  return repeated
}

function readObject(definition: unknown): Source | Violation[] {
  if (definition === null || typeof definition !== 'object' || Array.isArray(definition))
    return [{ path: 'definition', message: 'expected an object with steps, or a text in YAML' }]
  const text = JSON.stringify(definition)
  if (text.length > maxBytes) return [tooLong()]
  return { value: JSON.parse(text) as Json, toViolation: ({ place, message }) => ({ path: toPath(place), message }) }
}

function tooLong(): Violation {
  return { path: 'definition', message: `expected at most ${maxBytes / 1024} KB` }
}

function toPath(place: Place): string {
  return place.length > 0 ? place.join('.') : 'definition'
}

function lineOf(document: Document, lines: LineCounter, place: Place): number {
  for (let depth = place.length; depth > 0; depth--) {
    const offset = offsetOf(document, place.slice(0, depth))
    if (offset !== undefined) return lines.linePos(offset).line
  }
  return 1
}

/** The key's own place where there is one: a value may start lines below it. */
function offsetOf(document: Document, place: Place): number | undefined {
  const parent = place.length > 1 ? document.getIn(place.slice(0, -1), true) : document.contents
  const key = place.at(-1)
  if (isMap(parent)) {
    const pair = parent.items.find((item) => isNode(item.key) && item.key.toJSON() === key)
    return pair && isNode(pair.key) ? pair.key.range?.[0] : undefined
  }
  const node = document.getIn(place, true)
  return isNode(node) ? node.range?.[0] : undefined
}
