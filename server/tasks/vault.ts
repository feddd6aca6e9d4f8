// Seals values before they reach the database: JSON, compressed when large, AES-256-GCM. Knows nothing of collections.
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'
import { gunzipSync, gzipSync } from 'node:zlib'
import type { Json } from '../agents/adapter.ts'

/** Layout: version 1, flags 1, key id 4, nonce 12, tag 16, ciphertext. */
const version = 1
const headerBytes = 1 + 1 + 4 + 12 + 16
const compressedFlag = 1
const compressFromBytes = 2048

export interface Vault {
  /** `place` binds the value to where it is stored: it opens nowhere else. */
  seal(value: Json, place: string): Buffer
  open(sealed: Uint8Array, place: string): Json
  /** A key of its own for another purpose, e.g. signing cursors. */
  derive(purpose: string): Buffer
}

export function createVault(rootKey: string): Vault {
  const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', rootKey, 'capstan', purpose, 32))
  const key = derive('encryption at rest')
  const keyId = createHash('sha256').update(key).digest().subarray(0, 4)
  return {
    seal: (value, place) => seal({ key, keyId }, value, place),
    open: (sealed, place) => open({ key, keyId }, Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength), place),
    derive,
  }
}

interface Key {
  key: Buffer
  keyId: Buffer
}

function seal({ key, keyId }: Key, value: Json, place: string): Buffer {
  let plain = Buffer.from(JSON.stringify(value))
  const compress = plain.length >= compressFromBytes
  if (compress) plain = gzipSync(plain, { level: 1 })
  const nonce = nextNonce()
  const head = Buffer.concat([Buffer.from([version, compress ? compressedFlag : 0]), keyId])
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 })
  cipher.setAAD(Buffer.concat([head, Buffer.from(place)]))
  const text = cipher.update(plain)
  cipher.final()
  return Buffer.concat([head, nonce, cipher.getAuthTag(), text])
}

let pool = Buffer.alloc(0)

/** Random bytes are dear one nonce at a time and cheap by the hundred. */
function nextNonce(): Buffer {
  if (pool.length < 12) pool = randomBytes(12 * 256)
  const nonce = pool.subarray(0, 12)
  pool = pool.subarray(12)
  return nonce
}

function open({ key, keyId }: Key, sealed: Buffer, place: string): Json {
  const head = sealed.subarray(0, 6)
  if (sealed.length < headerBytes || head[0] !== version) throw new Error('a stored value is damaged: unknown layout')
  if (!head.subarray(2, 6).equals(keyId)) {
    throw new Error('a stored value was sealed with another key: start with the CAPSTAN_SECRET_KEY it was written with')
  }
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(6, 18), { authTagLength: 16 })
  decipher.setAAD(Buffer.concat([head, Buffer.from(place)]))
  decipher.setAuthTag(sealed.subarray(18, 34))
  const plain = Buffer.concat([decipher.update(sealed.subarray(34)), decipher.final()])
  const text = ((head[1] ?? 0) & compressedFlag) !== 0 ? gunzipSync(plain, { maxOutputLength: 256 * 1024 * 1024 }) : plain
  return JSON.parse(text.toString()) as Json
}
