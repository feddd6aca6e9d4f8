// What the end of a run makes of its task: the new fields, the event, and a dead letter when it is given up. Pure.
import { createHash } from 'node:crypto'
import type { RunFailure, RunOutcome, Usage } from '../agents/adapter.ts'
import type { EventPayload, NewEvent } from '../events/event-log.ts'
import type { Ending } from './agent-state.ts'
import { retryDelayMs } from './retry-policy.ts'
import type { Attempt, StoredUsage, TaskDoc, TaskError, TaskStatus } from './task.ts'

/** `interrupted`: shutdown; costs nothing. `lost`: its worker died; counts as a crash. `why`: for people. */
export type TaskOutcome =
  | RunOutcome
  | { kind: 'cancelled'; reason: string | undefined; usage?: Usage }
  | { kind: 'interrupted'; usage?: Usage; why?: string | undefined }
  | { kind: 'lost'; why?: string }

/** A task whose workers died this often is taken out of the queue. */
export const maxCrashes = 3
const keptAttempts = 50

export interface SealedOutput {
  result?: Uint8Array
  partial?: Uint8Array
  progress?: number
  step?: string
}

export interface Execution {
  outcome: TaskOutcome
  output: SealedOutput
}

export interface SettlementInput {
  task: TaskDoc
  outcome: TaskOutcome
  output: SealedOutput
  now: Date
  /** How long finished tasks are kept. */
  keepMs: number
  /** Moves the next try into the hours in which the workspace allows it. */
  allowRetryAt: (moment: Date) => Date
  random?: number
}

export interface Settlement {
  task: TaskDoc
  /** Fields to set; claim, worker, error and what it was due for are removed first. */
  patch: Partial<TaskDoc>
  event: NewEvent
  ending: Ending
  deadLetter?: { error: TaskError }
}

export function settle(input: SettlementInput): Settlement {
  const { task, outcome } = input
  switch (outcome.kind) {
    case 'succeeded':
      return finish(input, 'SUCCEEDED', { outcome: 'succeeded', usage: outcome.usage })
    case 'cancelled':
      return cancelled(input, outcome.reason, outcome.usage)
    case 'failed':
      return fail(input, outcome.error, outcome.usage)
    case 'interrupted':
      return requeue(input, outcome)
    case 'lost':
      return task.crashes + 1 >= maxCrashes ? quarantine(input) : requeue(input, outcome)
  }
}

/** Also a run that would be followed by another, when somebody has asked to stop the task. */
function cancelled(input: SettlementInput, reason: string | undefined, usage: Usage | undefined): Settlement {
  return finish(input, 'CANCELLED', { outcome: 'cancelled', error: cancelledError(input.task, reason), usage })
}

function fail(input: SettlementInput, failure: RunFailure, usage: Usage | undefined): Settlement {
  const { task, now } = input
  const error = describeFailure(task.agent, failure)
  const failures = task.failures + 1
  const ending: Ending = failure.class === 'TRANSIENT' || failure.class === 'TIMEOUT' ? 'failed' : 'neutral'
  if (failure.class === 'PERMANENT' || failures >= task.retry.maxAttempts) {
    const settlement = finish(input, 'FAILED', { outcome: 'failed', error, usage })
    return { ...settlement, patch: { ...settlement.patch, failures }, ending, deadLetter: { error } }
  }
  if (task.cancel) return cancelled(input, task.cancel.reason, usage)
  const delayMs = retryDelayMs(task.retry, failures, {
    retryAfterMs: failure.retryAfterMs,
    ...(input.random !== undefined && { random: input.random }),
  })
  const backoffUntil = new Date(now.getTime() + delayMs)
  const dueAt = input.allowRetryAt(backoffUntil)
  const due: Partial<TaskDoc> = dueAt > backoffUntil ? { dueAt, dueReason: 'RETRY_HOURS', backoffUntil } : { dueAt, dueReason: 'BACKOFF' }
  return {
    task,
    ending,
    patch: { ...ended(input, { outcome: 'failed', error, usage }), status: 'RETRYING', failures, error, ...due },
    event: toEvent(task, 'task.retrying', { failures, maxAttempts: task.retry.maxAttempts, dueAt, error: publicError(error) }),
  }
}

function requeue(input: SettlementInput, end: TaskOutcome & { kind: 'interrupted' | 'lost' }): Settlement {
  const { task, now } = input
  const { kind: outcome, why = brokenOff[end.kind] } = end
  const usage = end.kind === 'interrupted' ? end.usage : undefined
  if (task.cancel) return cancelled(input, task.cancel.reason, usage)
  const crashes = task.crashes + (outcome === 'lost' ? 1 : 0)
  const error: TaskError = { code: outcome === 'lost' ? 'WORKER_LOST' : 'INTERRUPTED', class: 'TRANSIENT', message: why }
  return {
    task,
    ending: 'neutral',
    patch: { ...ended(input, { outcome, usage, error }), status: 'QUEUED', ready: true, queuedAt: now, crashes, progress: 0 },
    event: toEvent(task, 'task.queued', { reason: outcome, crashes, detail: why }),
  }
}

