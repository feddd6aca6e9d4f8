// One turn of the engine: the finished batch goes out and the next batch comes in, with counters and events, in ONE transaction; in two
// at once where the ends make no difference to what may start.
// What is read is the transaction's own snapshot, or is checked against it; whatever moves meanwhile makes it conflict, and it runs again.
import type { ClientSession } from 'mongodb'
import { appendEvents, type NewEvent } from '../events/event-log.ts'
import { type Ahead, type Database, RetryTransaction } from '../mongo.ts'
import { type AgentLimits, type AgentState, admit, type Ending, type Wait } from './agent-state.ts'
import { agentsOf, release, stateOf, writeAgents } from './agent-store.ts'
import { openBook } from './budget-book.ts'
import { type Choosing, chooseTasks } from './choose-tasks.ts'
import type { KnownAgents } from './known-agents.ts'
import type { Settlement } from './settlement.ts'
import type { TaskDoc } from './task.ts'
import { newClaim, writeClaimed } from './task-claims.ts'
import { writeEnds } from './task-ends.ts'
import { type Facts, presumeFacts, readFacts } from './turn-facts.ts'
import { endingsByAgent, findUncounted, leaveUncounted, removeCounted, type UncountedEnds } from './uncounted-ends.ts'

export interface CycleInput {
  database: Database
  /** Agents this process may start work for, with their limits now. */
  limits: ReadonlyMap<string, AgentLimits>
  finished: readonly Settlement[]
  /** How many tasks can start now. */
  want: number
  /** How many more could, by the time they are to begin; taken only where the ends make no difference to what may start. */
  soon?: number
  worker: string
  /** Whether there are budgets at all: without any, nothing is read for them. */
  budgeted?: boolean
  /** Whether more tasks wait than can start, as far as the worker knows. */
  backlog?: boolean | undefined
  /** May be claimed although it is not stored yet: it is stored in the same transaction, as the claim left it. */
  newcomers?: readonly TaskDoc[]
  /** The agents as this process knows them: then nothing is read first. When that does not hold, the transaction runs again and reads. */
  known?: KnownAgents | undefined
  /** Ends of this worker that its agents have not been told of yet: this turn counts them. */
  uncounted?: readonly UncountedEnds[] | undefined
}

export interface CycleResult {
  claimed: TaskDoc[]
  /** The agents as they are now. */
  states: ReadonlyMap<string, AgentState>
  /** Finished tasks whose claim had been taken away: nothing was written for them. */
  fenced: Set<string>
  /** As many came in as could start, so more may wait; undefined when none could. */
  foundAll: boolean | undefined
  /** Agents that could start nothing more. */
  waiting: ReadonlySet<string>
  /** Earliest moment at which an agent that has to wait may start again. */
  wakeAt: Date | undefined
  /** For the next turn to count. */
  uncounted: readonly UncountedEnds[]
}

/** What a turn comes to, for whoever writes the events and commits. */
export interface Turned {
  result: CycleResult
  events: NewEvent[]
  /** Nothing may be committed before this has resolved. */
  borneOut?: Promise<void>
}

interface Turn extends Omit<CycleInput, 'newcomers' | 'known' | 'uncounted'>, Choosing {
  /** What the agents hear of, by agent. */
  endings: ReadonlyMap<string, readonly Ending[]>
}

export async function runCycle(input: CycleInput): Promise<CycleResult> {
  return input.database.transaction(cycleOf(input))
}

/** With a backlog it does not wait until what it did is durable: nothing that was claimed may start before. */
export async function runCycleAhead(input: CycleInput): Promise<Ahead<CycleResult>> {
  if (!input.backlog) return { value: await runCycle(input), durable: Promise.resolve() }
  const eager = { ...input, want: input.want + (input.soon ?? 0) }
  const unhindered = [eager, input].find(hasRoomAnyway)
  if (unhindered && input.finished.length >= worthApart) return runApart(unhindered)
  return input.database.transactionAhead(cycleOf(unhindered ?? input))
}

/** What has ended goes out while the next comes in: neither waits for the other. The next turn counts the ends. */
async function runApart(input: CycleInput): Promise<Ahead<CycleResult>> {
  const { database } = input
  const ends = database.transactionAhead(endsOf(input))
  const starts = database.transactionAhead(cycleOf({ ...input, finished: [] }))
  const durable = both(
    ends.then((ahead) => ahead.durable),
    starts.then((ahead) => ahead.durable),
  ).then(() => undefined)
  // Heard of by whoever waits for it.
  durable.catch(() => undefined)
  try {
    const [ended, started] = await both(ends, starts)
    return { value: { ...started.value, ...ended.value }, durable }
  } catch (error) {
    // Whoever looks for what one of them has written finds it then.
    await durable.catch(() => undefined)
    throw error
  }
}

/** Two transactions cost more than one: fewer ends than this are not worth it. */
const worthApart = 20

/** Whether the ends make no difference to what may start: successes of agents that have room without them, outside every budget. */
function hasRoomAnyway(input: CycleInput): boolean {
  const { database, finished, uncounted = [], known, want } = input
  if (want <= 0 || concernsBudgets(input)) return false
  if (finished.some(({ ending }) => ending !== 'succeeded')) return false
  const before = { ...input, endings: endingsByAgent([], uncounted), now: database.now() }
  const states = known?.all(agentsOf(before))
  const slots = states && slotsOf(before, states)
  return slots !== undefined && finished.every(({ task }) => (slots.get(task.agent) ?? 0) >= want)
}

