// Seals values before they reach the database: JSON, compressed when large, AES-256-GCM. Knows nothing of collections.
// A ring of keys: the current one seals, every one opens, so that a key can be replaced while everything runs.
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'
import { gunzipSync, gzipSync } from 'node:zlib'
import type { Json } from '../agents/adapter.ts'

/** Layout: version 1, flags 1, key id 4, nonce 12, tag 16, ciphertext. */
const version = 1
const headBytes = 6
const headerBytes = headBytes + 12 + 16
const compressedFlag = 1
const compressFromBytes = 2048

export interface Vault {
  /** `place` binds the value to where it is stored: it opens nowhere else. */
  seal(value: Json, place: string): Buffer
  open(sealed: Uint8Array, place: string): Json
  /** A key of its own for another purpose, e.g. signing cursors. The same under every key of the ring. */
  derive(purpose: string): Buffer
  /** Id of the key that seals. */
  readonly keyId: string
  /** Ids of all keys that open. */
  readonly keyIds: readonly string[]
}

export interface VaultOptions {
  /** Keys that only open, newest first. */
  previous?: readonly string[]
  /** What derived keys come from; the root key itself when left out. */
  derivationRoot?: string
}

export function createVault(rootKey: string, { previous = [], derivationRoot = rootKey }: VaultOptions = {}): Vault {
  const keys = [rootKey, ...previous].map(toKey)
  const [current] = keys as [Key]
  const ring = new Map(keys.map((key) => [key.id, key]))
  const derived = new Map<string, Buffer>()
  return {
    seal: (value, place) => seal(current, value, place),
    open: (sealed, place) => open(ring, bytesOf(sealed), place),
    derive: (purpose) => {
      const known = derived.get(purpose) ?? hkdf(derivationRoot, purpose)
      derived.set(purpose, known)
      return known
    },
    keyId: current.id,
    keyIds: [...ring.keys()],
  }
}

/** Which key a value was sealed with. */
export function keyIdOf(sealed: Uint8Array): string {
  return bytesOf(sealed).subarray(2, headBytes).toString('hex')
}

interface Key {
  id: string
  key: Buffer
  /** What its values begin with. */
  heads: { plain: Buffer; compressed: Buffer }
}

function toKey(rootKey: string): Key {
  const key = hkdf(rootKey, 'encryption at rest')
  const id = createHash('sha256').update(key).digest('hex').slice(0, 8)
  const headOf = (flags: number) => Buffer.concat([Buffer.from([version, flags]), Buffer.from(id, 'hex')])
  return { key, id, heads: { plain: headOf(0), compressed: headOf(compressedFlag) } }
}

function hkdf(root: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', root, 'capstan', purpose, 32))
}

function bytesOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength)
}

function seal({ key, heads }: Key, value: Json, place: string): Buffer {
  let plain = Buffer.from(JSON.stringify(value))
  const compress = plain.length >= compressFromBytes
  if (compress) plain = gzipSync(plain, { level: 1 })
  const nonce = nextNonce()
  const head = compress ? heads.compressed : heads.plain
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 })
  cipher.setAAD(boundTo(head, place))
  const text = cipher.update(plain)
  cipher.final()
  return Buffer.concat([head, nonce, cipher.getAuthTag(), text])
}

/** What is not encrypted, but cannot be changed either. */
function boundTo(head: Buffer, place: string): Buffer {
  const bound = Buffer.allocUnsafe(headBytes + Buffer.byteLength(place))
  head.copy(bound)
  bound.write(place, headBytes)
  return bound
}

let pool = Buffer.alloc(0)

/** Random bytes are dear one nonce at a time and cheap by the hundred. */
function nextNonce(): Buffer {
  if (pool.length < 12) pool = randomBytes(12 * 256)
  const nonce = pool.subarray(0, 12)
  pool = pool.subarray(12)
  return nonce
}

function open(ring: ReadonlyMap<string, Key>, sealed: Buffer, place: string): Json {
  const head = sealed.subarray(0, headBytes)
  if (sealed.length < headerBytes || head[0] !== version) throw new Error('a stored value is damaged: unknown layout')
  const id = keyIdOf(sealed)
  const known = ring.get(id)
  if (!known) {
    throw new Error(`a stored value was sealed with another key: start with the CAPSTAN_SECRET_KEY it was written with (key id ${id})`)
  }
  // Without a fixed length, Node 20 would take a tag of 4 bytes.
  const decipher = createDecipheriv('aes-256-gcm', known.key, sealed.subarray(6, 18), { authTagLength: 16 })
  decipher.setAAD(boundTo(head, place))
  decipher.setAuthTag(sealed.subarray(18, 34))
  const plain = decipher.update(sealed.subarray(34))
  // Throws when anything was changed; GCM holds nothing back for it.
  decipher.final()
  const text = ((head[1] ?? 0) & compressedFlag) !== 0 ? gunzipSync(plain, { maxOutputLength: 256 * 1024 * 1024 }) : plain
  return JSON.parse(text.toString()) as Json
}
