// How much work an agent may start now, and what ended work does to its circuit. Pure: the stored counters in, the new counters out.
// Claim, settlement and takeover write the result in the same transaction as the tasks they move, so the counters cannot drift.
import type { BreakerPolicy, RateLimit } from '../agents/config.ts'
import { addStarts, admitByRate, type Starts, startMoment } from './rate-window.ts'

export const waitCodes = [
  'RUN_AT',
  'DEPENDENCY',
  'CONCURRENCY',
  'RATE_LIMIT',
  'NO_AGENT',
  'NO_WORKER',
  'PAUSED',
  'BACKOFF',
  'QUIET_HOURS',
  'REQUEST',
  'BUDGET',
  'CIRCUIT',
  'TURN',
] as const
export type WaitCode = (typeof waitCodes)[number]

export interface Wait {
  code: WaitCode
  detail: string
  since: Date
  until?: Date
}

export type CircuitState = 'CLOSED' | 'OPEN' | 'HALF_OPEN'

export interface Circuit {
  state: CircuitState
  since: Date
  /** OPEN: when a probe may start. */
  until?: Date
  /** How often in a row it has opened without a success between. */
  openings?: number
  /** When the outage began; kept until the circuit has been closed for a while. */
  outageSince?: Date
  /** Runs that ended lately: [second, succeeded, failed]. */
  ended: [number, number, number][]
}

export interface AgentState {
  _id: string
  running: number
  /** Inside the rate window. */
  starts: Starts
  circuit: Circuit
  /** `workspace`: of the person; left out when the engine did it. */
  disabled?: { by: string; workspace?: string; at: Date; reason?: string; drain: boolean }
  /** What its tasks wait for, as the last admission found it. */
  wait?: Wait
  /** There was a budget of some kind when one was last set or removed. */
  budgeted?: true
  /** Another one after every change, whoever makes it; none before the first. */
  version?: number
}

export interface AgentLimits {
  name: string
  maxConcurrent: number
  rateLimit: RateLimit | undefined
  breaker: BreakerPolicy
  /** What a run holds of a budget of tokens or money until it has ended. */
  need?: { tokens: number; costMicros: number }
  /** Set when the agent cannot work at all, e.g. a secret is missing. */
  unavailable?: string | undefined
}

export interface Admission {
  /** How many tasks may start now. */
  slots: number
  /** What the next one would wait for. */
  wait: Wait | undefined
}

/** How a run ended, as far as the circuit cares. */
export type Ending = 'succeeded' | 'failed' | 'neutral'

/** After a circuit closes, work returns over this long instead of all at once. */
const recoveryMs = 10_000
const recoverySteps = 20

export function newAgentState(name: string, now: Date): AgentState {
  return { _id: name, running: 0, starts: [], circuit: { state: 'CLOSED', since: now, ended: [] } }
}

export function admit(limits: AgentLimits, state: AgentState, now: Date): Admission {
  const waitFor = (code: WaitCode, detail: string, until?: Date): Wait => ({
    code,
    detail,
    since: sinceOf(state, code, now),
    ...(until && { until }),
  })
  if (limits.unavailable) return { slots: 0, wait: waitFor('NO_AGENT', limits.unavailable) }
  if (state.disabled) return { slots: 0, wait: waitFor('PAUSED', pausedDetail(limits.name, state.disabled.reason)) }
  const free = limits.maxConcurrent - state.running
  const circuit = admitByCircuit(state, now)
  const rate = admitByRate(limits.rateLimit, state.starts, now)
  const slots = Math.max(0, Math.min(free, circuit, rate))
  if (circuit <= 0 || circuit < Math.min(free, rate))
    return { slots, wait: waitFor('CIRCUIT', ...circuitWait(limits.name, state.circuit, now)) }
  if (rate <= free && limits.rateLimit) {
    const until = startMoment(limits.rateLimit, state.starts, { now })
    return { slots, wait: waitFor('RATE_LIMIT', `${limits.name} started as many tasks as its rate limit allows`, until) }
  }
  const most = limits.maxConcurrent === 1 ? 'one task' : `${limits.maxConcurrent} tasks`
  return { slots, wait: waitFor('CONCURRENCY', `${limits.name} runs ${most} at a time at most`) }
}

function circuitWait(name: string, { state, until }: Circuit, now: Date): [detail: string, until?: Date | undefined] {
  if (state === 'OPEN') return [`the circuit of ${name} is open after too many failures`, until]
  if (state === 'HALF_OPEN') return [`the circuit of ${name} is half open: one task tries whether it works again`]
  return [`the circuit of ${name} has just closed: work returns step by step`, new Date(now.getTime() + recoveryMs / recoverySteps)]
}

function pausedDetail(name: string, reason: string | undefined): string {
  return reason ? `${name} is switched off: ${reason}` : `${name} is switched off`
}

function sinceOf(state: AgentState, code: WaitCode, now: Date): Date {
  return state.wait?.code === code ? state.wait.since : now
}

/** When a probe may start; undefined once it may. */
export function probeAt({ state, until }: Circuit, now: Date): Date | undefined {
  return state === 'OPEN' && until && until > now ? until : undefined
}

function halfOpen({ until: _past, ...circuit }: Circuit, now: Date): Circuit {
  return { ...circuit, state: 'HALF_OPEN', since: now }
}

