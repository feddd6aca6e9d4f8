// One move of one or many runs: reads what happened outside, lets the rules decide, and stores new states, tasks, requests, runs and events
// in ONE transaction, conditional on every run's revision. Whoever makes the same move at the same time writes nothing.
import type { Json } from '../agents/adapter.ts'
import { type Actor, appendEvents, type NewEvent } from '../events/event-log.ts'
import { type Database, RetryTransaction, type Session } from '../mongo.ts'
import { insertAnnouncements } from '../queue/deliveries.ts'
import type { Enqueue } from '../queue/enqueue.ts'
import { cancelRequests, insertRequests } from '../queue/request-doc.ts'
import { isFinal, type Person, type TaskDoc } from '../queue/task.ts'
import { moveTimer } from '../queue/timers.ts'
import { stopTask } from '../tasks/cancel.ts'
import { submittedEvent } from '../tasks/new-task.ts'
import { endingsOf, endText } from './announce-end.ts'
import { makeWork, preparers, type Work, type WorkDeps } from './make-work.ts'
import { moveOn } from './next-steps.ts'
import { openRun, toPatch } from './open-run.ts'
import { type Outside, readOutside, readTasks } from './outside-store.ts'
import type { Plan } from './plan.ts'
import { isRunFinal, type RunDoc } from './run.ts'
import { resultOf } from './run-result.ts'
import type { RunState } from './run-state.ts'
import { definitionsOf, insertRuns, openRuns, type RunPatch, writeRuns } from './run-store.ts'
import { signalsOf } from './signals.ts'
import type { Template } from './template.ts'
import type { Templates } from './template-store.ts'
import { NeedsOutputs } from './values.ts'

export interface MoveDeps extends WorkDeps {
  database: Database
  enqueue: Enqueue
  templates: Templates
  keepMs: (agent: string) => number
}

/** What a person did to a run, told with the move it makes. */
export interface Order {
  change: (state: RunState) => void
  event: Pick<NewEvent, 'type' | 'payload' | 'requestId' | 'reason'> & { actor?: Actor }
  by: Person
  /** Why the run was stopped or held; null forgets an earlier reason. */
  reason?: string | null | undefined
}

export interface Moved {
  run: RunDoc
  patch: RunPatch
  work: Work
}

/** Those of the runs that moved. Throws RunMoved when another process moved one of them meanwhile. */
export async function moveRuns(deps: MoveDeps, ids: readonly string[]): Promise<Moved[]> {
  const runs = await openRuns(deps.database, ids)
  if (runs.length === 0) return []
  const moves = await workOut(deps, runs)
  await store(deps, moves)
  return moves
}

/** A person's order, and everything that follows from it. */
export async function orderRun(deps: MoveDeps, run: RunDoc, order: Order): Promise<Moved> {
  const [move] = await workOut(deps, [run], order)
  if (!move) throw new Error('an order always moves the run')
  await store(deps, [move], order)
  return move
}

/** The first move of a new run, together with storing it. */
export async function workOutFirst(deps: MoveDeps, run: RunDoc, plan: Plan): Promise<Moved> {
  const outside = emptyOutside()
  const state = await decide(deps, { run, plan, outside, signals: false })
  const work = await makeWork(deps, run, state)
  return { run, patch: toPatch(deps.vault, run, state), work }
}

function emptyOutside(): Outside {
  return { tasks: new Map(), requests: new Map(), runs: new Map(), events: new Map(), results: new Map() }
}

async function workOut(deps: MoveDeps, runs: readonly RunDoc[], order?: Order): Promise<Moved[]> {
  const [outside, plans] = await Promise.all([readOutside(deps.database, runs), plansOf(deps, runs)])
  const moves: Moved[] = []
  for (const given of runs) {
    const plan = plans.get(given._id)
    if (!plan) continue
    const run = withReason(given, order)
    const state = await decide(deps, { run, plan, outside, order, signals: true })
    if (!order && !hasChanged(given, state)) continue
    const work = await makeWork(deps, run, state)
    moves.push({ run, patch: toPatch(deps.vault, run, state), work })
  }
  return moves
}

function withReason(run: RunDoc, order: Order | undefined): RunDoc {
  if (order?.reason === undefined) return run
  const { reason: _reason, ...rest } = run
  return order.reason === null ? rest : { ...rest, reason: order.reason }
}

