// Who is asking. Knows nothing of how they proved it: tokens live beside this file, sessions elsewhere.

export const viewerRoles = ['admin', 'user', 'viewer'] as const

export type ViewerRole = (typeof viewerRoles)[number]

export interface Viewer {
  id: string
  name: string
  role: ViewerRole
  workspace: string
}
