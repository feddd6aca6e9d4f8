// Checks a task's parameters against its agent's JSON Schema and fills in defaults. Knows nothing of tasks.
import type { Ajv, ErrorObject, ValidateFunction } from 'ajv'
import type { Violation } from '../errors.ts'
import type { Json } from './adapter.ts'
import type { AgentConfig, JsonSchema } from './config.ts'
import { createAjv } from './json-schema.ts'
import { toViolation } from './schema-violations.ts'
import { withinReason } from './within-reason.ts'

export type ParametersCheck = { ok: true; parameters: { [key: string]: Json } } | { ok: false; violations: Violation[] }

const ajv = createAjv({ useDefaults: true })
const plainAjv = createAjv()
const parameterValidators = new WeakMap<object, ValidateFunction>()
const outputValidators = new WeakMap<object, ValidateFunction>()

const maxDepth = 64
/** Names that reach into an object's prototype when somebody later copies the value carelessly. */
const forbiddenKeys = ['__proto__', 'constructor', 'prototype']

export function checkParameters(agent: Pick<AgentConfig, 'parameters'>, given: unknown): ParametersCheck {
  if (given === null || typeof given !== 'object' || Array.isArray(given)) {
    return { ok: false, violations: [{ path: 'parameters', message: `must be an object, got ${JSON.stringify(given) ?? 'nothing'}` }] }
  }
  const unsafe = unsafeKeys(given as Json, 'parameters', 0)
  if (unsafe.length > 0) return { ok: false, violations: unsafe }
  const parameters = structuredClone(given) as { [key: string]: Json }
  const validate = cached(parameterValidators, agent, () => compile(ajv, closeObjects(agent.parameters)))
  return validate(parameters) ? { ok: true, parameters } : { ok: false, violations: toViolations(validate.errors, 'parameters') }
}

/** As `checkParameters`, for a schema that came from a caller. */
export function checkInput(plan: Pick<AgentConfig, 'parameters'>, given: unknown): ParametersCheck {
  return withinReason(
    () => checkParameters(plan, given),
    (why) => ({ ok: false, violations: [{ path: 'parameters', message: `cannot be checked: ${why}` }] }),
  )
}

/** What a result breaks of the agent's promise; empty when it keeps it or made none. */
export function checkOutput(agent: AgentConfig, result: Json): Violation[] {
  const { output } = agent
  if (output === undefined) return []
  const validate = cached(outputValidators, agent, () => compile(plainAjv, output))
  return validate(result) ? [] : toViolations(validate.errors, 'result')
}

/** The library would remember the schema for ever, beside what is remembered here. */
function compile(library: Ajv, schema: JsonSchema): ValidateFunction {
  const validate = library.compile(schema)
  library.removeSchema(schema)
  return validate
}

function cached(cache: WeakMap<object, ValidateFunction>, agent: object, compile: () => ValidateFunction): ValidateFunction {
  const known = cache.get(agent) ?? compile()
  cache.set(agent, known)
  return known
}

function toViolations(errors: ErrorObject[] | null | undefined, root: string): Violation[] {
  const found = tellingErrors(errors ?? [])
    .map((error) => toViolation(error, root))
    .filter((violation) => violation !== undefined)
  return [...new Map(found.map((violation) => [`${violation.path} ${violation.message}`, violation])).values()]
}

/** Where one of several forms has the right type, only what is wrong with that form helps; else only the choice itself. */
function tellingErrors(errors: readonly ErrorObject[]): ErrorObject[] {
  const choices = errors.filter(({ keyword }) => keyword === 'anyOf' || keyword === 'oneOf')
  return choices.reduce(
    (left, choice) => {
      const branches = left.filter((error) => error.schemaPath.startsWith(`${choice.schemaPath}/`))
      const telling = branches.filter(({ keyword, instancePath }) => keyword !== 'type' || instancePath !== choice.instancePath)
      const rest = left.filter((error) => error !== choice && !branches.includes(error))
      return [...rest, ...(telling.length > 0 ? telling : [choice])]
    },
    [...errors],
  )
}

/** A misspelt parameter must not be ignored: objects that list properties allow no others unless they say so. */
function closeObjects(schema: JsonSchema): JsonSchema {
  const closed = mapChildren(schema)
  const open =
    schema['additionalProperties'] !== undefined || schema['patternProperties'] !== undefined || schema['properties'] === undefined
  return open || schema['allOf'] !== undefined ? closed : { ...closed, additionalProperties: false }
}

function mapChildren(schema: JsonSchema): JsonSchema {
  const { properties, items } = schema
  const copy = { ...schema }
  if (isObject(properties))
    copy['properties'] = Object.fromEntries(
      Object.entries(properties).map(([key, child]) => [key, isObject(child) ? closeObjects(child) : child]),
    )
  if (isObject(items)) copy['items'] = closeObjects(items)
  return copy
}

function isObject(value: Json | undefined): value is JsonSchema {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}

function unsafeKeys(value: Json, path: string, depth: number): Violation[] {
  if (value === null || typeof value !== 'object') return []
  if (depth > maxDepth) return [{ path, message: `is nested deeper than ${maxDepth} levels` }]
  return Object.entries(value).flatMap(([key, child]) => {
    if (forbiddenKeys.includes(key)) return [{ path: `${path}.${key}`, message: 'is a name that is not allowed; rename it' }]
    return unsafeKeys(child, `${path}.${key}`, depth + 1)
  })
}