const brokenOff = { interrupted: 'The run was broken off.', lost: 'Its worker died.' } as const

function quarantine(input: SettlementInput): Settlement {
  const error = describeFailure(input.task.agent, {
    code: 'POISON',
    class: 'PERMANENT',
    message: `Its worker died ${maxCrashes} times while running it, so it was taken out of the queue.`,
  })
  const settlement = finish(input, 'FAILED', { outcome: 'lost', error })
  return { ...settlement, patch: { ...settlement.patch, crashes: input.task.crashes + 1 }, ending: 'neutral', deadLetter: { error } }
}

interface AttemptEnd {
  outcome: Attempt['outcome']
  error?: TaskError | undefined
  usage?: Usage | undefined
}

function finish(input: SettlementInput, status: TaskStatus & ('SUCCEEDED' | 'FAILED' | 'CANCELLED'), end: AttemptEnd): Settlement {
  const { task, now, keepMs } = input
  const types = { SUCCEEDED: 'task.succeeded', FAILED: 'task.failed', CANCELLED: 'task.cancelled' } as const
  // Field by field: this runs for every task, and spreading objects takes several times as long.
  const patch = ended(input, end)
  if (status === 'SUCCEEDED') patch.progress = 1
  else patch.list = status
  if (end.error) patch.error = end.error
  patch.status = status
  patch.finishedAt = now
  patch.expireAt = new Date(now.getTime() + keepMs)
  const payload: EventPayload = { durationMs: now.getTime() - (task.startedAt ?? now).getTime() }
  if (end.error) payload['error'] = publicError(end.error)
  return { task, ending: status === 'SUCCEEDED' ? 'succeeded' : 'neutral', patch, event: toEvent(task, types[status], payload) }
}

/** What every end of a run writes: the attempt and whatever the run left behind. */
function ended({ task, output, now }: SettlementInput, end: AttemptEnd): Partial<TaskDoc> {
  const startedAt = task.startedAt ?? now
  const last = task.attempts.at(-1)
  const durationMs = now.getTime() - startedAt.getTime()
  const attempt: Attempt = {
    number: (last?.number ?? 0) + 1,
    startedAt,
    endedAt: now,
    worker: task.worker ?? 'unknown',
    outcome: end.outcome,
    ...(end.error && { error: end.error }),
    ...(end.usage && { usage: addUsage(undefined, end.usage, durationMs) }),
  }
  const patch: Partial<TaskDoc> = {
    attempts: [...task.attempts, attempt].slice(-keptAttempts),
    usage: addUsage(task.usage, end.usage, durationMs),
  }
  if (output.result) patch.result = output.result
  if (output.partial) patch.partial = output.partial
  if (output.progress !== undefined) patch.progress = output.progress
  if (output.step !== undefined) patch.step = output.step
  return patch
}

function addUsage(before: StoredUsage | undefined, run: Usage | undefined, durationMs: number): StoredUsage {
  return {
    inputTokens: (before?.inputTokens ?? 0) + (run?.inputTokens ?? 0),
    outputTokens: (before?.outputTokens ?? 0) + (run?.outputTokens ?? 0),
    costMicros: (before?.costMicros ?? 0) + (run?.costMicros ?? 0),
    durationMs: (before?.durationMs ?? 0) + durationMs,
  }
}

export function toEvent(
  task: Pick<TaskDoc, '_id' | 'workspace' | 'agent' | 'workflow'>,
  type: NewEvent['type'],
  payload: EventPayload = {},
): NewEvent {
  const { _id: subject, workspace, agent, workflow } = task
  return { type, workspace, subject, agent, payload, ...(workflow && { workflow: workflow.run }) }
}

function publicError(error: TaskError): { code: string; class: string; message: string } {
  return { code: error.code, class: error.class, message: error.message }
}

export function cancelledError(task: Pick<TaskDoc, 'cancel'>, reason: string | undefined): TaskError {
  const by = task.cancel ? ` by ${task.cancel.by.name}` : ''
  return { code: 'CANCELLED', class: 'CANCELLED', message: reason ? `Cancelled${by}: ${reason}` : `Cancelled${by}.` }
}

export function describeFailure(agent: string, failure: RunFailure): TaskError {
  return {
    code: failure.code.slice(0, 100),
    class: failure.class,
    message: failure.message.slice(0, 2000),
    ...(failure.stack && { stack: failure.stack.slice(0, 8000) }),
    fingerprint: fingerprintOf(agent, failure),
  }
}

/** Failures alike share it: numbers, ids and quoted words do not count. */
export function fingerprintOf(agent: string, failure: Pick<RunFailure, 'code' | 'message'>): string {
  const shape = failure.message
    .slice(0, 500)
    .replace(/"[^"]*"|'[^']*'|`[^`]*`/g, '"…"')
    .replace(/\b[0-9a-f]{8,}\b|\b[A-Z]-\d+\b|\d+(\.\d+)?/gi, '#')
  return createHash('sha256').update(`${agent}\n${failure.code}\n${shape}`).digest('hex').slice(0, 12)
}
