// Refuses what would make an agent's queue too long. Far from the limit an estimate is enough; near it the count is exact,
// and submissions for that agent go one at a time over all servers.
import type { ClientSession } from 'mongodb'
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

export interface QueueLimits {
  check(tasks: readonly TaskDoc[], session: ClientSession): Promise<void>
}

export function createQueueLimits(database: Database, limitOf: (agent: string) => number): QueueLimits {
  const estimates = new Map<string, Estimate>()
  const tasks = database.collection<TaskDoc>('tasks')

  async function count(agent: string, limit: number, session?: ClientSession): Promise<number> {
    return tasks.countDocuments({ agent, ready: true, status: 'QUEUED' }, { limit: limit + 1, hint: 'claim', ...(session && { session }) })
  }

  /** The first is waited for; later ones are refreshed beside the submission, which goes by the last. */
  async function estimate(agent: string, limit: number): Promise<Estimate> {
    const known = estimates.get(agent)
    if (!known || Date.now() - known.at > tooOldMs) return refresh(agent, limit)
    if (Date.now() - known.at > estimateMs) {
      known.at = Date.now()
      refresh(agent, limit).catch(() => estimates.delete(agent))
    }
    return known
  }

  async function refresh(agent: string, limit: number): Promise<Estimate> {
    const fresh = { count: await count(agent, limit), at: Date.now() }
    estimates.set(agent, fresh)
    return fresh
  }

  async function checkAgent(agent: string, added: number, session: ClientSession): Promise<void> {
    const limit = limitOf(agent)
    if (limit > safetyMargin) {
      const guess = await estimate(agent, limit)
      guess.count += added
      if (guess.count + safetyMargin < limit) return
    }
    await database
      .collection<{ _id: string; submissions: number }>('queue_gates')
      .updateOne({ _id: agent }, { $inc: { submissions: 1 } }, { upsert: true, session })
    const waiting = await count(agent, limit, session)
    if (waiting + added <= limit) return
    throw new CapstanError(
      'QUEUE_FULL',
      `The queue of ${agent} holds ${waiting} tasks and takes ${limit} at most; try again in ${retryAfterSeconds} seconds.`,
      { retryAfterSeconds },
    )
  }

  return {
    check: async (fresh, session) => {
      const added = new Map<string, number>()
      for (const { agent, ready } of fresh) if (ready) added.set(agent, (added.get(agent) ?? 0) + 1)
      for (const [agent, n] of added) await checkAgent(agent, n, session)
    },
  }
}
