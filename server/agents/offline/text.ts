// One text of the result, for which neither the parameters nor the schema's examples say what to write.
import type { Json } from '../adapter.ts'
import type { JsonSchema } from '../config.ts'
import { codeSample } from './code-samples.ts'
import { entryDate } from './dates.ts'
import type { Writer } from './generate.ts'
import type { Material, Place } from './material.ts'
import { shorten } from './subject.ts'

const longText = /^(content|body|text|draft|article|message|script|answer|report|analysis|explanation|documentation)$/
const defaultWords = 120
/** Headings and the title are words too. */
const wordsPerHeading = 6

export function writeText(schema: JsonSchema, place: Place, writer: Writer): string {
  const text = byFormat(schema, place, writer.material) ?? byName(place, writer) ?? sentence(place, writer.material)
  const { maxLength, minLength } = schema
  const long = typeof minLength === 'number' && text.length < minLength ? `${text} ${writer.prose(Math.ceil(minLength / 5))}` : text
  return typeof maxLength === 'number' ? shorten(long, maxLength) : long
}

function byFormat({ format }: JsonSchema, place: Place, { parameters, subject, today }: Material): string | undefined {
  const writers: Readonly<Record<string, () => string>> = {
    date: () => entryDate(place, parameters, today),
    'date-time': () => `${entryDate(place, parameters, today)}T09:00:00.000Z`,
    time: () => '09:00:00Z',
    email: () => `contact${place.index + 1}@example.com`,
    uri: () => `https://example.com/${subject.slug}${place.index > 0 ? `-${place.index + 1}` : ''}`,
  }
  return typeof format === 'string' ? writers[format]?.() : undefined
}

function byName(place: Place, { material, prose }: Writer): string | undefined {
  const { name, siblings } = place
  const { subject, parameters } = material
  if (name === 'id') return `${subject.slug.slice(0, 24)}-${place.index + 1}`
  if (/^(title|headline|subject|heading|name)$/.test(name))
    return place.depth > 1 ? `${subject.title}: part ${place.index + 1}` : subject.title
  if (/_path$|^path$|^filename$/.test(name) || isCode(name, siblings)) return code(place, material)
  if (longText.test(name)) return prose(wordsFor(place, parameters))
  return undefined
}

function isCode(name: string, siblings: { [key: string]: Json }): boolean {
  return /^(code|snippet|source)$/.test(name) || (name === 'content' && ('path' in siblings || 'language' in siblings))
}

function code({ name, siblings, index }: Place, { parameters, subject }: Material): string {
  const language = String(siblings['language'] ?? parameters['language'] ?? 'typescript').toLowerCase()
  const sample = codeSample({ language, name: subject.identifier, about: subject.title, test: index % 2 === 1 })
  return /path|filename/.test(name) ? sample.path : sample.content
}

/** The words asked for are shared out among the sections. */
function wordsFor({ depth, count }: Place, { word_count: wanted }: { [key: string]: Json }): number {
  if (typeof wanted !== 'number') return defaultWords
  return depth > 1 ? Math.max(40, Math.round(wanted / count) - wordsPerHeading * 2) : wanted
}

function sentence({ name }: Place, { subject }: Material): string {
  const what = name.replaceAll('_', ' ')
  return `${what.charAt(0).toUpperCase()}${what.slice(1)} for ${subject.inline}.`
}
