// JSON Schema, checked by the same library and rules as the server's. Loaded when the first form opens.
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'

const ajv = new Ajv2020({ allErrors: true, strict: false, useDefaults: false, validateFormats: true })
addFormats.default(ajv)
const compiled = new WeakMap<object, ValidateFunction | undefined>()

/** What is wrong by dotted path below `prefix`; nothing when the schema itself cannot be used here. */
export function checkSchema(schema: unknown, value: unknown, prefix: string): Map<string, string> {
  const found = new Map<string, string>()
  if (typeof schema !== 'object' || schema === null) return found
  if (!compiled.has(schema)) compiled.set(schema, compile(schema))
  const check = compiled.get(schema)
  if (!check || check(value)) return found
  for (const error of check.errors ?? []) {
    const path = [prefix, ...pathOf(error)].join('.')
    if (!found.has(path)) found.set(path, messageOf(error))
  }
  return found
}

function compile(schema: object): ValidateFunction | undefined {
  try {
    return ajv.compile(schema)
  } catch {
    return undefined
  }
}

function pathOf({ instancePath, keyword, params }: ErrorObject): string[] {
  const path = instancePath.split('/').slice(1)
  if (keyword === 'required') return [...path, String(params['missingProperty'])]
  return keyword === 'additionalProperties' ? [...path, String(params['additionalProperty'])] : path
}

function messageOf({ keyword, params, message = 'is not valid' }: ErrorObject): string {
  switch (keyword) {
    case 'required':
      return 'is needed'
    case 'enum':
      return `expected one of ${(params['allowedValues'] as unknown[]).join(', ')}`
    case 'minimum':
      return `expected ${params['limit']} or more`
    case 'maximum':
      return `expected ${params['limit']} or less`
    case 'minLength':
      return `expected at least ${params['limit']} characters`
    case 'maxLength':
      return `expected at most ${params['limit']} characters`
    case 'additionalProperties':
      return 'is not known'
    default:
      return message
  }
}
