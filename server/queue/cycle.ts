// One turn of the engine: the finished batch goes out and the next batch comes in, with counters and events, in ONE transaction.
// What is read is the transaction's own snapshot, or is checked against it; whatever moves meanwhile makes it conflict, and it runs again.
import type { ClientSession, Collection } from 'mongodb'
import { appendEvents, type NewEvent } from '../events/event-log.ts'
import { type Ahead, type Database, RetryTransaction } from '../mongo.ts'
import { type AgentLimits, type AgentState, admit, applyToAgent, type Wait } from './agent-state.ts'
import { agentsOf, limitsOf, release, stateOf, writeAgents } from './agent-store.ts'
import { type BudgetBook, type Need, openBook } from './budget-book.ts'
import { insertDeadLetters } from './dead-letter-store.ts'
import { insertDeliveries } from './deliveries.ts'
import type { KnownAgents } from './known-agents.ts'
import { byOrder, findReady } from './ready-tasks.ts'
import type { Settlement } from './settlement.ts'
import type { TaskDoc } from './task.ts'
import { writeClaims } from './task-claims.ts'
import { insertTimers } from './timers.ts'
import { type Facts, presumeFacts, readFacts } from './turn-facts.ts'

export interface CycleInput {
  database: Database
  /** Agents this process may start work for, with their limits now. */
  limits: ReadonlyMap<string, AgentLimits>
  finished: readonly Settlement[]
  /** How many tasks can start now. */
  want: number
  worker: string
  /** Whether there are budgets at all: without any, nothing is read for them. */
  budgeted?: boolean
  /** Whether more tasks wait than can start, as far as the worker knows. */
  backlog?: boolean | undefined
  /** May be claimed although it is not stored yet: it is stored in the same transaction, as the claim left it. */
  newcomers?: readonly TaskDoc[]
  /** The agents as this process knows them: then nothing is read first. When that does not hold, the transaction runs again and reads. */
  known?: KnownAgents | undefined
}

export interface CycleResult {
  claimed: TaskDoc[]
  /** The agents as they are now. */
  states: ReadonlyMap<string, AgentState>
  /** Finished tasks whose claim had been taken away: nothing was written for them. */
  fenced: Set<string>
  /** Agents that could start nothing more. */
  waiting: ReadonlySet<string>
  /** Earliest moment at which an agent that has to wait may start again. */
  wakeAt: Date | undefined
}

/** What a turn comes to, for whoever writes the events and commits. */
export interface Turned {
  result: CycleResult
  events: NewEvent[]
  /** Nothing may be committed before this has resolved. */
  borneOut?: Promise<void>
}

interface Turn extends Omit<CycleInput, 'newcomers' | 'known'> {
  /** Look for tasks beside the transaction, while it writes what has ended: with a backlog, whatever comes in between stands behind them.
   *  If something was found that the transaction does not see, it runs again, and then looks for itself. */
  lookBeside: boolean
  newcomers: ReadonlyMap<string, TaskDoc>
  /** Who was claimed or refused: newcomers are not asked for twice. */
  decided: Set<string>
  /** Nobody but newcomers can be claimed. */
  alone: boolean
  session: ClientSession
  tasks: Collection<TaskDoc>
  now: Date
  budgets: BudgetBook
}

export async function runCycle(input: CycleInput): Promise<CycleResult> {
  return input.database.transaction(cycleOf(input))
}

/** With a backlog it does not wait until what it did is durable: nothing that was claimed may start before. */
export async function runCycleAhead(input: CycleInput): Promise<Ahead<CycleResult>> {
  if (input.backlog) return input.database.transactionAhead(cycleOf(input))
  return { value: await runCycle(input), durable: Promise.resolve() }
}

function cycleOf(input: CycleInput): (session: ClientSession) => Promise<CycleResult> {
  const fenced = new Set<string>()
  let tries = 0
  return async (session) => {
    const isFirst = tries++ === 0
    if (!isFirst) input.known?.doubt()
    const { result, events } = await turnWithin(session, { ...input, backlog: isFirst && input.backlog }, fenced)
    await appendEvents(input.database, events, session)
    return result
  }
}

