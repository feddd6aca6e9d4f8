// Wakes what sleeps until its workspace's hours allow it, when these hours are changed or no longer concern it. A task that is woken is due
// earlier; the due timer moves it on like any other.
import type { ClientSession, Filter } from 'mongodb'
import { appendEvents } from '../events/event-log.ts'
import type { Database } from '../mongo.ts'
import { toEvent } from '../queue/settlement.ts'
import type { TaskDoc } from '../queue/task.ts'
import type { TimerDoc } from '../queue/timers.ts'
import { nextInside, nextOutside } from './hours.ts'
import type { WorkspaceDoc } from './workspaces.ts'

const pageSize = 500

/** Quiet hours were lifted early, or end earlier now. */
export function wakeUp(database: Database, { _id: workspace, quietHours }: WorkspaceDoc, now: Date): Promise<number> {
  const end = (quietHours && nextOutside(quietHours, now)) ?? now
  return wakeEarlier(database, { filter: { workspace, dueReason: 'QUIET_HOURS', dueAt: { $gt: now } }, dueAt: () => end })
}

/** The hours for retries were lifted or moved: never before its own pause is over. */
export function wakeForRetry(database: Database, { _id: workspace, retryHours }: WorkspaceDoc, now: Date): Promise<number> {
  const dueAt = ({ backoffUntil }: TaskDoc) => {
    const over = backoffUntil && backoffUntil > now ? backoffUntil : now
    return retryHours ? nextInside(retryHours, over) : over
  }
  return wakeEarlier(database, { filter: { workspace, dueReason: 'RETRY_HOURS', dueAt: { $gt: now } }, dueAt })
}

/** Quiet hours do not concern this task any more. Answers whether they did. */
export async function wakeOne(database: Database, task: TaskDoc, session: ClientSession): Promise<Date | undefined> {
  if (task.dueReason !== 'QUIET_HOURS') return undefined
  const now = database.now()
  await makeDue(database, [{ task, dueAt: now }], session)
  return now
}

interface Wake {
  filter: Filter<TaskDoc>
  dueAt: (task: TaskDoc) => Date
}

/** Goes once over all timers, for no index knows what tasks sleep for. */
async function wakeEarlier(database: Database, { filter, dueAt }: Wake): Promise<number> {
  const tasks = database.collection<TaskDoc>('tasks')
  const timers = database.collection<TimerDoc>('timers')
  let woken = 0
  for (let last = 'T-'; ; ) {
    const page = await timers.find({ _id: { $gt: last, $lt: 'T.' } }, { sort: { _id: 1 }, limit: pageSize }).toArray()
    const sleeping = { ...filter, _id: { $in: page.map(({ _id }) => _id) }, status: { $in: ['SCHEDULED', 'RETRYING'] } } as Filter<TaskDoc>
    if (await tasks.findOne(sleeping, { projection: { _id: 1 } }))
      woken += await database.transaction(async (session) => {
        const found = await tasks.find(sleeping, { session, projection: shownFields }).toArray()
        const earlier = found.map((task) => ({ task, dueAt: dueAt(task) })).filter((one) => one.task.dueAt && one.dueAt < one.task.dueAt)
        if (earlier.length > 0) await makeDue(database, earlier, session)
        return earlier.length
      })
    if (page.length < pageSize) return woken
    last = page[pageSize - 1]?._id ?? last
  }
}

const shownFields = { workspace: 1, agent: 1, workflow: 1, dueAt: 1, backoffUntil: 1 } as const

async function makeDue(database: Database, woken: readonly { task: TaskDoc; dueAt: Date }[], session: ClientSession): Promise<void> {
  const changes = woken.map(({ task, dueAt }) => ({ filter: { _id: task._id }, dueAt }))
  const tasks = changes.map(({ filter, dueAt }) => ({ updateOne: { filter, update: { $set: { dueAt } } } }))
  const timers = changes.map(({ filter, dueAt }) => ({ updateOne: { filter, update: { $set: { at: dueAt } } } }))
  await database.collection<TaskDoc>('tasks').bulkWrite(tasks, { session })
  await database.collection<TimerDoc>('timers').bulkWrite(timers, { session })
  await appendEvents(
    database,
    woken.map(({ task, dueAt }) => toEvent(task, 'task.scheduled', { reason: 'QUIET_HOURS_CHANGED', dueAt })),
    session,
  )
}
