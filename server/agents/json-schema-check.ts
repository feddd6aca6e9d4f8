// Says what is wrong with a JSON Schema without compiling it: compiling fifty validators at start would cost a second.

import { didYouMean } from '../did-you-mean.ts'
import type { Json } from './adapter.ts'
import type { IssuePath } from './agent-file-issues.ts'
import type { JsonSchema } from './config.ts'
import { createAjv } from './json-schema.ts'

const keywords = [
  'type',
  'properties',
  'required',
  'items',
  'enum',
  'const',
  'default',
  'description',
  'title',
  'examples',
  'format',
  'pattern',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minItems',
  'maxItems',
  'uniqueItems',
  'contains',
  'additionalItems',
  'additionalProperties',
  'patternProperties',
  'propertyNames',
  'minProperties',
  'maxProperties',
  'dependencies',
  'allOf',
  'anyOf',
  'oneOf',
  'not',
  'if',
  'then',
  'else',
  '$ref',
  '$defs',
  'definitions',
  '$schema',
  '$id',
  '$comment',
  'readOnly',
  'writeOnly',
  'contentMediaType',
  'contentEncoding',
] as const

const oneSchema = ['items', 'contains', 'additionalProperties', 'propertyNames', 'not', 'if', 'then', 'else', 'additionalItems']
const manySchemas = ['allOf', 'anyOf', 'oneOf', 'items']
const namedSchemas = ['properties', 'patternProperties', '$defs', 'definitions']

interface SchemaIssue {
  path: IssuePath
  message: string
}

const ajv = createAjv()

export function checkJsonSchema(schema: JsonSchema): SchemaIssue[] {
  if (ajv.validateSchema(schema) !== true) {
    return (ajv.errors ?? []).map((error) => ({
      path: error.instancePath.split('/').slice(1),
      message: `is not valid JSON Schema: ${error.message ?? error.keyword}`,
    }))
  }
  return walk(schema, [], schema)
}

function walk(value: Json | undefined, path: IssuePath, root: JsonSchema): SchemaIssue[] {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return []
  const unknown = Object.keys(value)
    .filter((key) => !keywords.includes(key as (typeof keywords)[number]) && !key.startsWith('x-'))
    .map((key) => ({ path: [...path, key], message: `is not a JSON Schema keyword${didYouMean(key, keywords)}` }))
  return [...unknown, ...ownIssues(value, path, root), ...children(value).flatMap(([keys, child]) => walk(child, [...path, ...keys], root))]
}

function ownIssues(schema: JsonSchema, path: IssuePath, root: JsonSchema): SchemaIssue[] {
  const issues: SchemaIssue[] = []
  const { pattern, $ref: reference, required, properties } = schema
  if (typeof pattern === 'string' && !isPattern(pattern))
    issues.push({ path: [...path, 'pattern'], message: `is not a regular expression: ${pattern}` })
  if (typeof reference === 'string' && !resolves(reference, root))
    issues.push({ path: [...path, '$ref'], message: `points nowhere: ${reference}; expected a place in this schema such as #/$defs/name` })
  if (Array.isArray(required) && properties && typeof properties === 'object') {
    const missing = required.filter((name) => typeof name === 'string' && !Object.hasOwn(properties, name))
    for (const name of missing)
      issues.push({
        path: [...path, 'required'],
        message: `names "${String(name)}", which is not among the properties${didYouMean(String(name), Object.keys(properties))}`,
      })
  }
  return issues
}

function children(schema: JsonSchema): [IssuePath, Json][] {
  return Object.entries(schema).flatMap(([key, value]): [IssuePath, Json][] => {
    if (oneSchema.includes(key) && !Array.isArray(value)) return [[[key], value]]
    if (manySchemas.includes(key) && Array.isArray(value)) return value.map((child, index) => [[key, index], child])
    if (!namedSchemas.includes(key) || value === null || typeof value !== 'object') return []
    return Object.entries(value).map(([name, child]) => [[key, name], child])
  })
}

function isPattern(text: string): boolean {
  try {
    return Boolean(new RegExp(text, 'u'))
  } catch {
    return false
  }
}

function resolves(reference: string, root: JsonSchema): boolean {
  if (!reference.startsWith('#')) return false
  let current: Json | undefined = root
  for (const part of reference.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~')
    current = current && typeof current === 'object' && !Array.isArray(current) ? current[key] : undefined
  }
  return current !== undefined
}
