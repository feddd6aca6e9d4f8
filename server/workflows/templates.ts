// `{{ ... }}` inside values: finds what they read, and puts the values in. A value that is one template keeps the type of what it stands for.
import type { Json } from '../agents/adapter.ts'
import { didYouMean } from '../did-you-mean.ts'
import type { Place } from './definition-text.ts'
import { ExpressionError, evaluate, parseExpression, roots, type ValuePath } from './expressions.ts'
import { FilterError, filters, kindOf, toText } from './filters.ts'

interface FilterCall {
  name: string
  argument: Json | undefined
}

interface Template {
  /** A plain path, so that what is missing can be named; else an expression. */
  path: ValuePath | undefined
  text: string
  reads: readonly ValuePath[]
  filters: readonly FilterCall[]
}

export interface TemplateRead {
  place: Place
  path: ValuePath
  /** Followed by `default`: it may be missing. */
  optional: boolean
}

export class TemplateError extends Error {
  readonly place: Place

  constructor(place: Place, message: string) {
    super(message)
    this.place = place
  }
}

const marks = /\{\{([\s\S]*?)\}\}/g
const plainPath = /^[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*|\[\d+\]|\.\d+)*$/
const parsed = new Map<string, Template>()
const keptTemplates = 5000

export function hasTemplate(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('{{')
  if (value === null || typeof value !== 'object') return false
  return Object.entries(value).some(([key, item]) => key.includes('{{') || hasTemplate(item))
}

/** Everything a value reads, and everything wrong with its templates. */
export function readsOf(value: unknown, place: Place): { reads: TemplateRead[]; problems: { place: Place; message: string }[] } {
  const reads: TemplateRead[] = []
  const problems: { place: Place; message: string }[] = []
  walk(value, place, (text, at) => {
    for (const [, inner = ''] of text.matchAll(marks)) {
      try {
        const template = parseTemplate(inner)
        const optional = template.filters[0]?.name === 'default'
        reads.push(...template.reads.map((path) => ({ place: at, path, optional })))
      } catch (error) {
        if (!(error instanceof ExpressionError)) throw error
        problems.push({ place: at, message: `{{${inner}}}: ${error.message}` })
      }
    }
    if (text.replace(marks, '').includes('{{')) problems.push({ place: at, message: 'has {{ without }}' })
  })
  return { reads, problems }
}

function walk(value: unknown, place: Place, visit: (text: string, place: Place) => void): void {
  if (typeof value === 'string') visit(value, place)
  else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) walk(item, [...place, index], visit)
  } else if (value !== null && typeof value === 'object')
    for (const [key, item] of Object.entries(value)) walk(item, [...place, key], visit)
}

/** Throws a TemplateError that names the place and the path. */
export function render(value: unknown, context: { [name: string]: Json }, place: Place = []): Json {
  if (typeof value === 'string') return renderText(value, context, place)
  if (Array.isArray(value)) return value.map((item, index) => render(item, context, [...place, index]))
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, render(item, context, [...place, key])]))
  return (value ?? null) as Json
}

function renderText(text: string, context: { [name: string]: Json }, place: Place): Json {
  if (!text.includes('{{')) return text
  try {
    const whole = /^\s*\{\{([\s\S]*?)\}\}\s*$/.exec(text)
    if (whole && !whole[1]?.includes('{{')) return fill(whole[1] ?? '', context)
    return text.replaceAll(marks, (_all, inner: string) => toText(fill(inner, context)))
  } catch (error) {
    if (error instanceof ExpressionError || error instanceof FilterError) throw new TemplateError(place, error.message)
    throw error
  }
}

function fill(inner: string, context: { [name: string]: Json }): Json {
  const template = parseTemplate(inner)
  const [first, ...others] = template.filters
  const fallback = first?.name === 'default' ? first : undefined
  let value: Json
  try {
    value = template.path ? follow(template.path, context) : evaluate(template.text, context)
    if (value === null && fallback) value = fallback.argument ?? null
  } catch (error) {
    if (!fallback || !(error instanceof ExpressionError)) throw error
    value = fallback.argument ?? null
  }
  for (const { name, argument } of fallback ? others : template.filters) value = filters[name]?.(value, argument) ?? null
  return value
}

function follow(path: ValuePath, context: { [name: string]: Json }): Json {
  let value: Json | undefined = context
  for (const [depth, key] of path.entries()) {
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, key)) {
      const known = value !== null && typeof value === 'object' && !Array.isArray(value) ? Object.keys(value) : []
      const before = path.slice(0, depth).join('.')
      const why = depth === 0 ? '' : `; ${before} is ${kindOf(value ?? null)}${didYouMean(String(key), known)}`
      throw new ExpressionError(`${path.join('.')} is not there${why}`)
    }
    value = (value as { [key: string]: Json })[key]
  }
  return value as Json
}

function parseTemplate(inner: string): Template {
  const known = parsed.get(inner)
  if (known) return known
  const [head = '', ...calls] = splitAtPipes(inner)
  const text = head.trim()
  if (text === '') throw new ExpressionError('is empty')
  const template = { ...parseHead(text), text, filters: calls.map(parseFilter) }
  if (parsed.size >= keptTemplates) parsed.clear()
  parsed.set(inner, template)
  return template
}

function parseHead(text: string): Pick<Template, 'path' | 'reads'> {
  if (!plainPath.test(text)) return { path: undefined, reads: parseExpression(text).reads }
  const path = text
    .replace(/\[(\d+)\]/g, '.$1')
    .split('.')
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part))
  const root = String(path[0])
  if (!roots.includes(root as (typeof roots)[number]))
    throw new ExpressionError(`there is no "${root}"${didYouMean(root, roots) || `; known are ${roots.join(', ')}`}`)
  return { path, reads: [path] }
}

/** At single bars outside quotes; two bars are an "or". */
function splitAtPipes(text: string): string[] {
  const parts = text.match(/(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\|\||[^|])+|\|/g) ?? []
  return parts.filter((part) => part !== '|')
}

function parseFilter(call: string): FilterCall {
  const match = /^\s*([a-z_]+)\s*(?::\s*([\s\S]+)|\(\s*([\s\S]*?)\s*\))?\s*$/.exec(call)
  const name = match?.[1] ?? call.trim()
  if (!match || !Object.hasOwn(filters, name))
    throw new ExpressionError(
      `there is no filter "${name.slice(0, 40)}"${didYouMean(name, Object.keys(filters)) || `; known are ${Object.keys(filters).join(', ')}`}`,
    )
  const argument = (match[2] ?? match[3] ?? '').trim()
  if (argument === '') return { name, argument: undefined }
  const { constant } = parseExpression(argument)
  if (constant === undefined) throw new ExpressionError(`${name}: expected a fixed value such as "text" or 10, got ${argument}`)
  return { name, argument: constant }
}
