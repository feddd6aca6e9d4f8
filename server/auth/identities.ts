// Identities elsewhere, such as slack:T1:U2, and who they are here. A person proves that an identity is theirs by typing there a code
// they were given here: it works once, for ten minutes, and few guesses are allowed.
import { createHmac, randomInt } from 'node:crypto'
import { RateLimiterRes } from 'rate-limiter-flexible'
import { CapstanError, validationFailed } from '../errors.ts'
import { appendEvents, by } from '../events/event-log.ts'
import { type Database, isDuplicateKey } from '../mongo.ts'
import { createCounter } from './limit-store.ts'
import { demand, forbidden } from './policy.ts'
import { membershipIn, type UserDoc } from './user.ts'
import type { Viewer } from './viewer.ts'

const codeMinutes = 10
const codeLength = 8
const letters = 'ABCDEFGHJKMNPQRSTVWXYZ23456789'
const guesses = 5
const guessSeconds = 600
const guessesOfService = 200

export interface IdentityDoc {
  /** The identity itself. */
  _id: string
  user: string
  linkedAt: Date
}

export interface LinkCodeDoc {
  /** Keyed digest of the code: there are too few codes for a plain one. */
  _id: string
  user: string
  workspace: string
  expireAt: Date
}

export interface Identities {
  createLinkCode(viewer: Viewer): Promise<{ code: string; expiresAt: Date }>
  link(viewer: Viewer, input: { code: string; identity: string; requestId?: string | undefined }): Promise<UserDoc>
  unlink(viewer: Viewer, input: { identity: string; requestId?: string | undefined }): Promise<boolean>
  of(user: string): Promise<string[]>
}

export function createIdentities({ database, secret }: { database: Database; secret: Buffer }): Identities {
  const codes = database.collection<LinkCodeDoc>('link_codes')
  const identities = database.collection<IdentityDoc>('identities')
  const byIdentity = createCounter(database, { name: 'link-identity', points: guesses, seconds: guessSeconds })
  const byService = createCounter(database, { name: 'link-service', points: guessesOfService, seconds: guessSeconds })
  const digestOf = (code: string) => createHmac('sha256', secret).update(code).digest('base64url')

  async function throttle(identity: string, service: string): Promise<void> {
    try {
      await byIdentity.consume(identity)
      await byService.consume(service)
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal
      const retryAfterSeconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000))
      throw new CapstanError('RATE_LIMITED', `Too many wrong codes. Try again in ${retryAfterSeconds} s.`, { retryAfterSeconds })
    }
  }

  return {
    async createLinkCode(viewer) {
      demand(viewer, 'account', { workspace: viewer.workspace })
      const code = Array.from({ length: codeLength }, () => letters[randomInt(letters.length)]).join('')
      const expiresAt = new Date(Date.now() + codeMinutes * 60_000)
      // The newest code of a person is the one that counts.
      await codes.deleteMany({ user: viewer.id })
      await codes.insertOne({ _id: digestOf(code), user: viewer.id, workspace: viewer.workspace, expireAt: expiresAt })
      return { code: `${code.slice(0, 4)}-${code.slice(4)}`, expiresAt }
    },

    async link(viewer, input) {
      const identity = checkIdentity(input.identity)
      demandService(viewer, identity)
      await throttle(identity, viewer.keyId ?? '')
      const _id = digestOf(input.code.toUpperCase().replace(/[^A-Z0-9]/g, ''))
      const { workspace } = viewer
      return database
        .transaction(async (session) => {
          const code = await codes.findOneAndDelete({ _id, workspace, expireAt: { $gt: new Date() } }, { session })
          const user = code && (await database.collection<UserDoc>('users').findOne({ _id: code.user }, { session }))
          if (!user || user.disabled || !membershipIn(user, workspace)) {
            throw new CapstanError('NOT_FOUND', 'This code is wrong or has expired. Ask for another one.')
          }
          await identities.insertOne({ _id: identity, user: user._id, linkedAt: new Date() }, { session })
          const actor = by({ id: user._id, name: user.name, via: viewer.via ?? { service: viewer.name }, address: viewer.address })
          const event = { type: 'identity.linked' as const, workspace, subject: user._id, payload: { identity } }
          await appendEvents(database, [{ ...event, requestId: input.requestId, ...actor }], session)
          return user
        })
        .catch((error: unknown) => {
          throw isDuplicateKey(error) ? new CapstanError('CONFLICT', 'identity: this one is linked already; unlink it first.') : error
        })
    },

    async unlink(viewer, { identity: given, requestId }) {
      demand(viewer, 'link', { workspace: viewer.workspace })
      const identity = checkIdentity(given)
      const found = await identities.findOne({ _id: identity })
      const user = found && (await database.collection<UserDoc>('users').findOne({ _id: found.user }))
      // A service may undo only what it could have done: links of people in its workspace.
      const allowed = found?.user === viewer.id || (viewer.service && user && membershipIn(user, viewer.workspace))
      if (!found || !allowed) return false
      return database.transaction(async (session) => {
        const { deletedCount } = await identities.deleteOne({ _id: identity, user: found.user }, { session })
        if (deletedCount === 0) return false
        const event = { type: 'identity.unlinked' as const, workspace: viewer.workspace, subject: found.user, payload: { identity } }
        await appendEvents(database, [{ ...event, requestId, ...by(viewer) }], session)
        return true
      })
    },

    async of(user) {
      return (await identities.find({ user }, { sort: { _id: 1 } }).toArray()).map(({ _id }) => _id)
    },
  }
}

/** The service itself, or the service for exactly this identity while nobody is known behind it. */
function demandService(viewer: Viewer, identity: string): void {
  demand(viewer, 'link', { workspace: viewer.workspace })
  if (!viewer.service && !(viewer.via && viewer.id === identity)) throw forbidden(viewer)
}

export function isIdentity(text: string): boolean {
  return /^[a-z][a-z0-9-]{0,19}(:[\w.@-]{1,64}){1,3}$/.test(text)
}

function checkIdentity(identity: string): string {
  if (isIdentity(identity)) return identity
  throw validationFailed([{ path: 'identity', message: 'expected an identity such as slack:T1:U2' }])
}
