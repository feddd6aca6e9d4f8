// Dead letters: one for each task that was given up, D-1042 for T-1042, written in the transaction that gives it up.
import type { ClientSession } from 'mongodb'
import type { NewEvent } from '../events/event-log.ts'
import type { Database } from '../mongo.ts'
import type { Settlement } from './settlement.ts'
import type { TaskError, Triage } from './task.ts'

export interface DeadLetterDoc extends Triage {
  _id: string
  task: string
  workspace: string
  agent: string
  error: TaskError
  fingerprint: string
  failedAt: Date
  /** Nobody has dealt with it yet: neither resubmitted nor discarded. */
  open: boolean
  resubmittedAs?: string
  discarded?: { by: string; at: Date; reason: string }
  expireAt: Date
}

export function deadLetterId(taskId: string): string {
  return taskId.replace(/^T-/, 'D-')
}

/** Answers the events to append. */
export async function insertDeadLetters(database: Database, finished: readonly Settlement[], session: ClientSession): Promise<NewEvent[]> {
  const letters = finished.flatMap((settlement) => (settlement.deadLetter ? [toDeadLetter(settlement, settlement.deadLetter.error)] : []))
  if (letters.length === 0) return []
  const writes = letters.map((letter) => ({ replaceOne: { filter: { _id: letter._id }, replacement: letter, upsert: true } }))
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
    ...task.triage,
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
