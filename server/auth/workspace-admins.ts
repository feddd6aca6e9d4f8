// Who administers which workspace: what an admin may change of whom, how a workspace is opened, and that none is left without an admin.
import { CapstanError, validationFailed } from '../errors.ts'
import type { Database } from '../mongo.ts'
import { demand } from './policy.ts'
import { homeWorkspace, type Membership, membershipIn, type UserDoc } from './user.ts'
import type { Viewer } from './viewer.ts'

interface Deps {
  database: Database
}

type Session = Parameters<Parameters<Database['transaction']>[0]>[0]

interface Keeping {
  workspace: string
  before: UserDoc
  after: UserDoc
  session: Session
}

/** Nobody locks everybody out, themselves included. */
export async function keepAnAdmin({ database }: Deps, { workspace, before, after, session }: Keeping): Promise<void> {
  const administers = (user: UserDoc) => !user.disabled && membershipIn(user, workspace)?.role === 'admin'
  if (!administers(before) || administers(after)) return
  const filter = { _id: { $ne: before._id }, disabled: false, memberships: { $elemMatch: { workspace, role: 'admin' as const } } }
  if (await database.collection<UserDoc>('users').findOne(filter, { session, projection: { _id: 1 } })) return
  throw new CapstanError('ILLEGAL_STATE', 'This is the only admin of the workspace; make another one first.')
}

/** The workspace that is to be changed: one that the viewer administers, or a new one. */
export async function administered(deps: Deps, viewer: Viewer, asked: string | null | undefined): Promise<string> {
  const workspace = asked ?? viewer.workspace
  demand(viewer, 'manageUsers', { workspace: viewer.workspace })
  if (workspace === viewer.workspace) return workspace
  const violation = /^[a-z0-9][a-z0-9-]{0,39}$/.test(workspace) ? undefined : 'expected up to 40 lower-case letters, digits and hyphens'
  if (violation) throw validationFailed([{ path: 'input.workspace', message: violation }])
  const own = await ownMemberships(deps, viewer)
  if (own.some((one) => one.workspace === workspace && one.role === 'admin')) return workspace
  const runsInstallation = viewer.workspace === homeWorkspace
  if (runsInstallation && !(await isInUse(deps, workspace))) return workspace
  throw new CapstanError('FORBIDDEN', `input.workspace: ${viewer.name} has no access to this workspace`)
}

/** A key works in its own workspace only, and so does a service. */
async function ownMemberships({ database }: Deps, viewer: Viewer): Promise<Membership[]> {
  if (viewer.keyId) return []
  return (await database.collection<UserDoc>('users').findOne({ _id: viewer.id }))?.memberships ?? []
}

async function isInUse({ database }: Deps, workspace: string): Promise<boolean> {
  const only = { projection: { _id: 1 } }
  const traces = [
    database.collection<UserDoc>('users').findOne({ 'memberships.workspace': workspace }, only),
    database.collection('tasks').findOne({ workspace }, only),
    database.collection('events').findOne({ workspace }, only),
  ]
  return (await Promise.all(traces)).some((found) => found !== null)
}

/** Who opens a workspace administers it. */
export async function openWorkspace(
  { database }: Deps,
  { id, keyId }: Viewer,
  { workspace, session }: { workspace: string; session: Session },
): Promise<void> {
  const users = database.collection<UserDoc>('users')
  if (keyId || (await users.findOne({ 'memberships.workspace': workspace }, { session, projection: { _id: 1 } }))) return
  await users.updateOne({ _id: id }, { $push: { memberships: { workspace, role: 'admin', groups: [] } } }, { session })
}

export async function demandAll(deps: Deps, viewer: Viewer, user: UserDoc): Promise<void> {
  const own = await ownMemberships(deps, viewer)
  const administers = (workspace: string) =>
    workspace === viewer.workspace || own.some((one) => one.workspace === workspace && one.role === 'admin')
  if (user.memberships.every(({ workspace }) => administers(workspace))) return
  throw new CapstanError('FORBIDDEN', `${user.name} is in other workspaces too; only who administers all of them may change this.`)
}

/** Those of somebody's memberships that the viewer may know of. */
export async function visibleMemberships(deps: Deps, viewer: Viewer, user: UserDoc): Promise<Membership[]> {
  if (user._id === viewer.id) return user.memberships
  const own = await ownMemberships(deps, viewer)
  const known = new Set([viewer.workspace, ...own.flatMap(({ workspace, role }) => (role === 'admin' ? [workspace] : []))])
  return user.memberships.filter(({ workspace }) => known.has(workspace))
}
