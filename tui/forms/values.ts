// What was typed -> values, and back. Knows the kinds of fields, not what a form is for.
import { type Field, toText } from './fields.ts'

export class NotAValue extends Error {}

/** Undefined when nothing was given. Throws NotAValue with what was expected. */
export function valueTyped({ kind, choices }: Field, typed: string, now: number): unknown {
  const text = typed.trim()
  if (text === '') return undefined
  switch (kind) {
    case 'text':
      return text
    case 'long':
      return typed
    case 'choice':
      if (!choices.includes(text)) throw new NotAValue(`expected one of ${choices.join(', ')}`)
      return text
    case 'boolean':
      return text === 'yes' || text === 'true'
    case 'integer':
    case 'number':
      return toNumber(text, kind)
    case 'list':
      return text
        .split(',')
        .map((each) => each.trim())
        .filter((each) => each !== '')
    case 'json':
      return toJson(text)
    case 'moment':
      return toMoment(text, now)
  }
}

function toNumber(text: string, kind: 'integer' | 'number'): number {
  const value = Number(text)
  if (!Number.isFinite(value)) throw new NotAValue('expected a number')
  if (kind === 'integer' && !Number.isInteger(value)) throw new NotAValue('expected a whole number')
  return value
}

function toJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    throw new NotAValue(`expected JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
}

const units: { [unit: string]: number } = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** `in 20m`, `18:30` (the next time the clock shows it), or a date. */
export function toMoment(text: string, now: number): string {
  const soon = /^(?:in\s+)?(\d+)\s*([smhd])$/.exec(text)
  if (soon) return new Date(now + Number(soon[1]) * (units[soon[2] ?? ''] ?? 0)).toISOString()
  const clock = /^(\d{1,2}):(\d{2})$/.exec(text)
  if (clock) {
    const moment = new Date(now)
    moment.setHours(Number(clock[1]), Number(clock[2]), 0, 0)
    if (moment.getTime() <= now) moment.setDate(moment.getDate() + 1)
    return moment.toISOString()
  }
  const date = new Date(text)
  if (!/^\d{4}-\d{2}-\d{2}/.test(text) || Number.isNaN(date.getTime())) throw new NotAValue('expected in 20m, 18:30 or 2026-03-02T09:00')
  return date.toISOString()
}

/** A dotted path set in an object that is made as it goes. */
export function setPath(target: { [key: string]: unknown }, path: string, value: unknown): void {
  const keys = path.split('.')
  const last = keys.pop() ?? ''
  let place = target
  for (const key of keys) {
    const next = place[key]
    const made = typeof next === 'object' && next !== null ? (next as { [key: string]: unknown }) : {}
    place[key] = made
    place = made
  }
  place[last] = value
}

export function valueAt(value: unknown, path: string): unknown {
  let place = value
  for (const key of path.split('.')) {
    place = typeof place === 'object' && place !== null ? (place as { [key: string]: unknown })[key] : undefined
  }
  return place
}

export const textAt = (value: unknown, path: string): string => toText(valueAt(value, path))
