// Replaces the key that webhooks of a workspace are signed with. Keys are derived, never stored: what is stored is how often.
import { demand } from '../auth/policy.ts'
import type { Viewer } from '../auth/viewer.ts'
import { validationFailed } from '../errors.ts'
import { appendEvents, by } from '../events/event-log.ts'
import type { Database } from '../mongo.ts'
import type { WorkspaceDoc, WorkspaceRules } from '../tasks/workspaces.ts'

const hourMs = 3600_000
const usualOverlapHours = 24
const mostOverlapHours = 720

interface RotateDeps {
  database: Database
  workspaces: Pick<WorkspaceRules, 'refresh'>
}

interface KeyChange {
  /** How long messages are signed with the key before this one as well. */
  overlapHours?: number | null | undefined
  requestId?: string | undefined
}

/** This server signs with the new key at once, every other within seconds. */
export async function rotateWebhookKey({ database, workspaces }: RotateDeps, viewer: Viewer, change: KeyChange): Promise<void> {
  const { workspace } = viewer
  demand(viewer, 'configure', { workspace })
  const overlapHours = change.overlapHours ?? usualOverlapHours
  if (overlapHours < 0 || overlapHours > mostOverlapHours)
    throw validationFailed([{ path: 'overlapHours', message: `expected 0 to ${mostOverlapHours}, got ${overlapHours}` }])
  const update = {
    $setOnInsert: { manual: false },
    $inc: { 'webhookKey.count': 1 },
    $set: { 'webhookKey.previousUntil': new Date(Date.now() + overlapHours * hourMs) },
  }
  await database.transaction(async (session) => {
    await database.collection<WorkspaceDoc>('workspaces').updateOne({ _id: workspace }, update, { upsert: true, session })
    const { requestId } = change
    const event = { type: 'workspace.webhook_key_rotated' as const, workspace, subject: workspace, payload: { overlapHours }, requestId }
    await appendEvents(database, [{ ...event, ...by(viewer) }], session)
  })
  await workspaces.refresh()
}
