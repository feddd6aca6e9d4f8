// Who comes in next: strict order over the admissible agents only, and of these no more than they have room for.
import type { ClientSession, Collection } from 'mongodb'
import { type AgentLimits, type AgentState, admit, applyToAgent, type Wait } from './agent-state.ts'
import { limitsOf, stateOf } from './agent-store.ts'
import type { BudgetBook, Need } from './budget-book.ts'
import { byOrder, findReady } from './ready-tasks.ts'
import type { TaskDoc } from './task.ts'

export interface Choosing {
  tasks: Collection<TaskDoc>
  session: ClientSession
  limits: ReadonlyMap<string, AgentLimits>
  want: number
  now: Date
  budgets: BudgetBook
  /** May be claimed although they are not stored yet. */
  newcomers: ReadonlyMap<string, TaskDoc>
  /** Nobody but newcomers can be claimed. */
  alone: boolean
  /** Look for tasks beside the transaction, while it writes what has ended: with a backlog, whatever comes in between stands behind them.
   *  If something was found that the transaction does not see, it runs again, and then looks for itself. */
  lookBeside: boolean
}

export interface Choice {
  claimed: TaskDoc[]
  waits: Map<string, Wait>
}

/** Whoever is saturated is left out before sorting. */
export async function chooseTasks(turn: Choosing, states: ReadonlyMap<string, AgentState>): Promise<Choice> {
  const claimed: TaskDoc[] = []
  const waits = new Map<string, Wait>()
  const slots = new Map<string, number>()
  // Newcomers are not asked for twice.
  const decided = new Set<string>()
  if (turn.want <= 0) return { claimed, waits }
  for (const [name, limits] of turn.limits) {
    const admission = admit(limits, stateOf(states, name, turn.now), turn.now)
    if (admission.wait && admission.slots === 0) waits.set(name, admission.wait)
    if (admission.slots > 0) slots.set(name, admission.slots)
  }
  while (claimed.length < turn.want && slots.size > 0) {
    const missing = turn.want - claimed.length
    const found = await nextInLine(turn, [...slots.keys()], { limit: missing, skip: claimed, decided })
    for (const task of found) {
      const free = slots.get(task.agent)
      if (free === undefined || !turn.budgets.admit(task, needOf(turn, task))) continue
      claimed.push(task)
      if (free > 1) slots.set(task.agent, free - 1)
      else exhaust(turn, { name: task.agent, states, slots, waits, started: claimed })
    }
    if (found.length < missing) break
  }
  return { claimed, waits }
}

function needOf({ limits }: Choosing, { agent }: TaskDoc): Need {
  return limits.get(agent)?.need ?? nothing
}

const nothing: Need = { tokens: 0, costMicros: 0 }

function exhaust(
  { limits, now }: Choosing,
  {
    name,
    states,
    slots,
    waits,
    started,
  }: {
    name: string
    states: ReadonlyMap<string, AgentState>
    slots: Map<string, number>
    waits: Map<string, Wait>
    started: readonly TaskDoc[]
  },
): void {
  slots.delete(name)
  const count = started.filter((task) => task.agent === name).length
  const change = applyToAgent(limitsOf(limits, name), stateOf(states, name, now), { endings: [], started: count, now })
  const { wait } = admit(limitsOf(limits, name), change.state, now)
  if (wait) waits.set(name, wait)
}

/** Those that wait and newcomers, in one line. */
async function nextInLine(
  turn: Choosing,
  agents: readonly string[],
  { limit, skip, decided }: { limit: number; skip: readonly TaskDoc[]; decided: Set<string> },
): Promise<TaskDoc[]> {
  const { alone, budgets, newcomers, lookBeside } = turn
  const reader = lookBeside ? { tasks: turn.tasks } : turn
  const waiting = alone ? [] : await findReady(reader, { agents, limit, skip, closed: budgets.closed() })
  const invited = [...newcomers.values()].filter(({ _id, agent }) => agents.includes(agent) && !decided.has(_id))
  if (invited.length === 0) return waiting
  const first = [...waiting, ...invited].sort(byOrder).slice(0, limit)
  for (const { _id } of first) decided.add(_id)
  return first
}
