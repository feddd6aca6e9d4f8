// A stored run in a form the rules work on, and back: opens what is sealed only when something reads it.
import type { Json } from '../agents/adapter.ts'
import { sealPlace } from '../queue/task.ts'
import { toBytes } from '../tasks/log-store.ts'
import type { Vault } from '../tasks/vault.ts'
import type { Outside } from './outside-store.ts'
import type { Plan } from './plan.ts'
import { isRunFinal, isStepFinal, itemsOf, keepRunsMs, type RunDoc, runPlace, type StepState } from './run.ts'
import type { RunState, World } from './run-state.ts'
import type { RunPatch } from './run-store.ts'

export interface Opening {
  vault: Vault
  run: RunDoc
  plan: Plan
  outside: Pick<Outside, 'tasks' | 'results'>
  prepare: Pick<World, 'prepareTask' | 'prepareRun'>
  now: Date
}

export function openRun(opening: Opening): RunState {
  const { run, plan, now, prepare } = opening
  return {
    plan,
    world: { now, run: { id: run._id, name: run.name, startedAt: run.createdAt.toISOString() }, ...readers(opening), ...prepare },
    status: run.status,
    failing: run.failing ?? false,
    ending: run.ending,
    error: run.error,
    retries: run.retries,
    steps: new Map(run.steps.map((step) => [step.id, { ...step }])),
    outputs: new Map(),
    lists: new Map(),
    commands: [],
  }
}

function readers({ vault, run, outside }: Opening): Pick<World, 'input' | 'output' | 'items'> {
  let input: Json | undefined
  const lists = new Map<string, readonly Json[]>()
  return {
    input: () => (input ??= vault.open(toBytes(run.input), runPlace(run._id, 'input'))),
    output: (step) => outputOf(step),
    items: (step) => {
      const known =
        lists.get(step.id) ?? (step.items ? (vault.open(toBytes(step.items), runPlace(run._id, `${step.id}.items`)) as Json[]) : [])
      lists.set(step.id, known)
      return known
    },
  }

  function outputOf(step: StepState): { value: Json } | undefined {
    if (step.output) return { value: vault.open(toBytes(step.output), runPlace(run._id, `${step.id}.output`)) }
    if (step.run) return outside.results.has(step.run) ? { value: outside.results.get(step.run) as Json } : undefined
    if (!step.task) return { value: null }
    const task = outside.tasks.get(step.task)
    if (!task) return outside.results.has(step.task) ? { value: null } : undefined
    return { value: task.result ? vault.open(toBytes(task.result), sealPlace(task._id, 'result')) : null }
  }
}

/** What is stored of a run after a move. */
export function toPatch(vault: Vault, run: RunDoc, state: RunState): RunPatch {
  const { now } = state.world
  const steps = inOrder(
    state.plan,
    [...state.steps.values()].map((step) => sealed(vault, { run, state, step })),
  )
  const topics = [...new Set(steps.flatMap(({ topic }) => topic ?? []))]
  const due = steps.flatMap(({ status, dueAt }) => (status === 'WAITING' && dueAt ? [dueAt.getTime()] : []))
  const ended = isRunFinal(state.status)
  return {
    status: state.status,
    steps,
    retries: state.retries,
    movedAt: now,
    ...(state.failing && { failing: true }),
    ...(state.ending && { ending: state.ending }),
    ...(state.error && { error: state.error }),
    ...(run.reason && { reason: run.reason }),
    ...(!ended && topics.length > 0 && { topics }),
    ...(!ended && due.length > 0 && { dueAt: new Date(Math.min(...due)) }),
    ...(ended ? { finishedAt: now, expireAt: new Date(now.getTime() + keepRunsMs) } : { open: true }),
  }
}

function sealed(vault: Vault, { run, state, step }: { run: RunDoc; state: RunState; step: StepState }): StepState {
  const output = state.outputs.get(step.id)
  const list = state.lists.get(step.id)
  return {
    ...step,
    ...(output !== undefined && { output: vault.seal(output, runPlace(run._id, `${step.id}.output`)) }),
    ...(list !== undefined && { items: vault.seal([...list], runPlace(run._id, `${step.id}.items`)) }),
  }
}

/** The order of the definition; the steps of a for-each item by item. */
function inOrder(plan: Plan, steps: StepState[]): StepState[] {
  const places = new Map(plan.nodes.map(({ id }, index) => [id, index]))
  if (steps.every(({ id, node }) => id === node)) return steps
  const keys = new Map(
    steps.map((step) => {
      const items = itemsOf(step.id).map((item) => Number(item.slice(1, -1)))
      const loops = plan.byId.get(step.node)?.loops ?? []
      return [step, [...loops.flatMap((loop, depth) => [places.get(loop) ?? 0, (items[depth] ?? 0) + 1]), places.get(step.node) ?? 0]]
    }),
  )
  return steps.sort((a, b) => compare(keys.get(a) ?? [], keys.get(b) ?? []))
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

export function endedSteps(steps: readonly StepState[]): number {
  return steps.filter(({ status }) => isStepFinal(status)).length
}