/** Claims in the transaction of somebody who stores the newcomers and the events. */
export function claimWithin(session: ClientSession, input: Omit<CycleInput, 'finished'>): Promise<Turned> {
  return turnWithin(session, { ...input, finished: [] }, new Set())
}

async function turnWithin(session: ClientSession, input: CycleInput, fenced: Set<string>): Promise<Turned> {
  const tasks = input.database.collection<TaskDoc>('tasks')
  const finished = input.finished.filter(({ task }) => !fenced.has(task._id))
  const now = input.database.now()
  const newcomers = new Map(input.newcomers?.filter(({ ready }) => ready).map((task) => [task._id, { ...task }]))
  const { states, waiting, presumed, ...facts } = await learnFacts({ ...input, finished, now }, { session, bringsSome: newcomers.size > 0 })
  const budgets = openBook(facts.budgets, now)
  const alone = waiting === false
  const lookBeside = input.backlog === true && finished.length > 0
  const turn: Turn = { ...input, finished, session, tasks, now, budgets, newcomers, alone, lookBeside, decided: new Set() }
  budgets.settle(finished)
  const choose = () => chooseTasks(turn, release(turn, states))
  const end = () => writeFinished(turn, fenced)
  const [{ claimed, waits }, ends] = lookBeside ? await both(choose(), end()) : [await choose(), await end()]
  if (presumed && claimed.length < newcomers.size) throw new RetryTransaction('some would have to wait: look whether that is so')
  const agents = await writeAgents(turn, { before: states, claimed, waits, unread: presumed })
  const events = [...agents.events, ...ends, ...(await writeClaims(turn, claimed)), ...(await budgets.write(input.database, session))]
  const wakeAt = earliest([...waits.values()], budgets.opensAt(), now)
  const result = { claimed, states: agents.after, fenced, waiting: new Set(waits.keys()), wakeAt }
  return { result, events, ...(facts.borneOut && { borneOut: facts.borneOut }) }
}

type Knowing = CycleInput & { now: Date }

async function learnFacts(input: Knowing, { session, bringsSome }: { session: ClientSession; bringsSome: boolean }): Promise<Facts> {
  const { database, limits } = input
  // Whoever brings newcomers mostly finds nobody before them.
  const waiting = bringsSome ? [...limits.keys()] : undefined
  const agents = agentsOf(input)
  const budgets = concernsBudgets(input)
  const states = waiting || !budgets ? input.known?.all(agents) : undefined
  return states && allMayStart(input, states)
    ? presumeFacts(database, { states, waiting })
    : readFacts(database, { agents, budgets, waiting }, session)
}

/** That an agent has to wait is never presumed: nothing would be written that shows whether it still has to. */
function allMayStart(input: Knowing, states: ReadonlyMap<string, AgentState>): boolean {
  const { limits, want, now } = input
  const free = release(input, states)
  return want <= 0 || [...limits.values()].every((each) => admit(each, stateOf(free, each.name, now), now).slots > 0)
}

/** Waits for both also when one fails: a transaction is not given up while a statement of it is under way. */
async function both<A, B>(first: Promise<A>, second: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([first, second])
  return Promise.all([first, second])
}

/** A run that began under a budget gives back what it holds even if this process has not heard of budgets yet. */
function concernsBudgets({ budgeted, finished }: CycleInput): boolean {
  return budgeted === true || finished.some(({ task }) => task.reserved)
}

interface Choice {
  claimed: TaskDoc[]
  waits: Map<string, Wait>
}

