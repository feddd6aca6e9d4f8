// What a run returned, by step id: loads what its steps keep elsewhere, runs that they started included.
import type { Json } from '../agents/adapter.ts'
import type { Database } from '../mongo.ts'
import type { Vault } from '../tasks/vault.ts'
import { openRun } from './open-run.ts'
import { readTasks } from './outside-store.ts'
import type { Plans } from './plans.ts'
import type { RunDoc, StepState } from './run.ts'
import { type RunState, stepError } from './run-state.ts'
import { runsOf } from './run-store.ts'
import { namedOutputs, outputOf } from './values.ts'

export interface ResultDeps {
  database: Database
  vault: Vault
  plans: Plans
}

const never = { ok: false, error: stepError('INTERNAL', 'nothing is handed over while reading') } as const

export async function resultOf(deps: ResultDeps, id: string): Promise<Json> {
  const run = await runsOf(deps.database).findOne({ _id: id })
  return run ? readResult(deps, run) : null
}

export async function readResult(deps: ResultDeps, run: RunDoc): Promise<Json> {
  return withOutputs(deps, run, (state, missing) => {
    const top = state.plan.nodes.flatMap(({ id, parent, role }) =>
      parent === undefined && role !== 'undo' ? (state.steps.get(id) ?? []) : [],
    )
    return namedOutputs(
      state,
      top.filter(({ node }) => state.plan.byId.get(node)?.work.kind !== 'END'),
      missing,
    )
  })
}

export async function readOutput(deps: ResultDeps, run: RunDoc, stepId: string): Promise<Json> {
  return withOutputs(deps, run, (state, missing) => {
    const step = state.steps.get(stepId)
    return (step && outputOf(state, step, missing)) ?? null
  })
}

async function withOutputs(deps: ResultDeps, run: RunDoc, read: (state: RunState, missing: string[]) => Json): Promise<Json> {
  const plan = deps.plans.of(run)
  if (!plan) return null
  const outside = { tasks: new Map(), results: new Map<string, unknown>() }
  const state = openRun({ ...deps, run, plan, outside, prepare: { prepareTask: () => never, prepareRun: () => never }, now: new Date() })
  const missing: string[] = []
  const first = read(state, missing)
  if (missing.length === 0) return first
  const steps = missing.flatMap((id): StepState[] => {
    const step = state.steps.get(id)
    return step ? [step] : []
  })
  const tasks = await readTasks(
    deps.database,
    steps.flatMap(({ task, run: child }) => (task && !child ? [task] : [])),
  )
  for (const [id, task] of tasks) outside.tasks.set(id, task)
  for (const { task, run: child } of steps) {
    if (child) outside.results.set(child, await resultOf(deps, child))
    else if (task && !tasks.has(task)) outside.results.set(task, null)
  }
  return read(state, [])
}
