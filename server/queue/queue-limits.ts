// Refuses what would make the queue of an agent or of a workspace too long. Far from the limit an estimate is enough; near it the count is
// exact, and submissions for that queue go one at a time over all servers.
import type { ClientSession, Filter } from 'mongodb'
import { CapstanError } from '../errors.ts'
import type { Database } from '../mongo.ts'
import type { TaskDoc } from './task.ts'

const estimateMs = 500
const tooOldMs = 60_000
/** More than all servers together can add while an estimate is in use. */
const safetyMargin = 5000
const retryAfterSeconds = 5

interface Estimate {
  count: number
  at: number
}

/** What is counted together. */
interface Queue {
  /** Of the row that those who come near the limit write first. No agent's name has a space. */
  gate: string
  whose: string
  limit: number
  holds: Filter<TaskDoc>
}

export interface LimitsOf {
  agent: (name: string) => number
  /** None when left out or undefined. */
  workspace?: ((id: string) => number | undefined) | undefined
}

export interface QueueLimits {
  check(tasks: readonly TaskDoc[], session: ClientSession): Promise<void>
}

export function createQueueLimits(database: Database, limitsOf: LimitsOf): QueueLimits {
  const estimates = new Map<string, Estimate>()
  const tasks = database.collection<TaskDoc>('tasks')

  async function count({ holds, limit }: Queue, session?: ClientSession): Promise<number> {
    const waiting = { ...holds, ready: true as const, status: 'QUEUED' as const }
    return tasks.countDocuments(waiting, { limit: limit + 1, hint: 'claim', ...(session && { session }) })
  }

  /** The first is waited for; later ones are refreshed beside the submission, which goes by the last. */
  async function estimate(queue: Queue): Promise<Estimate> {
    const known = estimates.get(queue.gate)
    if (!known || Date.now() - known.at > tooOldMs) return refresh(queue)
    if (Date.now() - known.at > estimateMs) {
      known.at = Date.now()
      refresh(queue).catch(() => estimates.delete(queue.gate))
    }
    return known
  }

  async function refresh(queue: Queue): Promise<Estimate> {
    const fresh = { count: await count(queue), at: Date.now() }
    estimates.set(queue.gate, fresh)
    return fresh
  }

  async function checkQueue(queue: Queue, added: number, session: ClientSession): Promise<void> {
    const { gate, whose, limit } = queue
    if (added > limit) {
      const message = `The queue of ${whose} takes ${tasksIn(limit)} at most, and this is ${added} at once: submit fewer together.`
      throw new CapstanError('QUEUE_FULL', message, { retryAfterSeconds })
    }
    if (limit > safetyMargin) {
      const guess = await estimate(queue)
      guess.count += added
      if (guess.count + safetyMargin < limit) return
    }
    await database
      .collection<{ _id: string; submissions: number }>('queue_gates')
      .updateOne({ _id: gate }, { $inc: { submissions: 1 } }, { upsert: true, session })
    const waiting = await count(queue, session)
    if (waiting + added <= limit) return
    throw new CapstanError(
      'QUEUE_FULL',
      `The queue of ${whose} holds ${tasksIn(waiting)} and takes ${limit} at most; try again in ${retryAfterSeconds} seconds.`,
      { retryAfterSeconds },
    )
  }

  function queueOfWorkspace(workspace: string): Queue | undefined {
    const limit = limitsOf.workspace?.(workspace)
    return limit === undefined ? undefined : { gate: `workspace ${workspace}`, whose: 'the workspace', limit, holds: { workspace } }
  }

  return {
    check: async (fresh, session) => {
      const ready = fresh.filter((task) => task.ready)
      for (const [agent, added] of countBy(ready, 'agent')) {
        await checkQueue({ gate: agent, whose: agent, limit: limitsOf.agent(agent), holds: { agent } }, added, session)
      }
      for (const [workspace, added] of countBy(ready, 'workspace')) {
        const queue = queueOfWorkspace(workspace)
        if (queue) await checkQueue(queue, added, session)
      }
    },
  }
}

const tasksIn = (count: number): string => (count === 1 ? '1 task' : `${count} tasks`)

function countBy(tasks: readonly TaskDoc[], field: 'agent' | 'workspace'): Map<string, number> {
  const counts = new Map<string, number>()
  for (const task of tasks) counts.set(task[field], (counts.get(task[field]) ?? 0) + 1)
  return counts
}
