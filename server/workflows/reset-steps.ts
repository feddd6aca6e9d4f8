// Takes steps back to where they have not begun, so that a run can be tried again: those that failed, or one with all that came after it.
// What has succeeded otherwise stays.
import { clearInside } from './begin-step.ts'
import { orderOf } from './order.ts'
import { isStepFinal, itemsOf, type StepState } from './run.ts'
import { childrenOf, newStep, nodeOf, outcomeOf, parentOf, type RunState, stepBeside } from './run-state.ts'

export function resetSteps(state: RunState, from?: string): void {
  state.failing = false
  state.ending = undefined
  state.error = undefined
  const undone = [...state.steps.values()].filter((step) => step.undone).map(({ id }) => id)
  const whole = [...undone, ...(from === undefined ? [] : [from])]
  for (const step of [...steps(state, whole), ...laterSteps(state, whole)]) restartWhole(state, step)
  for (const { id, parent, role } of state.plan.nodes) {
    const step = parent === undefined && !role ? state.steps.get(id) : undefined
    if (step) reopen(state, step)
  }
  for (const step of [...state.steps.values()]) {
    const parent = parentOf(state, step)
    // What was passed over may be needed now; what helps another step waits again until it is asked to.
    const isNeeded = !parent || !isStepFinal(parent.status)
    if (isNeeded && (step.status === 'SKIPPED' || (nodeOf(state, step).role && isStepFinal(step.status) && isUnused(state, step))))
      restart(state, step)
  }
}

function steps(state: RunState, ids: readonly string[]): StepState[] {
  return ids.flatMap((id) => state.steps.get(id) ?? [])
}

/** A group goes on with what it has; a step begins anew. */
function reopen(state: RunState, step: StepState): void {
  const outcome = outcomeOf(state, step)
  if (outcome !== 'failed' && outcome !== 'cancelled') {
    if (outcome === 'open') for (const child of isUnfolded(state, step) ? childrenOf(state, step) : []) reopen(state, child)
    return
  }
  if (!isUnfolded(state, step)) {
    restartWhole(state, step)
    return
  }
  goOn(step)
  for (const child of childrenOf(state, step)) reopen(state, child)
}

function isUnfolded(state: RunState, step: StepState): boolean {
  const { kind } = nodeOf(state, step).work
  return (
    (kind === 'PARALLEL' && step.startedAt !== undefined) ||
    (kind === 'FOR_EACH' && step.count !== undefined) ||
    (kind === 'CONDITION' && step.chosen !== undefined)
  )
}

function goOn(step: StepState): void {
  step.status = 'RUNNING'
  step.tries = 1
  delete step.error
  delete step.finishedAt
  delete step.helped
}

function restartWhole(state: RunState, step: StepState): void {
  if (!state.steps.has(step.id)) return
  clearInside(state, step)
  restart(state, step)
  for (let around = parentOf(state, step); around; around = parentOf(state, around))
    if (isStepFinal(around.status) && around.status !== 'SKIPPED') goOn(around)
}

function restart(state: RunState, step: StepState): void {
  const { tasks } = step
  state.steps.set(step.id, { ...newStep(nodeOf(state, step), itemsOf(step.id).join('')), ...(tasks && { tasks }) })
  state.outputs.delete(step.id)
}

/** What began because of these, or read what they returned. */
function laterSteps(state: RunState, ids: readonly string[]): StepState[] {
  const earlier = steps(state, ids)
  if (earlier.length === 0) return []
  const order = orderOf(state.plan)
  return [...state.steps.values()].filter((step) => {
    const { role, id } = nodeOf(state, step)
    const isLater = earlier.some((each) => order.isBefore(each.node, id) && sharesItems(each, step))
    return isLater && !role && step.status !== 'PENDING' && !ids.includes(step.id)
  })
}

/** Steps of different items of the same for-each have nothing to do with each other. */
function sharesItems(a: StepState, b: StepState): boolean {
  const [first, second] = [itemsOf(a.id), itemsOf(b.id)]
  return first.slice(0, second.length).every((item, depth) => item === second[depth])
}

function isUnused(state: RunState, helper: StepState): boolean {
  return ![...state.steps.values()].some((step) => {
    const { onFailure, undo } = nodeOf(state, step)
    const helps = (step.helped && onFailure.fallback === helper.node) || (step.undone && undo === helper.node)
    return helps && stepBeside(state, helper.node, step.id).id === helper.id
  })
}
