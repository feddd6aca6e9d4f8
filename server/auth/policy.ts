// Who may do what: the one place that decides. The verbs ask here; clients only show what the answers allow.
import { CapstanError } from '../errors.ts'
import { type Action, allowsAction, allowsOperation } from './operations.ts'
import type { Viewer, ViewerRole } from './viewer.ts'

export type { Action }

/** What the action is about, as far as the rules care. */
export interface Target {
  workspace: string
  /** Whose it is; left out for something that is yet to be made. */
  owner?: string | undefined
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
  return hasRoleFor(viewer, action) && (viewer.scopes === undefined || allowsAction(viewer.scopes, action))
}

/** Whether the viewer may ask for this operation at all. */
export function mayCall(viewer: Viewer, operation: { name: string; action: Action }): boolean {
  return hasRoleFor(viewer, operation.action) && (viewer.scopes === undefined || allowsOperation(viewer.scopes, operation))
}

function hasRoleFor({ role, service, via }: Viewer, action: Action): boolean {
  // A service acts for people in their work, never on their accounts.
  return isAtLeast(role, leastRole[action]) && !(action === 'account' && (service || via))
}

export function may(viewer: Viewer, action: Action, target: Target): boolean {
  if (target.workspace !== viewer.workspace || !mayEver(viewer, action)) return false
  if (viewer.role === 'admin') return true
  if (action === 'schedule') return target.owner === undefined || target.owner === viewer.id
  if (action === 'operateTask' || action === 'operateWorkflow') return target.owner === viewer.id
  return true
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
