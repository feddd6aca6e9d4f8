// Words for what ajv found: a path people recognise and a message that says what was expected and what came.
import type { ErrorObject } from 'ajv'
import { didYouMean } from '../did-you-mean.ts'
import type { Violation } from '../errors.ts'

/** Nothing for errors that only repeat another one. */
export function toViolation(error: ErrorObject, root: string): Violation | undefined {
  const at = [
    root,
    ...error.instancePath
      .split('/')
      .slice(1)
      .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~')),
  ].join('.')
  const params = error.params as Record<string, unknown>
  switch (error.keyword) {
    case 'required':
      return { path: `${at}.${String(params['missingProperty'])}`, message: 'is required' }
    case 'additionalProperties': {
      const name = String(params['additionalProperty'])
      const known = Object.keys((error.parentSchema?.['properties'] as object | undefined) ?? {})
      return { path: `${at}.${name}`, message: `is not known${didYouMean(name, known) || `; known are ${known.join(', ') || 'none'}`}` }
    }
    case 'if':
      return undefined
    default:
      return { path: at, message: describe(error, params) }
  }
}

function describe(error: ErrorObject, params: Record<string, unknown>): string {
  const got = `got ${preview(error.data)}`
  const limit = String(params['limit'])
  switch (error.keyword) {
    case 'type':
      return `must be ${typeWords(params['type'])}, ${got}`
    case 'enum': {
      const allowed = (params['allowedValues'] as unknown[]).map(String)
      return `must be one of ${allowed.join(', ')}, ${got}${didYouMean(String(error.data), allowed)}`
    }
    case 'const':
      return `must be ${preview(params['allowedValue'])}, ${got}`
    case 'minimum':
      return `must be at least ${limit}, ${got}`
    case 'maximum':
      return `must be at most ${limit}, ${got}`
    case 'exclusiveMinimum':
      return `must be more than ${limit}, ${got}`
    case 'exclusiveMaximum':
      return `must be less than ${limit}, ${got}`
    case 'minLength':
      return `must have at least ${limit} characters, got ${String(error.data).length}`
    case 'maxLength':
      return `must have at most ${limit} characters, got ${String(error.data).length}`
    case 'minItems':
      return `must have at least ${limit} entries, got ${(error.data as unknown[]).length}`
    case 'maxItems':
      return `must have at most ${limit} entries, got ${(error.data as unknown[]).length}`
    case 'format':
      return `must be ${formatWords(String(params['format']))}, ${got}`
    case 'pattern':
      return `must match ${String(params['pattern'])}, ${got}`
    case 'anyOf':
    case 'oneOf':
      return `has none of the allowed forms, ${got}`
    default:
      return `${error.message ?? error.keyword}, ${got}`
  }
}

function typeWords(type: unknown): string {
  const words: Record<string, string> = {
    integer: 'a whole number',
    number: 'a number',
    string: 'a text',
    boolean: 'true or false',
    array: 'a list',
    object: 'an object',
    null: 'null',
  }
  return [type]
    .flat()
    .map((each) => words[String(each)] ?? String(each))
    .join(' or ')
}

function formatWords(format: string): string {
  const words: Record<string, string> = {
    email: 'an e-mail address',
    uri: 'a URL',
    date: 'a date such as 2026-01-31',
    'date-time': 'a time such as 2026-01-31T09:00:00Z',
    time: 'a time of day',
  }
  return words[format] ?? `of the format ${format}`
}

function preview(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > 60 ? `${text.slice(0, 57)}...` : text
}
