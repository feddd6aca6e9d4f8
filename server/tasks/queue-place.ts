// Where a queued task stands and how long it may still wait: counted by the claim index, timed by what the workers measured.
import type { Database } from '../mongo.ts'
import type { TaskDoc } from '../queue/task.ts'
import type { Rate } from '../queue/worker-lease.ts'

const countLimit = 10_000

/** How many tasks of its agent go before each task; undefined for tasks that are not in the queue. */
export async function queuePositions(database: Database, tasks: readonly TaskDoc[]): Promise<(number | undefined)[]> {
  const positions = new Map<string, number>()
  for (const [agent, queued] of byAgent(tasks)) {
    const last =
      queued
        .map(({ order }) => order)
        .toSorted()
        .at(-1) ?? ''
    const rows = await database
      .collection<TaskDoc>('tasks')
      .find(
        { agent, ready: true, status: 'QUEUED', order: { $lte: last } },
        { hint: 'claim', sort: { order: 1 }, limit: countLimit, projection: { _id: 1 } },
      )
      .toArray()
    const places = new Map(rows.map(({ _id }, index) => [_id, index]))
    for (const { _id } of queued) positions.set(_id, places.get(_id) ?? rows.length)
  }
  return tasks.map(({ _id }) => positions.get(_id))
}

function byAgent(tasks: readonly TaskDoc[]): Map<string, TaskDoc[]> {
  const groups = new Map<string, TaskDoc[]>()
  for (const task of tasks) {
    if (task.status !== 'QUEUED' || !task.ready) continue
    groups.set(task.agent, [...(groups.get(task.agent) ?? []), task])
  }
  return groups
}

/** How fast an agent works, and how many tasks it could start at once now. */
export interface Pace {
  rate: Rate | undefined
  free: number
}

/** Seconds until the task ends at the pace of the last minute; undefined when nothing was measured yet. */
export function estimateEnd(task: TaskDoc, position: number | undefined, pace: Pace): number | undefined {
  const { rate } = pace
  if (!rate || rate.finished === 0) return undefined
  const runSeconds = rate.runMs / rate.finished / 1000
  if (task.status === 'RUNNING' && task.startedAt) return round(Math.max(0, runSeconds - (Date.now() - task.startedAt.getTime()) / 1000))
  const wait = estimateWait(position, pace)
  return wait === undefined ? undefined : round(wait + runSeconds)
}

function round(seconds: number): number {
  return Math.round(seconds * 10) / 10
}

/** Seconds until its turn: none while the agent has room, else at the pace of the last minute; undefined when nothing was measured yet. */
export function estimateWait(position: number | undefined, { rate, free }: Pace): number | undefined {
  if (position !== undefined && position < free) return 0
  if (position === undefined || !rate || rate.finished === 0) return undefined
  return round(((position + 1) / rate.finished) * 60)
}
