// Reads and writes the agents' counters inside a cycle's transaction: what ended gives back, what starts takes.
import type { ClientSession, Filter } from 'mongodb'
import { type NewEvent, sharedWorkspace } from '../events/event-log.ts'
import { type Database, RetryTransaction, updateRows } from '../mongo.ts'
import { type AgentLimits, type AgentState, applyToAgent, type Ending, newAgentState, type Wait } from './agent-state.ts'
import type { Settlement } from './settlement.ts'
import type { TaskDoc } from './task.ts'

export interface AgentTurn {
  database: Database
  limits: ReadonlyMap<string, AgentLimits>
  finished: readonly Settlement[]
  want: number
  session: ClientSession
  now: Date
}

/** Whose counters a turn may move. */
export function agentsOf({ limits, finished, want }: Pick<AgentTurn, 'limits' | 'finished' | 'want'>): string[] {
  const names = new Set(finished.map(({ task }) => task.agent))
  if (want > 0) for (const name of limits.keys()) names.add(name)
  return [...names]
}

/** Agent counters as they will be once the finished batch is out; the basis for what may come in. */
export function release(
  { finished, limits, now }: Pick<AgentTurn, 'finished' | 'limits' | 'now'>,
  states: ReadonlyMap<string, AgentState>,
): Map<string, AgentState> {
  const after = new Map(states)
  for (const [name, endings] of endingsByAgent(finished)) {
    const change = applyToAgent(limitsOf(limits, name), stateOf(after, name, now), { endings, started: 0, now })
    after.set(name, change.state)
  }
  return after
}

export interface AgentMoves {
  before: ReadonlyMap<string, AgentState>
  claimed: readonly TaskDoc[]
  waits: ReadonlyMap<string, Wait>
  /** `before` was not read in this transaction: whoever has moved since makes it run again. */
  unread: boolean
}

/** Answers the counters as they are now, and the events of circuits that moved. */
export async function writeAgents(
  turn: AgentTurn,
  { before, claimed, waits, unread }: AgentMoves,
): Promise<{ after: Map<string, AgentState>; events: NewEvent[] }> {
  const { database, finished, limits, session, now } = turn
  const endings = endingsByAgent(finished)
  const starts = new Map<string, number>()
  for (const task of claimed) starts.set(task.agent, (starts.get(task.agent) ?? 0) + 1)
  const after = new Map(before)
  const events: NewEvent[] = []
  const writes = []
  for (const name of new Set([...endings.keys(), ...starts.keys(), ...waits.keys()])) {
    const old = stateOf(before, name, now)
    const { state, circuitMoved, gaveUp } = applyToAgent(limitsOf(limits, name), old, {
      endings: endings.get(name) ?? [],
      started: starts.get(name) ?? 0,
      now,
    })
    const wait = waits.get(name)
    const moved = endings.has(name) || starts.has(name)
    if (!moved && sameWait(old.wait, wait)) continue
    if (circuitMoved) events.push(circuitEvent(state, circuitMoved))
    if (gaveUp !== undefined) events.push(disabledEvent(name, gaveUp))
    const { _id, wait: _old, ...fields } = state
    after.set(name, wait ? { _id, ...fields, wait } : { _id, ...fields })
    writes.push({
      filter: unread ? unmoved(old) : { _id },
      update: { $set: wait ? { ...fields, wait } : fields, ...(!wait && old.wait && { $unset: { wait: 1 as const } }) },
      upsert: !unread,
    })
  }
  const found = await updateRows(database.collection<AgentState>('agents'), writes, session)
  if (unread && found !== writes.length) throw new RetryTransaction('an agent has moved since it was read')
  return { after, events }
}

/** Matches the counters only as they were. */
function unmoved(state: AgentState): Filter<AgentState> {
  const { disabled, wait, ...counters } = state
  return { ...counters, disabled: disabled ?? null, wait: wait ?? null } as Filter<AgentState>
}

function sameWait(a: Wait | undefined, b: Wait | undefined): boolean {
  return a?.code === b?.code && a?.until?.getTime() === b?.until?.getTime()
}

function circuitEvent({ _id, circuit }: AgentState, moved: AgentState['circuit']['state']): NewEvent {
  const types = { OPEN: 'agent.circuit_opened', HALF_OPEN: 'agent.circuit_half_opened', CLOSED: 'agent.circuit_closed' } as const
  return {
    type: types[moved],
    workspace: sharedWorkspace,
    subject: _id,
    agent: _id,
    payload: { until: circuit.until, outageSince: circuit.outageSince },
  }
}

function disabledEvent(name: string, reason: string): NewEvent {
  const payload = { by: { id: 'capstan', name: 'Capstan' }, reason, drain: true }
  return { type: 'agent.disabled', workspace: sharedWorkspace, subject: name, agent: name, payload }
}

function endingsByAgent(finished: readonly Settlement[]): Map<string, Ending[]> {
  const byAgent = new Map<string, Ending[]>()
  for (const { task, ending } of finished) {
    const endings = byAgent.get(task.agent)
    if (endings) endings.push(ending)
    else byAgent.set(task.agent, [ending])
  }
  return byAgent
}

/** An agent whose file is gone still has counters to release; it may start nothing. */
export function limitsOf(limits: ReadonlyMap<string, AgentLimits>, name: string): AgentLimits {
  const breaker = {
    failureRate: 1,
    minimum: Number.POSITIVE_INFINITY,
    windowMs: 60_000,
    openMs: 30_000,
    disableAfter: Number.POSITIVE_INFINITY,
  }
  return limits.get(name) ?? { name, maxConcurrent: 0, rateLimit: undefined, breaker }
}

export function stateOf(states: ReadonlyMap<string, AgentState>, name: string, now: Date): AgentState {
  return states.get(name) ?? newAgentState(name, now)
}
