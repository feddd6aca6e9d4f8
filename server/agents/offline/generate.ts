// Writes a value that fits a JSON Schema, from the task's parameters, the schema's examples and, last, its own words.
import type { Json } from '../adapter.ts'
import type { JsonSchema } from '../config.ts'
import { derivedValue, isDerived } from './derived.ts'
import { echo } from './echo.ts'
import { entryCount } from './entry-count.ts'
import { isObject, type Material, type Place } from './material.ts'
import { fill } from './placeholders.ts'
import { writeText } from './text.ts'

export interface Writer {
  material: Material
  /** Only what the schema requires: for results that are complete in themselves. */
  requiredOnly: boolean
  /** Fields that somebody else fills. */
  leaveOut: readonly string[]
  prose(words: number): string
}

export function generateResult(schema: JsonSchema, writer: Writer, given: { [key: string]: Json } = {}): { [key: string]: Json } {
  const place: Place = { name: 'result', depth: 0, index: 0, count: 1, shift: writer.material.random.whole(0, 11), siblings: {} }
  return generateObject(schema, { place, writer, given })
}

interface Task {
  place: Place
  writer: Writer
  given?: { [key: string]: Json }
}

function generate(schema: JsonSchema, { place, writer }: Task): Json {
  if (schema['const'] !== undefined) return schema['const']
  const { material } = writer
  const echoed = echo(schema, place, material)
  if (echoed !== undefined) return echoed
  const example = exampleFor(schema, place, material)
  const type = typeOf(schema)
  if (type === 'object') return generateObject(schema, { place, writer, given: isObject(example) ? example : {} })
  if (example !== undefined && type !== 'array') return example
  const { enum: options } = schema
  if (Array.isArray(options)) return options[(place.index + place.shift) % options.length] ?? null
  if (type === 'array') return Array.isArray(example) ? example : generateList(schema, { place, writer })
  if (type === 'string') return writeText(schema, place, writer)
  return scalar(type, schema, material)
}

function generateObject(schema: JsonSchema, { place, writer, given = {} }: Task): { [key: string]: Json } {
  const properties = (schema['properties'] ?? {}) as { [name: string]: JsonSchema }
  const required = (schema['required'] ?? []) as string[]
  const isWanted = (name: string): boolean => {
    if (place.depth > 0 || name in given) return true
    return !writer.leaveOut.includes(name) && (!writer.requiredOnly || required.includes(name))
  }
  const names = Object.keys(properties).filter(isWanted)
  const siblings: { [key: string]: Json } = { ...given }
  const inner = (name: string): Place => ({ ...place, name, depth: place.depth + 1, siblings })
  const write = (name: string): Json => generate(properties[name] ?? {}, { place: inner(name), writer })
  for (const name of names.filter((each) => !(each in given) && !isDerived(each, properties))) siblings[name] = write(name)
  for (const name of names.filter((each) => !(each in siblings))) siblings[name] = derivedValue(name, siblings) ?? write(name)
  const all = [...names, ...Object.keys(given).filter((name) => !names.includes(name))]
  return Object.fromEntries(all.map((name) => [name, siblings[name] ?? null]))
}

function generateList(schema: JsonSchema, { place, writer }: Task): Json[] {
  const items = isObject(schema['items']) ? schema['items'] : { type: 'string' }
  const count = entryCount(schema, items, { place, material: writer.material })
  const entry = (index: number): Json =>
    generate(items, { place: { ...place, index, count, shift: 0, siblings: {}, depth: place.depth + 1 }, writer })
  const list = Array.from({ length: count }, (_, index) => entry(index))
  if (schema['uniqueItems'] !== true) return list
  return [...new Map(list.map((value) => [JSON.stringify(value), value])).values()]
}

/** A list's entries take one example each, in order: examples may be the steps of something. */
function exampleFor(schema: JsonSchema, place: Place, material: Material): Json | undefined {
  const { examples } = schema
  if (!Array.isArray(examples) || examples.length === 0) return undefined
  const example = examples[(place.index + place.shift) % examples.length]
  return example === undefined ? undefined : fill(example, place, material)
}

function typeOf(schema: JsonSchema): string {
  const { type } = schema
  if (typeof type === 'string') return type
  if (Array.isArray(type)) return String(type.find((each) => each !== 'null') ?? 'null')
  return schema['properties'] ? 'object' : schema['items'] ? 'array' : 'string'
}

function scalar(type: string, schema: JsonSchema, { random }: Material): Json {
  const { minimum, maximum, default: standard } = schema
  if (standard !== undefined) return standard
  if (type === 'boolean') return random.next() < 0.5
  if (type === 'null') return null
  const low = typeof minimum === 'number' ? minimum : 1
  const high = typeof maximum === 'number' ? maximum : low + 99
  return type === 'integer' ? random.whole(Math.ceil(low), Math.floor(high)) : Math.round((low + random.next() * (high - low)) * 100) / 100
}
