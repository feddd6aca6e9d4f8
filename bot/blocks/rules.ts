// The few words that the shapes of blocks are written in. A rule looks at one value and reports what is wrong with it.
// Knows nothing of Slack.

export interface Flaw {
  /** A JSON pointer, e.g. `/blocks/3/text/text`. */
  path: string
  message: string
}

export interface Report {
  flaw(path: string, message: string): void
}

export type Rule = (value: unknown, path: string, report: Report) => void

export type Fields = { [name: string]: Rule }

export const isRecord = (value: unknown): value is { [key: string]: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Slack counts what a person sees as characters; a pair of surrogates is one. */
export function lengthOf(text: string): number {
  let length = text.length
  for (let index = 0; index < text.length - 1; index++) {
    const high = text.charCodeAt(index)
    if (high >= 0xd800 && high < 0xdc00 && (text.charCodeAt(index + 1) & 0xfc00) === 0xdc00) {
      length--
      index++
    }
  }
  return length
}

export const string =
  (max: number, min = 1): Rule =>
  (value, path, report) => {
    if (typeof value !== 'string') return report.flaw(path, 'must be a string')
    if (value.length < min) return report.flaw(path, `must be at least ${min} characters`)
    if (value.length > max && lengthOf(value) > max) report.flaw(path, `must be at most ${max} characters, has ${lengthOf(value)}`)
  }

export const pattern =
  (form: RegExp, name: string): Rule =>
  (value, path, report) => {
    if (typeof value !== 'string' || !form.test(value)) report.flaw(path, `must be ${name}`)
  }

export const webAddress =
  (max: number): Rule =>
  (value, path, report) => {
    string(max)(value, path, report)
    if (typeof value === 'string' && !/^(https?|slack|mailto):/.test(value)) report.flaw(path, 'must be a web address')
  }

export const oneOf =
  (...values: readonly unknown[]): Rule =>
  (value, path, report) => {
    if (!values.includes(value)) report.flaw(path, `must be one of ${values.join(', ')}`)
  }

export const boolean: Rule = oneOf(true, false)

export const integer =
  (min: number, max: number): Rule =>
  (value, path, report) => {
    if (!Number.isInteger(value) || (value as number) < min || (value as number) > max) {
      report.flaw(path, `must be a whole number from ${min} to ${max}`)
    }
  }

export const number: Rule = (value, path, report) => {
  if (typeof value !== 'number' || !Number.isFinite(value)) report.flaw(path, 'must be a number')
}

export const list =
  (rule: Rule, { min = 1, max }: { min?: number; max: number }): Rule =>
  (value, path, report) => {
    if (!Array.isArray(value)) return report.flaw(path, 'must be a list')
    if (value.length < min) report.flaw(path, `must have at least ${min} items`)
    if (value.length > max) report.flaw(path, `must have at most ${max} items, has ${value.length}`)
    for (const [index, item] of value.entries()) rule(item, `${path}/${index}`, report)
  }

/** Every key is known, every required one is there. `undefined` is as if it were absent, as it is in JSON. */
export const shape =
  (required: Fields, optional: Fields = {}): Rule =>
  (value, path, report) => {
    if (!isRecord(value)) return report.flaw(path, 'must be an object')
    for (const name of Object.keys(required)) {
      if (value[name] === undefined) report.flaw(`${path}/${name}`, 'is required')
    }
    for (const [name, item] of Object.entries(value)) {
      if (item === undefined) continue
      const rule = Object.hasOwn(required, name) ? required[name] : Object.hasOwn(optional, name) ? optional[name] : undefined
      if (rule) rule(item, `${path}/${name}`, report)
      else report.flaw(`${path}/${name}`, 'is not a known field')
    }
  }

/** Which shape it has to have, its `type` says. */
export const byType =
  (shapes: { readonly [type: string]: Rule }): Rule =>
  (value, path, report) => {
    if (!isRecord(value)) return report.flaw(path, 'must be an object')
    const type = value['type']
    if (typeof type !== 'string' || !Object.hasOwn(shapes, type)) {
      return report.flaw(`${path}/type`, `${String(type)} is not allowed here, expected one of ${Object.keys(shapes).join(', ')}`)
    }
    shapes[type]?.(value, path, report)
  }

export const all =
  (...rules: Rule[]): Rule =>
  (value, path, report) => {
    for (const rule of rules) rule(value, path, report)
  }

export const pick = (shapes: { readonly [type: string]: Rule }, ...types: string[]): { [type: string]: Rule } =>
  Object.fromEntries(types.flatMap((type) => (shapes[type] ? [[type, shapes[type]]] : [])))
