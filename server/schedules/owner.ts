// Whom a schedule acts for when it is due: its maker as they are now, not as they were when they made it.
import { membershipIn, type UserDoc } from '../auth/user.ts'
import type { Viewer, ViewerRole } from '../auth/viewer.ts'
import type { Database } from '../mongo.ts'

/** `guestRole`: what people may do who come through a service and have no account here; nothing when left out. */
export function createOwnerLookup(
  database: Database,
  guestRole: ViewerRole | undefined,
): (id: string, workspace: string) => Promise<Viewer | undefined> {
  return async (id, workspace) => {
    const user = await database.collection<UserDoc>('users').findOne({ _id: id })
    if (!user) return guestRole && id.includes(':') ? { id, name: id, role: guestRole, workspace } : undefined
    const membership = membershipIn(user, workspace)
    if (user.disabled || !membership) return undefined
    return { id, name: user.name, role: membership.role, workspace, email: user.email, groups: membership.groups }
  }
}
