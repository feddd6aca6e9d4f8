// What a measurement is, and the rows of the table it gives.
import type { Rig } from './rig/rig.ts'

export type Unit = 'ms' | 's' | '/s' | 'MB' | '%' | 'x' | 'count'

export interface Row {
  what: string
  value: number
  unit: Unit
  target?: string
  /** The same measured on something else in the same run; undefined when it is not installed. */
  peers?: { name: string; value: number | undefined }[]
  note?: string
}

export interface Measurement {
  name: string
  /** Takes minutes: only by name or with --full. */
  long?: true
  run(rig: Rig): Promise<Row[]>
}
