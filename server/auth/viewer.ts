// Who is asking. Knows nothing of how they proved it: tokens live beside this file, sessions elsewhere.

import { installationWorkspace } from '../events/event-log.ts'

export const viewerRoles = ['admin', 'user', 'viewer'] as const

export type ViewerRole = (typeof viewerRoles)[number]

export interface Viewer {
  id: string
  name: string
  /** In `workspace`. */
  role: ViewerRole
  workspace: string
  email?: string | undefined
  /** Names under which requests may be put to them. */
  groups?: readonly string[] | undefined
  /** What the key may do at most; left out: everything the role may. */
  scopes?: readonly string[] | undefined
  /** A service identity, asking for itself. */
  service?: boolean | undefined
  /** The service that asks for this person, and where they asked it to. */
  via?: { service: string; place?: string | undefined } | undefined
  /** Under which the service named them. */
  identity?: string | undefined
  /** Where the request came from. */
  address?: string | undefined
  sessionId?: string | undefined
  keyId?: string | undefined
  /** Nothing may be asked with this any more from then on. */
  expiresAt?: Date | undefined
  /** Operations a minute instead of the usual number for the role. */
  allowance?: number | 'unlimited' | undefined
}

/** Somebody who has shown nothing: may log in and nothing else. */
export const anonymous: Viewer = { id: 'anonymous', name: 'anonymous', role: 'viewer', workspace: installationWorkspace, scopes: [] }

export function isAnonymous({ id }: Viewer): boolean {
  return id === anonymous.id
}
