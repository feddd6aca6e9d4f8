// A person who can log in, as stored. Their role and groups are of a workspace; what else is theirs holds everywhere.
import type { ViewerRole } from './viewer.ts'

export interface Membership {
  workspace: string
  role: ViewerRole
  groups: string[]
}

export interface UserDoc {
  _id: string
  /** Lower case. */
  email: string
  name: string
  /** Absent for somebody who comes in by other ways only. */
  password?: string
  memberships: Membership[]
  disabled: boolean
  /** Grows when everything they were logged in with must end. */
  version: number
  createdAt: Date
  lastLoginAt?: Date
}

/** The workspace that is there from the first start. Its admins run the installation. */
export const homeWorkspace = 'default'

export function membershipIn({ memberships }: Pick<UserDoc, 'memberships'>, workspace: string): Membership | undefined {
  return memberships.find((one) => one.workspace === workspace)
}

/** Where somebody works who does not say where. */
export function usualMembership(user: Pick<UserDoc, 'memberships'>): Membership | undefined {
  return membershipIn(user, homeWorkspace) ?? user.memberships[0]
}

export function toEmail(text: string): string {
  return text.trim().toLowerCase()
}
