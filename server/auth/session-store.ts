// Sessions as stored: one for each login, with the digest of the only refresh token that is good now. A refresh token comes from the one
// before it and a nonce, so that an answer that was lost can be given once more without keeping any token.
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { ClientSession } from 'mongodb'
import type { Database } from '../mongo.ts'

export const sessionDays = 7
const sameAnswerMs = 10_000
const mostUsed = 1_000

export interface SessionDoc {
  _id: string
  user: string
  /** Of the user when they logged in: when theirs has grown, the session is over. */
  version: number
  /** SHA-256 of the refresh token. */
  refresh: string
  /** How the present refresh token came about, for a client that did not hear of it. */
  previous?: { digest: string; nonce: string; client: string; at: Date }
  /** SHA-256 of every refresh token that was exchanged. */
  used: string[]
  createdAt: Date
  /** Whatever is exchanged, the session ends here. */
  expiresAt: Date
  ended?: { at: Date; because: 'logout' | 'reuse' | 'password' }
}

export type Exchange =
  | { outcome: 'exchanged'; session: SessionDoc; refreshToken: string }
  | { outcome: 'reused'; session: SessionDoc }
  | { outcome: 'unknown' }

export interface SessionStore {
  find(id: string): Promise<SessionDoc | null>
  begin(user: { _id: string; version: number }, session: ClientSession): Promise<{ session: SessionDoc; refreshToken: string }>
  /** `client` tells a client that asks twice from somebody else. */
  exchange(refreshToken: string, client: string): Promise<Exchange>
  end(filter: { _id: string } | { user: string }, because: 'logout' | 'reuse' | 'password', session: ClientSession): Promise<number>
  moveTo(id: string, version: number, session: ClientSession): Promise<void>
}

export interface SessionStoreOptions {
  database: Database
  /** Refresh tokens come from it. */
  secret: Buffer
  now?: () => number
}

export function createSessionStore({ database, secret, now = Date.now }: SessionStoreOptions): SessionStore {
  const sessions = database.collection<SessionDoc>('sessions')

  const successor = (id: string, token: string, nonce: string) =>
    `ref_${id}_${createHmac('sha256', secret).update(nonce).update(token).digest('base64url')}`

  async function exchange(token: string, client: string): Promise<Exchange> {
    const id = /^ref_([0-9a-f]{32})_[\w-]{43}$/.exec(token)?.[1]
    const found = id ? await sessions.findOne({ _id: id }) : null
    if (!id || !found || found.ended || found.expiresAt.getTime() <= now()) return { outcome: 'unknown' }
    const given = digestOf(token)
    if (!isSame(given, found.refresh)) return exchangedBefore(found, { token, given, client })
    const nonce = randomBytes(32).toString('base64url')
    const next = successor(id, token, nonce)
    const previous = { digest: given, nonce, client, at: new Date(now()) }
    const session = await sessions.findOneAndUpdate(
      { _id: id, refresh: given, ended: { $exists: false } },
      { $set: { refresh: digestOf(next), previous }, $push: { used: { $each: [given], $slice: -mostUsed } } },
      { returnDocument: 'after' },
    )
    // Somebody else exchanged it in this very moment: look again.
    return session ? { outcome: 'exchanged', session, refreshToken: next } : exchange(token, client)
  }

  function exchangedBefore(session: SessionDoc, { token, given, client }: { token: string; given: string; client: string }): Exchange {
    const { previous } = session
    if (!session.used.includes(given)) return { outcome: 'unknown' }
    if (previous?.digest === given && previous.client === client && now() - previous.at.getTime() < sameAnswerMs) {
      const next = successor(session._id, token, previous.nonce)
      if (isSame(digestOf(next), session.refresh)) return { outcome: 'exchanged', session, refreshToken: next }
    }
    return { outcome: 'reused', session }
  }

  return {
    find: (id) => sessions.findOne({ _id: id }),
    async begin({ _id: user, version }, session) {
      const id = randomBytes(16).toString('hex')
      const refreshToken = `ref_${id}_${randomBytes(32).toString('base64url')}`
      const createdAt = new Date(now())
      const expiresAt = new Date(now() + sessionDays * 24 * 3600_000)
      const row: SessionDoc = { _id: id, user, version, refresh: digestOf(refreshToken), used: [], createdAt, expiresAt }
      await sessions.insertOne(row, { session })
      return { session: row, refreshToken }
    },
    exchange,
    async end(filter, because, session) {
      const ended = { at: new Date(now()), because }
      const { modifiedCount } = await sessions.updateMany({ ...filter, ended: { $exists: false } }, { $set: { ended } }, { session })
      return modifiedCount
    },
    async moveTo(id, version, session) {
      await sessions.updateOne({ _id: id }, { $set: { version } }, { session })
    },
  }
}

function digestOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

function isSame(one: string, other: string): boolean {
  return timingSafeEqual(Buffer.from(one), Buffer.from(other))
}
