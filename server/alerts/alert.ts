// An alert as it is stored, and the kinds there are. Knows nothing of how one comes about.
import type { Person } from '../queue/task.ts'

export const severities = ['INFO', 'WARNING', 'CRITICAL'] as const
export type Severity = (typeof severities)[number]

export const alertStatuses = ['OPEN', 'ACKNOWLEDGED', 'RESOLVED'] as const
export type AlertStatus = (typeof alertStatuses)[number]

/** What was seen: alerts of the same workspace, kind and subject are one alert until it is resolved. */
export interface Sighting {
  kind: string
  severity: Severity
  workspace: string
  /** An agent, a worker, a schedule or the workspace. */
  subject: string
  title: string
  detail: string
}

export interface AlertDoc extends Sighting {
  _id: string
  /** Present until it is resolved: one alert for each key. */
  standing?: string
  status: AlertStatus
  count: number
  firstAt: Date
  lastAt: Date
  acknowledgedBy?: Person
  acknowledgedAt?: Date
  note?: string
  resolvedAt?: Date
  /** Set when it is resolved. */
  expireAt?: Date
}

export function keyOf({ workspace, kind, subject }: Pick<Sighting, 'workspace' | 'kind' | 'subject'>): string {
  return `${workspace} ${kind} ${subject}`
}
