// The verbs around a login: log in, go on, log out, change the password. Every failure looks the same from outside and costs the same.
import { createHash } from 'node:crypto'
import { CapstanError, validationFailed } from '../errors.ts'
import { appendEvents, by, installationWorkspace, type NewEvent } from '../events/event-log.ts'
import type { Database } from '../mongo.ts'
import type { AccessTokens } from './access-token.ts'
import type { LoginThrottle } from './login-throttle.ts'
import { checkPassword, type Passwords } from './password.ts'
import type { SessionStore } from './session-store.ts'
import { toEmail, type UserDoc, usualMembership } from './user.ts'
import type { Viewer } from './viewer.ts'

export interface SessionDeps {
  database: Database
  passwords: Passwords
  tokens: AccessTokens
  sessions: SessionStore
  throttle: LoginThrottle
}

/** Where a request comes from. */
export interface Caller {
  address: string | undefined
  /** What the client calls itself. */
  agent?: string | undefined
  requestId?: string | undefined
}

export interface OpenSession {
  accessToken: string
  refreshToken: string
  expiresAt: Date
  user: UserDoc
}

export async function login(deps: SessionDeps, input: { email: string; password: string }, caller: Caller): Promise<OpenSession> {
  const { database, passwords, sessions, throttle } = deps
  const email = toEmail(input.email).slice(0, 254)
  // Counted before the password is looked at: many at once are still many.
  const attempt = await throttle.begin({ email, address: caller.address })
  const users = database.collection<UserDoc>('users')
  const user = (await users.findOne({ email })) ?? undefined
  if (attempt.refused) {
    if (attempt.refused.first) await appendEvents(database, [failedLogin(user, caller)])
    throw tooMany(attempt.refused)
  }
  const right = await passwords.matches(input.password, user?.password)
  if (!right || !user || user.disabled) {
    await appendEvents(database, [failedLogin(user, caller)])
    throw new CapstanError('UNAUTHENTICATED', 'Email address or password is wrong.')
  }
  await attempt.succeeded()
  const opened = await database.transaction(async (session) => {
    const begun = await sessions.begin(user, session)
    await users.updateOne({ _id: user._id }, { $set: { lastLoginAt: begun.session.createdAt } }, { session })
    await appendEvents(database, [about(user, 'auth.logged_in', caller)], session)
    return begun
  })
  return toOpen(deps, { user, id: opened.session._id, refreshToken: opened.refreshToken })
}

export async function refreshSession(deps: SessionDeps, refreshToken: string, caller: Caller): Promise<OpenSession> {
  const { database, sessions } = deps
  const exchange = await sessions.exchange(refreshToken, clientOf(caller))
  if (exchange.outcome === 'unknown') throw sessionOver()
  const user = await database.collection<UserDoc>('users').findOne({ _id: exchange.session.user })
  if (exchange.outcome === 'reused') {
    await database.transaction(async (session) => {
      await sessions.end({ _id: exchange.session._id }, 'reuse', session)
      const event = user ? about(user, 'auth.refresh_reused', caller) : undefined
      if (event) await appendEvents(database, [{ ...event, payload: { severity: 'CRITICAL', session: exchange.session._id } }], session)
    })
    throw sessionOver()
  }
  if (!user || user.disabled || user.version !== exchange.session.version) throw sessionOver()
  return toOpen(deps, { user, id: exchange.session._id, refreshToken: exchange.refreshToken })
}

/** False when there was no session to end: keys and the local token have none. */
export async function logout(
  { database, sessions }: SessionDeps,
  viewer: Viewer,
  { everywhere, requestId }: { everywhere: boolean; requestId?: string | undefined },
): Promise<boolean> {
  const filter = everywhere ? { user: viewer.id } : viewer.sessionId ? { _id: viewer.sessionId } : undefined
  if (!filter) return false
  return database.transaction(async (session) => {
    const ended = await sessions.end(filter, 'logout', session)
    if (ended > 0) {
      const payload = { everywhere, sessions: ended }
      const event = { type: 'auth.logged_out' as const, workspace: viewer.workspace, subject: viewer.id, payload, requestId, ...by(viewer) }
      await appendEvents(database, [event], session)
    }
    return ended > 0
  })
}

export interface PasswordChange {
  current: string
  next: string
  requestId?: string | undefined
}

export async function changePassword(deps: SessionDeps, viewer: Viewer, { current, next, requestId }: PasswordChange): Promise<void> {
  const violations = checkPassword(next, 'next')
  if (violations.length > 0) throw validationFailed(violations)
  const { database, passwords, sessions, throttle } = deps
  const users = database.collection<UserDoc>('users')
  const user = await users.findOne({ _id: viewer.id })
  const attempt = await throttle.begin({ email: user?.email ?? viewer.id, address: viewer.address })
  if (attempt.refused) throw tooMany(attempt.refused)
  if (!user || !(await passwords.matches(current, user.password))) {
    throw new CapstanError('FORBIDDEN', 'current: this is not your password.')
  }
  await attempt.succeeded()
  const password = await passwords.hash(next)
  await database.transaction(async (session) => {
    const changed = await users.findOneAndUpdate(
      { _id: user._id, version: user.version },
      { $set: { password }, $inc: { version: 1 } },
      { session, returnDocument: 'after' },
    )
    if (!changed) throw new CapstanError('CONFLICT', 'Your account was changed in this moment. Try again.')
    if (viewer.sessionId) await sessions.moveTo(viewer.sessionId, changed.version, session)
    const event = { type: 'auth.password_changed' as const, workspace: viewer.workspace, subject: user._id, requestId, ...by(viewer) }
    await appendEvents(database, [event], session)
  })
}

async function toOpen(
  { tokens }: SessionDeps,
  { user, id, refreshToken }: { user: UserDoc; id: string; refreshToken: string },
): Promise<OpenSession> {
  const { token, expiresAt } = await tokens.issue({ user: user._id, session: id })
  return { accessToken: token, refreshToken, expiresAt, user }
}

function tooMany({ retryAfterSeconds }: { retryAfterSeconds: number }): CapstanError {
  return new CapstanError('RATE_LIMITED', `Too many failed logins. Try again in ${retryAfterSeconds} s.`, { retryAfterSeconds })
}

function sessionOver(): CapstanError {
  return new CapstanError('UNAUTHENTICATED', 'This session is over. Log in again.')
}

function clientOf({ address = '', agent = '' }: Caller): string {
  return createHash('sha256')
    .update(JSON.stringify([address, agent]))
    .digest('base64url')
}

function about(user: UserDoc, type: NewEvent['type'], { address, requestId }: Caller): NewEvent {
  const workspace = usualMembership(user)?.workspace ?? installationWorkspace
  return { type, workspace, subject: user._id, requestId, ...by({ id: user._id, name: user.name, address }) }
}

/** What was typed as an address may be a password: only known people are named. */
function failedLogin(user: UserDoc | undefined, caller: Caller): NewEvent {
  if (user) return { ...about(user, 'auth.login_failed', caller), payload: { disabled: user.disabled } }
  const actor = by({ id: 'anonymous', name: 'anonymous', address: caller.address })
  return { type: 'auth.login_failed', workspace: installationWorkspace, subject: 'unknown', requestId: caller.requestId, ...actor }
}
