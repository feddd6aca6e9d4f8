// Refuses what would make the queue of an agent or of a workspace too long. Far from the limit an estimate is enough; near it the count is
// exact, and submissions for that queue go one at a time over all servers.
import type { ClientSession, Filter } from 'mongodb'
import { CapstanError } from '../errors.ts'
import type { Database } from '../mongo.ts'
import { createQueueRoom, type Line } from './queue-room.ts'
import type { UsualSeconds } from './rates.ts'
import type { TaskDoc } from './task.ts'

const estimateMs = 500
const tooOldMs = 60_000
/** More than all servers together can add while an estimate is in use. */
const safetyMargin = 5000
/** Where waiting is not what helps. */
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
  line: Line
}

export interface LimitsOf {
  agent: (name: string) => number
  /** None when left out or undefined. */
  workspace?: ((id: string) => number | undefined) | undefined
  usualSeconds?: UsualSeconds | undefined
}

export interface QueueLimits {
  check(tasks: readonly TaskDoc[], session: ClientSession): Promise<void>
}

export function createQueueLimits(database: Database, limitsOf: LimitsOf): QueueLimits {
  const estimates = new Map<string, Estimate>()
  const tasks = database.collection<TaskDoc>('tasks')
  const secondsUntilRoom = createQueueRoom(database, limitsOf.usualSeconds)

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
    const { gate, whose, limit, line } = queue
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
    const seconds = await secondsUntilRoom(line, waiting + added - limit)
    throw new CapstanError(
      'QUEUE_FULL',
      `The queue of ${whose} holds ${tasksIn(waiting)} and takes ${limit} at most; try again in ${seconds === 1 ? '1 second' : `${seconds} seconds`}.`,
      { retryAfterSeconds: seconds },
    )
  }

  function queueOfWorkspace(workspace: string): Queue | undefined {
    const limit = limitsOf.workspace?.(workspace)
    if (limit === undefined) return undefined
    return { gate: `workspace ${workspace}`, whose: 'the workspace', limit, holds: { workspace }, line: { workspace } }
  }

  return {
    check: async (fresh, session) => {
      const ready = fresh.filter((task) => task.ready)
      for (const [agent, added] of countBy(ready, 'agent')) {
        const line = { agent, workspace: ready.find((task) => task.agent === agent)?.workspace ?? '' }
        await checkQueue({ gate: agent, whose: agent, limit: limitsOf.agent(agent), holds: { agent }, line }, added, session)
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
