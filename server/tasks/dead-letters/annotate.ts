// The verbs "note" and "assign": what people write about a dead letter, and who looks after it.
import { demand } from '../../auth/policy.ts'
import type { Viewer } from '../../auth/viewer.ts'
import { CapstanError, validationFailed } from '../../errors.ts'
import { appendEvents, by, type EventPayload, type EventType } from '../../events/event-log.ts'
import { checkId } from '../../ids.ts'
import type { Database } from '../../mongo.ts'
import type { DeadLetterDoc } from '../../queue/dead-letter-store.ts'

const maxNoteChars = 2000
const keptNotes = 100
const maxAssigneeChars = 100

export interface NoteInput {
  id: string
  text: string
  requestId?: string | undefined
}

export interface AssignInput {
  id: string
  /** Null for nobody. */
  assignee?: string | null | undefined
  requestId?: string | undefined
}

export async function noteDeadLetter(database: Database, viewer: Viewer, { id, text, requestId }: NoteInput): Promise<DeadLetterDoc> {
  const note = { by: viewer.name, at: new Date(), text: textWithin(text, 'text', maxNoteChars) }
  const update = { $push: { notes: { $each: [note], $slice: -keptNotes } } }
  return annotate(database, viewer, { id, update, type: 'dead_letter.noted', payload: { text: note.text }, requestId })
}

export async function assignDeadLetter(
  database: Database,
  viewer: Viewer,
  { id, assignee, requestId }: AssignInput,
): Promise<DeadLetterDoc> {
  const person = assignee === null || assignee === undefined ? undefined : textWithin(assignee, 'assignee', maxAssigneeChars)
  const update = person ? { $set: { assignee: person } } : { $unset: { assignee: 1 as const } }
  return annotate(database, viewer, { id, update, type: 'dead_letter.assigned', payload: { assignee: person ?? null }, requestId })
}

interface Annotation {
  id: string
  update: { [operator: string]: unknown }
  type: EventType
  payload: EventPayload
  requestId: string | undefined
}

async function annotate(database: Database, viewer: Viewer, { id, update, type, payload, requestId }: Annotation): Promise<DeadLetterDoc> {
  const { workspace } = viewer
  demand(viewer, 'configure', { workspace })
  const _id = checkId('D', id)
  return database.transaction(async (session) => {
    const filter = { _id, workspace, expireAt: { $gt: new Date() } }
    const letter = await database
      .collection<DeadLetterDoc>('dead_letters')
      .findOneAndUpdate(filter, update, { session, returnDocument: 'after' })
    if (!letter) throw new CapstanError('NOT_FOUND', `There is no dead letter ${_id} in this workspace.`)
    const person = { id: viewer.id, name: viewer.name }
    await appendEvents(
      database,
      [
        {
          type,
          workspace,
          subject: _id,
          agent: letter.agent,
          payload: { task: letter.task, ...payload, by: person },
          requestId,
          ...by(viewer),
        },
      ],
      session,
    )
    return letter
  })
}

function textWithin(given: string, path: string, most: number): string {
  const text = given.trim()
  if (text.length >= 1 && text.length <= most) return text
  throw validationFailed([{ path, message: `expected 1 to ${most} characters, got ${text.length}` }])
}
