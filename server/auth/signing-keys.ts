// The keys that sign access tokens: in the database, the private half sealed. One signs; a replaced one verifies until the last
// token it signed has ended, so that nobody is logged out by a rotation.
import { randomBytes } from 'node:crypto'
import { exportJWK, generateKeyPair, importJWK, type JWK } from 'jose'
import { appendEvents, installationWorkspace } from '../events/event-log.ts'
import type { Database } from '../mongo.ts'

export const signingAlgorithm = 'EdDSA'
const keepDays = 30
const dayMs = 24 * 3600_000
const rereadMs = 30_000
/** An access token's hour, and the time until every server has heard of the next key. */
const lingerMs = 2 * 3600_000
const leastMsBetweenLooks = 1_000

export interface SigningKeyDoc {
  _id: string
  sealed: Uint8Array
  publicKey: JWK
  createdAt: Date
  /** When a replaced key goes. */
  expireAt?: Date
}

export type SealedJson = { [name: string]: string }

/** What is needed of the vault. */
export interface Sealing {
  seal(value: SealedJson, place: string): Uint8Array
  open(sealed: Uint8Array, place: string): unknown
}

export const signingKeyPlace = (kid: string): string => `signing_keys:${kid}`

type Key = Awaited<ReturnType<typeof importJWK>>

export interface SigningKeys {
  signer(): Promise<{ kid: string; key: Key }>
  verifier(kid: string): Promise<Key | undefined>
  /** For others, who check what we have signed. */
  publicKeys(): Promise<{ keys: JWK[] }>
  /** Makes a key that signs from now on. */
  rotate(): Promise<string>
  forget(): void
}

export interface SigningKeysOptions {
  database: Database
  sealing: Sealing
  now?: () => number
}

export function createSigningKeys({ database, sealing, now = Date.now }: SigningKeysOptions): SigningKeys {
  const collection = database.collection<SigningKeyDoc>('signing_keys')
  const verifiers = new Map<string, Key>()
  let current: { kid: string; key: Key; readAt: number } | undefined
  let lookedAt = Number.NEGATIVE_INFINITY

  async function readSigner(): Promise<{ kid: string; key: Key; readAt: number }> {
    const newest = await collection.findOne({ expireAt: { $exists: false } }, { sort: { createdAt: -1 } })
    if (!newest || now() - newest.createdAt.getTime() > keepDays * dayMs) {
      await rotate()
      return readSigner()
    }
    const jwk = sealing.open(bytes(newest.sealed), signingKeyPlace(newest._id)) as JWK
    return { kid: newest._id, key: await importJWK(jwk, signingAlgorithm), readAt: now() }
  }

  async function rotate(): Promise<string> {
    const { publicKey, privateKey } = await generateKeyPair(signingAlgorithm, { crv: 'Ed25519', extractable: true })
    const kid = randomBytes(9).toString('base64url')
    const sealed = sealing.seal((await exportJWK(privateKey)) as SealedJson, signingKeyPlace(kid))
    const key = { _id: kid, sealed, publicKey: await exportJWK(publicKey), createdAt: new Date(now()) }
    await database.transaction(async (session) => {
      const expireAt = new Date(now() + lingerMs)
      await collection.updateMany({ expireAt: { $exists: false } }, { $set: { expireAt } }, { session })
      await collection.insertOne(key, { session })
      const event = { type: 'auth.key_rotated' as const, workspace: installationWorkspace, subject: kid }
      await appendEvents(database, [event], session)
    })
    forget()
    return kid
  }

  function forget(): void {
    current = undefined
    lookedAt = Number.NEGATIVE_INFINITY
  }

  return {
    async signer() {
      if (!current || now() - current.readAt > rereadMs) current = await readSigner()
      return current
    },
    async verifier(kid) {
      const known = verifiers.get(kid)
      // Made-up key ids must not make us ask the database each time.
      if (known || performance.now() - lookedAt < leastMsBetweenLooks) return known
      lookedAt = performance.now()
      for (const { _id, publicKey } of await collection.find({}, { projection: { publicKey: 1 } }).toArray()) {
        verifiers.set(_id, await importJWK(publicKey, signingAlgorithm))
      }
      return verifiers.get(kid)
    },
    publicKeys: async () => {
      const rows = await collection.find({}, { projection: { publicKey: 1 } }).toArray()
      return { keys: rows.map(({ _id, publicKey }) => ({ ...publicKey, kid: _id, alg: signingAlgorithm, use: 'sig' })) }
    },
    rotate,
    forget,
  }
}

/** The driver hands out its own kind of binary. */
function bytes(sealed: Uint8Array | { buffer: Uint8Array }): Uint8Array {
  return sealed instanceof Uint8Array ? sealed : sealed.buffer
}
