// Who people are: logins, users, keys, links to identities elsewhere.
import { createApiKey, listApiKeys, perMinuteOf, revokeApiKey } from '../../auth/api-keys.ts'
import { type Action, mayEver } from '../../auth/policy.ts'
import { usualLimits } from '../../auth/rate-limit.ts'
import { changePassword, login, logout, refreshSession } from '../../auth/sessions.ts'
import { type Membership, membershipIn, type UserDoc } from '../../auth/user.ts'
import { createUser, listUsers, updateUser } from '../../auth/users.ts'
import type { ViewerRole } from '../../auth/viewer.ts'
import { visibleMemberships } from '../../auth/workspace-admins.ts'
import type { Context } from '../context.ts'
import type { Resolvers, Role, ViewerAction } from '../generated/resolvers.ts'

/** Of a person, or the one workspace of a key. */
export type MembershipView = Pick<Membership, 'workspace' | 'role'>

type Queries = NonNullable<Resolvers['Query']>
type Mutations = NonNullable<Resolvers['Mutation']>

const toRole = (role: ViewerRole) => role.toUpperCase() as Role
const fromRole = (role: Role) => role.toLowerCase() as ViewerRole
const callerOf = ({ viewer, client, requestId }: Context) => ({ address: viewer.address, agent: client, requestId })

export const identityQueries: Pick<Queries, 'users' | 'apiKeys'> = {
  users: (_root, _args, { product, viewer }) => listUsers(product, viewer),
  apiKeys: (_root, _args, { product, viewer }) => listApiKeys(product, viewer),
}

export const identityMutations: Pick<
  Mutations,
  | 'login'
  | 'refreshSession'
  | 'logout'
  | 'changePassword'
  | 'createUser'
  | 'updateUser'
  | 'createApiKey'
  | 'revokeApiKey'
  | 'createLinkCode'
  | 'linkIdentity'
  | 'unlinkIdentity'
> = {
  login: (_root, args, context) => login(context.product.identity, args, callerOf(context)),
  refreshSession: (_root, { refreshToken }, context) => refreshSession(context.product.identity, refreshToken, callerOf(context)),
  logout: (_root, { everywhere }, { product, viewer, requestId }) =>
    logout(product.identity, viewer, { everywhere: everywhere ?? false, requestId }),
  changePassword: async (_root, args, { product, viewer, requestId }) => {
    await changePassword(product.identity, viewer, { ...args, requestId })
    return true
  },
  createUser: (_root, { input }, { product, viewer, requestId }) =>
    createUser(product.identity, viewer, { ...input, role: fromRole(input.role), requestId }),
  updateUser: (_root, { id, input }, { product, viewer, requestId }) =>
    updateUser(product.identity, viewer, { id, input: { ...input, role: input.role && fromRole(input.role) }, requestId }),
  createApiKey: (_root, { input }, { product, viewer, requestId }) =>
    createApiKey(product, viewer, { ...input, role: input.role && fromRole(input.role), requestId }),
  revokeApiKey: (_root, { id }, { product, viewer, requestId }) => revokeApiKey(product, viewer, { id, requestId }),
  createLinkCode: (_root, _args, { product, viewer }) => product.identity.identities.createLinkCode(viewer),
  linkIdentity: (_root, args, { product, viewer, requestId }) => product.identity.identities.link(viewer, { ...args, requestId }),
  unlinkIdentity: (_root, { identity }, { product, viewer, requestId }) =>
    product.identity.identities.unlink(viewer, { identity, requestId }),
}

const viewerActions: readonly (readonly [ViewerAction, Action])[] = [
  ['SUBMIT', 'submit'],
  ['SCHEDULE', 'schedule'],
  ['OPERATE_QUEUE', 'operateQueue'],
  ['CONFIGURE', 'configure'],
  ['MANAGE_USERS', 'manageUsers'],
  ['AUDIT', 'audit'],
]

export const identityResolvers: Pick<Resolvers, 'Viewer' | 'User' | 'ApiKey' | 'Membership'> = {
  Viewer: {
    workspace: ({ workspace }, _args, { product }) => product.workspaces.get(workspace),
    email: ({ email }) => email ?? null,
    memberships: async ({ id, workspace, role, keyId }, _args, context) => {
      const user = keyId ? undefined : await readUser(context, id)
      return user?.memberships ?? [{ workspace, role }]
    },
    viewerCan: (asking) => viewerActions.flatMap(([name, action]) => (mayEver(asking, action) ? [name] : [])),
    service: ({ service }) => service ?? false,
  },
  Membership: {
    role: ({ role }) => toRole(role),
  },
  User: {
    id: ({ _id }) => _id,
    // Somebody who has just been taken out of the workspace has no say there any more.
    role: (user, _args, { viewer }) => toRole(membershipIn(user, viewer.workspace)?.role ?? user.memberships[0]?.role ?? 'viewer'),
    memberships: (user, _args, { product, viewer }) => visibleMemberships(product, viewer, user),
    groups: (user, _args, { viewer }) => membershipIn(user, viewer.workspace)?.groups ?? [],
    identities: ({ _id }, _args, { product }) => product.identity.identities.of(_id),
    lastLoginAt: ({ lastLoginAt }) => lastLoginAt ?? null,
  },
  ApiKey: {
    id: ({ _id }) => _id,
    prefix: ({ _id }) => `cap_${_id}`,
    scopes: ({ scopes }) => scopes ?? [],
    role: ({ role }) => toRole(role),
    requestsPerMinute: (key) => perMinuteOf(key) ?? usualLimits.minute,
    lastUsedAt: ({ lastUsedAt }) => lastUsedAt ?? null,
    revokedAt: ({ revokedAt }) => revokedAt ?? null,
  },
}

async function readUser({ product }: Context, id: string): Promise<UserDoc | undefined> {
  return (await product.database.collection<UserDoc>('users').findOne({ _id: id })) ?? undefined
}
