// The verbs of the audit log: read, verify, export. Each is for admins, and each is itself an entry.
import { idsOfPerson } from '../auth/person-ids.ts'
import { demand, workspaceOf } from '../auth/policy.ts'
import type { Viewer } from '../auth/viewer.ts'
import { validationFailed } from '../errors.ts'
import { appendEvents, by, type EventType } from '../events/event-log.ts'
import type { Database } from '../mongo.ts'
import type { AuditEntry, Keys } from './chain.ts'
import { type AuditQuery, eachAuditEntry, listAudit } from './list-store.ts'
import { type Verification, verifyAudit } from './verify.ts'

export interface AuditDeps {
  database: Database
  vault: Keys
}

/** Who asks, and under which id. */
export interface AuditRequest {
  viewer: Viewer
  requestId?: string | undefined
}

export interface AuditPage {
  filter: { [Key in keyof Omit<AuditQuery, 'actors'>]?: AuditQuery[Key] | null | undefined } & {
    /** An id, the name that the log shows, or the email address of somebody in the workspace. */
    actor?: string | null | undefined
  }
  before: number | undefined
  limit: number
}

const maxActions = 50

export async function readAudit({ database }: AuditDeps, request: AuditRequest, { filter, ...page }: AuditPage): Promise<AuditEntry[]> {
  const workspace = admit(request, filter.workspace)
  const { actor, actions, subject, since, until } = filter
  if (actions && actions.length > maxActions) {
    throw validationFailed([{ path: 'filter.actions', message: `expected at most ${maxActions} actions, got ${actions.length}` }])
  }
  // Going on to the next page is the same reading.
  if (page.before === undefined) await note(database, request, 'audit.read', { actor, actions, subject, since, until })
  const query = {
    workspace,
    actors: actor == null ? undefined : await idsOfPerson(database, workspace, actor),
    actions: actions ?? undefined,
    subject: subject ?? undefined,
    since: since ?? undefined,
    until: until ?? undefined,
  }
  return listAudit(database, query, page)
}

/** `noted` is a head of earlier, as the server's log shows it: number:hash. */
export async function checkAudit(deps: AuditDeps, request: AuditRequest, noted: string | null | undefined): Promise<Verification> {
  admit(request, undefined)
  const result = await verifyAudit({ ...deps, noted: parseNoted(noted) })
  await note(deps.database, request, 'audit.verified', { ...result })
  return result
}

function parseNoted(text: string | null | undefined): { number: number; hash: string } | undefined {
  if (!text) return undefined
  const [, number, hash = ''] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? []
  if (!number)
    throw validationFailed([{ path: 'head', message: 'expected a number, a colon and a hash, as the log of the server shows it' }])
  return { number: Number(number), hash }
}

/** One line of JSON for each entry, oldest first. */
export async function exportAudit({ database }: AuditDeps, request: AuditRequest): Promise<AsyncIterable<string>> {
  const workspace = admit(request, undefined)
  await note(database, request, 'audit.exported', {})
  return toLines(eachAuditEntry(database, { workspace }))
}

async function* toLines(entries: AsyncIterable<AuditEntry>): AsyncGenerator<string> {
  for await (const { _id, ...entry } of entries) yield `${JSON.stringify({ number: _id, ...entry })}\n`
}

function admit({ viewer }: AuditRequest, asked: string | null | undefined): string {
  const workspace = workspaceOf(viewer, asked)
  demand(viewer, 'audit', { workspace })
  return workspace
}

async function note(database: Database, { viewer, requestId }: AuditRequest, type: EventType, payload: object): Promise<void> {
  await appendEvents(database, [
    { type, workspace: viewer.workspace, subject: 'audit', payload: { ...payload }, origin: 'api', requestId, ...by(viewer) },
  ])
}
