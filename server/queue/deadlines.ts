// Warns about a deadline before it is missed: when a fifth of the time is left, at the latest a minute before.
import type { ClientSession } from 'mongodb'
import { appendEvents, type NewEvent } from '../events/event-log.ts'
import type { Database } from '../mongo.ts'
import { toEvent } from './settlement.ts'
import { isFinal, type TaskDoc } from './task.ts'

const leastWarningMs = 60_000
/** Whoever looks for what is due comes by within this time. */
const lookMs = 10_000
const batchSize = 200

interface DeadlineDoc {
  /** The task's id. */
  _id: string
  warnAt: Date
}

/** Answers the warnings that have to be written with the tasks: nobody might come by before those deadlines. */
export async function insertDeadlines(database: Database, tasks: readonly TaskDoc[], session: ClientSession): Promise<NewEvent[]> {
  const rows: DeadlineDoc[] = []
  const warnings: NewEvent[] = []
  for (const task of tasks) {
    const { _id, createdAt, deadline } = task
    if (!deadline) continue
    if (deadline.getTime() - createdAt.getTime() <= lookMs) warnings.push(toWarning(task))
    else rows.push({ _id, warnAt: warningMoment(createdAt, deadline) })
  }
  if (rows.length > 0) await database.collection<DeadlineDoc>('deadlines').insertMany(rows, { session, ordered: false })
  return warnings
}

function toWarning(task: TaskDoc): NewEvent {
  return toEvent(task, 'task.deadline_near', { deadline: task.deadline, status: task.status, owner: task.submittedBy.id })
}

export function warningMoment(createdAt: Date, deadline: Date): Date {
  const left = Math.max((deadline.getTime() - createdAt.getTime()) / 5, leastWarningMs)
  return new Date(Math.max(deadline.getTime() - left, createdAt.getTime()))
}

/** Writes one warning for each unfinished task whose moment has come; answers how many. */
export async function warnOfDeadlines(database: Database, now: Date): Promise<number> {
  const deadlines = database.collection<DeadlineDoc>('deadlines')
  const due = await deadlines.find({ warnAt: { $lte: now } }, { sort: { warnAt: 1 }, limit: batchSize }).toArray()
  if (due.length === 0) return 0
  return database.transaction(async (session) => {
    const ids = due.map(({ _id }) => _id)
    // Whoever removes the rows writes the warnings: another process that looked at the same time conflicts here.
    const { deletedCount } = await deadlines.deleteMany({ _id: { $in: ids } }, { session })
    if (deletedCount < ids.length) return 0
    const tasks = await database
      .collection<TaskDoc>('tasks')
      .find({ _id: { $in: ids } }, { session })
      .toArray()
    const open = tasks.filter(({ status }) => !isFinal(status))
    await appendEvents(database, open.map(toWarning), session)
    return open.length
  })
}