function endsOf({
  database,
  worker,
  finished,
}: CycleInput): (session: ClientSession) => Promise<Pick<CycleResult, 'fenced' | 'uncounted'>> {
  const fenced = new Set<string>()
  return async (session) => {
    const ended = finished.filter(({ task }) => !fenced.has(task._id))
    if (ended.length === 0) return { fenced, uncounted: [] }
    const events = await writeEnds({ database, tasks: database.collection('tasks'), session }, { finished: ended, fenced })
    const uncounted = await leaveUncounted(database, { worker, finished: ended, session })
    await appendEvents(database, events, session)
    return { fenced, uncounted: [uncounted] }
  }
}

function cycleOf(input: CycleInput): (session: ClientSession) => Promise<CycleResult> {
  const fenced = new Set<string>()
  let tries = 0
  return async (session) => {
    const isFirst = tries++ === 0
    if (!isFirst) input.known?.doubt()
    const uncounted = isFirst ? input.uncounted : await findUncounted(input.database, input.worker, session)
    const { result, events } = await turnWithin(session, { ...input, uncounted, backlog: isFirst && input.backlog }, fenced)
    await appendEvents(input.database, events, session)
    return result
  }
}

/** Claims in the transaction of somebody who stores the newcomers and the events. */
export function claimWithin(session: ClientSession, input: Omit<CycleInput, 'finished'>): Promise<Turned> {
  return turnWithin(session, { ...input, finished: [] }, new Set())
}

async function turnWithin(session: ClientSession, input: CycleInput, fenced: Set<string>): Promise<Turned> {
  const { database, uncounted = [] } = input
  const tasks = database.collection<TaskDoc>('tasks')
  const finished = input.finished.filter(({ task }) => !fenced.has(task._id))
  const endings = endingsByAgent(finished, uncounted)
  const now = database.now()
  const newcomers = new Map(input.newcomers?.filter(({ ready }) => ready).map((task) => [task._id, { ...task }]))
  const asked = { ...input, finished, endings, now }
  const { states, waiting, presumed, ...facts } = await learnFacts(asked, { session, bringsSome: newcomers.size > 0 })
  const budgets = openBook(facts.budgets, now)
  const alone = waiting === false
  const lookBeside = input.backlog === true && finished.length > 0
  const turn: Turn = { ...asked, session, tasks, budgets, newcomers, alone, lookBeside }
  budgets.settle(finished)
  const choose = () => chooseTasks(turn, release(turn, states))
  const end = () => writeEnds(turn, { finished, fenced })
  const [{ claimed, waits }, ends] = lookBeside ? await both(choose(), end()) : [await choose(), await end()]
  if (presumed && claimed.length < newcomers.size) throw new RetryTransaction('some would have to wait: look whether that is so')
  const claim = claimed.length > 0 ? newClaim(claimed, turn) : undefined
  const agents = await writeAgents(turn, { before: states, claimed, claim, waits, unread: presumed })
  await removeCounted(database, uncounted, session)
  const events = [
    ...agents.events,
    ...ends,
    ...(claim ? await writeClaimed(turn, claim, claimed) : []),
    ...(await budgets.write(database, session)),
  ]
  const wakeAt = earliest([...waits.values()], budgets.opensAt(), now)
  const foundAll = turn.want > 0 ? claimed.length === turn.want : undefined
  const result = { claimed, foundAll, states: agents.after, fenced, waiting: new Set(waits.keys()), wakeAt, uncounted: [] }
  return { result, events, ...(facts.borneOut && { borneOut: facts.borneOut }) }
}

type Knowing = Pick<Turn, 'endings' | 'now'> & CycleInput

async function learnFacts(input: Knowing, { session, bringsSome }: { session: ClientSession; bringsSome: boolean }): Promise<Facts> {
  const { database, limits } = input
  // Whoever brings newcomers mostly finds nobody before them.
  const waiting = bringsSome ? [...limits.keys()] : undefined
  const agents = agentsOf(input)
  const budgets = concernsBudgets(input)
  const states = waiting || !budgets ? input.known?.all(agents) : undefined
  return states && allMayStart(input, states) && !(waiting && mayBeBudgeted(states))
    ? presumeFacts(database, { states, waiting })
    : readFacts(database, { agents, budgets, waiting }, session)
}

/** That an agent has to wait is never presumed: nothing would be written that shows whether it still has to. */
function allMayStart(input: Knowing, states: ReadonlyMap<string, AgentState>): boolean {
  return input.want <= 0 || [...slotsOf(input, states).values()].every((slots) => slots > 0)
}

/** A budget set a moment ago, of which this process has not heard. */
function mayBeBudgeted(states: ReadonlyMap<string, AgentState>): boolean {
  return [...states.values()].some(({ budgeted }) => budgeted !== undefined)
}

/** How many tasks each agent may start once what ended is counted. */
function slotsOf(input: Knowing, states: ReadonlyMap<string, AgentState>): Map<string, number> {
  const { limits, now } = input
  const free = release(input, states)
  return new Map([...limits.values()].map((each) => [each.name, admit(each, stateOf(free, each.name, now), now).slots]))
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

function earliest(waits: readonly Wait[], budgetsOpenAt: Date | undefined, now: Date): Date | undefined {
  const moments = [...waits.map(({ until }) => until), budgetsOpenAt].filter((moment) => moment !== undefined && moment > now) as Date[]
  return moments.sort((a, b) => a.getTime() - b.getTime())[0]
}
