// Keys for programs: made, listed, revoked. Only the digest of one is kept; its bearer is shown it once.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { CapstanError, type Violation, validationFailed } from '../errors.ts'
import { type Acting, appendEvents, by } from '../events/event-log.ts'
import type { Database } from '../mongo.ts'
import { isScope, mayPassOn } from './operations.ts'
import { demand, forbidden, isAtLeast } from './policy.ts'
import type { Viewer, ViewerRole } from './viewer.ts'

const dayMs = 24 * 3600_000
const usualDays = 365
const mostDays = 3650
const mostKeys = 500
const mostLive = 50
const mostScopes = 100
const mostPerMinute = 1_000_000
/** A service does the work of many people. */
const servicePerMinute = 6000

export interface ApiKeyDoc {
  _id: string
  /** SHA-256 of the whole key. */
  digest: string
  name: string
  owner: { id: string; name: string }
  workspace: string
  role: ViewerRole
  /** Left out: everything the role may. */
  scopes?: string[]
  service: boolean
  perMinute?: number
  createdAt: Date
  expiresAt: Date
  lastUsedAt?: Date
  revokedAt?: Date
}

export interface NewApiKey {
  name: string
  scopes?: readonly string[] | null | undefined
  role?: ViewerRole | null | undefined
  expiresAt?: Date | null | undefined
  service?: boolean | null | undefined
  requestsPerMinute?: number | null | undefined
  workspace?: string | null | undefined
  requestId?: string | undefined
}

type Deps = { database: Database }

export async function createApiKey({ database }: Deps, viewer: Viewer, input: NewApiKey): Promise<{ apiKey: ApiKeyDoc; secret: string }> {
  const { workspace } = viewer
  demand(viewer, 'account', { workspace: input.workspace ?? workspace })
  // A key outlives roles and limits of the moment: what goes beyond one's own is for who manages them.
  if (input.service || typeof input.requestsPerMinute === 'number') demand(viewer, 'manageUsers', { workspace })
  const violations = checkKey(viewer, input)
  if (violations.length > 0) throw validationFailed(violations)
  await refuseOneMore(database, viewer)
  const role = input.role ?? viewer.role
  const given = input.scopes ?? viewer.scopes ?? []
  const perMinute = input.requestsPerMinute ?? (viewer.keyId && typeof viewer.allowance === 'number' ? viewer.allowance : undefined)
  const contents = {
    name: input.name.trim(),
    owner: { id: viewer.id, name: viewer.name },
    workspace,
    role,
    ...(given.length > 0 && { scopes: [...given] }),
    service: input.service ?? false,
    ...(perMinute !== undefined && { perMinute }),
    expiresAt: input.expiresAt ?? earlier(new Date(Date.now() + usualDays * dayMs), lastDay(viewer)),
  }
  return insertKey(database, viewer, { ...contents, requestId: input.requestId })
}

/** What a key makes does not outlive it. */
function lastDay({ keyId, expiresAt }: Viewer): Date | undefined {
  return keyId ? expiresAt : undefined
}

function earlier(one: Date, other: Date | undefined): Date {
  return other && other < one ? other : one
}

/** Each key has limits of its own: many keys would be no limit. */
async function refuseOneMore(database: Database, { id, workspace }: Viewer): Promise<void> {
  const live = { workspace, 'owner.id': id, revokedAt: { $exists: false }, expiresAt: { $gt: new Date() } }
  if ((await database.collection<ApiKeyDoc>('api_keys').countDocuments(live)) < mostLive) return
  throw new CapstanError('ILLEGAL_STATE', `You have ${mostLive} keys in this workspace; revoke one first.`)
}

type KeyContents = Omit<ApiKeyDoc, '_id' | 'digest' | 'createdAt'>

export async function insertKey(
  database: Database,
  maker: Acting,
  { requestId, ...contents }: KeyContents & { requestId?: string | undefined },
): Promise<{ apiKey: ApiKeyDoc; secret: string }> {
  const _id = randomBytes(6).toString('hex')
  const secret = `cap_${_id}_${randomBytes(32).toString('base64url')}`
  const apiKey: ApiKeyDoc = { _id, digest: digestOf(secret).toString('hex'), ...contents, createdAt: new Date() }
  await database.transaction(async (session) => {
    await database.collection<ApiKeyDoc>('api_keys').insertOne(apiKey, { session })
    const { name, role, scopes, service, workspace, expiresAt } = apiKey
    const payload = { name, role, scopes, service, expiresAt }
    await appendEvents(database, [{ type: 'key.created', workspace, subject: _id, payload, requestId, ...by(maker) }], session)
  })
  return { apiKey, secret }
}

