// JSON Schema -> the fields of a form. Whatever has no field of its own is edited as JSON, so that every schema can be filled in.

export type FieldKind = 'text' | 'long' | 'number' | 'integer' | 'boolean' | 'choice' | 'list' | 'json' | 'moment'

export interface Field {
  /** Place in the value, dotted: `parameters.topic`. */
  path: string
  label: string
  help: string
  required: boolean
  kind: FieldKind
  choices: readonly string[]
  /** What the server takes when nothing is given; shown in place of a value. */
  usual: string
  minimum?: number | undefined
  maximum?: number | undefined
}

interface Schema {
  type?: unknown
  title?: unknown
  description?: unknown
  properties?: unknown
  required?: unknown
  enum?: unknown
  const?: unknown
  default?: unknown
  items?: unknown
  minimum?: unknown
  maximum?: unknown
  minLength?: unknown
  maxLength?: unknown
  format?: unknown
  examples?: unknown
}

const longerThan = 500

/** Labels leave out `base`: where all of them are. */
export function fieldsOf(schema: unknown, prefix: string, base = prefix): Field[] {
  const { properties, required } = asSchema(schema)
  const needed = Array.isArray(required) ? required.map(String) : []
  if (typeof properties !== 'object' || properties === null) return []
  return Object.entries(properties)
    .flatMap(([name, property]) => fieldOf(name, asSchema(property), { prefix, base, needed }))
    .sort((a, b) => Number(b.required) - Number(a.required))
}

interface Place {
  prefix: string
  base: string
  needed: readonly string[]
}

function fieldOf(name: string, schema: Schema, { prefix, base, needed }: Place): Field[] {
  const path = `${prefix}.${name}`
  const nested = schema.type === 'object' && schema.properties !== undefined
  if (nested) return fieldsOf(schema, path, base)
  const choices = choicesOf(schema)
  return [
    {
      path,
      label: typeof schema.title === 'string' ? schema.title : path.slice(base.length + 1),
      help: helpOf(schema),
      required: needed.includes(name),
      kind: kindOf(schema, choices),
      choices,
      usual: schema.default === undefined ? '' : toText(schema.default),
      minimum: typeof schema.minimum === 'number' ? schema.minimum : undefined,
      maximum: typeof schema.maximum === 'number' ? schema.maximum : undefined,
    },
  ]
}

function kindOf(schema: Schema, choices: readonly string[]): FieldKind {
  if (choices.length > 0) return 'choice'
  const type = Array.isArray(schema.type) ? schema.type.find((each) => each !== 'null') : schema.type
  switch (type) {
    case 'boolean':
      return 'boolean'
    case 'integer':
      return 'integer'
    case 'number':
      return 'number'
    case 'string':
      if (schema.format === 'date-time') return 'moment'
      return typeof schema.maxLength === 'number' && schema.maxLength <= longerThan ? 'text' : 'long'
    case 'array':
      return asSchema(schema.items).type === 'string' ? 'list' : 'json'
    default:
      return 'json'
  }
}

function choicesOf(schema: Schema): string[] {
  return Array.isArray(schema.enum) && schema.enum.every((each) => typeof each === 'string') ? schema.enum : []
}

function helpOf(schema: Schema): string {
  const [example] = Array.isArray(schema.examples) ? schema.examples : []
  const parts = [
    typeof schema.description === 'string' ? schema.description : '',
    rangeOf(schema),
    example === undefined ? '' : `For example: ${toText(example)}`,
  ]
  return parts.filter((part) => part !== '').join(' ')
}

function rangeOf({ minimum, maximum }: Schema): string {
  if (typeof minimum === 'number' && typeof maximum === 'number') return `From ${minimum} to ${maximum}.`
  if (typeof minimum === 'number') return `At least ${minimum}.`
  return typeof maximum === 'number' ? `At most ${maximum}.` : ''
}

/** A value as it is typed: texts as they are, lists with commas, everything else as JSON. */
export function toText(value: unknown): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'string') return value
  if (Array.isArray(value) && value.every((each) => typeof each === 'string' && !each.includes(','))) return value.join(', ')
  return JSON.stringify(value)
}

function asSchema(value: unknown): Schema {
  return typeof value === 'object' && value !== null ? value : {}
}
