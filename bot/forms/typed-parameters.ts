// Parameters as they are typed in a command -> the types the schema asks for. What does not fit stays as it is: the server says what is wrong.
import type { Field } from './schema-fields.ts'

export type Parameters = { [name: string]: unknown }

export interface Typed {
  fields: readonly Field[]
  pairs: { readonly [name: string]: string }
  /** Words without a name. */
  rest: string
}

export function typeParameters({ fields, pairs, rest }: Typed): Parameters {
  const parameters: Parameters = {}
  for (const [name, text] of Object.entries(pairs)) {
    const field = fields.find((one) => one.name === name)
    setOwn(parameters, name, field ? toValue(field, text) : text)
  }
  const free = rest ? textField(fields, pairs) : undefined
  if (free) setOwn(parameters, free.name, rest)
  return parameters
}

/** Where words without a name go: the one text that is demanded and not given, or else the first text there is. */
export function textField(fields: readonly Field[], given: { readonly [name: string]: unknown } = {}): Field | undefined {
  const open = fields.filter(({ name, kind }) => ['text', 'longText'].includes(kind) && !Object.hasOwn(given, name))
  return open.find(({ required }) => required) ?? open[0]
}

/** `__proto__` is a name like any other. */
export function setOwn(target: Parameters, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true })
}

export function toValue({ kind, choices }: Field, text: string): unknown {
  switch (kind) {
    case 'number':
    case 'integer':
      return toNumber(text)
    case 'yesNo':
      return toYesNo(text)
    case 'texts':
      return toList(text)
    case 'numbers':
      return toList(text).map((item) => (typeof item === 'string' ? toNumber(item) : item))
    case 'choice':
      return choices.find((choice) => String(choice).toLowerCase() === text.toLowerCase()) ?? text
    case 'choices':
      return toList(text).map((item) => choices.find((choice) => String(choice).toLowerCase() === String(item).toLowerCase()) ?? item)
    case 'json':
      return toJson(text)
    case 'text':
    case 'longText':
    case 'date':
    case 'moment':
    case 'email':
    case 'url':
      return text
  }
}

function toNumber(text: string): unknown {
  const plain = text.trim().replace(/(?<=\d)[_,](?=\d{3}\b)/g, '')
  return plain !== '' && Number.isFinite(Number(plain)) ? Number(plain) : text
}

function toYesNo(text: string): unknown {
  if (/^(true|yes|y|on|1)$/i.test(text.trim())) return true
  return /^(false|no|n|off|0)$/i.test(text.trim()) ? false : text
}

/** A JSON list, or items between commas or on lines. */
function toList(text: string): unknown[] {
  if (/^\s*\[/.test(text)) {
    const parsed = toJson(text)
    if (Array.isArray(parsed)) return parsed
  }
  return text
    .split(text.includes('\n') ? '\n' : ',')
    .map((item) => item.trim())
    .filter(Boolean)
}

function toJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
