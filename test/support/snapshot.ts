// One consistent look at who runs and what the counters say, taken from a single snapshot of the database.
import type { Database } from '../../server/mongo.ts'
import type { TaskDoc, TaskStatus } from '../../server/queue/task.ts'
import { endingsByAgent, type UncountedEnds } from '../../server/queue/uncounted-ends.ts'
import { agentCounters } from './agent-counters.ts'

export interface AgentSample {
  agent: string
  /** Tasks in state RUNNING. */
  running: number
  /** What its counter says, without the ends that it will be told of in a moment. */
  counter: number
  /** Tasks that may be claimed. */
  ready: number
  disabled: boolean
}

export interface Snapshot {
  agents: AgentSample[]
  statuses: { [status in TaskStatus]?: number }
}

interface Group {
  _id: { agent: string; status: TaskStatus; ready?: boolean }
  count: number
}

export async function takeSnapshot(database: Database): Promise<Snapshot> {
  return database.transaction(async (session) => {
    const group = { $group: { _id: { agent: '$agent', status: '$status', ready: '$ready' }, count: { $sum: 1 } } }
    const groups = await database.collection<TaskDoc>('tasks').aggregate<Group>([group], { session }).toArray()
    const states = await agentCounters(database, session)
    const uncounted = endingsByAgent([], await database.collection<UncountedEnds>('uncounted_ends').find({}, { session }).toArray())
    const names = new Set([...states.map(({ _id }) => _id), ...groups.map(({ _id }) => _id.agent)])
    const countOf = (holds: (id: Group['_id']) => boolean) => groups.reduce((sum, { _id, count }) => sum + (holds(_id) ? count : 0), 0)
    const agents = [...names].map((agent): AgentSample => {
      const state = states.find(({ _id }) => _id === agent)
      return {
        agent,
        running: countOf((id) => id.agent === agent && id.status === 'RUNNING'),
        counter: (state?.running ?? 0) - (uncounted.get(agent)?.length ?? 0),
        ready: countOf((id) => id.agent === agent && id.status === 'QUEUED' && id.ready === true),
        disabled: state?.disabled !== undefined,
      }
    })
    const statuses: Snapshot['statuses'] = {}
    for (const { _id, count } of groups) statuses[_id.status] = (statuses[_id.status] ?? 0) + count
    return { agents, statuses }
  })
}

/** Counters that do not say what is true, and agents that run too much. */
export function findDrift({ agents }: Snapshot, limits: ReadonlyMap<string, number>): string[] {
  return agents.flatMap(({ agent, running, counter }) => [
    ...(running === counter ? [] : [`${agent}: ${running} tasks run, its counter says ${counter}`]),
    ...(running > (limits.get(agent) ?? 0) ? [`${agent}: ${running} tasks run, ${limits.get(agent)} are allowed`] : []),
  ])
}
