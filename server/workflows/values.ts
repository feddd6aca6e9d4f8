// What a step may read: its context for templates and expressions, with no more in it than it reads.
import type { Json } from '../agents/adapter.ts'
import { findTarget, type NodeRead, nodeReads } from './check-reads.ts'
import { isContainer, type PlanNode } from './plan.ts'
import { itemsOf, type StepState } from './run.ts'
import { itemSteps, nodeOf, type RunState, stepBeside } from './run-state.ts'

/** Outputs that are kept elsewhere have to be loaded; then the move begins anew. */
export class NeedsOutputs extends Error {
  readonly steps: readonly string[]

  constructor(steps: readonly string[]) {
    super('outputs have to be loaded')
    this.steps = steps
  }
}

const readsByNode = new WeakMap<PlanNode, readonly NodeRead[]>()

function readsOfNode(node: PlanNode): readonly NodeRead[] {
  const known = readsByNode.get(node) ?? nodeReads(node).reads
  readsByNode.set(node, known)
  return known
}

export function contextOf(state: RunState, step: StepState): { [name: string]: Json } {
  const node = nodeOf(state, step)
  const missing: string[] = []
  const steps: { [id: string]: Json } = {}
  const context: { [name: string]: Json } = { run: state.world.run, steps }
  for (const { path } of readsOfNode(node)) {
    if (path[0] === 'input') context['input'] = state.world.input()
    if (path[0] === 'item' || path[0] === 'index') Object.assign(context, itemOf(state, step))
    const target = path[0] === 'steps' ? findTarget(state.plan, path) : undefined
    if (!target) continue
    let place: { [key: string]: Json } = steps
    for (const id of path.slice(1, path.length - target.rest.length)) place = (place[id] ??= {}) as { [key: string]: Json }
    Object.assign(place, shownOf(state, stepBeside(state, target.node.id, step.id), missing))
  }
  if (missing.length > 0) throw new NeedsOutputs(missing)
  return context
}

function itemOf(state: RunState, step: StepState): { item: Json; index: number } {
  const loop = stepBeside(state, nodeOf(state, step).loops.at(-1) ?? '', step.id)
  const index = Number(itemsOf(step.id)[itemsOf(loop.id).length]?.slice(1, -1))
  const list = state.lists.get(loop.id) ?? state.world.items(loop)
  return { item: list[index] ?? null, index }
}

function shownOf(state: RunState, step: StepState, missing: string[]): { [key: string]: Json } {
  const output = outputOf(state, step, missing)
  return {
    status: step.status,
    ...(step.error && { error: { code: step.error.code, message: step.error.message } }),
    ...(output !== undefined && { output }),
  }
}

/** What a step returned; undefined when it returned nothing, or has not ended well. Collects what has to be loaded first. */
export function outputOf(state: RunState, step: StepState, missing: string[]): Json | undefined {
  const node = nodeOf(state, step)
  if (step.helped && node.onFailure.fallback) return outputOf(state, stepBeside(state, node.onFailure.fallback, step.id), missing)
  if (step.status !== 'SUCCEEDED') return undefined
  const own = state.outputs.get(step.id)
  if (own !== undefined) return own
  if (node.work.kind === 'FOR_EACH') return itemOutputs(state, step, missing)
  if (isContainer(state.plan, node)) return groupOutput(state, step, missing)
  const loaded = state.world.output(step)
  if (!loaded) missing.push(step.id)
  return loaded?.value ?? null
}

function groupOutput(state: RunState, step: StepState, missing: string[]): Json {
  const branch = step.chosen ? { branch: step.chosen } : {}
  return {
    ...branch,
    ...namedOutputs(
      state,
      (state.plan.children.get(step.node) ?? []).map(({ id }) => stepBeside(state, id, step.id)),
      missing,
    ),
  }
}

/** One step inside: a list of what it returned. Several: a list of objects by step id. */
function itemOutputs(state: RunState, loop: StepState, missing: string[]): Json {
  return [...Array(loop.count ?? 0).keys()].map((index) => {
    const steps = itemSteps(state, loop, index)
    const [only] = steps
    return steps.length === 1 && only ? (outputOf(state, only, missing) ?? null) : namedOutputs(state, steps, missing)
  })
}

export function namedOutputs(state: RunState, steps: readonly StepState[], missing: string[]): { [id: string]: Json } {
  return Object.fromEntries(
    steps.flatMap((step): [string, Json][] => {
      const output = outputOf(state, step, missing)
      return output === undefined ? [] : [[step.node, output]]
    }),
  )
}
