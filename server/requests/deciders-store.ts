// Whether anybody else could decide: in a workspace of one, who asks has to be able to answer.
import type { Filter } from 'mongodb'
import type { UserDoc } from '../auth/user.ts'
import type { ViewerRole } from '../auth/viewer.ts'
import type { Database } from '../mongo.ts'
import type { Deciders } from '../queue/request-doc.ts'

export async function couldOthersDecide(
  database: Database,
  { workspace, requester, deciders }: { workspace: string; requester: string; deciders: Deciders },
): Promise<boolean> {
  const roles = deciders.roles.map((role) => role.toLowerCase() as ViewerRole)
  const able: Filter<UserDoc> = {
    _id: { $ne: requester },
    disabled: false,
    $or: [
      { memberships: { $elemMatch: { workspace, role: { $in: roles } } } },
      { memberships: { $elemMatch: { workspace, groups: { $in: deciders.groups } } } },
      {
        'memberships.workspace': workspace,
        $or: [{ _id: { $in: deciders.users } }, { email: { $in: deciders.users.map((user) => user.toLowerCase()) } }],
      },
    ],
  }
  return (await database.collection<UserDoc>('users').findOne(able, { projection: { _id: 1 } })) !== null
}
