// Reads the audit chain page by page, newest first, within what a workspace may see of it.
import type { Filter } from 'mongodb'
import { homeWorkspace } from '../auth/user.ts'
import { installationWorkspace, sharedWorkspace } from '../events/event-log.ts'
import type { Database } from '../mongo.ts'
import type { AuditEntry } from './chain.ts'

export interface AuditQuery {
  workspace: string
  /** Ids, or names that the log shows. */
  actors?: readonly string[] | undefined
  /** A trailing * stands for any ending. */
  actions?: readonly string[] | undefined
  subject?: string | undefined
  since?: Date | undefined
  until?: Date | undefined
}

export async function listAudit(
  database: Database,
  query: AuditQuery,
  { before, limit }: { before: number | undefined; limit: number },
): Promise<AuditEntry[]> {
  const filter = { ...toFilter(query), ...(before !== undefined && { _id: { $lt: before } }) }
  return database
    .collection<AuditEntry>('audit')
    .find(filter, { sort: { _id: -1 }, limit })
    .toArray()
}

/** Everything the workspace may see, oldest first. */
export function eachAuditEntry(database: Database, query: AuditQuery): AsyncIterable<AuditEntry> {
  return database.collection<AuditEntry>('audit').find(toFilter(query), { sort: { _id: 1 }, batchSize: 500 })
}

function toFilter({ workspace, actors, actions, subject, since, until }: AuditQuery): Filter<AuditEntry> {
  const visible = [workspace, sharedWorkspace, ...(workspace === homeWorkspace ? [installationWorkspace] : [])]
  return {
    workspace: { $in: visible },
    $and: [
      actors ? { $or: [{ 'actor.id': { $in: [...actors] } }, { 'actor.name': { $in: [...actors] } }] } : {},
      actions?.length ? { $or: actions.map(ofAction) } : {},
    ],
    ...(subject !== undefined && { subject: { $eq: subject } }),
    ...((since ?? until) && { at: { ...(since && { $gte: since }), ...(until && { $lt: until }) } }),
  }
}

function ofAction(pattern: string): Filter<AuditEntry> {
  if (!pattern.endsWith('*')) return { action: { $eq: pattern } }
  const start = pattern.slice(0, -1)
  return { action: { $gte: start, $lt: `${start}\uffff` } }
}
