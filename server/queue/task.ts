// The task as it is stored, and the table of its states. The task is the job: this one document is the truth, there is no second copy.
//
// States and who moves a task between them:
//   (submit)  -> QUEUED | SCHEDULED | BLOCKED | WAITING
//   BLOCKED   -> QUEUED | SCHEDULED when its dependencies ended; FAILED | CANCELLED by its dependency policy
//   SCHEDULED -> QUEUED when due
//   QUEUED    -> RUNNING by a claim; SCHEDULED when quiet hours begin
//   RUNNING   -> SUCCEEDED | FAILED | RETRYING | CANCELLED | WAITING by its worker; QUEUED when interrupted or taken over
//   RETRYING  -> QUEUED when due
//   WAITING   -> QUEUED | SCHEDULED | BLOCKED when a person said yes
//   FAILED | CANCELLED -> QUEUED when a person retries; BLOCKED when a dependency has not ended; WAITING when another one has to agree
//   every unfinished state -> CANCELLED by a person
import type { ErrorClass } from '../agents/adapter.ts'
import type { Reservation } from './budget.ts'
import type { RequestDoc } from './request-doc.ts'

export const taskStatuses = [
  'QUEUED',
  'SCHEDULED',
  'BLOCKED',
  'RUNNING',
  'WAITING',
  'RETRYING',
  'SUCCEEDED',
  'FAILED',
  'CANCELLED',
] as const
export type TaskStatus = (typeof taskStatuses)[number]

export const transitions: Readonly<Record<TaskStatus, readonly TaskStatus[]>> = {
  QUEUED: ['RUNNING', 'SCHEDULED', 'CANCELLED'],
  SCHEDULED: ['QUEUED', 'CANCELLED'],
  BLOCKED: ['QUEUED', 'SCHEDULED', 'FAILED', 'CANCELLED'],
  RUNNING: ['SUCCEEDED', 'FAILED', 'RETRYING', 'WAITING', 'QUEUED', 'CANCELLED'],
  WAITING: ['QUEUED', 'SCHEDULED', 'BLOCKED', 'CANCELLED'],
  RETRYING: ['QUEUED', 'CANCELLED'],
  SUCCEEDED: [],
  FAILED: ['QUEUED', 'BLOCKED', 'WAITING'],
  CANCELLED: ['QUEUED', 'BLOCKED', 'WAITING'],
}

export const finalStatuses = ['SUCCEEDED', 'FAILED', 'CANCELLED'] as const satisfies readonly TaskStatus[]

export type FinalStatus = (typeof finalStatuses)[number]

export function isFinal(status: TaskStatus): status is FinalStatus {
  return status === 'SUCCEEDED' || status === 'FAILED' || status === 'CANCELLED'
}

/** The states from which `to` may be reached: the condition of every update that goes there. */
export function statesBefore(to: TaskStatus): TaskStatus[] {
  return taskStatuses.filter((from) => transitions[from].includes(to))
}

export const listBuckets = ['MAIN', 'FAILED', 'CANCELLED'] as const
export type ListBucket = (typeof listBuckets)[number]

export const priorities = ['LOW', 'NORMAL', 'HIGH', 'CRITICAL'] as const
export type Priority = (typeof priorities)[number]

export const dependencyPolicies = ['FAIL', 'SKIP', 'RUN'] as const
export type DependencyPolicy = (typeof dependencyPolicies)[number]

export const attemptOutcomes = ['succeeded', 'failed', 'cancelled', 'interrupted', 'lost'] as const

export interface TaskError {
  code: string
  class: ErrorClass
  message: string
  stack?: string
  fingerprint?: string
}

export interface Attempt {
  number: number
  startedAt: Date
  endedAt: Date
  worker: string
  outcome: (typeof attemptOutcomes)[number]
  error?: TaskError
  usage?: StoredUsage
}

export interface StoredUsage {
  inputTokens: number
  outputTokens: number
  costMicros: number
  durationMs: number
}

