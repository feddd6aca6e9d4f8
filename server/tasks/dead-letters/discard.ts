// The verb "discard": puts given-up tasks aside with a reason, by id or by filter.
import type { Viewer } from '../../auth/viewer.ts'
import { validationFailed } from '../../errors.ts'
import { appendEvents, by } from '../../events/event-log.ts'
import type { Database } from '../../mongo.ts'
import { closeLetter, type DeadLetterDoc } from '../../queue/dead-letter-store.ts'
import { type LetterSelection, selectLetters, whyNothing } from './select-letters.ts'

const batchSize = 500
const maxReasonChars = 500

export interface DiscardInput extends LetterSelection {
  reason: string
  dryRun?: boolean | null | undefined
  requestId?: string | undefined
}

/** How many were put aside; in a dry run how many would be. */
export async function discardDeadLetters(database: Database, viewer: Viewer, input: DiscardInput): Promise<number> {
  const reason = input.reason.trim()
  if (reason.length < 1 || reason.length > maxReasonChars) {
    throw validationFailed([{ path: 'reason', message: `expected 1 to ${maxReasonChars} characters, got ${reason.length}` }])
  }
  const letters = await selectLetters(database, viewer, input)
  if (input.dryRun) return letters.length
  let discarded = 0
  for (let start = 0; start < letters.length; start += batchSize) {
    const ids = letters.slice(start, start + batchSize).map(({ _id }) => _id)
    discarded += await discardBatch(database, ids, { viewer, reason, requestId: input.requestId })
  }
  if (input.ids && discarded === 0) throw await whyNothing(database, letters)
  return discarded
}

interface Order {
  viewer: Viewer
  reason: string
  requestId: string | undefined
}

async function discardBatch(database: Database, ids: readonly string[], { viewer, reason, requestId }: Order): Promise<number> {
  const person = { id: viewer.id, name: viewer.name }
  const at = new Date()
  return database.transaction(async (session) => {
    const collection = database.collection<DeadLetterDoc>('dead_letters')
    const open = await collection.find({ _id: { $in: [...ids] }, open: true }, { session }).toArray()
    const discarded = closeLetter({ status: 'DISCARDED', by: viewer.name, at, reason })
    await collection.updateMany({ _id: { $in: open.map(({ _id }) => _id) } }, discarded, { session })
    const events = open.map(({ _id, workspace, agent, task }) => {
      const payload = { task, by: person, reason }
      return { type: 'dead_letter.discarded' as const, workspace, subject: _id, agent, payload, requestId, ...by(viewer) }
    })
    await appendEvents(database, events, session)
    return open.length
  })
}
