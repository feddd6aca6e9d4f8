// Schedules and their runs in the database: written with their events, read by id and in pages. Knows nothing of who may do what.
import type { Filter, UpdateFilter } from 'mongodb'
import { appendEvents, type NewEvent } from '../events/event-log.ts'
import { type Database, textPattern } from '../mongo.ts'
import type { RunDoc, ScheduleDoc } from './schedule.ts'

const countLimit = 10_000
/** A calendar looks at no more of them. */
const mostUpcoming = 5000

export interface ScheduleListFilter {
  workspace: string
  enabled?: boolean | undefined
  agent?: string | undefined
  template?: string | undefined
  createdBy?: string | undefined
  text?: string | undefined
}

const schedulesOf = (database: Database) => database.collection<ScheduleDoc>('schedules')

export async function insertSchedule(database: Database, schedule: ScheduleDoc, event: NewEvent): Promise<void> {
  await database.transaction(async (session) => {
    await schedulesOf(database).insertOne(schedule, { session })
    await appendEvents(database, [event], session)
  })
}

type Optional = 'startAt' | 'endAt' | 'nextAt'

/** `undefined` takes an optional field away. */
export type ScheduleFields = Partial<Omit<ScheduleDoc, '_id' | 'version' | Optional>> & { [field in Optional]?: Date | undefined }

/** Changes these fields, unless somebody else has changed or removed the schedule meanwhile. */
export async function changeFields(
  database: Database,
  { before, fields }: { before: ScheduleDoc; fields: ScheduleFields },
  event: NewEvent,
): Promise<ScheduleDoc | undefined> {
  const given = Object.entries({ ...fields, version: before.version + 1 })
  const gone = given.filter(([, value]) => value === undefined).map(([name]) => [name, 1])
  const update = {
    $set: Object.fromEntries(given.filter(([, value]) => value !== undefined)),
    $unset: Object.fromEntries(gone),
  } as UpdateFilter<ScheduleDoc>
  return database.transaction(async (session) => {
    const filter = { _id: before._id, version: before.version }
    const stored = await schedulesOf(database).findOneAndUpdate(filter, update, { session, returnDocument: 'after' })
    if (stored) await appendEvents(database, [event], session)
    return stored ?? undefined
  })
}

export async function removeSchedule(database: Database, { _id, version }: ScheduleDoc, event: NewEvent): Promise<boolean> {
  return database.transaction(async (session) => {
    const { deletedCount } = await schedulesOf(database).deleteOne({ _id, version }, { session })
    if (deletedCount > 0) await appendEvents(database, [event], session)
    return deletedCount > 0
  })
}

export async function schedulesById(database: Database, ids: readonly string[], workspace: string): Promise<ScheduleDoc[]> {
  return schedulesOf(database)
    .find({ _id: { $in: [...ids] }, workspace })
    .toArray()
}

export interface Position {
  at: Date
  id: string
}

export async function pageOfSchedules(
  database: Database,
  { filter, limit, after }: { filter: ScheduleListFilter; limit: number; after: Position | undefined },
): Promise<ScheduleDoc[]> {
  const beyond: Filter<ScheduleDoc> = after
    ? { $or: [{ createdAt: { $lt: after.at } }, { createdAt: after.at, _id: { $lt: after.id } }] }
    : {}
  return schedulesOf(database)
    .find({ $and: [toConditions(filter), beyond] }, { sort: { createdAt: -1, _id: -1 }, limit })
    .toArray()
}

export async function countSchedules(database: Database, filter: ScheduleListFilter): Promise<{ value: number; exact: boolean }> {
  const value = await schedulesOf(database).countDocuments(toConditions(filter), { limit: countLimit + 1 })
  return { value: Math.min(value, countLimit), exact: value <= countLimit }
}

/** Those that will run again, the next first. */
export async function runningSchedules(database: Database, workspace: string): Promise<ScheduleDoc[]> {
  return schedulesOf(database)
    .find({ workspace, nextAt: { $exists: true } }, { sort: { nextAt: 1 }, limit: mostUpcoming })
    .toArray()
}

export async function pageOfRuns(
  database: Database,
  { schedule, limit, after }: { schedule: string; limit: number; after: Position | undefined },
): Promise<RunDoc[]> {
  const beyond: Filter<RunDoc> = after ? { $or: [{ dueAt: { $lt: after.at } }, { dueAt: after.at, _id: { $lt: after.id } }] } : {}
  return database
    .collection<RunDoc>('schedule_runs')
    .find({ $and: [{ schedule }, beyond] }, { sort: { dueAt: -1, _id: -1 }, limit })
    .toArray()
}

function toConditions({ workspace, enabled, agent, template, createdBy, text }: ScheduleListFilter): Filter<ScheduleDoc> {
  const pattern = text && textPattern(text)
  return {
    workspace,
    ...(enabled !== undefined && { enabled }),
    ...((agent || template) && { 'target.kind': agent ? 'TASK' : 'WORKFLOW', 'target.name': agent ?? template }),
    ...(createdBy && { 'createdBy.id': createdBy }),
    ...(pattern && { $or: [{ _id: pattern }, { name: pattern }] }),
  } as Filter<ScheduleDoc>
}