export interface StoredRetry {
  maxAttempts: number
  strategy: 'exponential' | 'linear' | 'fixed'
  delayMs: number
  factor: number
  maxDelayMs: number
  jitter: number
}

export interface Person {
  id: string
  name: string
}

export interface TaskVersion {
  parameters: Uint8Array
  replacedAt: Date
  replacedBy: string
}

export const notifyKinds = ['WEBHOOK', 'EMAIL', 'SLACK'] as const

/** Who is told when the task has ended, and of which ends. */
export interface NotifyTarget {
  kind: (typeof notifyKinds)[number]
  address: string
  on: readonly FinalStatus[]
}

export interface TaskDoc {
  _id: string
  workspace: string
  agent: string
  status: TaskStatus
  priority: Priority
  urgency: number
  /** Place in the claim order, smallest first; see claim-order.ts. */
  order: string
  /** Levels the task has been lifted because it waited long. */
  lifted: number
  /** Grows with the time of submission; ties are broken by the id. */
  seq: number
  /** True from the moment it may be claimed until its run is over or has lasted a while (filing.ts); false while manual mode of its
   *  workspace holds it back until runQueue lets it go. The claim index holds both and no others. */
  ready?: boolean
  /** MAIN, unless it ended without success: what most tasks do moves no entry of the list index. */
  list: ListBucket
  /** What lists filter by: agent:…, by:…, schedule:…, workflow:…, tag:…; never changes. */
  facets: string[]
  /** When a SCHEDULED or RETRYING task becomes due, and what it waits for meanwhile. */
  dueAt?: Date
  dueReason?: 'RUN_AT' | 'BACKOFF' | 'RETRY_HOURS' | 'QUIET_HOURS'
  /** When its pause is over, while it waits for the hours in which its workspace tries again. */
  backoffUntil?: Date
  runAt?: Date
  deadline?: Date
  deadlineWarned?: true
  tags?: string[]
  submittedBy: Person
  origin: string
  requestId?: string
  createdAt: Date
  /** When it last became ready to run. */
  queuedAt?: Date
  startedAt?: Date
  finishedAt?: Date
  /** The database removes it after this moment. */
  expireAt?: Date
  parameters: Uint8Array
  versions?: TaskVersion[]
  result?: Uint8Array
  partial?: Uint8Array
  error?: TaskError
  progress: number
  step?: string
  attempts: Attempt[]
  /** Tries that failed and count against maxAttempts. */
  failures: number
  /** Workers that died while they held it. */
  crashes: number
  retry: StoredRetry
  timeoutMs: number
  /** Present while RUNNING: only the holder of the claim may write. */
  claim?: string
  worker?: string
  /** Grows with every claim. */
  fence: number
  cancel?: { by: Person; at: Date; reason?: string }
  dependsOn?: string[]
  onDependencyFailure?: DependencyPolicy
  idempotencyKey?: string
  notify?: NotifyTarget[]
  /** What it asked of its agent instead of naming one: it may go to another that has them all. */
  capabilities?: string[]
  /** The schedule that made it. */
  schedule?: string
  resubmissionOf?: string
  resubmittedAs?: string
  /** The step of a run that it is the work of. */
  workflow?: { run: string; step: string }
  /** The request it waits for, or waited for last. */
  request?: string
  /** People have agreed to what it does with these parameters. */
  approved?: true
  /** On its way in only: the request that is stored with it. */
  asks?: RequestDoc
  usage?: StoredUsage
  /** While RUNNING: what it holds of budgets, or which budget refuses it for good, in words. */
  reserved?: Reservation[]
  refusedBy?: string
}

/** What a task that runs again loses of the time before. */
export const leftByRuns = { error: 1, finishedAt: 1, expireAt: 1, result: 1, partial: 1, cancel: 1, step: 1 } as const

/** Where a sealed field lives: the vault binds the ciphertext to it. */
export function sealPlace(id: string, field: 'parameters' | 'result' | 'partial' | 'log' | 'target'): string {
  return `${id}.${field}`
}