async function plansOf({ database, plans }: MoveDeps, runs: readonly RunDoc[]): Promise<Map<string, Plan>> {
  const unknown = runs.filter((run) => !plans.of(run)).map(({ _id }) => _id)
  const definitions = unknown.length > 0 ? await definitionsOf(database, unknown) : new Map<string, Uint8Array>()
  return new Map(
    runs.flatMap(({ _id, plan: hash }): [string, Plan][] => {
      const definition = definitions.get(_id)
      const plan = plans.of({ _id, plan: hash, ...(definition && { definition }) })
      return plan ? [[_id, plan]] : []
    }),
  )
}

interface Deciding {
  run: RunDoc
  plan: Plan
  outside: Outside
  order?: Order | undefined
  /** A run that is being started has nothing outside yet. */
  signals: boolean
}

/** The rules are run again from the start whenever they ask for an output that is not loaded yet. */
async function decide(deps: MoveDeps, deciding: Deciding): Promise<RunState> {
  const { run, plan, outside, order } = deciding
  const prepare = preparers(deps, run, await templatesFor(deps, run, plan))
  for (;;) {
    const state = openRun({ vault: deps.vault, run, plan, outside, prepare, now: new Date() })
    try {
      const signals = deciding.signals ? signalsOf({ state, run, outside, vault: deps.vault }) : []
      if (isOrphan(run, outside)) cancelSteps(state)
      order?.change(state)
      moveOn(state, signals)
      return state
    } catch (error) {
      if (!(error instanceof NeedsOutputs)) throw error
      await load(deps, { run, outside, steps: error.steps })
    }
  }
}

/** The step that started it has ended without it. */
function isOrphan({ parent }: RunDoc, { runs }: Outside): boolean {
  const around = parent && runs.get(parent.run)
  return around !== undefined && isRunFinal(around.status)
}

export function cancelSteps(state: RunState): void {
  for (const step of state.steps.values()) {
    if (step.status !== 'PENDING' && step.status !== 'RUNNING' && step.status !== 'WAITING') continue
    const { task, request, run } = step
    if (step.status !== 'PENDING' && (task ?? request ?? run)) state.commands.push({ kind: 'stop', step: step.id, task, request, run })
    step.status = 'CANCELLED'
    step.finishedAt = state.world.now
    delete step.dueAt
    delete step.topic
    delete step.waitingFor
  }
  state.status = 'CANCELLED'
}

async function templatesFor({ templates }: MoveDeps, { workspace, steps }: RunDoc, plan: Plan): Promise<Map<string, Template>> {
  const found = new Map<string, Template>()
  const ended = new Set(steps.filter(({ status }) => status === 'SUCCEEDED').map(({ id }) => id))
  for (const { id, work } of plan.nodes) {
    if (work.kind !== 'WORKFLOW' || ended.has(id)) continue
    const template = await templates.find(workspace, work.template, work.version)
    if (template) found.set(id, template)
  }
  return found
}

async function load(deps: MoveDeps, { run, outside, steps }: { run: RunDoc; outside: Outside; steps: readonly string[] }): Promise<void> {
  const wanted = run.steps.filter(({ id }) => steps.includes(id))
  const tasks = await readTasks(
    deps.database,
    wanted.flatMap(({ task, run: child }) => (task && !child ? [task] : [])),
  )
  for (const { task, run: child } of wanted) {
    if (child) outside.results.set(child, await resultOf(deps, child))
    else if (task) {
      const row = tasks.get(task)
      if (row) outside.tasks.set(task, row)
      // Its time to be kept is over: what it returned is not there any more.
      else outside.results.set(task, null)
    }
  }
}

function hasChanged(run: RunDoc, state: RunState): boolean {
  if (run.status !== state.status || run.steps.length !== state.steps.size || state.commands.length > 0) return true
  return run.steps.some(({ id, status, tries, undone }) => {
    const step = state.steps.get(id)
    return step?.status !== status || step.tries !== tries || step.undone !== undone
  })
}

