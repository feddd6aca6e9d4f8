// What the event feed says about a task, put into its row without asking the server.
import type { Priority, TaskStatus } from '../../generated/operations.ts'
import type { FeedEvent } from '../resource.ts'
import type { TaskRow } from './columns.ts'

const statusAfter: { readonly [type: string]: TaskStatus } = {
  'task.queued': 'QUEUED',
  'task.held': 'QUEUED',
  'task.scheduled': 'SCHEDULED',
  'task.blocked': 'BLOCKED',
  'task.started': 'RUNNING',
  'task.progressed': 'RUNNING',
  'task.waiting': 'WAITING',
  'task.retrying': 'RETRYING',
  'task.succeeded': 'SUCCEEDED',
  'task.failed': 'FAILED',
  'task.cancelled': 'CANCELLED',
}

const finished: readonly TaskStatus[] = ['SUCCEEDED', 'FAILED', 'CANCELLED']

interface Payload {
  progress?: unknown
  step?: unknown
  attempt?: unknown
  to?: unknown
  dueAt?: unknown
  error?: { code?: unknown; message?: unknown }
}

const levels: readonly Priority[] = ['CRITICAL', 'HIGH', 'NORMAL', 'LOW']

export function patchTask(row: TaskRow, { type, at, payload }: FeedEvent): TaskRow {
  const { progress, step, attempt, error, dueAt, to } = (payload ?? {}) as Payload
  const level = levels.find((each) => each === to)
  if (type === 'task.reprioritized' && level) return { ...row, priority: level }
  const status = statusAfter[type]
  if (status === undefined) return row
  const ended = finished.includes(status)
  return {
    ...row,
    status,
    progress: type === 'task.started' ? 0 : status === 'SUCCEEDED' ? 1 : typeof progress === 'number' ? progress : row.progress,
    currentStep: type === 'task.started' ? null : typeof step === 'string' ? step : row.currentStep,
    waitingOn: waitsAfter(type, dueAt) ?? (status === row.status ? row.waitingOn : []),
    startedAt: type === 'task.started' ? at : row.startedAt,
    finishedAt: ended ? at : null,
    error:
      error && typeof error.message === 'string' ? { code: String(error.code ?? ''), message: error.message } : ended ? row.error : null,
    attempts: typeof attempt === 'number' && attempt > row.attempts.length ? [...row.attempts, { number: attempt }] : row.attempts,
    viewerCan: status === row.status ? row.viewerCan : allowed(row, status),
  }
}

function waitsAfter(type: string, dueAt: unknown): TaskRow['waitingOn'] | undefined {
  if (type === 'task.retrying' && typeof dueAt === 'string') return [{ code: 'BACKOFF', detail: 'next try', until: dueAt }]
  if (type === 'task.held') return [{ code: 'PAUSED', detail: 'manual mode', until: null }]
  return undefined
}

/** A guess until the row is read again; the server has the last word in any case. */
function allowed({ viewerCan }: TaskRow, status: TaskStatus): TaskRow['viewerCan'] {
  const mayAct = viewerCan.length > 0
  if (!mayAct || status === 'SUCCEEDED') return []
  if (status === 'FAILED') return ['RETRY', 'RESUBMIT']
  if (status === 'CANCELLED') return ['RETRY']
  return status === 'RUNNING' ? ['CANCEL'] : ['CANCEL', 'REPRIORITIZE']
}
