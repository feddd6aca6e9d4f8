// What people type for structured values: key=value pairs, JSON, files, standard input, moments and spans.
import { readFile } from 'node:fs/promises'
import { UsageError } from './command.ts'
import type { Io } from './io.ts'

/** A JSON object from `-` (standard input), `@file` or a path that ends with .json, or the text itself. */
export async function readJson(io: Io, source: string, what: string): Promise<unknown> {
  const text = await readText(io, source, what)
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new UsageError(`${what}: expected JSON, got "${text.slice(0, 60)}" (${error instanceof Error ? error.message : 'not readable'})`)
  }
}

export async function readText(io: Io, source: string, what: string): Promise<string> {
  if (source === '-') return io.readInput()
  const file = source.startsWith('@') ? source.slice(1) : /\.(json|ya?ml|txt|md)$/.test(source) ? source : undefined
  if (file === undefined) return source
  return readFile(file, 'utf8').catch((error: unknown) => {
    throw new UsageError(`${what}: ${file} cannot be read (${error instanceof Error ? error.message : String(error)})`)
  })
}

interface Schema {
  type?: string | readonly string[]
  properties?: { [name: string]: Schema }
  required?: readonly string[]
  items?: Schema
  enum?: unknown
  format?: unknown
}

type Values = { [name: string]: unknown }

/** `key=value` pairs, each as its schema wants it; `key:=json` as JSON; other words are the text that is still missing. */
export function readPairs(pairs: readonly string[], schema: unknown, given: Values = {}): Values {
  const { properties = {} } = (schema ?? {}) as Schema
  const values: Values = { ...given }
  const words: string[] = []
  for (const pair of pairs) {
    const match = /^([A-Za-z_][\w.-]*?)(:?=)([\s\S]*)$/.exec(pair)
    if (!match) {
      if (Object.hasOwn(properties, pair)) throw new UsageError(`expected a value for ${pair}: ${pair}=...`)
      words.push(pair)
      continue
    }
    const [, name = '', sign, text = ''] = match
    values[name] = sign === ':=' ? parseJson(name, text) : toValue(text, properties[name])
  }
  if (words.length === 0) return values
  const text = missingText((schema ?? {}) as Schema, values)
  if (text === undefined) throw new UsageError(`expected key=value, got "${words[0]}"`)
  return { ...values, [text]: words.join(' ') }
}

/** The one text that is demanded and not given, or else the first that is not given. */
function missingText({ properties = {}, required = [] }: Schema, given: Values): string | undefined {
  const isText = ({ type, enum: choices, format }: Schema) => type === 'string' && choices === undefined && format === undefined
  const open = Object.entries(properties).flatMap(([name, schema]) => (isText(schema) && !Object.hasOwn(given, name) ? name : []))
  return open.find((name) => required.includes(name)) ?? open[0]
}

function parseJson(name: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new UsageError(`${name}: expected JSON after :=, got "${text.slice(0, 60)}"`)
  }
}

/** What does not fit stays text: the server says what it expects, with all else that is wrong. */
function toValue(text: string, schema: Schema | undefined): unknown {
  const types = [schema?.type ?? 'string'].flat()
  if (types.includes('string')) return text
  if ((types.includes('integer') || types.includes('number')) && text.trim() !== '' && Number.isFinite(Number(text))) return Number(text)
  if (types.includes('boolean') && /^(true|false)$/.test(text)) return text === 'true'
  if (types.includes('array') && !text.trim().startsWith('[')) return text.split(',').map((item) => toValue(item.trim(), schema?.items))
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** A moment: ISO 8601, or a span from now such as 10m or +2h. */
export function readMoment(text: string, name: string, now: Date): string {
  const span = /^\+?(\d+(?:\.\d+)?)(s|m|h|d)$/.exec(text)
  if (span) return new Date(now.getTime() + Number(span[1]) * spanMs[span[2] as keyof typeof spanMs]).toISOString()
  const at = Date.parse(text)
  if (Number.isNaN(at))
    throw new UsageError(`--${name}: expected a moment such as 2026-03-02T09:00+11:00, or a span such as 10m, got "${text}"`)
  return new Date(at).toISOString()
}

/** A moment in the past: ISO 8601, or a span back from now. */
export function readSince(text: string, name: string, now: Date): string {
  const span = /^-?(\d+(?:\.\d+)?)(s|m|h|d)$/.exec(text)
  if (span) return new Date(now.getTime() - Number(span[1]) * spanMs[span[2] as keyof typeof spanMs]).toISOString()
  return readMoment(text, name, now)
}

const spanMs = { s: 1000, m: 60_000, h: 3600_000, d: 24 * 3600_000 }

/** A word of a closed list, in any case; `name` as the person wrote it: `--state`, `level`. */
export function readWord<Word extends string>(text: string | undefined, words: readonly Word[], name: string): Word | undefined {
  if (text === undefined) return undefined
  const found = words.find((word) => word.toLowerCase() === text.toLowerCase().replaceAll('-', '_'))
  if (!found) throw new UsageError(`${name}: expected ${words.join(', ').toLowerCase()}, got "${text}"`)
  return found
}

/** `task` stands for `task.*`: every type has two words at least. */
export const typePattern = (type: string): string => (/[.*]/.test(type) ? type : `${type}.*`)

/** Ids are shown with capitals; people type them without. */
export const subjectId = (text: string): string => (/^[a-z]-\d+$/.test(text) ? text.toUpperCase() : text)
