// What a command may touch of the world: the server, three streams, a terminal or not. Tests hand in another one.
import type { CapstanClient } from '../client/client.ts'
import type { Sessions } from '../client/session.ts'
import { formatCount } from '../text/format.ts'
import { type Column, renderTable } from './table.ts'

export type OutputMode = 'table' | 'json' | 'ndjson'

export interface Io {
  client: CapstanClient
  mode: OutputMode
  out(text: string): void
  err(text: string): void
  /** All of standard input. */
  readInput(): Promise<string>
  /** Streams a file of the server to standard output. */
  download(path: string): Promise<void>
  /** Asks a person without showing what is typed; undefined where nobody can answer. */
  askSecret(question: string): Promise<string | undefined>
  /** Asks a person yes or no; undefined where nobody can answer. */
  confirm(question: string): Promise<boolean | undefined>
  isTerminal: boolean
  columns: number
  color: boolean
  now(): Date
  /** Ends everything that waits. */
  signal: AbortSignal
  sessions: Sessions
  dataDir: string
  environment: { readonly [name: string]: string | undefined }
}

export interface Shown<Row> {
  columns: readonly Column<Row>[]
  /** What to say to a person when there is nothing. */
  empty: string
  /** Said below the rows, to a person only. */
  more?: string | undefined
}

export function printRows<Row>(io: Io, rows: readonly Row[], { columns, empty, more }: Shown<Row>): void {
  if (io.mode !== 'table') io.out(toJson(io, rows))
  else if (rows.length === 0) io.out(`${empty}\n`)
  else {
    io.out(renderTable(rows, columns, { width: io.isTerminal ? io.columns : undefined, color: io.color }))
    if (more) io.out(`${more}\n`)
  }
}

/** One object: as lines for a person, else as JSON. */
export function printOne<Value>(io: Io, value: Value, describe: (value: Value) => readonly string[]): void {
  io.out(io.mode === 'table' ? `${describe(value).join('\n')}\n` : toJson(io, value))
}

function toJson({ mode }: Io, value: unknown): string {
  if (mode === 'json') return `${JSON.stringify(value, null, 2)}\n`
  return [value]
    .flat()
    .map((row) => `${JSON.stringify(row)}\n`)
    .join('')
}

/** "50 of 2,113 shown", when there are more. */
export function moreThan(
  shown: number,
  { totalCount, totalCountIsExact }: { totalCount: number; totalCountIsExact: boolean },
): string | undefined {
  if (shown >= totalCount) return undefined
  return `${shown} of ${formatCount(totalCount, totalCountIsExact)} shown; --limit shows more.`
}
