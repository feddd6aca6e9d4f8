// What may follow a value in a template: `{{ value | filter: argument }}`. Pure.
import type { Json } from '../agents/adapter.ts'

/** `undefined` for a value that is not there: only `default` takes it. */
type Filter = (value: Json, argument: Json | undefined) => Json

export class FilterError extends Error {}

export const filters: Readonly<Record<string, Filter>> = {
  json: (value, argument) => JSON.stringify(value, null, typeof argument === 'number' ? argument : 0),
  join: (value, argument) =>
    listOf(value, 'join')
      .map(toText)
      .join(argument === undefined ? ', ' : toText(argument)),
  truncate: (value, argument) => {
    const text = toText(value)
    const most = typeof argument === 'number' ? argument : 100
    return text.length > most ? `${text.slice(0, Math.max(0, most - 1))}…` : text
  },
  upper: (value) => toText(value).toUpperCase(),
  lower: (value) => toText(value).toLowerCase(),
  trim: (value) => toText(value).trim(),
  first: (value) => endOf(value, 'first'),
  last: (value) => endOf(value, 'last'),
  length: (value) => {
    if (typeof value === 'string' || Array.isArray(value)) return value.length
    if (value !== null && typeof value === 'object') return Object.keys(value).length
    throw new FilterError(`length: expected a text, a list or an object, got ${JSON.stringify(value)}`)
  },
  keys: (value) => {
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) return Object.keys(value)
    throw new FilterError(`keys: expected an object, got ${kindOf(value)}`)
  },
  default: (value) => value,
}

export function toText(value: Json): string {
  return typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value)
}

function listOf(value: Json, filter: string): Json[] {
  if (Array.isArray(value)) return value
  throw new FilterError(`${filter}: expected a list, got ${kindOf(value)}`)
}

function endOf(value: Json, filter: 'first' | 'last'): Json {
  const list = typeof value === 'string' ? [...value] : listOf(value, filter)
  const item = filter === 'first' ? list[0] : list.at(-1)
  if (item === undefined) throw new FilterError(`${filter}: the list is empty`)
  return item
}

export function kindOf(value: Json): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'an object' : `a ${typeof value}`
}
