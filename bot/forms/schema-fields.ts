// A JSON Schema of parameters -> the fields of a form: what kind each is, and what it may be. Knows nothing of Slack.

interface JsonSchema {
  type?: unknown
  title?: unknown
  description?: unknown
  enum?: unknown
  default?: unknown
  format?: unknown
  minimum?: unknown
  maximum?: unknown
  minLength?: unknown
  maxLength?: unknown
  items?: unknown
  properties?: unknown
  required?: unknown
  examples?: unknown
}

export const fieldKinds = [
  'text',
  'longText',
  'choice',
  'choices',
  'number',
  'integer',
  'yesNo',
  'texts',
  'numbers',
  'date',
  'moment',
  'email',
  'url',
  'json',
] as const
export type FieldKind = (typeof fieldKinds)[number]

export interface Field {
  name: string
  title: string
  kind: FieldKind
  required: boolean
  description: string
  preset: unknown
  choices: readonly unknown[]
  least: number | undefined
  most: number | undefined
  example: string | undefined
}

export function toFields(schema: unknown): Field[] {
  const { properties, required } = asSchema(schema)
  const names = new Set(Array.isArray(required) ? required : [])
  // What must be filled in comes first.
  return Object.entries(isObject(properties) ? properties : {})
    .map(([name, property]) => toField(name, asSchema(property), names.has(name)))
    .sort((one, other) => Number(other.required) - Number(one.required))
}

function toField(name: string, schema: JsonSchema, required: boolean): Field {
  const items = asSchema(schema.items)
  const kind = kindOf(schema, items)
  const limits = kind === 'number' || kind === 'integer' ? [schema.minimum, schema.maximum] : [schema.minLength, schema.maxLength]
  const example = Array.isArray(schema.examples) ? schema.examples[0] : undefined
  return {
    name,
    title: typeof schema.title === 'string' && schema.title ? schema.title : sayName(name),
    kind,
    required,
    description: typeof schema.description === 'string' ? schema.description : '',
    preset: schema.default,
    choices: kind === 'choices' ? asList(items.enum) : asList(schema.enum),
    least: asNumber(limits[0]),
    most: asNumber(limits[1]),
    example: sayExample(example),
  }
}

function sayExample(example: unknown): string | undefined {
  if (Array.isArray(example)) return example.map(sayExample).join(', ')
  return typeof example === 'object' || example === undefined ? undefined : String(example)
}

const sayName = (name: string) => name.charAt(0).toUpperCase() + name.slice(1).replaceAll(/[_-]+/g, ' ')

/** A text above this length gets several lines. */
const longFrom = 250

const formats: { readonly [format: string]: FieldKind } = {
  date: 'date',
  'date-time': 'moment',
  email: 'email',
  uri: 'url',
  url: 'url',
  textarea: 'longText',
}

function kindOf({ type, enum: choices, format, maxLength }: JsonSchema, items: JsonSchema): FieldKind {
  if (asList(choices).length > 0) return 'choice'
  switch (singleType(type)) {
    case 'string': {
      const known = typeof format === 'string' && Object.hasOwn(formats, format) ? formats[format] : undefined
      return known ?? ((asNumber(maxLength) ?? 0) > longFrom ? 'longText' : 'text')
    }
    case 'number':
      return 'number'
    case 'integer':
      return 'integer'
    case 'boolean':
      return 'yesNo'
    case 'array':
      if (asList(items.enum).length > 0) return 'choices'
      return singleType(items.type) === 'string' ? 'texts' : ['number', 'integer'].includes(singleType(items.type)) ? 'numbers' : 'json'
    default:
      return 'json'
  }
}

/** `["string", "null"]` is a string that may be left out. */
function singleType(type: unknown): string {
  if (typeof type === 'string') return type
  const types = asList(type).filter((one) => one !== 'null')
  return types.length === 1 ? String(types[0]) : ''
}

const isObject = (value: unknown): value is { [name: string]: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const asSchema = (value: unknown): JsonSchema => (isObject(value) ? value : {})
const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
const asNumber = (value: unknown): number | undefined => (typeof value === 'number' && Number.isFinite(value) ? value : undefined)