/** Strict order over the admissible agents only: whoever is saturated is left out before sorting. */
async function chooseTasks(turn: Turn, states: ReadonlyMap<string, AgentState>): Promise<Choice> {
  const claimed: TaskDoc[] = []
  const waits = new Map<string, Wait>()
  const slots = new Map<string, number>()
  if (turn.want <= 0) return { claimed, waits }
  for (const [name, limits] of turn.limits) {
    const admission = admit(limits, stateOf(states, name, turn.now), turn.now)
    if (admission.wait && admission.slots === 0) waits.set(name, admission.wait)
    if (admission.slots > 0) slots.set(name, admission.slots)
  }
  while (claimed.length < turn.want && slots.size > 0) {
    const missing = turn.want - claimed.length
    const found = await nextInLine(turn, [...slots.keys()], { limit: missing, skip: claimed })
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

function needOf({ limits }: Turn, { agent }: TaskDoc): Need {
  return limits.get(agent)?.need ?? nothing
}

const nothing: Need = { tokens: 0, costMicros: 0 }

function exhaust(
  { limits, now }: Turn,
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
  turn: Turn,
  agents: readonly string[],
  { limit, skip }: { limit: number; skip: readonly TaskDoc[] },
): Promise<TaskDoc[]> {
  const { alone, budgets, newcomers, decided, lookBeside } = turn
  const reader = lookBeside ? { tasks: turn.tasks } : turn
  const waiting = alone ? [] : await findReady(reader, { agents, limit, skip, closed: budgets.closed() })
  const invited = [...newcomers.values()].filter(({ _id, agent }) => agents.includes(agent) && !decided.has(_id))
  if (invited.length === 0) return waiting
  const first = [...waiting, ...invited].sort(byOrder).slice(0, limit)
  for (const { _id } of first) decided.add(_id)
  return first
}

/** One statement for the whole batch: every task picks its own patch from a list by the place of its id. */
async function writeFinished({ database, tasks, finished, session }: Turn, fenced: Set<string>): Promise<NewEvent[]> {
  if (finished.length === 0) return []
  const ids = finished.map(({ task }) => task._id)
  const claims = [...new Set(finished.map(({ task }) => task.claim as string))]
  const held = { _id: { $in: ids }, claim: { $in: claims }, status: 'RUNNING' as const }
  const patches = finished.map(({ patch }) => patch)
  const { matchedCount } = await tasks.updateMany(
    held,
    [
      { $unset: ['claim', 'worker', 'error', 'dueAt', 'dueReason', 'backoffUntil', 'reserved', 'refusedBy'] },
      {
        $replaceWith: {
          $mergeObjects: ['$$ROOT', { $arrayElemAt: [{ $literal: patches }, { $indexOfArray: [{ $literal: ids }, '$_id'] }] }],
        },
      },
    ],
    { session },
  )
  if (matchedCount !== finished.length) {
    // Read outside the transaction: what is committed now. A row that no longer carries our claim is lost to us.
    const ours = new Set((await tasks.find(held, { projection: { _id: 1 } }).toArray()).map(({ _id }) => _id))
    for (const id of ids) if (!ours.has(id)) fenced.add(id)
    throw new RetryTransaction('some claims were taken away')
  }
  await insertTimers(database, finished, session)
  await leaveQueue({ tasks, session }, finished)
  await insertDeliveries(database, finished, session)
  const letters = await insertDeadLetters(database, finished, session)
  return [...finished.map(({ event }) => event), ...letters]
}

/** What pauses before its next try may not be claimed. */
async function leaveQueue({ tasks, session }: Pick<Turn, 'tasks' | 'session'>, finished: readonly Settlement[]): Promise<void> {
  const ids = finished.filter(({ patch }) => patch.status === 'RETRYING').map(({ task }) => task._id)
  if (ids.length > 0) await tasks.updateMany({ _id: { $in: ids } }, { $unset: { ready: 1 } }, { session })
}

function earliest(waits: readonly Wait[], budgetsOpenAt: Date | undefined, now: Date): Date | undefined {
  const moments = [...waits.map(({ until }) => until), budgetsOpenAt].filter((moment) => moment !== undefined && moment > now) as Date[]
  return moments.sort((a, b) => a.getTime() - b.getTime())[0]
}
