// How many entries a list of the result gets: what the parameters ask for, within what the schema allows.
import type { Json } from '../adapter.ts'
import type { JsonSchema } from '../config.ts'
import type { Material, Place } from './material.ts'

const usual = 4
/** Files without examples are a piece of code and its test. */
const codeAndTest = 2
const wordsPerSection = 300
/** A wish beyond this would make a result nobody reads. */
const most = 200

export function entryCount(schema: JsonSchema, items: JsonSchema, { place, material }: { place: Place; material: Material }): number {
  const { minItems, maxItems } = schema
  const low = typeof minItems === 'number' ? minItems : 1
  const high = Math.min(typeof maxItems === 'number' ? maxItems : most, most)
  const wanted = asked(place.name, material.parameters) ?? listed(place.name, items, material.parameters) ?? offered(items)
  return Math.max(low, Math.min(high, wanted))
}

/** `post_count`, `number_of_posts`, `max_posts`, `posts` as a number, or plain `count`. */
function asked(name: string, parameters: { [key: string]: Json }): number | undefined {
  const singular = name.replace(/ies$/, 'y').replace(/s$/, '')
  if (name === 'sections' && typeof parameters['word_count'] === 'number')
    return Math.max(3, Math.min(12, Math.round(parameters['word_count'] / wordsPerSection)))
  const candidates = [`${singular}_count`, `${name}_count`, `number_of_${name}`, `max_${name}`, name, 'count']
  return candidates.map((key) => parameters[key]).find((value) => typeof value === 'number')
}

/** One entry for each of `platforms`, where that is the list's own name or the entries have a `platform`. */
function listed(own: string, items: JsonSchema, parameters: { [key: string]: Json }): number | undefined {
  const names = Object.keys((items['properties'] ?? {}) as JsonSchema).flatMap((name) => [`${name}s`, name.replace(/y$/, 'ies')])
  const lists = [own, ...names].map((name) => parameters[name]).filter((value) => Array.isArray(value))
  return lists.find((list) => list.length > 0 && list.every((item) => typeof item !== 'object'))?.length
}

function offered(items: JsonSchema): number {
  const { examples, properties } = items
  if (examples === undefined && properties && typeof properties === 'object' && 'path' in properties && 'content' in properties)
    return codeAndTest
  return Array.isArray(examples) && examples.length > 0 ? Math.min(examples.length, usual + 1) : usual
}
