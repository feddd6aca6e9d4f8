// Something people have to decide or answer, as it is stored, and how it comes in: together with the task or the run that waits for it.
// Knows nothing of who may decide.
import type { ClientSession } from 'mongodb'
import type { Json } from '../agents/adapter.ts'
import { appendEvents, type NewEvent } from '../events/event-log.ts'
import { createIdSource, type IdSource } from '../ids.ts'
import type { Database } from '../mongo.ts'
import type { Person } from './task.ts'
import type { TimerDoc } from './timers.ts'

export const requestStatuses = ['OPEN', 'APPROVED', 'REJECTED', 'ANSWERED', 'EXPIRED', 'CANCELLED'] as const
export type RequestStatus = (typeof requestStatuses)[number]

export interface Deciders {
  /** ADMIN, USER, VIEWER. */
  roles: string[]
  /** Ids or email addresses. */
  users: string[]
  groups: string[]
}

export interface RequestDecision {
  by: Person
  at: Date
  decision?: 'APPROVE' | 'REJECT'
  /** Sealed. */
  answer?: Uint8Array
  reason?: string
}

export interface RequestDoc extends Deciders {
  _id: string
  workspace: string
  kind: 'APPROVAL' | 'QUESTION'
  status: RequestStatus
  /** While it waits. */
  open?: true
  title: string
  /** Sealed: text, choices, form and details. */
  body: Uint8Array
  digest: string
  quorum: number
  decisions: RequestDecision[]
  requesterMayDecide: boolean
  requestedBy: Person
  createdAt: Date
  expiresAt?: Date
  escalate?: Deciders & { at: Date }
  escalatedAt?: Date
  settledAt?: Date
  run?: string
  step?: string
  task?: string
  expireAt?: Date
}

export interface RequestBody {
  text: string | null
  choices: string[]
  form: { [key: string]: Json } | null
  details: Json
}

/** Where a sealed field of a request lives. */
export function requestPlace(id: string, field: 'body' | 'answer'): string {
  return `${id}.${field}`
}

const sources = new WeakMap<Database, IdSource>()

export function takeRequestIds(database: Database, count: number): Promise<string[]> {
  const source = sources.get(database) ?? createIdSource(database, 'R')
  sources.set(database, source)
  return source.take(count)
}

/** The next moment at which something happens to it by itself. */
export function nextMoment({
  escalate,
  escalatedAt,
  expiresAt,
}: Pick<RequestDoc, 'escalate' | 'escalatedAt' | 'expiresAt'>): Date | undefined {
  const moments = [...(escalate && !escalatedAt ? [escalate.at] : []), ...(expiresAt ? [expiresAt] : [])]
  return moments.sort((a, b) => a.getTime() - b.getTime())[0]
}

export async function insertRequests(database: Database, requests: readonly RequestDoc[], session: ClientSession): Promise<void> {
  if (requests.length === 0) return
  await database.collection<RequestDoc>('requests').insertMany([...requests], { session, ordered: false })
  const timers = requests.flatMap((request): TimerDoc[] => {
    const at = nextMoment(request)
    return at ? [{ _id: request._id, at }] : []
  })
  if (timers.length > 0) await database.collection<TimerDoc>('timers').insertMany(timers, { session, ordered: false })
  await appendEvents(database, requests.map(openedEvent), session)
}

function openedEvent(request: RequestDoc): NewEvent {
  const { kind, title, roles, users, groups, quorum, task, run, step, requestedBy, expiresAt } = request
  const payload = {
    kind,
    title,
    deciders: { roles, users, groups },
    quorum,
    task,
    run,
    step,
    by: requestedBy,
    expiresAt,
    dueAt: nextMoment(request),
  }
  return requestEvent(request, 'request.opened', payload)
}

export function requestEvent(
  { _id, workspace, run }: Pick<RequestDoc, '_id' | 'workspace' | 'run'>,
  type: NewEvent['type'],
  payload: NonNullable<NewEvent['payload']>,
): NewEvent {
  return { type, workspace, subject: _id, payload, ...(run && { workflow: run }) }
}

/** Nobody needs the answer any more. */
export async function cancelRequests(
  database: Database,
  { ids, reason }: { ids: readonly string[]; reason: string },
  session: ClientSession,
): Promise<void> {
  if (ids.length === 0) return
  const requests = database.collection<RequestDoc>('requests')
  const open = await requests.find({ _id: { $in: [...ids] }, status: 'OPEN' }, { session }).toArray()
  if (open.length === 0) return
  const now = new Date()
  const found = open.map(({ _id }) => _id)
  const set = { status: 'CANCELLED' as const, settledAt: now, expireAt: new Date(now.getTime() + keepRequestsMs) }
  await requests.updateMany({ _id: { $in: found } }, { $set: set, $unset: { open: 1 } }, { session })
  await database.collection<TimerDoc>('timers').deleteMany({ _id: { $in: found } }, { session })
  await appendEvents(
    database,
    open.map((request) => requestEvent(request, 'request.cancelled', { reason })),
    session,
  )
}

export const keepRequestsMs = 365 * 24 * 3600_000
