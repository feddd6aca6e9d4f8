// A schedule and its runs as they are stored. Knows nothing of when which of them is due.
import type { Person } from '../queue/task.ts'
import type { Timing } from './timing.ts'

export const missedPolicies = ['SKIP', 'ONCE', 'ALL'] as const
export type MissedPolicy = (typeof missedPolicies)[number]

export const overlapPolicies = ['SKIP', 'QUEUE', 'CANCEL_OLD'] as const
export type OverlapPolicy = (typeof overlapPolicies)[number]

export const runStatuses = ['STARTED', 'SKIPPED', 'MISSED', 'FAILED'] as const

/** As people gave it; exactly one. */
export type Given = { cron: string } | { every: string } | { at: Date } | { words: string; saidAt: Date }

/** What it starts; `sealed` is the input of the verb that starts it. */
export interface ScheduleTarget {
  kind: 'TASK' | 'WORKFLOW' | 'POST'
  /** The agent or the workflow template, to find it by. */
  name?: string
  sealed: Uint8Array
}

export interface ScheduleDoc {
  _id: string
  workspace: string
  name: string
  enabled: boolean
  given: Given
  timing: Timing
  timezone: string
  startAt?: Date
  endAt?: Date
  target: ScheduleTarget
  missed: MissedPolicy
  overlap: OverlapPolicy
  /** Absent while it rests and when no run is left. */
  nextAt?: Date
  /** Tasks and workflow runs that it started and that may not have ended, the oldest first. */
  open: string[]
  /** Grows with every change by a person. */
  version: number
  createdBy: Person
  createdAt: Date
  updatedAt: Date
}

export interface RunDoc {
  /** Schedule and due moment: the key that lets each moment happen once. */
  _id: string
  schedule: string
  workspace: string
  dueAt: Date
  startedAt: Date
  manual: boolean
  status: (typeof runStatuses)[number]
  task?: string
  workflow?: string
  reason?: string
  expireAt: Date
}

export function runId(schedule: string, dueAt: Date, manual = false): string {
  return `${schedule}@${dueAt.toISOString()}${manual ? '+' : ''}`
}
