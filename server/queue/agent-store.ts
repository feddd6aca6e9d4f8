// Reads and writes the agents' counters inside a cycle's transaction: what ended gives back, what starts takes, and who took it.
import type { ClientSession } from 'mongodb'
import { type NewEvent, sharedWorkspace } from '../events/event-log.ts'
import { type Database, RetryTransaction, type RowUpdate, updateRows } from '../mongo.ts'
import { type AgentLimits, type AgentState, applyToAgent, type Ending, newAgentState, type Wait } from './agent-state.ts'
import type { TaskDoc } from './task.ts'
import type { ClaimDoc } from './task-claims.ts'
import { allUncounted, endingsByAgent, type UncountedEnds } from './uncounted-ends.ts'

export interface AgentTurn {
  database: Database
  limits: ReadonlyMap<string, AgentLimits>
  /** By agent. */
  endings: ReadonlyMap<string, readonly Ending[]>
  want: number
  session: ClientSession
  now: Date
}

/** Whose counters a turn may move. */
export function agentsOf({ limits, endings, want }: Pick<AgentTurn, 'limits' | 'endings' | 'want'>): string[] {
  const names = new Set(endings.keys())
  if (want > 0) for (const name of limits.keys()) names.add(name)
  return [...names]
}

/** Agent counters as they will be once what ended is counted; the basis for what may come in. */
export function release(
  { endings: ended, limits, now }: Pick<AgentTurn, 'endings' | 'limits' | 'now'>,
  states: ReadonlyMap<string, AgentState>,
): Map<string, AgentState> {
  const after = new Map(states)
  for (const [name, endings] of ended) {
    const change = applyToAgent(limitsOf(limits, name), stateOf(after, name, now), { endings, started: 0, now })
    after.set(name, change.state)
  }
  return after
}

/** As they are, for people: what has ended does not run, whether it has been counted or not. */
export async function agentsNow(database: Database, names: readonly string[]): Promise<AgentState[]> {
  const rows = await database
    .collection<AgentState>('agents')
    .aggregate<AgentState | UncountedEnds>([{ $match: { _id: { $in: [...names] } } }, allUncounted])
    .toArray()
  const uncounted = rows.filter((row) => 'worker' in row)
  const ended = endingsByAgent([], uncounted)
  const states = rows.filter((row) => 'circuit' in row)
  // Both are read one after the other: a turn may come in between.
  return states.map((state) => ({ ...state, running: Math.max(0, state.running - (ended.get(state._id)?.length ?? 0)) }))
}

export interface AgentMoves {
  before: ReadonlyMap<string, AgentState>
  claimed: readonly TaskDoc[]
  /** The row of what was claimed, if anything was. */
  claim: ClaimDoc | undefined
  waits: ReadonlyMap<string, Wait>
  /** `before` was not read in this transaction: whoever has moved since makes it run again. */
  unread: boolean
}

/** Answers the counters as they are now, and the events of circuits that moved. */
export async function writeAgents(
  turn: AgentTurn,
  { before, claimed, claim, waits, unread }: AgentMoves,
): Promise<{ after: Map<string, AgentState>; events: NewEvent[] }> {
  const { database, endings, limits, session, now } = turn
  const starts = new Map<string, number>()
  for (const task of claimed) starts.set(task.agent, (starts.get(task.agent) ?? 0) + 1)
  const after = new Map(before)
  const events: NewEvent[] = []
  const writes: RowUpdate[] = []
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
    const { _id, wait: _old, ...kept } = state
    const fields = { ...kept, version: (old.version ?? 0) + 1 }
    after.set(name, wait ? { _id, ...fields, wait } : { _id, ...fields })
    writes.push({
      filter: unread ? { _id, version: old.version ?? null } : { _id },
      update: { $set: wait ? { ...fields, wait } : fields, ...(!wait && old.wait && { $unset: { wait: 1 as const } }) },
      upsert: !unread,
    })
  }
  const rows = claim ? [...writes, rowOf(claim)] : writes
  const found = await updateRows(database, { collection: 'agents', rows }, session)
  if (unread && found !== writes.length) throw new RetryTransaction('an agent has moved since it was read')
  return { after, events }
}

function rowOf({ _id, ...claim }: ClaimDoc): RowUpdate {
  return { filter: { _id }, update: { $set: claim }, upsert: true }
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
