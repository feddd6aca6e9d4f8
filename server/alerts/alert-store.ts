// Alerts in the database: opened, seen again, acknowledged and resolved, each with its event and the announcements in one transaction.
import type { ClientSession, Filter } from 'mongodb'
import type { Acting } from '../events/event-log.ts'
import { appendEvents, by, type NewEvent, sharedWorkspace } from '../events/event-log.ts'
import type { IdSource } from '../ids.ts'
import { type Database, isDuplicateKey } from '../mongo.ts'
import { type Announcement, insertAnnouncements } from '../queue/deliveries.ts'
import type { NotifyTarget } from '../queue/task.ts'
import { type AlertDoc, type AlertStatus, keyOf, type Severity, type Sighting } from './alert.ts'

const keepMs = 30 * 24 * 3600_000
const countLimit = 10_000

export interface AlertStoreOptions {
  database: Database
  alertIds: IdSource
  /** Who is told when one is opened and when it is resolved. */
  notify: readonly Pick<NotifyTarget, 'kind' | 'address'>[]
}

export interface AlertListFilter {
  workspace: string
  status: readonly AlertStatus[]
  severity?: readonly Severity[] | undefined
  kind?: string | undefined
}

export interface AlertStore {
  saw(sighting: Sighting, now: Date): Promise<void>
  resolve(alert: AlertDoc, now: Date): Promise<void>
  standing(): Promise<AlertDoc[]>
}

const alertsOf = (database: Database) => database.collection<AlertDoc>('alerts')

export function createAlertStore({ database, alertIds, notify }: AlertStoreOptions): AlertStore {
  async function write(alert: AlertDoc, type: 'alert.opened' | 'alert.resolved', session: ClientSession): Promise<void> {
    const told = await insertAnnouncements(
      database,
      notify.map((target, index) => toAnnouncement(alert, type, { target, index })),
      session,
    )
    await appendEvents(database, [toEvent(alert, type), ...told], session)
  }

  async function open(sighting: Sighting, now: Date): Promise<void> {
    const [_id = ''] = await alertIds.take(1)
    const alert: AlertDoc = { _id, ...sighting, standing: keyOf(sighting), status: 'OPEN', count: 1, firstAt: now, lastAt: now }
    await database.transaction(async (session) => {
      await alertsOf(database).insertOne(alert, { session })
      await write(alert, 'alert.opened', session)
    })
  }

  return {
    saw: async (sighting, now) => {
      const { detail, severity, title } = sighting
      const update = { $inc: { count: 1 }, $set: { lastAt: now, detail, severity, title } }
      const { matchedCount } = await alertsOf(database).updateOne({ standing: keyOf(sighting) }, update)
      if (matchedCount > 0) return
      await open(sighting, now).catch((error: unknown) => {
        // Another process has seen the same in this moment.
        if (!isDuplicateKey(error)) throw error
      })
    },
    resolve: async (alert, now) => {
      const update = {
        $set: { status: 'RESOLVED' as const, resolvedAt: now, expireAt: new Date(now.getTime() + keepMs) },
        $unset: { standing: 1 as const },
      }
      await database.transaction(async (session) => {
        const filter = { _id: alert._id, standing: { $exists: true } }
        const resolved = await alertsOf(database).findOneAndUpdate(filter, update, { session, returnDocument: 'after' })
        if (resolved) await write(resolved, 'alert.resolved', session)
      })
    },
    standing: () =>
      alertsOf(database)
        .find({ standing: { $exists: true } })
        .toArray(),
  }
}

/** Undefined when it has been resolved meanwhile. */
export async function storeAcknowledgement(
  database: Database,
  { id, note, viewer, now }: { id: string; note: string | undefined; viewer: Acting; now: Date },
): Promise<AlertDoc | undefined> {
  const set = {
    status: 'ACKNOWLEDGED' as const,
    acknowledgedBy: { id: viewer.id, name: viewer.name },
    acknowledgedAt: now,
    ...(note && { note }),
  }
  return database.transaction(async (session) => {
    const filter = { _id: id, standing: { $exists: true } }
    const alert = await alertsOf(database).findOneAndUpdate(filter, { $set: set }, { session, returnDocument: 'after' })
    if (!alert) return undefined
    await appendEvents(database, [{ ...toEvent(alert, 'alert.acknowledged'), ...by(viewer) }], session)
    return alert
  })
}

export async function alertById(database: Database, id: string, workspace: string): Promise<AlertDoc | undefined> {
  return (await alertsOf(database).findOne({ _id: id, workspace: { $in: [workspace, sharedWorkspace] } })) ?? undefined
}

export async function pageOfAlerts(
  database: Database,
  { filter, limit, after }: { filter: AlertListFilter; limit: number; after: { at: Date; id: string } | undefined },
): Promise<AlertDoc[]> {
  const beyond: Filter<AlertDoc> = after ? { $or: [{ firstAt: { $lt: after.at } }, { firstAt: after.at, _id: { $lt: after.id } }] } : {}
  return alertsOf(database)
    .find({ $and: [toConditions(filter), beyond] }, { sort: { firstAt: -1, _id: -1 }, limit })
    .toArray()
}

export async function countAlerts(database: Database, filter: AlertListFilter): Promise<{ value: number; exact: boolean }> {
  const value = await alertsOf(database).countDocuments(toConditions(filter), { limit: countLimit + 1 })
  return { value: Math.min(value, countLimit), exact: value <= countLimit }
}

function toConditions({ workspace, status, severity, kind }: AlertListFilter): Filter<AlertDoc> {
  return {
    workspace: { $in: [workspace, sharedWorkspace] },
    status: { $in: [...status] },
    ...(severity && { severity: { $in: [...severity] } }),
    ...(kind && { kind }),
  }
}

function toEvent({ _id, workspace, kind, severity, title, subject }: AlertDoc, type: NewEvent['type']): NewEvent {
  return { type, workspace, subject: _id, payload: { kind, severity, title, about: subject } }
}

function toAnnouncement(
  { _id, workspace, title, detail, severity }: AlertDoc,
  type: 'alert.opened' | 'alert.resolved',
  { target, index }: { target: Pick<NotifyTarget, 'kind' | 'address'>; index: number },
): Announcement {
  const passed = type === 'alert.resolved'
  return {
    id: `${_id}-${type}-${index}`,
    about: _id,
    workspace,
    target,
    said: { type, title: passed ? `Passed: ${title}` : `${severity}: ${title}`, text: passed ? '' : detail },
    expireAt: new Date(Date.now() + keepMs),
  }
}
