// One move of one or many runs: reads what happened outside, lets the rules decide, and has the outcome stored. Whoever makes the same
// move at the same time writes nothing.
import { makeWork, preparers } from './make-work.ts'
import { moveOn } from './next-steps.ts'
import { openRun, toPatch } from './open-run.ts'
import { type Outside, readOutside, readTasks, type TaskRow } from './outside-store.ts'
import type { Plan } from './plan.ts'
import { isRunFinal, type RunDoc } from './run.ts'
import { resultOf } from './run-result.ts'
import type { RunState } from './run-state.ts'
import { definitionsOf, openRuns } from './run-store.ts'
import { signalsOf } from './signals.ts'
import { type MoveDeps, type Moved, type Order, storeMoves } from './store-moves.ts'
import type { Template } from './template.ts'
import { NeedsOutputs } from './values.ts'

/** What this process knows without asking: runs as it wrote them last, and tasks whose end it wrote. */
export interface Known {
  runs: ReadonlyMap<string, RunDoc>
  ended: ReadonlyMap<string, EndedTask>
}

export type EndedTask = TaskRow & { run: string }

/** Those of the runs that moved. Throws RunMoved when another process moved one of them meanwhile. */
export async function moveRuns(deps: MoveDeps, ids: readonly string[], known: Known): Promise<Moved[]> {
  const recent = ids.flatMap((id) => freshEnough(known, id) ?? [])
  const others = ids.filter((id) => !recent.some((run) => run._id === id))
  const runs = others.length > 0 ? [...recent, ...(await openRuns(deps.database, others))] : recent
  if (runs.length === 0) return []
  const moves = await workOut(deps, runs, { ended: known.ended })
  await storeMoves(deps, moves)
  return moves
}

/** Knows of every task that has ended: else another process has moved the run since. */
function freshEnough({ runs, ended }: Known, id: string): RunDoc | undefined {
  const run = runs.get(id)
  const tasks = new Set(run?.steps.flatMap(({ task }) => task ?? []))
  const isBehind = [...ended.values()].some((task) => task.run === id && !tasks.has(task._id))
  return isBehind ? undefined : run
}

/** A person's order, and everything that follows from it. */
export async function orderRun(deps: MoveDeps, run: RunDoc, order: Order): Promise<Moved> {
  const [move] = await workOut(deps, [run], { order })
  if (!move) throw new Error('an order always moves the run')
  await storeMoves(deps, [move], order)
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

interface Occasion {
  order?: Order
  ended?: ReadonlyMap<string, TaskRow>
}

async function workOut(deps: MoveDeps, runs: readonly RunDoc[], { order, ended }: Occasion): Promise<Moved[]> {
  const [outside, plans] = await Promise.all([readOutside(deps.database, runs, ended), plansOf(deps, runs)])
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
    const state = openRun({ vault: deps.vault, run, plan, outside, prepare, now: deps.database.now() })
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
