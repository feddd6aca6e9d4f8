// Seals again, with the current key, what older keys sealed: counts, then works through all places, then counts again, until nothing is
// left. Stored after every batch, so that the next leader goes on where the last one stopped. Every write is conditional on the very
// bytes that were read, so that it never undoes anybody's work.
import type { Document, Filter } from 'mongodb'
import type { Logger } from '../log.ts'
import type { Database } from '../mongo.ts'
import type { Row, SealedCollection, SealedValue } from './sealed-fields.ts'
import { keyIdOf, type Vault } from './vault.ts'

const batchSize = 500
const tickMs = 2000

type Counts = { [keyId: string]: number }

interface RotationDoc {
  _id: 'rotation'
  /** The key that everything is to be sealed with. */
  keyId: string
  phase: 'count' | 'seal' | 'done'
  /** How far the phase has come: a place in the list of collections, and the last row seen there. */
  collection: number
  after: unknown
  /** Values per older key, as last counted, less what has been sealed again since. */
  left: Counts
  counting: Counts
  /** Sealed again since the last count; undefined before the first. */
  resealed?: number
}

export interface Resealer {
  /** Works for some seconds at most; how many values it sealed again. Costs nothing when there is nothing to do. */
  tick(): Promise<number>
}

export interface ResealDeps {
  /** Where to look; a stored position counts in their order. */
  places: readonly SealedCollection[]
  database: Database
  vault: Vault
  log: Logger
}

export function createResealer({ places, database, vault, log }: ResealDeps): Resealer {
  const states = database.collection<RotationDoc>('vault')
  let state: RotationDoc | undefined
  let idle = false

  async function begin(): Promise<RotationDoc | undefined> {
    const stored = await states.findOne({ _id: 'rotation' })
    if (stored?.keyId === vault.keyId && stored.phase !== 'done') return stored
    const known = stored ? stored.keyId === vault.keyId : true
    return known && vault.keyIds.length === 1 ? undefined : fresh('count', vault.keyId, stored?.left ?? {})
  }

  async function step(now: RotationDoc): Promise<number> {
    const place = places[now.collection]
    if (!place) {
      endPhase(now, { vault, log })
      return 0
    }
    const rows = await readBatch(database, place, now.after)
    const old = rows.flatMap((row) => {
      const values = place.values(row).filter(({ sealed }) => keyIdOf(sealed) !== vault.keyId)
      return values.length > 0 ? [{ row, values }] : []
    })
    const sealed =
      now.phase === 'seal' ? await resealRows({ database, vault, log }, { place, old, left: now.left }) : count(old, now.counting)
    if (now.phase === 'seal') now.resealed = (now.resealed ?? 0) + sealed
    now.after = rows.at(-1)?._id
    if (rows.length < batchSize) Object.assign(now, { collection: now.collection + 1, after: null })
    return sealed
  }

  return {
    tick: async () => {
      if (idle) return 0
      state ??= await begin()
      const until = performance.now() + tickMs
      let sealed = 0
      while (state && state.phase !== 'done' && performance.now() < until) {
        sealed += await step(state)
        await states.replaceOne({ _id: 'rotation' }, state, { upsert: true })
      }
      idle = !state || state.phase === 'done'
      return sealed
    },
  }
}

/** Values that older keys sealed, by key id, as far as they have been counted. */
export async function valuesUnderOldKeys(database: Database): Promise<Counts> {
  return (await database.collection<RotationDoc>('vault').findOne({ _id: 'rotation' }))?.left ?? {}
}

function fresh(phase: RotationDoc['phase'], keyId: string, left: Counts): RotationDoc {
  return { _id: 'rotation', keyId, phase, collection: 0, after: null, left, counting: {} }
}

function endPhase(state: RotationDoc, { vault, log }: Pick<ResealDeps, 'vault' | 'log'>): void {
  if (state.phase === 'seal') return void Object.assign(state, fresh('count', state.keyId, state.left), { resealed: state.resealed ?? 0 })
  // Named with 0, so that an operator sees that it has been counted.
  const gone = Object.fromEntries([...vault.keyIds.slice(1), ...Object.keys(state.left)].map((id) => [id, 0]))
  const left = { ...gone, ...state.counting }
  const lost = Object.keys(state.counting).filter((id) => !vault.keyIds.includes(id))
  // A whole round that could seal nothing again will not do better next time.
  const open = Object.keys(state.counting).length > lost.length && state.resealed !== 0
  Object.assign(state, fresh(open ? 'seal' : 'done', state.keyId, left), { resealed: 0 })
  if (open) log.info({ left }, 'sealing again what older keys sealed')
  else if (Object.keys(state.counting).length > 0)
    log.warn({ left }, 'some values are damaged, or sealed with keys that are not given any more')
  else log.info({ keys: Object.keys(left) }, 'nothing is sealed with these older keys any more; they may be taken away')
}

async function readBatch(database: Database, { name, fields }: SealedCollection, after: unknown): Promise<Row[]> {
  const filter = after === null || after === undefined ? {} : { _id: { $gt: after } }
  const projection = Object.fromEntries(fields.map((field) => [field, 1]))
  return database
    .collection<Row>(name)
    .find(filter as Filter<Row>, { sort: { _id: 1 }, limit: batchSize, projection })
    .toArray()
}

interface OldValues {
  row: Row
  values: SealedValue[]
}

function count(old: readonly OldValues[], counts: Counts): 0 {
  for (const { sealed } of old.flatMap(({ values }) => values)) add(counts, keyIdOf(sealed), 1)
  return 0
}

function add(counts: Counts, keyId: string, change: number): void {
  counts[keyId] = Math.max(0, (counts[keyId] ?? 0) + change)
}

interface Resealing {
  place: SealedCollection
  old: readonly OldValues[]
  left: Counts
}

async function resealRows({ database, vault, log }: Omit<ResealDeps, 'places'>, { place, old, left }: Resealing): Promise<number> {
  const writes = old.flatMap(({ row, values }) =>
    values.flatMap(({ path, place: bound, sealed }) => {
      const again = vault.keyIds.includes(keyIdOf(sealed)) ? sealAgain({ vault, log }, sealed, bound) : undefined
      if (!again) return []
      add(left, keyIdOf(sealed), -1)
      return [{ updateOne: { filter: { _id: row._id, [path]: sealed } as Filter<Document>, update: { $set: { [path]: again } } } }]
    }),
  )
  // What somebody else changed or removed in this moment is not old any more either; the next count tells.
  if (writes.length > 0) await database.collection(place.name).bulkWrite(writes, { ordered: false })
  return writes.length
}

function sealAgain({ vault, log }: Pick<ResealDeps, 'vault' | 'log'>, sealed: Uint8Array, place: string): Buffer | undefined {
  try {
    return vault.seal(vault.open(sealed, place), place)
  } catch (error) {
    log.warn({ err: error, place }, 'a stored value cannot be opened')
    return undefined
  }
}
