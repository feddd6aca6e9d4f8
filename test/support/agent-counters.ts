// The counters of agents, without the claims that lie beside them.
import type { ClientSession } from 'mongodb'
import type { Database } from '../../server/mongo.ts'
import type { AgentState } from '../../server/queue/agent-state.ts'

export function agentCounters(database: Database, session?: ClientSession): Promise<AgentState[]> {
  const agents = database.collection<AgentState>('agents')
  return agents.find({ running: { $exists: true } }, { ...(session && { session }) }).toArray()
}
