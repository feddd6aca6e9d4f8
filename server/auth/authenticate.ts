// From what a request shows to who is asking: the local token, an access token or a key, the workspace asked for, and the person a
// service asks for. What is read for it is forgotten when an event says that somebody has changed.
import { CapstanError } from '../errors.ts'
import type { EventRow } from '../events/event-log.ts'
import type { Database } from '../mongo.ts'
import type { AccessTokens } from './access-token.ts'
import { type ApiKeyDoc, isKey, keyIdOf, perMinuteOf } from './api-keys.ts'
import { isIdentity } from './identities.ts'
import { createKnown } from './known.ts'
import { lowerRole } from './policy.ts'
import { type Membership, membershipIn, type UserDoc, usualMembership } from './user.ts'
import type { Viewer, ViewerRole } from './viewer.ts'

/** What a request says of itself besides its token. */
export interface Asking {
  address?: string | undefined
  /** x-capstan-workspace */
  workspace?: string | undefined
  /** x-capstan-acting-user: an identity elsewhere, from a service. */
  actingUser?: string | undefined
  /** x-capstan-place: where the person is, in the words of the service. */
  place?: string | undefined
}

const mostRemembered = 5_000

export type Authenticate = (bearer: string | undefined, asking?: Asking) => Promise<Viewer | undefined>

export interface AuthenticatorOptions {
  database: Database
  tokens: AccessTokens
  /** Whether a bearer is the token of this installation's own operator. */
  isLocalToken: (bearer: string) => boolean
  /** Who that is. */
  operator: string
  /** What somebody may do whom a service names and nobody knows; undefined for nothing. */
  guestRole: ViewerRole | undefined
  /** A key was used; told once a minute. */
  onKeyUsed: (id: string, at: Date) => void
}

export interface Authenticator {
  authenticate: Authenticate
  /** Whether somebody who came in earlier would come in now with the same rights. */
  stillValid: (viewer: Viewer) => Promise<boolean>
  /** To be told of every event. */
  hear(event: Pick<EventRow, 'type'>): void
  forget(): void
}

export function createAuthenticator(options: AuthenticatorOptions): Authenticator {
  const { tokens, isLocalToken, operator } = options
  const known = createKnown(options.database)
  const noteUse = createUseNotes(options.onKeyUsed)
  const fits = createKeyCheck()

  async function bySession(bearer: string, asking: Asking): Promise<Viewer | undefined> {
    const claims = await tokens.verify(bearer)
    if (!claims) return undefined
    const { session: sessionId, expiresAt } = claims
    const [session, user] = await Promise.all([known.session(sessionId), known.user(claims.user)])
    if (!session || session.ended || session.user !== claims.user || session.version !== user?.version) return undefined
    return asPerson(user, asking, { sessionId, expiresAt })
  }

  async function byKey(key: ApiKeyDoc, asking: Asking): Promise<Viewer | undefined> {
    if (key.revokedAt || key.expiresAt.getTime() <= Date.now()) return undefined
    const owner = await known.user(key.owner.id)
    const membership = owner && !owner.disabled ? membershipIn(owner, key.workspace) : undefined
    if (!owner || !membership) return undefined
    if (asking.workspace && asking.workspace !== key.workspace) throw noAccess(key.name)
    const viewer = asKey(key, { owner, membership, address: asking.address })
    return asking.actingUser ? actingFor(asking.actingUser, { key, viewer, place: asking.place }) : viewer
  }

  async function actingFor(actingUser: string, { key, viewer, place }: { key: ApiKeyDoc; viewer: Viewer; place: string | undefined }) {
    if (!key.service) throw notForOthers()
    if (!isIdentity(actingUser)) throw new CapstanError('FORBIDDEN', 'x-capstan-acting-user: expected an identity such as slack:T1:U2.')
    const identity = await known.identity(actingUser)
    const user = identity ? await known.user(identity.user) : null
    return asActing(viewer, { user, key, actingUser, place, guestRole: options.guestRole })
  }

  async function again({ id, keyId, sessionId, workspace, identity }: Viewer): Promise<Viewer | undefined> {
    if (keyId) {
      const key = await known.key(keyId)
      return key ? byKey(key, { workspace, actingUser: identity }) : undefined
    }
    const [user, session] = await Promise.all([known.user(id), sessionId ? known.session(sessionId) : undefined])
    if (sessionId && (!session || session.ended || session.version !== user?.version)) return undefined
    return asPerson(user, { workspace }, {})
  }

  return {
    async authenticate(bearer, asking = {}) {
      if (!bearer) return undefined
      const id = keyIdOf(bearer)
      const key = id ? await known.key(id) : undefined
      if (id) {
        const viewer = key && fits(bearer, key) ? await byKey(key, asking) : undefined
        if (viewer) noteUse(id)
        return viewer
      }
      if (asking.actingUser) throw notForOthers()
      if (isLocalToken(bearer)) return asPerson(await known.user(operator), asking, { allowance: 'unlimited' })
      return /^[\w-]+\.[\w-]+\.[\w-]+$/.test(bearer) ? bySession(bearer, asking) : undefined
    },
    async stillValid(viewer) {
      if (viewer.expiresAt && viewer.expiresAt.getTime() <= Date.now()) return false
      try {
        return hasSameRights(viewer, await again(viewer))
      } catch (error) {
        if (error instanceof CapstanError) return false
        throw error
      }
    },
    hear({ type }) {
      if (/^(auth\.(logged_out|refresh_reused|password_changed)|user\.|key\.|identity\.)/.test(type)) known.forget()
    },
    forget: known.forget,
  }
}