export async function revokeApiKey(
  { database }: Deps,
  viewer: Viewer,
  { id, requestId }: { id: string; requestId?: string | undefined },
): Promise<ApiKeyDoc> {
  const keys = database.collection<ApiKeyDoc>('api_keys')
  const { workspace } = viewer
  const key = await keys.findOne({ _id: id.slice(0, 40), workspace })
  const others = key?.owner.id !== viewer.id
  if (!key || (others && viewer.role !== 'admin')) {
    throw new CapstanError('NOT_FOUND', `There is no key ${id.slice(0, 40)} of yours in this workspace.`)
  }
  demand(viewer, 'account', { workspace })
  return database.transaction(async (session) => {
    const filter = { _id: key._id, revokedAt: { $exists: false } }
    const revoked = await keys.findOneAndUpdate(filter, { $set: { revokedAt: new Date() } }, { session, returnDocument: 'after' })
    if (!revoked) throw new CapstanError('ILLEGAL_STATE', `The key ${key._id} is revoked already.`)
    const payload = { name: key.name }
    await appendEvents(database, [{ type: 'key.revoked', workspace, subject: key._id, payload, requestId, ...by(viewer) }], session)
    return revoked
  })
}

/** Newest first: all of the workspace for its admins, one's own for everybody else. */
export async function listApiKeys({ database }: Deps, viewer: Viewer): Promise<ApiKeyDoc[]> {
  const { workspace } = viewer
  demand(viewer, 'account', { workspace })
  const filter = { workspace, ...(viewer.role !== 'admin' && { 'owner.id': viewer.id }) }
  return database
    .collection<ApiKeyDoc>('api_keys')
    .find(filter, { sort: { createdAt: -1 }, limit: mostKeys })
    .toArray()
}

/** Undefined for the usual number of its role. */
export function perMinuteOf({ perMinute, service }: Pick<ApiKeyDoc, 'perMinute' | 'service'>): number | undefined {
  return perMinute ?? (service ? servicePerMinute : undefined)
}

/** The id of a key that looks like one of ours. */
export function keyIdOf(bearer: string): string | undefined {
  return /^cap_([0-9a-f]{12})_[\w-]{43}$/.exec(bearer)?.[1]
}

export function isKey(bearer: string, { digest }: Pick<ApiKeyDoc, 'digest'>): boolean {
  return timingSafeEqual(digestOf(bearer), Buffer.from(digest, 'hex'))
}

function digestOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}

function checkKey(viewer: Viewer, input: NewApiKey): Violation[] {
  const { name, role, scopes, expiresAt, requestsPerMinute } = input
  if (role && !isAtLeast(viewer.role, role)) throw forbidden(viewer)
  const length = name.trim().length
  const wrongScope = scopes?.find((scope) => !isScope(scope) || (viewer.scopes && !mayPassOn(viewer.scopes, scope)))
  const violations: (Violation | false | null | undefined)[] = [
    (length < 1 || length > 100) && { path: 'input.name', message: `expected 1 to 100 characters, got ${length}` },
    // No scopes at all is what a key with every right has: an empty list must not become one.
    scopes &&
      (scopes.length < 1 || scopes.length > mostScopes) && {
        path: 'input.scopes',
        message: `expected 1 to ${mostScopes}, or nothing for all that you may do with what you ask this with`,
      },
    wrongScope !== undefined && {
      path: 'input.scopes',
      message: `expected read, submit, operate, configure or the name of an operation you may call, got "${wrongScope.slice(0, 40)}"`,
    },
    expiresAt &&
      !isWithin(expiresAt, mostDays, lastDay(viewer)) && {
        path: 'input.expiresAt',
        message: `expected a moment in the next ${mostDays} days, and before the key this is asked with ends`,
      },
    typeof requestsPerMinute === 'number' &&
      (requestsPerMinute < 1 || requestsPerMinute > mostPerMinute) && {
        path: 'input.requestsPerMinute',
        message: `expected 1 to ${mostPerMinute}`,
      },
  ]
  return violations.filter((one): one is Violation => Boolean(one))
}

function isWithin(moment: Date, days: number, last: Date | undefined): boolean {
  return moment.getTime() > Date.now() && moment <= earlier(new Date(Date.now() + days * dayMs), last)
}
