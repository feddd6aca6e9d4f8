// The verb "acknowledge": somebody looks after an alert.
import { demand } from '../auth/policy.ts'
import type { Viewer } from '../auth/viewer.ts'
import { CapstanError, validationFailed } from '../errors.ts'
import { checkId } from '../ids.ts'
import type { Database } from '../mongo.ts'
import type { AlertDoc } from './alert.ts'
import { alertById, storeAcknowledgement } from './alert-store.ts'

const mostNoteLength = 2000

export async function acknowledgeAlert(
  database: Database,
  viewer: Viewer,
  { id, note }: { id: string; note?: string | null | undefined },
): Promise<AlertDoc> {
  const alertId = checkId('A', id)
  demand(viewer, 'acknowledge', { workspace: viewer.workspace })
  if (note && note.length > mostNoteLength)
    throw validationFailed([{ path: 'note', message: `expected at most ${mostNoteLength} characters, got ${note.length}` }])
  const alert = await alertById(database, alertId, viewer.workspace)
  if (!alert) throw new CapstanError('NOT_FOUND', `There is no alert ${alertId} in this workspace.`)
  const acknowledged = await storeAcknowledgement(database, { id: alertId, note: note?.trim() || undefined, viewer, now: new Date() })
  if (!acknowledged) throw new CapstanError('ILLEGAL_STATE', `${alertId} has been resolved already.`)
  return acknowledged
}
