// Keeps secret values out of everything that is written down. Knows nothing of where the text goes.
import type { Json } from './adapter.ts'

/** Shorter values are ordinary words; masking them would make logs unreadable and hide nothing. */
const minimumLength = 6
const mark = '[secret]'

export interface Masker {
  (text: string): string
  /** How many characters at the end of a text may be the beginning of a value whose rest is still to come. */
  begun(text: string): number
}

/** Also finds the forms a value takes inside a URL and inside a JSON string, which may be inside another. */
export function createMasker(values: readonly string[]): Masker {
  const forms = values
    .filter((value) => value.length >= minimumLength)
    .flatMap((value) => [value, encodeURIComponent(value), inQuotes(value), inQuotes(inQuotes(value))])
  const longestFirst = [...new Set(forms)].sort((a, b) => b.length - a.length)
  if (longestFirst.length === 0) return Object.assign((text: string) => text, { begun: () => 0 })
  const pattern = new RegExp(longestFirst.map((form) => form.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'), 'g')
  const mask = (text: string) => text.replace(pattern, mark)
  return Object.assign(mask, { begun: (text: string) => Math.max(...longestFirst.map((form) => begunOf(form, text))) })
}

function begunOf(form: string, text: string): number {
  for (let length = Math.min(form.length - 1, text.length); length > 0; length--) if (text.endsWith(form.slice(0, length))) return length
  return 0
}

function inQuotes(text: string): string {
  return JSON.stringify(text).slice(1, -1)
}

/** Masks every string in the value, keys included. */
export function maskJson(mask: Masker, value: Json): Json {
  if (typeof value === 'string') return mask(value)
  if (Array.isArray(value)) return value.map((item) => maskJson(mask, item))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [mask(key), maskJson(mask, item)]))
}

const place = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g

/** Names of the secrets that a text such as "Bearer ${TOKEN}" has places for. */
export function secretsIn(text: string): string[] {
  return [...text.matchAll(place)].map(([, name = '']) => name)
}

export function fillHeaders(headers: Readonly<Record<string, string>>, secrets: Readonly<Record<string, string>>): Record<string, string> {
  const fill = (text: string) => text.replace(place, (_all, name: string) => secrets[name] ?? '')
  return Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, fill(text)]))
}
