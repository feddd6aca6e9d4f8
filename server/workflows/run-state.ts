// A run in the middle of being moved on: its plan, its steps by id, and what the rules ask about them. Pure; changes only itself.
import type { Json } from '../agents/adapter.ts'
import type { TaskError } from '../queue/task.ts'
import type { Plan, PlanNode } from './plan.ts'
import { isStepFinal, itemsOf, type RunStatus, type StepState } from './run.ts'

/** What is asked of the world because of a move. Ids are given by whoever carries them out. */
export type Command =
  | { kind: 'task'; step: string; node: PlanNode; prepared: unknown; approved: boolean }
  | {
      kind: 'request'
      step: string
      node: PlanNode
      title: string
      text: string | undefined
      details: Json
      users: readonly string[]
      form?: Json
    }
  | { kind: 'run'; step: string; node: PlanNode; prepared: unknown }
  /** What the step has under way outside is no longer wanted. */
  | { kind: 'stop'; step: string; task?: string | undefined; request?: string | undefined; run?: string | undefined }

export type Prepared = { ok: true; prepared: unknown } | { ok: false; error: TaskError }

/** What the rules may ask of the world around them. Everything is answered at once. */
export interface World {
  now: Date
  /** `id`, `name` and `startedAt`. */
  run: { [key: string]: Json }
  input: () => Json
  /** What a step returned that keeps it elsewhere; undefined when it is not loaded yet. */
  output: (step: StepState) => { value: Json } | undefined
  items: (step: StepState) => readonly Json[]
  prepareTask: (node: PlanNode, parameters: { [key: string]: Json }) => Prepared
  prepareRun: (node: PlanNode, parameters: { [key: string]: Json }) => Prepared
}

export interface RunState {
  plan: Plan
  world: World
  status: RunStatus
  failing: boolean
  ending: 'succeeded' | 'failed' | undefined
  error: TaskError | undefined
  retries: number
  steps: Map<string, StepState>
  /** Found in this move: outputs and lists that are stored with the run. */
  outputs: Map<string, Json>
  lists: Map<string, readonly Json[]>
  commands: Command[]
}

export type Outcome = 'open' | 'ok' | 'failed' | 'skipped' | 'cancelled'

export function nodeOf(state: RunState, step: Pick<StepState, 'node'>): PlanNode {
  const node = state.plan.byId.get(step.node)
  if (!node) throw new Error(`the definition has no step ${step.node}`)
  return node
}

/** The step of a node that shares the items around `beside`. */
export function stepBeside(state: RunState, nodeId: string, beside: string): StepState {
  const loops = state.plan.byId.get(nodeId)?.loops.length ?? 0
  const id = `${nodeId}${itemsOf(beside).slice(0, loops).join('')}`
  const step = state.steps.get(id)
  if (!step) throw new Error(`the run has no step ${id}`)
  return step
}

export function parentOf(state: RunState, step: StepState): StepState | undefined {
  const { parent } = nodeOf(state, step)
  return parent === undefined ? undefined : stepBeside(state, parent, step.id)
}

/** The steps written inside of it; of a for-each those of every item, in order. */
export function childrenOf(state: RunState, step: StepState): StepState[] {
  const nodes = state.plan.children.get(step.node) ?? []
  const suffix = itemsOf(step.id).join('')
  if (nodeOf(state, step).work.kind !== 'FOR_EACH') return nodes.flatMap(({ id }) => state.steps.get(id + suffix) ?? [])
  return [...Array(step.count ?? 0).keys()].flatMap((index) => itemSteps(state, step, index))
}

export function itemSteps(state: RunState, loop: StepState, index: number): StepState[] {
  const suffix = `${itemsOf(loop.id).join('')}[${index}]`
  return (state.plan.children.get(loop.node) ?? []).flatMap(({ id }) => state.steps.get(id + suffix) ?? [])
}

/** How a step counts for those after it: a failure that is allowed, or made up for, is none. */
export function outcomeOf(state: RunState, step: StepState): Outcome {
  switch (step.status) {
    case 'SUCCEEDED':
      return 'ok'
    case 'SKIPPED':
      return 'skipped'
    case 'CANCELLED':
      return 'cancelled'
    case 'FAILED':
      return failureOf(state, step)
    case 'PENDING':
    case 'RUNNING':
    case 'WAITING':
      return 'open'
  }
}

function failureOf(state: RunState, step: StepState): Outcome {
  const { fallback, otherwise } = nodeOf(state, step).onFailure
  const tolerated = otherwise === 'continue' ? 'ok' : 'failed'
  if (!step.helped || fallback === undefined) return tolerated
  const outcome = outcomeOf(state, stepBeside(state, fallback, step.id))
  return outcome === 'open' || outcome === 'ok' ? outcome : tolerated
}

/** A step among these failed, and nothing makes up for it. */
export function isBroken(state: RunState, steps: readonly StepState[]): boolean {
  return steps.some((step) => outcomeOf(state, step) === 'failed')
}

/** The run, or something the step is part of, is on its way to its end: nothing new starts in there. */
export function isGivenUp(state: RunState, step: StepState, broken: ReadonlySet<string>): boolean {
  if (state.failing || state.ending) return true
  for (let around = parentOf(state, step); around; around = parentOf(state, around)) if (broken.has(around.id)) return true
  return false
}

export function countOpen(state: RunState): { running: number; waiting: number; pending: number } {
  const counts = { running: 0, waiting: 0, pending: 0 }
  for (const step of state.steps.values()) {
    if (isStepFinal(step.status)) continue
    if (step.status === 'PENDING') counts.pending++
    else if (step.status === 'WAITING') counts.waiting++
    else if (!isOpenContainer(state, step)) counts.running++
  }
  return counts
}

function isOpenContainer(state: RunState, step: StepState): boolean {
  const { kind } = nodeOf(state, step).work
  return kind === 'PARALLEL' || kind === 'FOR_EACH' || kind === 'CONDITION'
}

export function newStep(node: PlanNode, suffix = ''): StepState {
  return { id: node.id + suffix, node: node.id, status: 'PENDING', tries: 0 }
}

/** Ends of what the rules themselves find wrong. */
export function stepError(code: string, message: string): TaskError {
  return { code, class: 'PERMANENT', message: message.slice(0, 2000) }
}
