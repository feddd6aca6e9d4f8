// Real figures from rows or CSV text among the parameters. Invents nothing.
import type { Json } from '../adapter.ts'

export interface ColumnStatistics {
  column: string
  count: number
  sum: number
  mean: number
  minimum: number
  maximum: number
}

export interface Table {
  columns: string[]
  rows: Json[][]
  statistics: ColumnStatistics[]
  /** Sentences about the figures. */
  insights: string[]
  summary: string
}

type Row = { [key: string]: Json }

export function tableOf(parameters: { [key: string]: Json }): Table | undefined {
  for (const value of Object.values(parameters)) {
    const records = Array.isArray(value) ? value.filter(isRow) : typeof value === 'string' ? parseCsv(value) : []
    if (records.length > 0) return toTable(records)
  }
  return undefined
}

function toTable(records: readonly Row[]): Table {
  const columns = [...new Set(records.flatMap((record) => Object.keys(record)))]
  const statistics = columns.flatMap((column) => columnStatistics(column, records))
  const figures = statistics.map(({ column, mean, minimum, maximum }) => `${column} from ${minimum} to ${maximum}, on average ${mean}`)
  const listed = figures.length > 0 ? `: ${figures.join('; ')}` : ''
  return {
    columns,
    rows: records.map((record) => columns.map((column) => record[column] ?? null)),
    statistics,
    insights: [...statistics.map((each) => extremes(each, columns, records)), ...missingValues(columns, records)],
    summary: `${records.length} rows with ${columns.length} columns (${columns.join(', ')})${listed}.`,
  }
}

function columnStatistics(column: string, records: readonly Row[]): ColumnStatistics[] {
  const values = records.map((record) => record[column]).filter((value) => typeof value === 'number')
  if (values.length === 0) return []
  const sum = values.reduce((total, value) => total + value, 0)
  return [
    {
      column,
      count: values.length,
      sum: round(sum),
      mean: round(sum / values.length),
      minimum: Math.min(...values),
      maximum: Math.max(...values),
    },
  ]
}

function extremes({ column, sum, minimum, maximum }: ColumnStatistics, columns: readonly string[], records: readonly Row[]): string {
  const label = columns.find((name) => typeof records[0]?.[name] === 'string')
  const at = (value: number): string => {
    const record = records.find((each) => each[column] === value)
    return label === undefined || !record ? '' : ` (${String(record[label])})`
  }
  return `${column} totals ${sum}; it is highest at ${maximum}${at(maximum)} and lowest at ${minimum}${at(minimum)}.`
}

function missingValues(columns: readonly string[], records: readonly Row[]): string[] {
  const missing = columns.map((column) => ({
    column,
    count: records.filter((record) => record[column] === undefined || record[column] === null || record[column] === '').length,
  }))
  const gaps = missing.filter(({ count }) => count > 0).map(({ column, count }) => `${column} (${count})`)
  return [gaps.length === 0 ? 'No values are missing.' : `Values are missing in ${gaps.join(', ')}.`]
}

/** A heading line and at least one line with as many fields; anything else is not taken for a table. */
function parseCsv(text: string): Row[] {
  const lines = text.trim().split(/\r?\n/)
  const separator = [',', ';', '\t'].find((each) => lines[0]?.includes(each))
  if (lines.length < 2 || separator === undefined) return []
  const [heading = [], ...body] = lines.map((line) => line.split(separator).map((field) => field.trim().replace(/^"(.*)"$/, '$1')))
  if (body.some((fields) => fields.length !== heading.length)) return []
  return body.map((fields) => Object.fromEntries(heading.map((name, index) => [name, toCell(fields[index] ?? '')])))
}

function toCell(text: string): Json {
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}

function isRow(value: Json): value is Row {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}