async function store(deps: MoveDeps, moves: readonly Moved[], order?: Order): Promise<void> {
  if (moves.length === 0) return
  const tasks = moves.flatMap(({ work }) => work.tasks)
  const also = (session: Session) => storeMoves(deps, { moves, order, session })
  if (tasks.length === 0) await deps.database.transaction(also)
  else await deps.enqueue.submit({ tasks, events: tasks.map(submittedEvent), keys: [], also })
}

interface Storing {
  moves: readonly Moved[]
  order?: Order | undefined
  session: Session
}

async function storeMoves(deps: MoveDeps, { moves, order, session }: Storing): Promise<void> {
  const { database } = deps
  await writeRuns(
    database,
    moves.map(({ run, patch }) => ({ before: run, patch })),
    session,
  )
  await storeWork(deps, { moves, order, session })
  await appendEvents(
    database,
    moves.flatMap((move) => eventsOf(move, order)),
    session,
  )
}

/** Everything of a move but the run itself and its tasks. */
export async function storeWork(deps: MoveDeps, { moves, order, session }: Storing): Promise<void> {
  const { database, plans } = deps
  await insertRequests(
    database,
    moves.flatMap(({ work }) => work.requests),
    session,
  )
  await insertRuns(
    database,
    moves.flatMap(({ work }) => work.runs),
    session,
  )
  for (const { run, patch } of moves) if (run.dueAt || patch.dueAt) await moveTimer(database, { id: run._id, at: patch.dueAt, session })
  await stopWork(deps, { moves, order, session })
  const announcements = moves.flatMap(({ run, patch }) => {
    const plan = plans.of(run)
    return plan ? endingsOf({ run, patch, plan }) : []
  })
  await insertAnnouncements(database, announcements, session)
}

async function stopWork(deps: MoveDeps, { moves, order, session }: Storing): Promise<void> {
  const stops = moves.flatMap(({ run, work }) => work.stops.map((stop) => ({ ...stop, of: run })))
  if (stops.length === 0) return
  const ids = stops.flatMap(({ task }) => task ?? [])
  const tasks = await deps.database
    .collection<TaskDoc>('tasks')
    .find({ _id: { $in: ids } }, { session })
    .toArray()
  for (const task of tasks) {
    if (isFinal(task.status) || task.cancel) continue
    const run = stops.find((stop) => stop.task === task._id)?.of
    const cancel = { by: order?.by ?? capstan, at: new Date(), reason: `${run?._id ?? 'Its run'} does not need it any more` }
    if (!(await stopTask(deps, { task, order: { cancel }, session }))) throw new RetryTransaction('a task moved while it was being stopped')
  }
  await cancelRequests(
    deps.database,
    { ids: stops.flatMap(({ request }) => request ?? []), reason: 'its run does not need it any more' },
    session,
  )
}

const capstan: Person = { id: 'capstan', name: 'Capstan' }
const ends = { SUCCEEDED: 'workflow.succeeded', FAILED: 'workflow.failed', CANCELLED: 'workflow.cancelled' } as const

function eventsOf({ run, patch }: Moved, order: Order | undefined): NewEvent[] {
  const { _id: subject, workspace } = run
  const before = new Map(run.steps.map(({ id, status }) => [id, status]))
  const steps: { [id: string]: Json } = Object.fromEntries(
    patch.steps.filter(({ id, status }) => before.get(id) !== status).map(({ id, status }) => [id, status]),
  )
  const base = { workspace, subject }
  const told = order ? [{ ...base, ...order.event }] : []
  const { status } = patch
  if (status !== 'SUCCEEDED' && status !== 'FAILED' && status !== 'CANCELLED')
    return [...told, { ...base, type: 'workflow.moved', payload: { status, steps } }, ...momentOf({ run, patch })]
  if (order?.event.type === ends[status]) return told
  const { error } = patch
  const failure = status === 'FAILED' && error ? { error: { code: error.code, class: error.class, message: error.message } } : {}
  return [...told, { ...base, type: ends[status], payload: { steps, ...failure, text: endText(run, patch) } }]
}

/** Workers listen for the next moment of a run. */
export function momentOf({ run, patch }: Pick<Moved, 'run' | 'patch'>): NewEvent[] {
  const { dueAt } = patch
  if (!dueAt || dueAt.getTime() === run.dueAt?.getTime()) return []
  return [{ type: 'workflow.waiting', workspace: run.workspace, subject: run._id, payload: { dueAt } }]
}
