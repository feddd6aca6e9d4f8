// Dead letters: one for each task that was given up, D-1042 for T-1042, written in the transaction that gives it up. A task that is given
// up again opens its letter again: what people wrote and did before stays on it.
import type { ClientSession, Document } from 'mongodb'
import type { NewEvent } from '../events/event-log.ts'
import type { Database } from '../mongo.ts'
import type { Settlement } from './settlement.ts'
import type { TaskError } from './task.ts'

export const letterStatuses = ['OPEN', 'RETRIED', 'RESUBMITTED', 'DISCARDED'] as const
export type LetterStatus = (typeof letterStatuses)[number]

/** How somebody closed it. */
export interface LetterClosing {
  status: Exclude<LetterStatus, 'OPEN'>
  by: string
  at: Date
  reason?: string
}

const keptClosings = 50

export interface DeadLetterDoc {
  _id: string
  task: string
  workspace: string
  agent: string
  error: TaskError
  fingerprint: string
  failedAt: Date
  /** Nobody has dealt with it yet. */
  open: boolean
  closedAs?: LetterClosing['status']
  resubmittedAs?: string
  /** Each time somebody closed it, oldest first. */
  history?: LetterClosing[]
  assignee?: string
  notes?: { by: string; at: Date; text: string }[]
  expireAt: Date
}

export function statusOf({ open, closedAs, resubmittedAs }: DeadLetterDoc): LetterStatus {
  if (open) return 'OPEN'
  return closedAs ?? (resubmittedAs ? 'RESUBMITTED' : 'DISCARDED')
}

/** Closes a letter and keeps who did it, when and why; `more` are expressions over the letter. */
export function closeLetter(change: LetterClosing, more: Document = {}): Document[] {
  const history = { $slice: [{ $concatArrays: [{ $ifNull: ['$history', []] }, [{ $literal: change }]] }, -keptClosings] }
  return [{ $set: { open: false, closedAs: change.status, history, ...more } }]
}

export function deadLetterId(taskId: string): string {
  return taskId.replace(/^T-/, 'D-')
}

/** Answers the events to append. */
export async function insertDeadLetters(database: Database, finished: readonly Settlement[], session: ClientSession): Promise<NewEvent[]> {
  const letters = finished.flatMap((settlement) => (settlement.deadLetter ? [toDeadLetter(settlement, settlement.deadLetter.error)] : []))
  if (letters.length === 0) return []
  const writes = letters.map(({ _id, ...letter }) => ({
    updateOne: { filter: { _id }, update: { $set: letter, $unset: { closedAs: 1 as const } }, upsert: true },
  }))
  await database.collection<DeadLetterDoc>('dead_letters').bulkWrite(writes, { session, ordered: false })
  return letters.map(toCreatedEvent)
}

function toDeadLetter({ task, patch }: Settlement, error: TaskError): DeadLetterDoc {
  const failedAt = patch.finishedAt ?? new Date()
  return {
    _id: deadLetterId(task._id),
    task: task._id,
    workspace: task.workspace,
    agent: task.agent,
    error,
    fingerprint: error.fingerprint ?? error.code,
    failedAt,
    open: true,
    expireAt: patch.expireAt ?? failedAt,
  }
}

function toCreatedEvent(letter: DeadLetterDoc): NewEvent {
  const { code, message } = letter.error
  return {
    type: 'dead_letter.created',
    workspace: letter.workspace,
    subject: letter._id,
    agent: letter.agent,
    payload: { task: letter.task, code, message, fingerprint: letter.fingerprint },
  }
}
