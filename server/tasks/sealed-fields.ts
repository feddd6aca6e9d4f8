// Every place in the database that holds something the vault sealed. Whoever stores sealed values in a new place adds it here, or a
// replaced key can never be taken away.
import { sealPlace } from '../queue/task.ts'
import { toBytes } from './log-store.ts'
import { statePlace } from './shared-state-store.ts'
import { rootPlace } from './vault-store.ts'

export interface SealedValue {
  /** Dotted, as an update names it. */
  path: string
  place: string
  sealed: Uint8Array
}

export type Row = { _id: unknown; [field: string]: unknown }

export interface SealedCollection {
  name: string
  /** What has to be read to find the values. */
  fields: readonly string[]
  values: (row: Row) => SealedValue[]
}

export const sealedCollections: readonly SealedCollection[] = [
  { name: 'vault', fields: ['sealed'], values: (row) => present([['sealed', rootPlace, row.sealed]]) },
  {
    name: 'tasks',
    fields: ['parameters', 'result', 'partial', 'versions.parameters'],
    values: ({ _id, parameters, result, partial, versions }) => {
      const id = String(_id)
      const earlier = Array.isArray(versions) ? (versions as { parameters: unknown }[]) : []
      return present([
        ['parameters', sealPlace(id, 'parameters'), parameters],
        ['result', sealPlace(id, 'result'), result],
        ['partial', sealPlace(id, 'partial'), partial],
        ...earlier.map((version, index) => [`versions.${index}.parameters`, sealPlace(id, 'parameters'), version.parameters] as const),
      ])
    },
  },
  {
    name: 'task_logs',
    fields: ['task', 'text'],
    values: ({ task, text }) => present([['text', sealPlace(String(task), 'log'), text]]),
  },
  {
    name: 'shared_state',
    fields: ['value'],
    values: ({ _id, value }) => present([['value', statePlace(String(_id)), value]]),
  },
]

function present(values: readonly (readonly [path: string, place: string, value: unknown])[]): SealedValue[] {
  return values.flatMap(([path, place, value]) => {
    if (typeof value !== 'object' || value === null || !('buffer' in value)) return []
    return [{ path, place, sealed: toBytes(value as Uint8Array) }]
  })
}