/** What fitted its digest once fits it again: taking the digest would be a good part of asking who somebody is. */
function createKeyCheck(): (bearer: string, key: ApiKeyDoc) => boolean {
  let fitting = new Map<string, string>()
  return (bearer, key) => {
    if (fitting.get(bearer) === key.digest) return true
    if (!isKey(bearer, key)) return false
    if (fitting.size >= mostRemembered) fitting = new Map()
    fitting.set(bearer, key.digest)
    return true
  }
}

/** To the minute: a key that is used all the time costs a write a minute. */
function createUseNotes(onKeyUsed: AuthenticatorOptions['onKeyUsed']): (id: string) => void {
  const told = new Map<string, number>()
  return (id) => {
    const minute = Math.floor(Date.now() / 60_000)
    if (told.get(id) === minute) return
    told.set(id, minute)
    onKeyUsed(id, new Date(minute * 60_000))
  }
}

function asPerson(user: UserDoc | null, asking: Asking, how: Partial<Viewer>): Viewer | undefined {
  if (!user || user.disabled) return undefined
  const membership = asking.workspace ? membershipIn(user, asking.workspace) : usualMembership(user)
  if (!membership) throw noAccess(user.name)
  const { workspace, role, groups } = membership
  return { id: user._id, name: user.name, email: user.email, role, workspace, groups, address: asking.address, ...how }
}

/** A key asks as its owner, with at most the owner's role of today; a service asks as itself, and alone it only looks. */
function asKey(
  key: ApiKeyDoc,
  { owner, membership, address }: { owner: UserDoc; membership: Membership; address: string | undefined },
): Viewer {
  const { name, role, workspace, scopes, service, expiresAt } = key
  const allowance = perMinuteOf(key)
  // Literals, not spreads: this runs for every request, and a spread took longer than all the rest of it.
  if (service) return { id: key._id, name, role: 'viewer', workspace, scopes, service, keyId: key._id, expiresAt, address, allowance }
  return {
    id: owner._id,
    name: owner.name,
    email: owner.email,
    role: lowerRole(role, membership.role),
    groups: membership.groups,
    workspace,
    scopes,
    keyId: key._id,
    expiresAt,
    address,
    allowance,
  }
}

interface ActingFor {
  user: UserDoc | null
  key: ApiKeyDoc
  actingUser: string
  place: string | undefined
  guestRole: ViewerRole | undefined
}

/** Guests may link themselves even where they may do nothing else. */
const guestScopes = ['linkIdentity']

/** As the person the identity is linked to, in the service's own workspace; as a guest, who owns nothing, when it is linked to nobody. */
function asActing(
  { id: _service, service: _isService, ...viewer }: Viewer,
  { user, key, actingUser, place, guestRole }: ActingFor,
): Viewer {
  const via = { service: viewer.name, ...(place && { place: place.slice(0, 200) }) }
  const shared = { ...viewer, via, identity: actingUser }
  const membership = user && !user.disabled ? membershipIn(user, viewer.workspace) : undefined
  if (user && membership) {
    const { groups, role } = membership
    return { ...shared, id: user._id, name: user.name, email: user.email, role: lowerRole(role, key.role), groups }
  }
  // Somebody who was switched off here is no guest.
  if (user?.disabled) throw new CapstanError('FORBIDDEN', 'This account is disabled; ask an admin.')
  const role = lowerRole(guestRole ?? 'viewer', key.role)
  return { ...shared, id: actingUser, name: actingUser, role, ...(!guestRole && { scopes: guestScopes }) }
}

function noAccess(name: string): CapstanError {
  return new CapstanError('FORBIDDEN', `x-capstan-workspace: ${name} has no access to this workspace`)
}

function notForOthers(): CapstanError {
  return new CapstanError('FORBIDDEN', 'x-capstan-acting-user: only a service identity may act for others.')
}

/** Nothing that rules look at has changed. */
function hasSameRights(one: Viewer, other: Viewer | undefined): boolean {
  const rights = ({ id, role, workspace, scopes, groups, service }: Viewer) =>
    JSON.stringify([id, role, workspace, scopes, groups, service])
  return other !== undefined && rights(one) === rights(other)
}
