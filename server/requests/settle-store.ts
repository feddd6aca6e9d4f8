// What becomes of the task that waited for a request: a yes lets it go on, anything else ends it. In the transaction that settles the request.
import type { ClientSession } from 'mongodb'
import { appendEvents } from '../events/event-log.ts'
import type { Database } from '../mongo.ts'
import { insertDeliveries } from '../queue/deliveries.ts'
import { closeEdges, holdDependencies, reopenEdges } from '../queue/dependencies.ts'
import type { RequestDoc } from '../queue/request-doc.ts'
import { toEvent } from '../queue/settlement.ts'
import type { TaskDoc, TaskError } from '../queue/task.ts'
import { insertTimers } from '../queue/timers.ts'

export interface TaskRules {
  /** The state a task begins in, by the rules of its workspace. */
  startState: (
    task: { workspace: string; priority: TaskDoc['priority']; runAt: Date | undefined; held: boolean },
    now: Date,
  ) => Pick<TaskDoc, 'status' | 'ready' | 'dueAt' | 'dueReason' | 'queuedAt'>
  /** Whether it has to wait for runQueue when nothing else keeps it any more. */
  holdsBack: (task: TaskDoc) => boolean
  keepMs: (agent: string) => number
}

export async function settleTask(
  database: Database,
  rules: TaskRules,
  { request, error, session }: { request: RequestDoc; error: TaskError | undefined; session: ClientSession },
): Promise<void> {
  const tasks = database.collection<TaskDoc>('tasks')
  const task = await tasks.findOne({ _id: request.task ?? '', status: 'WAITING', request: request._id }, { session })
  if (!task) return
  if (error) await end(database, rules, { task, error, session })
  else await release(database, rules, { task, session })
}

async function end(
  database: Database,
  { keepMs }: TaskRules,
  { task, error, session }: { task: TaskDoc; error: TaskError; session: ClientSession },
): Promise<void> {
  const now = database.now()
  const set = {
    status: 'CANCELLED' as const,
    list: 'CANCELLED' as const,
    error,
    finishedAt: now,
    expireAt: new Date(now.getTime() + keepMs(task.agent)),
  }
  await database.collection<TaskDoc>('tasks').updateOne({ _id: task._id }, { $set: set, $unset: { ready: 1 } }, { session })
  await closeEdges(database, task._id, session)
  const told = await insertDeliveries(database, [{ ...task, ...set }], session)
  const { code, class: errorClass, message } = error
  await appendEvents(database, [toEvent(task, 'task.cancelled', { error: { code, class: errorClass, message } }), ...told], session)
}

async function release(
  database: Database,
  { startState, holdsBack }: TaskRules,
  { task, session }: { task: TaskDoc; session: ClientSession },
): Promise<void> {
  const tasks = database.collection<TaskDoc>('tasks')
  const isBlocked = task.dependsOn !== undefined && (await holdDependencies(database, task.dependsOn, session)).unsuccessful.length > 0
  const held = holdsBack(task)
  const state: Partial<TaskDoc> = isBlocked ? { status: 'BLOCKED' } : startState({ ...task, runAt: task.runAt, held }, database.now())
  await tasks.updateOne({ _id: task._id }, { $set: { ...(held && { ready: false }), ...state, approved: true } }, { session })
  if (isBlocked) await reopenEdges(database, task._id, session)
  if (state.dueAt) await insertTimers(database, [{ ...task, dueAt: state.dueAt }], session)
  const type = isBlocked ? 'task.blocked' : state.status === 'SCHEDULED' ? 'task.scheduled' : held ? 'task.held' : 'task.queued'
  const payload = { reason: 'APPROVED', ...(isBlocked && { dependsOn: task.dependsOn }), ...(state.dueAt && { dueAt: state.dueAt }) }
  await appendEvents(database, [toEvent(task, type, payload)], session)
}
