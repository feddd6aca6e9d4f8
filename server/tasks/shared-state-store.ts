// What the agents of a workspace leave for each other: sealed, by name, gone when its time is over. Knows nothing of agents.
import type { Json, SharedState } from '../agents/adapter.ts'
import { CapstanError } from '../errors.ts'
import type { Database } from '../mongo.ts'
import { toBytes } from './log-store.ts'
import type { Vault } from './vault.ts'

const maxBytes = 64 * 1024
const maxKeyChars = 200
const maxKeys = 10_000

export interface StateDoc {
  /** Workspace and key. */
  _id: string
  workspace: string
  value: Uint8Array
  expireAt: Date
}

/** Where a value lives; its id names it in full. */
export function statePlace(id: string): string {
  return `state.${id}`
}

export function createSharedState({ database, vault }: { database: Database; vault: Vault }): (workspace: string) => SharedState {
  const values = database.collection<StateDoc>('shared_state')
  return (workspace) => ({
    get: async (key) => {
      const _id = idOf(workspace, key)
      // The database removes what has expired only once a minute.
      const found = await values.findOne({ _id, expireAt: { $gt: new Date() } })
      return found ? vault.open(toBytes(found.value), statePlace(_id)) : undefined
    },
    set: async (key, value, keepMs) => {
      const _id = idOf(workspace, key)
      const bytes = Buffer.byteLength(JSON.stringify(value))
      if (bytes > maxBytes) throw new CapstanError('TOO_LARGE', `the value of "${key}": expected at most ${maxBytes} bytes, got ${bytes}`)
      if ((await values.countDocuments({ workspace, _id: { $ne: _id } }, { limit: maxKeys })) >= maxKeys)
        throw new CapstanError('TOO_LARGE', `the workspace shares ${maxKeys} values already; wait until some expire`)
      const sealed = vault.seal(value as Json, statePlace(_id))
      await values.replaceOne({ _id }, { workspace, value: sealed, expireAt: new Date(Date.now() + keepMs) }, { upsert: true })
    },
  })
}

function idOf(workspace: string, key: string): string {
  if (key.length === 0 || key.length > maxKeyChars)
    throw new CapstanError('VALIDATION_FAILED', `expected a key of 1 to ${maxKeyChars} characters, got ${key.length}`)
  return `${workspace}/${key}`
}
