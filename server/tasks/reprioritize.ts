// The verb "reprioritize": another level for a task that has not started. One that became urgent does not sleep through quiet hours.
import type { Viewer } from '../auth/viewer.ts'
import { validationFailed } from '../errors.ts'
import { by } from '../events/event-log.ts'
import type { Database } from '../mongo.ts'
import { changeTask } from '../queue/change.ts'
import { claimOrder, defaultUrgency } from '../queue/claim-order.ts'
import { toEvent } from '../queue/settlement.ts'
import type { Priority, TaskDoc, TaskStatus } from '../queue/task.ts'
import { findTask, illegalState } from './find-task.ts'
import { wakeOne } from './wake-up-store.ts'
import type { WorkspaceRules } from './workspaces.ts'

const notStarted: readonly TaskStatus[] = ['QUEUED', 'SCHEDULED', 'BLOCKED', 'RETRYING', 'WAITING']

export interface ReprioritizeInput {
  id: string
  priority: Priority
  urgency?: number | null | undefined
  requestId?: string | undefined
}

export interface ReprioritizeDeps {
  database: Database
  workspaces: Pick<WorkspaceRules, 'pausedUntil'>
}

export async function reprioritizeTask(
  { database, workspaces }: ReprioritizeDeps,
  viewer: Viewer,
  input: ReprioritizeInput,
): Promise<TaskDoc> {
  const urgency = input.urgency ?? defaultUrgency[input.priority]
  if (!Number.isInteger(urgency) || urgency < 0 || urgency > 9)
    throw validationFailed([{ path: 'urgency', message: `expected a whole number from 0 to 9, got ${urgency}` }])
  const task = await findTask(database, viewer, { id: input.id, action: 'operateTask' })
  const { priority } = input
  // It keeps what it has waited for: nothing is put off for longer than aging allows.
  const { deadline, seq, lifted } = task
  const changed = await changeTask(database, {
    filter: { _id: task._id, status: { $in: [...notStarted] } },
    update: { $set: { priority, urgency, lifted, order: claimOrder({ priority, urgency, deadline, seq, lifted }) } },
    event: (after) => ({
      ...toEvent(after, 'task.reprioritized', { from: task.priority, to: priority, urgency, by: { id: viewer.id, name: viewer.name } }),
      requestId: input.requestId,
      ...by(viewer),
    }),
    also: async (after, session) => {
      const due = workspaces.pausedUntil(after, new Date()) ? undefined : await wakeOne(database, after, session)
      return due ? { ...after, dueAt: due } : after
    },
  })
  if (!changed) throw illegalState(task, 'only a task that has not started can be reprioritised')
  return changed
}
