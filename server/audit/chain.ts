// The audit chain as a calculation: what an entry's hash covers, and what the head signs. Touches no database.
// The key is derived from the vault, so that nobody who has the database alone can make a chain that fits.
import { createHmac } from 'node:crypto'
import canonicalize from 'canonicalize'
import type { Actor } from '../events/event-log.ts'

export interface AuditEntry {
  /** Its number, from 1, without a gap. */
  _id: number
  /** The event it was made from. */
  event: string
  at: Date
  action: string
  workspace: string
  subject: string
  actor: Actor
  reason?: string
  origin?: string
  requestId?: string
  details: { [key: string]: unknown }
  previous: string
  hash: string
}

/** How far the chain goes. What was up to `cut` has been removed on purpose. */
export interface Head {
  number: number
  hash: string
  cut: { number: number; hash: string }
}

/** The hash before the first entry. */
const beginning = '0'.repeat(64)

export const emptyHead: Head = { number: 0, hash: beginning, cut: { number: 0, hash: beginning } }

/** What is needed of the vault. */
export interface Keys {
  derive(purpose: string): Buffer
}

export function auditKey(keys: Keys): Buffer {
  return keys.derive('audit chain')
}

export function hashOf(key: Uint8Array, entry: Omit<AuditEntry, 'hash'> & { hash?: string }): string {
  const { hash: _hash, at, ...rest } = entry
  return mac(key, 'entry', { ...rest, at: at.toISOString() })
}

export function signatureOf(key: Uint8Array, { number, hash, cut }: Head): string {
  return mac(key, 'head', { number, hash, cut: { number: cut.number, hash: cut.hash } })
}

function mac(key: Uint8Array, what: string, value: object): string {
  const text = canonicalize(value)
  if (text === undefined) throw new Error('an audit entry cannot be written as JSON')
  return createHmac('sha256', key).update(`${what}\n`).update(text).digest('hex')
}
