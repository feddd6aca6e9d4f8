// How much work more slots would start: ready tasks of the agents that may start something, counted no further than it matters.
import type { Database } from '../mongo.ts'
import { type AgentLimits, admit } from '../queue/agent-state.ts'
import type { TaskDoc } from '../queue/task.ts'
import { agentStates } from '../tasks/agent-view.ts'

const agentsAtOnce = 20

export interface CountOptions {
  limits: ReadonlyMap<string, AgentLimits>
  /** Counting stops here: more would not change what is decided. */
  enough: number
}

export async function countStartable(database: Database, { limits, enough }: CountOptions): Promise<number> {
  const admitted = await findAdmitted(database, limits)
  let total = 0
  for (let start = 0; start < admitted.length && total < enough; start += agentsAtOnce) {
    const counts = admitted
      .slice(start, start + agentsAtOnce)
      .map(({ agent, slots }) => countReady(database, agent, Math.min(slots, enough)))
    for (const count of await Promise.all(counts)) total += count
  }
  return Math.min(total, enough)
}

async function findAdmitted(database: Database, limits: ReadonlyMap<string, AgentLimits>): Promise<{ agent: string; slots: number }[]> {
  const now = new Date()
  const states = await agentStates(database, [...limits.keys()])
  return states.flatMap((state) => {
    const own = limits.get(state._id)
    const slots = own ? admit(own, state, now).slots : 0
    return slots > 0 ? [{ agent: state._id, slots }] : []
  })
}

function countReady(database: Database, agent: string, limit: number): Promise<number> {
  return database.collection<TaskDoc>('tasks').countDocuments({ agent, ready: true, status: 'QUEUED' }, { limit, hint: 'claim' })
}
