// Fills the queue through the product's own Enqueue, waits until it is empty, and counts what the database then holds.

import { setTimeout as pause } from 'node:timers/promises'
import type { Database } from '../../server/mongo.ts'
import type { AgentState } from '../../server/queue/agent-state.ts'
import { createEnqueue } from '../../server/queue/enqueue.ts'
import type { TaskDoc } from '../../server/queue/task.ts'
import { inLanes } from './lanes.ts'
import { earlierWorker, queuedEvent, sampleTask } from './sample-task.ts'

const fillLanes = 1000
const lookEveryMs = 10

export interface FillOptions {
  count: number
  agents: readonly string[]
  /** Number of the first task. */
  from?: number
}

/** Seconds it took. */
export async function fillQueue(database: Database, { count, agents, from = 1 }: FillOptions): Promise<number> {
  const enqueue = createEnqueue({ database, queueLimit: () => Number.MAX_SAFE_INTEGER, onStored: () => undefined })
  const began = performance.now()
  await inLanes(fillLanes, count, (index) => {
    const task = sampleTask(from + index, agents[index % agents.length] as string)
    return enqueue.submit({ tasks: [task], events: [queuedEvent(task)], keys: [] })
  })
  return (performance.now() - began) / 1000
}

/** Nobody waits, and the end of everybody who ran has been written. */
export async function untilEmpty(database: Database, agents: readonly string[]): Promise<void> {
  const tasks = database.collection<TaskDoc>('tasks')
  const waiting = { agent: { $in: [...agents] }, ready: true } as const
  const busy = { _id: { $in: [...agents] }, running: { $gt: 0 } }
  while (
    (await tasks.findOne(waiting, { hint: 'claim', projection: { _id: 1 } })) ||
    (await database.collection<AgentState>('agents').findOne(busy, { projection: { _id: 1 } }))
  )
    await pause(lookEveryMs)
}

/** Says what the database holds when it is exactly what `count` tasks that ran once leave behind; throws otherwise. */
export async function checkDrained(database: Database, count: number): Promise<string> {
  const tasks = database.collection<TaskDoc>('tasks')
  const drained = {
    workspace: 'default',
    list: 'MAIN' as const,
    startedAt: { $exists: true },
    'attempts.worker': { $ne: earlierWorker },
  }
  const succeeded = await tasks.countDocuments({ ...drained, status: 'SUCCEEDED' })
  const [sum] = await tasks
    .aggregate<{ n: number }>([{ $match: drained }, { $group: { _id: null, n: { $sum: { $size: '$attempts' } } } }])
    .toArray()
  const events = await database.collection('events').countDocuments({ type: { $in: ['task.started', 'task.succeeded'] } })
  const found = `${succeeded} succeeded, ${sum?.n ?? 0} attempts, ${events} started and succeeded events`
  if (succeeded !== count || sum?.n !== count || events !== 2 * count)
    throw new Error(`expected ${count} tasks that ran once each, found ${found}`)
  return found
}
