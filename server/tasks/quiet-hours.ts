// Applies a workspace's rules to what already waits: when quiet hours begin, work below HIGH goes to sleep until they end; when manual
// mode begins, the queue is held, and when it ends, held tasks are let go. Conditional changes make it safe on several servers.
import { appendEvents } from '../events/event-log.ts'
import type { Database } from '../mongo.ts'
import { toEvent } from '../queue/settlement.ts'
import type { TaskDoc } from '../queue/task.ts'
import { insertTimers } from '../queue/timers.ts'
import { holdQueue } from './hold-queue.ts'
import { nextOutside } from './hours.ts'
import { wakeForRetry, wakeUp } from './wake-up-store.ts'
import type { WorkspaceDoc } from './workspaces.ts'

const batchSize = 500
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
    let moved = workspace.manual ? await holdQueue(database, workspace, now) : await repeat(() => releaseHeld(database, workspace._id, now))
    if (until) moved += await repeat(() => putToSleep(database, workspace._id, until))
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

async function repeat(moveBatch: () => Promise<number>): Promise<number> {
  for (let total = 0; ; ) {
    const moved = await moveBatch()
    total += moved
    if (moved < batchSize) return total
  }
}

async function putToSleep(database: Database, workspace: string, until: Date): Promise<number> {
  return database.transaction(async (session) => {
    const collection = database.collection<TaskDoc>('tasks')
    const filter = { ready: true as const, status: 'QUEUED' as const, workspace, priority: { $in: ['LOW' as const, 'NORMAL' as const] } }
    const tasks = await collection.find(filter, { session, hint: 'claim', limit: batchSize, projection: shownFields }).toArray()
    if (tasks.length === 0) return 0
    const sleep = { $set: { status: 'SCHEDULED' as const, dueAt: until, dueReason: 'QUIET_HOURS' as const }, $unset: { ready: 1 as const } }
    await collection.updateMany({ _id: { $in: idsOf(tasks) } }, sleep, { session })
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

async function releaseHeld(database: Database, workspace: string, now: Date): Promise<number> {
  return database.transaction(async (session) => {
    const collection = database.collection<TaskDoc>('tasks')
    const filter = { ready: false, workspace }
    const tasks = await collection.find(filter, { session, hint: 'claim', limit: batchSize, projection: shownFields }).toArray()
    if (tasks.length === 0) return 0
    const queued = tasks.filter(({ status }) => status === 'QUEUED')
    const others = tasks.filter(({ status }) => status !== 'QUEUED')
    await collection.updateMany({ _id: { $in: idsOf(others) } }, { $unset: { ready: 1 } }, { session })
    await collection.updateMany({ _id: { $in: idsOf(queued) } }, { $set: { ready: true, queuedAt: now } }, { session })
    await appendEvents(
      database,
      queued.map((task) => toEvent(task, 'task.queued', { reason: 'MANUAL_MODE_ENDED' })),
      session,
    )
    return tasks.length
  })
}

const shownFields = { workspace: 1, agent: 1, status: 1 } as const

function idsOf(tasks: readonly Pick<TaskDoc, '_id'>[]): string[] {
  return tasks.map(({ _id }) => _id)
}
