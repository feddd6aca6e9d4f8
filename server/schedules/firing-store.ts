// Due schedules in the database: one server at a time has the turn to fire them, in the transactions that store what they start. One that
// died with the turn in hand is waited for until it runs out. A moment that another server has fired meanwhile cannot be fired again:
// the write is conditional on it, and its run's id is unique.
import type { ClientSession } from 'mongodb'
import { appendEvents, type NewEvent } from '../events/event-log.ts'
import type { Database } from '../mongo.ts'
import { type Announcement, insertAnnouncements } from '../queue/deliveries.ts'
import { createLease, type Lease } from '../queue/lease-store.ts'
import { isFinal, type TaskDoc } from '../queue/task.ts'
import type { RunDoc, ScheduleDoc } from './schedule.ts'

const turnMs = 5000
const mostOpen = 100

export type DueSchedule = ScheduleDoc & { nextAt: Date }

/** One schedule's turn: what is stored, together or not at all. */
export interface Firing {
  schedule: ScheduleDoc
  /** The due moment it takes the schedule on from; absent for a run by hand, which leaves the next one as it is. */
  due?: { at: Date; next: Date | undefined }
  runs: RunDoc[]
  tasks: TaskDoc[]
  taskEvents: NewEvent[]
  events: NewEvent[]
  announcements: Announcement[]
  /** Ids that have ended, and ids that were started. */
  ended: string[]
  started: string[]
}

/** Another server has fired it, or a person has changed it: there is nothing left to do. */
export class MovedOn extends Error {}

export async function nextDueAt(database: Database): Promise<Date | undefined> {
  const [next] = await schedulesOf(database)
    .find({ nextAt: { $exists: true } }, { sort: { nextAt: 1 }, limit: 1, projection: { nextAt: 1 } })
    .toArray()
  return next?.nextAt
}

/** To fire what is due; false while another server has it. */
export const takeTurn = (database: Database, server: string): Promise<boolean> => turnOf(database, server).take()

export const endTurn = (database: Database, server: string): Promise<void> => turnOf(database, server).giveBack()

/** The turn only keeps servers out of each other's way: losing it to a crash of the database does no harm. */
function turnOf(database: Database, holder: string): Lease {
  return createLease({ database, name: 'schedules', holder, leaseMs: turnMs, writeConcern: { w: 1 } })
}

export async function findDue(database: Database, now: Date, limit: number): Promise<DueSchedule[]> {
  const rows = await schedulesOf(database)
    .find({ nextAt: { $lte: now } }, { sort: { nextAt: 1 }, limit })
    .toArray()
  return rows.flatMap((row) => (row.nextAt ? [{ ...row, nextAt: row.nextAt }] : []))
}

/** Which of these runs there are already: a clock that was set back must not make them twice. */
export async function runsAmong(database: Database, ids: readonly string[]): Promise<Set<string>> {
  const rows = await database
    .collection<RunDoc>('schedule_runs')
    .find({ _id: { $in: [...ids] } }, { projection: { _id: 1 } })
    .toArray()
  return new Set(rows.map(({ _id }) => _id))
}

/** Which of these tasks have not ended. */
export async function openTasksAmong(database: Database, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return []
  const rows = await database
    .collection<TaskDoc>('tasks')
    .find({ _id: { $in: [...ids] } }, { projection: { status: 1 } })
    .toArray()
  return rows.filter(({ status }) => !isFinal(status)).map(({ _id }) => _id)
}

/** Everything but the tasks themselves. Throws MovedOn when one of them is not as it was. */
export async function writeFirings(database: Database, firings: readonly Firing[], session: ClientSession): Promise<void> {
  const { matchedCount } = await schedulesOf(database).bulkWrite(
    firings.map((firing) => ({ updateOne: toUpdate(firing) })),
    { session, ordered: false },
  )
  if (matchedCount !== firings.length) throw new MovedOn('a schedule has moved on')
  const runs = firings.flatMap((firing) => firing.runs)
  if (runs.length > 0) await database.collection<RunDoc>('schedule_runs').insertMany(runs, { session, ordered: false })
  const told = await insertAnnouncements(
    database,
    firings.flatMap((firing) => firing.announcements),
    session,
  )
  await appendEvents(database, [...firings.flatMap((firing) => firing.events), ...told], session)
}

function toUpdate({ schedule: { _id, version }, due, ended, started }: Firing) {
  const left = { $filter: { input: '$open', cond: { $not: [{ $in: ['$$this', ended] }] } } }
  const open = { open: { $slice: [{ $concatArrays: [left, started] }, -mostOpen] } }
  if (!due) return { filter: { _id }, update: [{ $set: open }] }
  return {
    filter: { _id, version, nextAt: due.at },
    update: [{ $set: { ...open, nextAt: due.next ?? '$$REMOVE', ...(!due.next && { enabled: false }) } }],
  }
}

function schedulesOf(database: Database) {
  return database.collection<ScheduleDoc>('schedules')
}
