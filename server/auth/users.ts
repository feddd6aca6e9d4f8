// The verbs on users: make one, change one, list them. What is theirs everywhere may be changed only by who administers every workspace
// they are in; otherwise one workspace's admin could take over somebody who is an admin elsewhere.
import { randomInt } from 'node:crypto'
import { z } from 'zod'
import { CapstanError, type Violation, validationFailed } from '../errors.ts'
import { appendEvents, by } from '../events/event-log.ts'
import type { IdSource } from '../ids.ts'
import { type Database, isDuplicateKey } from '../mongo.ts'
import { checkPassword, type Passwords } from './password.ts'
import { demand } from './policy.ts'
import { membershipIn, toEmail, type UserDoc } from './user.ts'
import type { Viewer, ViewerRole } from './viewer.ts'
import { administered, demandAll, keepAnAdmin, openWorkspace } from './workspace-admins.ts'

const mostListed = 1000
const mostGroups = 50
const generatedLength = 20
const letters = 'ABCDEFGHJKMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789'

export interface UserDeps {
  database: Database
  passwords: Passwords
  userIds: IdSource
}

export interface NewUser {
  email: string
  name: string
  password?: string | null | undefined
  role: ViewerRole
  groups?: readonly string[] | null | undefined
  workspace?: string | null | undefined
  requestId?: string | undefined
}

export async function listUsers({ database }: Pick<UserDeps, 'database'>, viewer: Viewer): Promise<UserDoc[]> {
  demand(viewer, 'manageUsers', { workspace: viewer.workspace })
  const filter = { 'memberships.workspace': viewer.workspace }
  return database
    .collection<UserDoc>('users')
    .find(filter, { sort: { name: 1, _id: 1 }, limit: mostListed })
    .toArray()
}

/** The password is answered only when it was made up here. */
export async function createUser(deps: UserDeps, viewer: Viewer, input: NewUser): Promise<{ user: UserDoc; password: string | null }> {
  const { database, passwords, userIds } = deps
  const workspace = await administered(deps, viewer, input.workspace)
  const email = toEmail(input.email)
  const violations = [
    ...(z.email().max(254).safeParse(email).success ? [] : [{ path: 'input.email', message: 'expected an email address' }]),
    ...checkName(input.name),
    ...checkGroups(input.groups),
    ...(input.password ? checkPassword(input.password, 'input.password') : []),
  ]
  if (violations.length > 0) throw validationFailed(violations)
  const membership = { workspace, role: input.role, groups: [...(input.groups ?? [])] }
  const users = database.collection<UserDoc>('users')
  if (await users.findOne({ email }, { projection: { _id: 1 } }))
    return { user: await takeIn(deps, viewer, { email, membership, requestId: input.requestId }), password: null }
  const made = input.password ? undefined : generatePassword()
  const password = await passwords.hash(input.password || made || '')
  const [_id = ''] = await userIds.take(1)
  const name = input.name.trim()
  const user: UserDoc = { _id, email, name, password, memberships: [membership], disabled: false, version: 1, createdAt: new Date() }
  await database
    .transaction(async (session) => {
      await openWorkspace(deps, viewer, { workspace, session })
      await users.insertOne(user, { session })
      const payload = { name, role: input.role, groups: membership.groups }
      await appendEvents(
        database,
        [{ type: 'user.created', workspace, subject: _id, payload, requestId: input.requestId, ...by(viewer) }],
        session,
      )
    })
    .catch((error: unknown) => {
      throw isDuplicateKey(error) ? new CapstanError('CONFLICT', 'Somebody made this user in this moment.') : error
    })
  return { user, password: made ?? null }
}

