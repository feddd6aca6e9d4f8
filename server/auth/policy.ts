// Who may do what: the one place that decides. The verbs ask here; clients only show what the answers allow.
import { CapstanError } from '../errors.ts'
import type { Viewer } from './viewer.ts'

export const actions = ['view', 'submit', 'operateTask', 'operateQueue', 'configure'] as const
export type Action = (typeof actions)[number]

/** What the action is about, as far as the rules care. */
export interface Target {
  workspace: string
  owner?: string
}

export function may(viewer: Viewer, action: Action, target: Target): boolean {
  if (target.workspace !== viewer.workspace) return false
  switch (action) {
    case 'view':
      return true
    case 'submit':
      return viewer.role !== 'viewer'
    case 'operateTask':
      return viewer.role === 'admin' || (viewer.role === 'user' && target.owner === viewer.id)
    case 'operateQueue':
    case 'configure':
      return viewer.role === 'admin'
  }
}

export function demand(viewer: Viewer, action: Action, target: Target): void {
  if (may(viewer, action, target)) return
  throw new CapstanError('FORBIDDEN', `${viewer.name} (${viewer.role}) may not do this here; ask an admin of the workspace.`)
}

/** The workspace to work in: the viewer's own, and nobody else's. */
export function workspaceOf(viewer: Viewer, asked: string | null | undefined): string {
  if (!asked || asked === viewer.workspace) return viewer.workspace
  throw new CapstanError('FORBIDDEN', `workspace: ${viewer.name} has no access to this workspace`)
}
