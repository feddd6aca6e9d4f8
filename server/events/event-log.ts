// What can happen, and the append-only log of it. Rows are written in the transaction of the change they report, and never change.
import { type ClientSession, ObjectId } from 'mongodb'
import { type Database, insertRows } from '../mongo.ts'
import { createEventId } from './event-id.ts'

export const eventTypes = [
  'task.queued',
  'task.scheduled',
  'task.blocked',
  'task.held',
  'task.started',
  'task.progressed',
  'task.waiting',
  'task.retrying',
  'task.succeeded',
  'task.failed',
  'task.cancel_requested',
  'task.cancelled',
  'task.reprioritized',
  'task.deadline_near',
  'task.called_back',
  'task.rerouted',
  'agent.unavailable',
  'agent.available',
  'dead_letter.created',
  'dead_letter.resubmitted',
  'dead_letter.retried',
  'dead_letter.discarded',
  'dead_letter.noted',
  'dead_letter.assigned',
  'agent.enabled',
  'agent.disabled',
  'agent.circuit_opened',
  'agent.circuit_half_opened',
  'agent.circuit_closed',
  'worker.started',
  'worker.draining',
  'worker.resumed',
  'worker.stopped',
  'worker.lost',
  'workspace.updated',
  'workspace.webhook_key_rotated',
  'workflow.started',
  'workflow.moved',
  'workflow.waiting',
  'workflow.paused',
  'workflow.resumed',
  'workflow.retried',
  'workflow.succeeded',
  'workflow.failed',
  'workflow.cancelled',
  'workflow.template_saved',
  'request.opened',
  'request.decided',
  'request.escalated',
  'request.approved',
  'request.rejected',
  'request.answered',
  'request.expired',
  'request.cancelled',
  'event.published',
  'schedule.created',
  'schedule.updated',
  'schedule.paused',
  'schedule.resumed',
  'schedule.deleted',
  'schedule.fired',
  'schedule.skipped',
  'schedule.missed',
  'schedule.failed',
  'schedule.ended',
  'alert.opened',
  'alert.acknowledged',
  'alert.resolved',
  'budget.set',
  'budget.removed',
  'budget.exhausted',
  'auth.logged_in',
  'auth.login_failed',
  'auth.logged_out',
  'auth.refresh_reused',
  'auth.password_changed',
  'auth.key_rotated',
  'user.created',
  'user.updated',
  'key.created',
  'key.revoked',
  'identity.linked',
  'identity.unlinked',
  'auth.denied',
  'audit.read',
  'audit.exported',
  'audit.verified',
  'audit.cut',
  'security.failed_logins',
  'security.privilege_attempts',
  'security.submission_burst',
  'notification.due',
  'notification.delivered',
  'notification.failed',
  'feed.gap',
] as const

export type EventType = (typeof eventTypes)[number]

export type EventPayload = { [key: string]: unknown }

/** Who did something, for the audit chain; never shown together with the event itself. */
export interface Actor {
  id: string
  name: string
  /** The service that acted for the person, and where they asked it to. */
  via?: string
  place?: string
  address?: string
}

/** What the verbs know of the person who asks, as far as the log cares. */
export interface Acting {
  id: string
  name: string
  via?: { service: string; place?: string | undefined } | undefined
  address?: string | undefined
}

/** Spread into an event that a person caused: with it the audit chain takes the event. */
export function by({ id, name, via, address }: Acting): { actor: Actor } {
  const place = via?.place
  return { actor: { id, name, ...(via && { via: via.service }), ...(place && { place }), ...(address && { address }) } }
}

export interface NewEvent {
  type: EventType
  workspace: string
  /** Id of what it happened to. */
  subject: string
  agent?: string
  /** The run that the task or the request belongs to. */
  workflow?: string
  payload?: EventPayload
  requestId?: string | undefined
  /** Present when a person, a key or a service for them caused it. */
  actor?: Actor
  /** Why, in the words of that person. */
  reason?: string | undefined
  /** Where the request came from: api, slack, schedule, ... */
  origin?: string | undefined
}

export interface EventRow extends Omit<NewEvent, 'payload'> {
  _id: ObjectId
  at: Date
  payload: EventPayload
}

/** Workspace of what belongs to nobody in particular: agents and workers. Everybody may see it. */
export const sharedWorkspace = '*'

/** Workspace of what concerns the installation alone, such as a caller nobody knows. No viewer is in it: only the audit log shows it. */
export const installationWorkspace = '-'

export function toEventRow(event: NewEvent, at: Date): EventRow {
  return { _id: new ObjectId(createEventId(at)), at, payload: {}, ...event }
}

export async function appendEvents(database: Database, events: readonly NewEvent[], session?: ClientSession): Promise<void> {
  const at = database.now()
  const rows = events.map((event) => toEventRow(event, at))
  await insertRows<EventRow>(database, { collection: 'events', rows }, session)
}

/** A single event that is the whole change. */
export async function insertEvent(database: Database, event: NewEvent): Promise<EventRow> {
  const row = toEventRow(event, database.now())
  await database.collection<EventRow>('events').insertOne(row)
  return row
}

/** By id, which begins with the second it was made in: an index for the date alone would cost every single insert. */
export async function removeEventsBefore(database: Database, moment: Date): Promise<number> {
  const oldest = ObjectId.createFromTime(Math.floor(moment.getTime() / 1000))
  const { deletedCount } = await database.collection<EventRow>('events').deleteMany({ _id: { $lt: oldest } })
  return deletedCount
}
