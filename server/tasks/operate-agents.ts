// Verbs on agents: switch on and off, close a circuit.
import type { AgentRegistry, RegisteredAgent } from '../agents/registry.ts'
import { demand } from '../auth/policy.ts'
import { homeWorkspace } from '../auth/user.ts'
import type { Viewer } from '../auth/viewer.ts'
import { CapstanError, validationFailed } from '../errors.ts'
import { appendEvents, by, type NewEvent, sharedWorkspace } from '../events/event-log.ts'
import type { Database } from '../mongo.ts'
import type { AgentState } from '../queue/agent-state.ts'
import { agentNamed } from './choose-agent.ts'

/** Agents and workers serve every workspace: they are for who runs the installation. */
export const sharedByAll = { workspace: homeWorkspace }

export interface OperateDeps {
  database: Database
  registry: AgentRegistry
}

export interface EnableInput {
  name: string
  enabled: boolean
  reason?: string | null | undefined
  drain?: boolean | null | undefined
}

export async function setAgentEnabled({ database, registry }: OperateDeps, viewer: Viewer, input: EnableInput): Promise<RegisteredAgent> {
  demand(viewer, 'configure', sharedByAll)
  const agent = agentNamed(registry, input.name)
  const reason = input.reason?.trim() || undefined
  if (reason && reason.length > 500)
    throw validationFailed([{ path: 'reason', message: `expected at most 500 characters, got ${reason.length}` }])
  const drain = input.drain ?? true
  const disabled = { by: viewer.name, workspace: viewer.workspace, at: new Date(), drain, ...(reason && { reason }) }
  const update = input.enabled ? { $unset: { disabled: 1 as const, wait: 1 as const } } : { $set: { disabled } }
  await change(database, {
    name: agent.config.name,
    update,
    event: { type: input.enabled ? 'agent.enabled' : 'agent.disabled', payload: { reason, drain }, ...by(viewer) },
  })
  return agent
}

export async function resetCircuit({ database, registry }: OperateDeps, viewer: Viewer, name: string): Promise<RegisteredAgent> {
  demand(viewer, 'configure', sharedByAll)
  const agent = agentNamed(registry, name)
  const filter = { _id: agent.config.name, 'circuit.state': { $ne: 'CLOSED' as const } }
  const circuit = { state: 'CLOSED' as const, since: database.now(), ended: [] }
  const update = { $set: { circuit }, $unset: { wait: 1 as const }, $inc: { version: 1 } }
  await database.transaction(async (session) => {
    const before = await database.collection<AgentState>('agents').findOneAndUpdate(filter, update, { session, returnDocument: 'before' })
    if (!before) throw new CapstanError('ILLEGAL_STATE', `The circuit of ${agent.config.name} is closed already.`)
    const payload = { outageSince: before.circuit.outageSince }
    await appendEvents(database, [toEvent(agent.config.name, { type: 'agent.circuit_closed', payload, ...by(viewer) })], session)
  })
  return agent
}

type AgentEvent = Pick<NewEvent, 'type' | 'payload' | 'actor'>

interface AgentUpdate {
  name: string
  update: object
  event: AgentEvent
}

/** Everybody sees it, in every workspace: who it was is for the audit log. */
function toEvent(name: string, event: AgentEvent): NewEvent {
  return { ...event, workspace: sharedWorkspace, subject: name, agent: name }
}

async function change(database: Database, { name, update, event }: AgentUpdate): Promise<void> {
  await database.transaction(async (session) => {
    await database.collection<AgentState>('agents').updateOne({ _id: name }, { ...update, $inc: { version: 1 } }, { session })
    await appendEvents(database, [toEvent(name, event)], session)
  })
}

/** Every agent has its counters before it is first claimed, so that claims of different workers meet on one row. */
export async function ensureAgentStates(database: Database, registry: AgentRegistry): Promise<void> {
  const now = new Date()
  const writes = registry.list().map(({ config }) => ({
    updateOne: {
      filter: { _id: config.name },
      update: { $setOnInsert: { running: 0, starts: [], circuit: { state: 'CLOSED' as const, since: now, ended: [] } } },
      upsert: true,
    },
  }))
  if (writes.length > 0) await database.collection<AgentState>('agents').bulkWrite(writes, { ordered: false })
}
