// Values of the result that the parameters or the given table already hold.
import type { Json } from '../adapter.ts'
import type { JsonSchema } from '../config.ts'
import { isObject, type Material, type Place } from './material.ts'

/** Inside a list these names describe the entry, not the task. */
const ownOfEntry = ['title', 'description', 'name', 'content', 'text', 'body', 'summary', 'type']

export function echo(schema: JsonSchema, place: Place, material: Material): Json | undefined {
  const value = fromTable(schema, place, material) ?? fromParameters(place, material)
  return value !== undefined && fits(schema, value) ? value : undefined
}

function fromParameters({ name, depth, index }: Place, { parameters }: Material): Json | undefined {
  if (depth === 1) return parameters[name]
  const list = parameters[`${name}s`] ?? parameters[name.replace(/y$/, 'ies')]
  if (Array.isArray(list) && list.length > 0) return list[index % list.length]
  return ownOfEntry.includes(name) ? undefined : parameters[name]
}

function fromTable(schema: JsonSchema, { name, depth }: Place, { table }: Material): Json | undefined {
  if (!table || depth !== 1) return undefined
  switch (name) {
    case 'columns':
      return table.columns
    case 'rows':
      return isObject(schema['items']) && schema['items']['type'] === 'object' ? asRecords(table.columns, table.rows) : table.rows
    case 'row_count':
      return table.rows.length
    case 'statistics':
      return table.statistics.map((each) => ({ ...each }))
    case 'insights':
      return table.insights
    case 'summary':
      return table.summary
    default:
      return undefined
  }
}

function asRecords(columns: readonly string[], rows: readonly Json[][]): Json[] {
  return rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index] ?? null])))
}

/** A quick look, not a full check: what does not fit is written anew. */
function fits(schema: JsonSchema, value: Json): boolean {
  const types = [schema['type'] ?? typeName(value)].flat()
  const integer = Number.isInteger(value) && types.includes('integer')
  if (!integer && !types.includes(typeName(value))) return false
  const { enum: options, maxLength, maxItems, minimum, maximum } = schema
  if (Array.isArray(options) && !options.includes(value)) return false
  if (typeof value === 'string' && typeof maxLength === 'number') return value.length <= maxLength
  if (Array.isArray(value)) return value.length <= Number(maxItems ?? Infinity) && value.every((item) => fits(itemsOf(schema), item))
  return typeof value !== 'number' || (value >= Number(minimum ?? -Infinity) && value <= Number(maximum ?? Infinity))
}

function itemsOf({ items }: JsonSchema): JsonSchema {
  return isObject(items) ? items : {}
}

function typeName(value: Json): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}
