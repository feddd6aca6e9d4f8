// A run as it is stored: one document with its steps inside. Knows nothing of how it moves on.
//
// States of a run: RUNNING or WAITING while steps are left; PAUSED by a person; SUCCEEDED, FAILED, CANCELLED at the end;
// from FAILED and CANCELLED back to RUNNING when a person, or its own rule, retries it.
// States of a step: PENDING -> RUNNING | WAITING -> SUCCEEDED | FAILED | CANCELLED; PENDING -> SKIPPED; back to PENDING by a retry.
import type { NotifyTarget, Person, Priority, TaskError } from '../queue/task.ts'
import type { Side } from './plan.ts'

export const runStatuses = ['RUNNING', 'PAUSED', 'WAITING', 'SUCCEEDED', 'FAILED', 'CANCELLED'] as const
export type RunStatus = (typeof runStatuses)[number]

export const stepStatuses = ['PENDING', 'RUNNING', 'WAITING', 'SUCCEEDED', 'FAILED', 'SKIPPED', 'CANCELLED'] as const
export type StepStatus = (typeof stepStatuses)[number]

export interface StepState {
  /** The node's id, with the numbers of the items around it: `translate[2]`. */
  id: string
  node: string
  status: StepStatus
  /** The latest task; `tasks` has all of them once there were several. */
  task?: string
  tasks?: string[]
  request?: string
  /** The run it started. */
  run?: string
  /** Which side a condition has chosen. */
  chosen?: Side
  /** Sealed: what it returned, where that is kept nowhere else. */
  output?: Uint8Array
  /** Sealed: what a for-each goes over, and how many there are. */
  items?: Uint8Array
  count?: number
  dueAt?: Date
  /** The event it waits for. */
  topic?: string
  /** What it waits for, in words. */
  waitingFor?: string
  error?: TaskError
  /** Whole tries so far, the running one included. */
  tries: number
  /** It failed, and the step in its place runs or has run. */
  helped?: true
  /** What it did was undone. */
  undone?: true
  startedAt?: Date
  finishedAt?: Date
}

export interface RunDoc {
  _id: string
  workspace: string
  name: string
  status: RunStatus
  /** Changes with every write: a write that started from another state is refused. */
  revision: string
  template?: string
  templateVersion?: number
  /** Says which definition it runs; equal definitions are read once. */
  plan: string
  definition: Uint8Array
  input: Uint8Array
  steps: StepState[]
  priority: Priority
  /** Set when a step failed that was needed: nothing new starts, what runs may end. */
  failing?: true
  /** Set by an `end` step: nothing new starts. */
  ending?: 'succeeded' | 'failed'
  error?: TaskError
  reason?: string
  /** Times it was tried again by its own rule. */
  retries: number
  /** Events that steps wait for. */
  topics?: string[]
  /** When its next moment comes. */
  dueAt?: Date
  /** While it has not ended. */
  open?: true
  /** The step of another run that started it. */
  parent?: { run: string; step: string }
  /** Runs around it. */
  depth: number
  schedule?: string
  notify?: NotifyTarget[]
  submittedBy: Person
  origin: string
  requestId?: string
  idempotencyKey?: string
  createdAt: Date
  /** When it last moved. */
  movedAt: Date
  finishedAt?: Date
  expireAt?: Date
}

/** How long a run is kept after its end. */
export const keepRunsMs = 90 * 24 * 3600_000

export function isRunFinal(status: RunStatus): boolean {
  return status === 'SUCCEEDED' || status === 'FAILED' || status === 'CANCELLED'
}

export function isStepFinal(status: StepStatus): boolean {
  return status === 'SUCCEEDED' || status === 'FAILED' || status === 'SKIPPED' || status === 'CANCELLED'
}

/** Where a sealed field of a run lives. */
export function runPlace(run: string, field: 'input' | 'definition' | `${string}.output` | `${string}.items`): string {
  return `${run}.${field}`
}

/** The numbers of the items around a step: `[2]` of `translate[2]`. */
export function itemsOf(stepId: string): string[] {
  return stepId.match(/\[\d+\]/g) ?? []
}
