// Who may decide a request: the one place that knows. The requester may not, unless the request says so.
import { mayEver } from '../auth/policy.ts'
import type { Viewer } from '../auth/viewer.ts'
import type { Deciders, RequestDoc } from '../queue/request-doc.ts'

/** Of a step or an agent that names nobody. */
export const anybody: Deciders = { roles: ['ADMIN', 'USER'], users: [], groups: [] }
/** Of an agent of high risk. */
export const admins: Deciders = { roles: ['ADMIN'], users: [], groups: [] }

export function isNamed({ id, email, role, groups = [] }: Pick<Viewer, 'id' | 'email' | 'role' | 'groups'>, deciders: Deciders): boolean {
  return (
    deciders.roles.includes(role.toUpperCase()) ||
    deciders.users.some((user) => user === id || (email !== undefined && user.toLowerCase() === email)) ||
    deciders.groups.some((group) => groups.includes(group))
  )
}

/** Undefined when they may; else why not, in words. */
export function whyNot(viewer: Viewer, request: RequestDoc): string | undefined {
  if (request.workspace !== viewer.workspace || !mayEver(viewer, 'decide'))
    return `${viewer.name} (${viewer.role}) may decide nothing here.`
  if (!isNamed(viewer, request)) return `${viewer.name} may not decide ${request._id}; ${describeDeciders(request)} may.`
  if (request.requestedBy.id === viewer.id && !request.requesterMayDecide)
    return `${viewer.name} asked for ${request._id} and may not decide it; somebody else of ${describeDeciders(request)} has to.`
  return undefined
}

export function describeDeciders({ roles, users, groups }: Deciders): string {
  const words = [...roles.map((role) => `every ${role.toLowerCase()}`), ...groups.map((group) => `the group ${group}`), ...users]
  return words.join(', ') || 'nobody'
}