function admitByCircuit({ circuit, running }: AgentState, now: Date): number {
  if (circuit.state === 'OPEN') return circuit.until && circuit.until <= now ? 1 : 0
  if (circuit.state === 'HALF_OPEN') return running > 0 ? 0 : 1
  if (!circuit.outageSince) return Number.POSITIVE_INFINITY
  const recovered = (now.getTime() - circuit.since.getTime()) / recoveryMs
  return recovered >= 1 ? Number.POSITIVE_INFINITY : Math.max(1, Math.ceil(recovered * recoverySteps) - running)
}

export interface AgentChange {
  state: AgentState
  /** Set when the circuit moved. */
  circuitMoved?: CircuitState
  /** Why the agent was switched off, when its circuit has opened too often in a row. */
  gaveUp?: string
}

/** Applies ended runs, then started ones. */
export function applyToAgent(
  limits: AgentLimits,
  before: AgentState,
  change: { endings: readonly Ending[]; started: number; now: Date },
): AgentChange {
  const { endings, started, now } = change
  const ended = endings.length > 0 ? applyEndings(limits.breaker, before.circuit, { endings, now }) : before.circuit
  const disabled = before.disabled ?? giveUp(limits.breaker, { before: before.circuit, after: ended, now })
  const circuit = started > 0 && ended.state === 'OPEN' ? halfOpen(ended, now) : ended
  const state: AgentState = {
    ...before,
    running: before.running - endings.length + started,
    starts: started > 0 && limits.rateLimit ? addStarts(limits.rateLimit, before.starts, { started, now }) : before.starts,
    circuit,
    ...(disabled && { disabled }),
  }
  const moved = circuit.state === before.circuit.state ? {} : { circuitMoved: circuit.state }
  return { state, ...moved, ...(disabled && !before.disabled && { gaveUp: disabled.reason }) }
}

/** Switched off like by a person, and switched on again by one. */
function giveUp(
  { disableAfter }: BreakerPolicy,
  { before, after, now }: { before: Circuit; after: Circuit; now: Date },
): (NonNullable<AgentState['disabled']> & { reason: string }) | undefined {
  const openings = after.openings ?? 0
  if (after.state !== 'OPEN' || openings <= (before.openings ?? 0) || openings < disableAfter) return undefined
  return { by: 'Capstan', at: now, reason: `its circuit opened ${openings} times in a row`, drain: true }
}

function applyEndings(policy: BreakerPolicy, circuit: Circuit, { endings, now }: { endings: readonly Ending[]; now: Date }): Circuit {
  const succeeded = endings.filter((ending) => ending === 'succeeded').length
  const failed = endings.filter((ending) => ending === 'failed').length
  if (circuit.state === 'HALF_OPEN') return settleProbe(policy, circuit, { succeeded, failed, now })
  if (circuit.state === 'OPEN' || succeeded + failed === 0) return circuit
  const ended = addEnded(policy, circuit.ended, { succeeded, failed, now })
  const total = ended.reduce((sum, [, ok, bad]) => sum + ok + bad, 0)
  const bad = ended.reduce((sum, [, , count]) => sum + count, 0)
  if (failed > 0 && total >= policy.minimum && bad / total >= policy.failureRate) {
    return {
      state: 'OPEN',
      since: now,
      until: new Date(now.getTime() + policy.openMs),
      openings: (circuit.openings ?? 0) + 1,
      outageSince: circuit.outageSince ?? firstFailure(ended, now),
      ended: [],
    }
  }
  const healed = circuit.outageSince && now.getTime() - circuit.since.getTime() > recoveryMs
  const { outageSince, ...rest } = circuit
  return { ...rest, ...(outageSince && !healed && { outageSince }), ended }
}

function settleProbe(
  policy: BreakerPolicy,
  circuit: Circuit,
  { succeeded, failed, now }: { succeeded: number; failed: number; now: Date },
): Circuit {
  const outage = circuit.outageSince && { outageSince: circuit.outageSince }
  const openings = circuit.openings ?? 1
  if (failed > 0) {
    return { state: 'OPEN', since: now, until: new Date(now.getTime() + policy.openMs), openings: openings + 1, ...outage, ended: [] }
  }
  if (succeeded > 0) return { state: 'CLOSED', since: now, ...outage, ended: [] }
  // The probe was cancelled or interrupted: it proved nothing, another may start at once.
  return { state: 'OPEN', since: now, until: now, openings, ...outage, ended: [] }
}

function addEnded(
  policy: BreakerPolicy,
  ended: Circuit['ended'],
  { succeeded, failed, now }: { succeeded: number; failed: number; now: Date },
): Circuit['ended'] {
  const width = Math.max(1, Math.ceil(policy.windowMs / 1000 / 30))
  const second = Math.floor(now.getTime() / 1000 / width) * width
  const kept = ended.filter(([at]) => at > now.getTime() / 1000 - policy.windowMs / 1000)
  const last = kept.at(-1)
  if (last && last[0] === second) return [...kept.slice(0, -1), [second, last[1] + succeeded, last[2] + failed]]
  return [...kept, [second, succeeded, failed]]
}

function firstFailure(ended: Circuit['ended'], now: Date): Date {
  const first = ended.find(([, , failed]) => failed > 0)
  return first ? new Date(first[0] * 1000) : now
}