/** Somebody who is in another workspace already; nothing of theirs there changes. */
async function takeIn(
  deps: UserDeps,
  viewer: Viewer,
  { email, membership, requestId }: { email: string; membership: UserDoc['memberships'][number]; requestId: string | undefined },
): Promise<UserDoc> {
  const { database } = deps
  const { workspace, role, groups } = membership
  return database.transaction(async (session) => {
    await openWorkspace(deps, viewer, { workspace, session })
    const user = await database
      .collection<UserDoc>('users')
      .findOneAndUpdate(
        { email, 'memberships.workspace': { $ne: workspace } },
        { $push: { memberships: membership } },
        { session, returnDocument: 'after' },
      )
    if (!user) throw new CapstanError('CONFLICT', 'input.email: this person is in the workspace already; updateUser changes them.')
    const payload = { name: user.name, role, groups }
    await appendEvents(database, [{ type: 'user.created', workspace, subject: user._id, payload, requestId, ...by(viewer) }], session)
    return user
  })
}

export interface UserChange {
  name?: string | null | undefined
  /** Null takes the person out of the workspace. */
  role?: ViewerRole | null | undefined
  disabled?: boolean | null | undefined
  password?: string | null | undefined
  groups?: readonly string[] | null | undefined
  workspace?: string | null | undefined
}

export interface UserUpdate {
  id: string
  input: UserChange
  requestId?: string | undefined
}

export async function updateUser(deps: UserDeps, viewer: Viewer, { id, input, requestId }: UserUpdate): Promise<UserDoc> {
  const { database, passwords } = deps
  const workspace = await administered(deps, viewer, input.workspace)
  const violations = [
    ...(typeof input.name === 'string' ? checkName(input.name) : []),
    ...checkGroups(input.groups),
    ...(typeof input.password === 'string' ? checkPassword(input.password, 'input.password') : []),
  ]
  if (violations.length > 0) throw validationFailed(violations)
  const password = typeof input.password === 'string' ? await passwords.hash(input.password) : undefined
  return database.transaction(async (session) => {
    const users = database.collection<UserDoc>('users')
    const user = await users.findOne({ _id: id.slice(0, 40), 'memberships.workspace': workspace }, { session })
    if (!user) throw new CapstanError('NOT_FOUND', `There is no user ${id.slice(0, 40)} in this workspace.`)
    const changed = change(user, { ...input, workspace, password })
    const everywhere = changed.name !== user.name || changed.disabled !== user.disabled || password !== undefined
    if (everywhere) await demandAll(deps, viewer, user)
    await keepAnAdmin(deps, { workspace, before: user, after: changed, session })
    await users.replaceOne({ _id: user._id }, changed, { session })
    const { role = null, groups = [] } = membershipIn(changed, workspace) ?? {}
    const payload = { name: changed.name, role, groups, disabled: changed.disabled, ...(password && { password: 'changed' }) }
    await appendEvents(database, [{ type: 'user.updated', workspace, subject: user._id, payload, requestId, ...by(viewer) }], session)
    return changed
  })
}

function change(user: UserDoc, input: UserChange & { workspace: string; password: string | undefined }): UserDoc {
  const { name, role, disabled, groups, password, workspace } = input
  const memberships = user.memberships.flatMap((one) => {
    if (one.workspace !== workspace) return [one]
    if (role === null) return []
    return [{ ...one, ...(role && { role }), ...(groups && { groups: [...groups] }) }]
  })
  const ends = password !== undefined || (disabled === true && !user.disabled)
  return {
    ...user,
    memberships,
    name: name?.trim() || user.name,
    disabled: disabled ?? user.disabled,
    version: user.version + (ends ? 1 : 0),
    ...(password !== undefined && { password }),
  }
}

function checkName(name: string): Violation[] {
  const length = name.trim().length
  return length >= 1 && length <= 100 ? [] : [{ path: 'input.name', message: `expected 1 to 100 characters, got ${length}` }]
}

function checkGroups(groups: readonly string[] | null | undefined): Violation[] {
  if (!groups) return []
  const wrong = groups.length > mostGroups || groups.some((group) => !/^[\w][\w .-]{0,59}$/.test(group))
  return wrong
    ? [{ path: 'input.groups', message: `expected at most ${mostGroups} names of 1 to 60 letters, digits, dots and hyphens` }]
    : []
}

function generatePassword(): string {
  return Array.from({ length: generatedLength }, () => letters[randomInt(letters.length)]).join('')
}
