// Opaque cursors of lists: where a page ended, sealed so that they fit only the list and filter they came from.
// Knows nothing of collections or sorting; the values are whatever the store sorts by.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { validationFailed } from '../errors.ts'

export type CursorValue = string | number | boolean | null | Date

/** The name of the list and everything that decides which rows it holds and in what order. */
export interface CursorList {
  name: string
  filter?: unknown
}

export interface Cursors {
  encodeCursor(position: { list: CursorList; values: readonly CursorValue[] }): string
  /** Throws VALIDATION_FAILED on `after` for a cursor that was changed or belongs to another list or filter. */
  decodeCursor(list: CursorList, text: string): CursorValue[]
}

const tagBytes = 12
const listBytes = 9
const maxLength = 2048

export function createCursors(key: string | Uint8Array): Cursors {
  const seal = (payload: string) => createHmac('sha256', key).update('cursor:').update(payload).digest().subarray(0, tagBytes)
  return {
    encodeCursor({ list, values }) {
      const payload = Buffer.from(JSON.stringify([fingerprint(list), ...values.map(pack)])).toString('base64url')
      return `${payload}.${seal(payload).toString('base64url')}`
    },
    decodeCursor(list, text) {
      const [payload = '', tag = '', ...rest] = text.length > maxLength ? [] : text.split('.')
      const given = Buffer.from(tag, 'base64url')
      if (rest.length > 0 || given.length !== tagBytes || !timingSafeEqual(given, seal(payload))) {
        throw refused('expected a cursor from an earlier page, got something else')
      }
      const [from, ...values]: unknown[] = JSON.parse(Buffer.from(payload, 'base64url').toString())
      if (from !== fingerprint(list)) throw refused('this cursor belongs to another list or filter; ask for the first page without it')
      return values.map(unpack)
    },
  }
}

function refused(message: string) {
  return validationFailed([{ path: 'after', message }])
}

function fingerprint({ name, filter }: CursorList): string {
  const text = JSON.stringify([name, filter ?? {}], (_key, value: unknown) => (isPlainObject(value) ? sorted(value) : value))
  return createHash('sha256').update(text).digest().subarray(0, listBytes).toString('base64url')
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The same filter written in another order is the same list; a key without a value is no key. */
function sorted(value: Record<string, unknown>): Record<string, unknown> {
  const kept = Object.entries(value).filter(([, entry]) => entry !== undefined && entry !== null)
  return Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1)))
}

function pack(value: CursorValue): unknown {
  return value instanceof Date ? { at: value.getTime() } : value
}

function unpack(value: unknown): CursorValue {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  if (isPlainObject(value) && typeof value.at === 'number') return new Date(value.at)
  throw refused('expected a cursor from an earlier page, got something else')
}
