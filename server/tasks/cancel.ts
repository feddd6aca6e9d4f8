// The verb "cancel": a waiting task ends at once; a running one is asked to stop and ends when its worker has stopped it.
import type { Viewer } from '../auth/viewer.ts'
import { validationFailed } from '../errors.ts'
import { type Actor, appendEvents, by } from '../events/event-log.ts'
import type { Database, Session } from '../mongo.ts'
import { insertDeliveries } from '../queue/deliveries.ts'
import { closeEdges } from '../queue/dependencies.ts'
import { cancelRequests } from '../queue/request-doc.ts'
import { cancelledError, toEvent } from '../queue/settlement.ts'
import { isFinal, statesBefore, type TaskDoc } from '../queue/task.ts'
import { removeTimer } from '../queue/timers.ts'
import { findTask, illegalState } from './find-task.ts'

export interface CancelDeps {
  database: Database
  keepMs: (agent: string) => number
  /** Its dependents may have to move on. */
  onEnded: (taskIds: readonly string[]) => void
}

export interface CancelInput {
  id: string
  reason?: string | null | undefined
  requestId?: string | undefined
}

export async function cancelTask(deps: CancelDeps, viewer: Viewer, input: CancelInput): Promise<TaskDoc> {
  const reason = input.reason?.trim() || undefined
  if (reason && reason.length > 500)
    throw validationFailed([{ path: 'reason', message: `expected at most 500 characters, got ${reason.length}` }])
  for (;;) {
    const task = await findTask(deps.database, viewer, { id: input.id, action: 'operateTask' })
    if (isFinal(task.status)) throw illegalState(task, 'only a task that has not ended can be cancelled')
    const cancel = { by: { id: viewer.id, name: viewer.name }, at: new Date(), ...(reason && { reason }) }
    const order = { cancel, requestId: input.requestId, ...by(viewer) }
    const changed = await deps.database.transaction((session) => stopTask(deps, { task, order, session }))
    // Not changed: it moved in this very moment; what it is now decides.
    if (!changed) continue
    if (isFinal(changed.status)) deps.onEnded([changed._id])
    return changed
  }
}

export interface StopOrder {
  cancel: NonNullable<TaskDoc['cancel']>
  requestId?: string | undefined
  /** Absent when no person asked for it. */
  actor?: Actor
}

interface Stopping {
  task: TaskDoc
  order: StopOrder
  session: Session
}

type StopDeps = Pick<CancelDeps, 'database' | 'keepMs'>

/** The task as it is then; undefined when it is not as it was read. */
export function stopTask(deps: StopDeps, stopping: Stopping): Promise<TaskDoc | undefined> {
  return stopping.task.status === 'RUNNING' ? askToStop(deps, stopping) : end(deps, stopping)
}

async function askToStop({ database }: StopDeps, { task, order, session }: Stopping): Promise<TaskDoc | undefined> {
  const { cancel, requestId, actor } = order
  const filter = { _id: task._id, status: 'RUNNING' as const, fence: task.fence }
  const changed = await database
    .collection<TaskDoc>('tasks')
    .findOneAndUpdate(filter, { $set: { cancel } }, { session, returnDocument: 'after' })
  if (!changed) return undefined
  const event = toEvent(task, 'task.cancel_requested', { by: cancel.by, reason: cancel.reason })
  await appendEvents(database, [{ ...event, requestId, ...(actor && { actor }) }], session)
  return changed
}

async function end({ database, keepMs }: StopDeps, { task, order, session }: Stopping): Promise<TaskDoc | undefined> {
  const { cancel, requestId, actor } = order
  const now = cancel.at
  const error = cancelledError({ cancel }, cancel.reason)
  const filter = { _id: task._id, status: { $in: statesBefore('CANCELLED').filter((status) => status !== 'RUNNING') } }
  const set = {
    status: 'CANCELLED' as const,
    list: 'CANCELLED' as const,
    cancel,
    error,
    finishedAt: now,
    expireAt: new Date(now.getTime() + keepMs(task.agent)),
  }
  const update = { $set: set, $unset: { ready: 1, dueAt: 1, dueReason: 1, backoffUntil: 1 } as const }
  const after = await database.collection<TaskDoc>('tasks').findOneAndUpdate(filter, update, { session, returnDocument: 'after' })
  if (!after) return undefined
  await removeTimer(database, task._id, session)
  await closeEdges(database, task._id, session)
  if (task.request) await cancelRequests(database, { ids: [task.request], reason: `${task._id} was cancelled` }, session)
  const told = await insertDeliveries(database, [after], session)
  const payload = {
    by: cancel.by,
    reason: cancel.reason,
    error: { code: error.code, class: error.class, message: error.message },
  }
  await appendEvents(database, [{ ...toEvent(task, 'task.cancelled', payload), requestId, ...(actor && { actor }) }, ...told], session)
  return after
}
