// Every place in the database that holds something the vault sealed, here and in server/workflows/sealed-runs.ts. Whoever stores sealed
// values in a new place adds it, or a replaced key can never be taken away.
import { signingKeyPlace } from '../auth/signing-keys.ts'
import { requestPlace } from '../queue/request-doc.ts'
import { sealPlace } from '../queue/task.ts'
import { fileKeyPlace } from './artifact-store.ts'
import { callbackPlace } from './callback-store.ts'
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
  {
    name: 'signing_keys',
    fields: ['sealed'],
    values: ({ _id, sealed }) => presentValues([['sealed', signingKeyPlace(String(_id)), sealed]]),
  },
  { name: 'vault', fields: ['sealed'], values: (row) => presentValues([['sealed', rootPlace, row.sealed]]) },
  {
    name: 'tasks',
    fields: ['parameters', 'result', 'partial', 'versions.parameters'],
    values: ({ _id, parameters, result, partial, versions }) => {
      const id = String(_id)
      const earlier = Array.isArray(versions) ? (versions as { parameters: unknown }[]) : []
      return presentValues([
        ['parameters', sealPlace(id, 'parameters'), parameters],
        ['result', sealPlace(id, 'result'), result],
        ['partial', sealPlace(id, 'partial'), partial],
        ...earlier.map((version, index) => [`versions.${index}.parameters`, sealPlace(id, 'parameters'), version.parameters] as const),
      ])
    },
  },
  {
    name: 'schedules',
    fields: ['target.sealed'],
    values: ({ _id, target }) =>
      presentValues([['target.sealed', sealPlace(String(_id), 'target'), (target as { sealed?: unknown }).sealed]]),
  },
  {
    name: 'requests',
    fields: ['body', 'decisions.answer'],
    values: ({ _id, body, decisions }) => {
      const id = String(_id)
      const answers = Array.isArray(decisions) ? (decisions as { answer?: unknown }[]) : []
      return presentValues([
        ['body', requestPlace(id, 'body'), body],
        ...answers.map(({ answer }, index) => [`decisions.${index}.answer`, requestPlace(id, 'answer'), answer] as const),
      ])
    },
  },
  {
    name: 'task_logs',
    fields: ['task', 'text', 'call'],
    values: ({ task, text, call }) =>
      presentValues([
        ['text', sealPlace(String(task), 'log'), text],
        ['call', sealPlace(String(task), 'log'), call],
      ]),
  },
  {
    name: 'shared_state',
    fields: ['value'],
    values: ({ _id, value }) => presentValues([['value', statePlace(String(_id)), value]]),
  },
  { name: 'callbacks', fields: ['lines'], values: ({ _id, lines }) => presentValues([['lines', callbackPlace(String(_id)), lines]]) },
  {
    name: 'artifacts.files',
    fields: ['metadata.key'],
    values: ({ _id, metadata }) => presentValues([['metadata.key', fileKeyPlace(String(_id)), (metadata as { key?: unknown }).key]]),
  },
]

/** Without those that are not there. */
export function presentValues(values: readonly (readonly [path: string, place: string, value: unknown])[]): SealedValue[] {
  return values.flatMap(([path, place, value]) => {
    if (typeof value !== 'object' || value === null || !('buffer' in value)) return []
    return [{ path, place, sealed: toBytes(value as Uint8Array) }]
  })
}
