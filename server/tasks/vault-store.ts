// The one document that proves a secret key to be the right one for a database. What it seals is the root of all derived keys,
// so that signatures and cursors outlive the key that seals data.
import { randomBytes } from 'node:crypto'
import { CapstanError } from '../errors.ts'
import { type Database, isDuplicateKey } from '../mongo.ts'
import { toBytes } from './log-store.ts'
import { createVault, keyIdOf, type Vault } from './vault.ts'

export interface RootDoc {
  _id: 'root'
  sealed: Uint8Array
  createdAt: Date
}

export const rootPlace = 'vault.root'

export interface VaultKeys {
  secretKey: string
  /** Keys that only open, newest first. */
  previous: readonly string[]
}

/** Throws a sentence for the operator when none of the keys opens what this database holds. */
export async function openVault(database: Database, { secretKey, previous }: VaultKeys): Promise<Vault> {
  const sealing = createVault(secretKey, { previous })
  const sealed = (await readRoot(database)) ?? (await writeRoot(database, sealing))
  if (!sealing.keyIds.includes(keyIdOf(sealed))) {
    throw new CapstanError(
      'UNAVAILABLE',
      `CAPSTAN_SECRET_KEY is not the key of this database: what it holds was sealed with key ${keyIdOf(sealed)}, and the keys given are ` +
        `${sealing.keyIds.join(', ')}. Set CAPSTAN_SECRET_KEY to the key it was written with, or name that key in CAPSTAN_SECRET_KEY_PREVIOUS.`,
    )
  }
  return createVault(secretKey, { previous, derivationRoot: String(sealing.open(sealed, rootPlace)) })
}

async function readRoot(database: Database): Promise<Uint8Array | undefined> {
  const root = await database.collection<RootDoc>('vault').findOne({ _id: 'root' })
  return root ? toBytes(root.sealed) : undefined
}

/** Of several first starts at once one writes; all read what it wrote. */
async function writeRoot(database: Database, vault: Vault): Promise<Uint8Array> {
  const sealed = vault.seal(randomBytes(32).toString('base64url'), rootPlace)
  try {
    await database.collection<RootDoc>('vault').insertOne({ _id: 'root', sealed, createdAt: new Date() })
    return sealed
  } catch (error) {
    if (!isDuplicateKey(error)) throw error
    return (await readRoot(database)) ?? sealed
  }
}
