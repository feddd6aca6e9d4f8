// Applies a workspace's rules to what already waits: when quiet hours begin, work below HIGH goes to sleep until they end; when manual
// mode begins, the queue is held, and when it ends, held tasks are let go. Conditional changes make it safe on several servers.
import { appendEvents } from '../events/event-log.ts'
import type { Database } from '../mongo.ts'
import { toEvent } from '../queue/settlement.ts'
import type { TaskDoc } from '../queue/task.ts'
import { insertTimers } from '../queue/timers.ts'
import { holdQueue, inBatches, releaseQueue } from './hold-queue.ts'
import { nextOutside } from './hours.ts'
import { wakeForRetry, wakeUp } from './wake-up-store.ts'
import type { WorkspaceDoc } from './workspaces.ts'

/** So long may another process still go by the old rules (until the feed has told it) and put a task back to sleep. */
const wakeForMs = 15_000

export interface WaitingRules {
  /** How many tasks were moved. */
  apply(now: Date): Promise<number>
}

export function createWaitingRules(database: Database): WaitingRules {
  const sleepers = new Map<string, { hours: string; wakeUntil: number }>()

  /** Whether tasks that sleep are to be looked at: the hours were changed or have just been seen for the first time. */
  function changedLately({ _id, quietHours, retryHours }: WorkspaceDoc, now: Date): boolean {
    const hours = JSON.stringify([quietHours ?? null, retryHours ?? null])
    if (sleepers.get(_id)?.hours !== hours) sleepers.set(_id, { hours, wakeUntil: now.getTime() + wakeForMs })
    return (sleepers.get(_id)?.wakeUntil ?? 0) > now.getTime()
  }

  async function applyTo(workspace: WorkspaceDoc, now: Date): Promise<number> {
    const until = workspace.quietHours && nextOutside(workspace.quietHours, now)
    let moved = workspace.manual ? await holdQueue(database, workspace, now) : await releaseQueue(database, workspace._id, now)
    if (until) moved += await inBatches((limit) => putToSleep(database, { workspace: workspace._id, until, limit }))
    if (!changedLately(workspace, now)) return moved
    return moved + (await wakeUp(database, workspace, now)) + (await wakeForRetry(database, workspace, now))
  }

  return {
    apply: async (now) => {
      const workspaces = await database.collection<WorkspaceDoc>('workspaces').find().toArray()
      let moved = 0
      for (const workspace of workspaces) moved += await applyTo(workspace, now)
      return moved
    },
  }
}

interface Sleep {
  workspace: string
  until: Date
  limit: number
}

async function putToSleep(database: Database, { workspace, until, limit }: Sleep): Promise<number> {
  return database.transaction(async (session) => {
    const collection = database.collection<TaskDoc>('tasks')
    const filter = { ready: true as const, status: 'QUEUED' as const, workspace, priority: { $in: ['LOW' as const, 'NORMAL' as const] } }
    const tasks = await collection.find(filter, { session, hint: 'claim', limit, projection: shownFields }).toArray()
    if (tasks.length === 0) return 0
    const sleep = { $set: { status: 'SCHEDULED' as const, dueAt: until, dueReason: 'QUIET_HOURS' as const }, $unset: { ready: 1 as const } }
    await collection.updateMany({ _id: { $in: tasks.map(({ _id }) => _id) } }, sleep, { session })
    await insertTimers(
      database,
      tasks.map((task) => ({ ...task, dueAt: until })),
      session,
    )
    await appendEvents(
      database,
      tasks.map((task) => toEvent(task, 'task.scheduled', { reason: 'QUIET_HOURS', dueAt: until })),
      session,
    )
    return tasks.length
  })
}

const shownFields = { workspace: 1, agent: 1, status: 1 } as const
