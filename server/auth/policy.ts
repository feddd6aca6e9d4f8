// Who may do what: the one place that decides. The verbs ask here; clients only show what the answers allow.
import { CapstanError } from '../errors.ts'
import { allowsAction } from './operations.ts'
import type { Viewer, ViewerRole } from './viewer.ts'

export const actions = [
  'view',
  'submit',
  'schedule',
  'operateTask',
  'operateWorkflow',
  'decide',
  'acknowledge',
  'operateQueue',
  'configure',
  'manageUsers',
  'audit',
  'account',
  'link',
] as const
export type Action = (typeof actions)[number]

/** What the action is about, as far as the rules care. */
export interface Target {
  workspace: string
  /** Whose it is; left out for something that is yet to be made. */
  owner?: string | undefined
  /** For a request: ids of the people who may decide it and names of groups; everybody who may submit when left out. */
  deciders?: readonly string[] | undefined
}

/** In a workspace everybody sees everything; users work with what is theirs, admins with all of it. */
const leastRole: Readonly<Record<Action, ViewerRole>> = {
  view: 'viewer',
  submit: 'user',
  schedule: 'user',
  operateTask: 'user',
  operateWorkflow: 'user',
  decide: 'user',
  acknowledge: 'user',
  operateQueue: 'admin',
  configure: 'admin',
  manageUsers: 'admin',
  audit: 'admin',
  account: 'viewer',
  link: 'viewer',
}

const rank: Readonly<Record<ViewerRole, number>> = { viewer: 0, user: 1, admin: 2 }

export function isAtLeast(role: ViewerRole, least: ViewerRole): boolean {
  return rank[role] >= rank[least]
}

export function lowerRole(one: ViewerRole, other: ViewerRole): ViewerRole {
  return rank[one] <= rank[other] ? one : other
}

/** Whether the viewer may do this at all, whatever it is done to. */
export function mayEver(viewer: Viewer, action: Action): boolean {
  if (!isAtLeast(viewer.role, leastRole[action])) return false
  // A service acts for people in their work, never on their accounts.
  if (action === 'account' && (viewer.service || viewer.via)) return false
  return viewer.scopes === undefined || allowsAction(viewer.scopes, action)
}

export function may(viewer: Viewer, action: Action, target: Target): boolean {
  if (target.workspace !== viewer.workspace || !mayEver(viewer, action)) return false
  switch (action) {
    case 'schedule':
      return viewer.role === 'admin' || target.owner === undefined || target.owner === viewer.id
    case 'operateTask':
    case 'operateWorkflow':
      return viewer.role === 'admin' || target.owner === viewer.id
    case 'decide':
      return isDecider(viewer, target)
    default:
      return true
  }
}

/** Being an admin decides nothing here: a request names those who do. */
function isDecider({ id, groups = [] }: Viewer, { deciders }: Target): boolean {
  return deciders === undefined || deciders.includes(id) || groups.some((group) => deciders.includes(group))
}

export function demand(viewer: Viewer, action: Action, target: Target): void {
  if (!may(viewer, action, target)) throw forbidden(viewer)
}

export function forbidden({ name, role }: Viewer): CapstanError {
  return new CapstanError('FORBIDDEN', `${name} (${role}) may not do this here; ask an admin of the workspace.`)
}

/** The workspace to work in: the viewer's own, and nobody else's. */
export function workspaceOf(viewer: Viewer, asked: string | null | undefined): string {
  if (!asked || asked === viewer.workspace) return viewer.workspace
  throw new CapstanError('FORBIDDEN', `workspace: ${viewer.name} has no access to this workspace`)
}
