// Makes parameters that a schema accepts, from its examples, defaults and limits: to try an agent out. Pure.
import type { Json } from './adapter.ts'
import type { JsonSchema } from './config.ts'

export function sampleParameters(schema: JsonSchema): { [key: string]: Json } {
  const properties = (schema['properties'] ?? {}) as { [name: string]: JsonSchema }
  const required = new Set((schema['required'] ?? []) as string[])
  const wanted = Object.entries(properties).filter(([name, property]) => required.has(name) || property['default'] !== undefined)
  return Object.fromEntries(wanted.map(([name, property]) => [name, sampleValue(name, property)]))
}

function sampleValue(name: string, schema: JsonSchema): Json {
  const given = first(schema['examples']) ?? schema['default'] ?? schema['const'] ?? first(schema['enum'])
  if (given !== undefined) return given
  switch (String([schema['type']].flat()[0])) {
    case 'integer':
    case 'number':
      return Number(schema['minimum'] ?? schema['maximum'] ?? 1)
    case 'boolean':
      return true
    case 'array':
      return Array.from({ length: Number(schema['minItems'] ?? 1) }, () => sampleValue(name, (schema['items'] ?? {}) as JsonSchema))
    case 'object':
      return sampleParameters(schema)
    default:
      return sampleText(name, schema)
  }
}

function first(list: Json | undefined): Json | undefined {
  return Array.isArray(list) ? list[0] : undefined
}

const texts: { readonly [format: string]: string } = {
  email: 'ann@example.com',
  uri: 'https://example.com',
  date: '2026-03-02',
  'date-time': '2026-03-02T09:00:00Z',
  time: '09:00:00Z',
}

function sampleText(name: string, schema: JsonSchema): string {
  const text = texts[String(schema['format'])] ?? `An example of ${name.replaceAll('_', ' ')}`
  return text.padEnd(Number(schema['minLength'] ?? 0), '.').slice(0, Number(schema['maxLength'] ?? 10_000))
}
