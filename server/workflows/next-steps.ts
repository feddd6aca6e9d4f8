// The rules by which a run moves on: what happened outside goes in, new states and commands come out. Pure, and the same every time,
// so that a move that has to be made again ends the same way.
//
// A step begins when all steps it comes after have ended and not all of them were passed over. A failed step breaks what it is written in,
// unless its policy tries again, runs another step instead, or lets it pass: nothing new starts there, what runs may end, then the group
// fails in turn, up to the run. A run that fails undoes what was done, newest first, as far as steps say how.

import type { Json } from '../agents/adapter.ts'
import type { TaskError } from '../queue/task.ts'
import { beginStep, failStep, succeedStep } from './begin-step.ts'
import type { PlanNode } from './plan.ts'
import { resetSteps } from './reset-steps.ts'
import { isRunFinal, isStepFinal, type StepState } from './run.ts'
import {
  childrenOf,
  countOpen,
  isBroken,
  isGivenUp,
  itemSteps,
  nodeOf,
  outcomeOf,
  parentOf,
  type RunState,
  stepBeside,
  stepError,
} from './run-state.ts'

/** What happened to the work of a step outside. `output` where it is to be kept with the run. */
export type Signal =
  | { step: string; kind: 'succeeded'; output?: Json }
  | { step: string; kind: 'failed'; error: TaskError }
  | { step: string; kind: 'running' }
  | { step: string; kind: 'waiting'; waitingFor: string }

export function moveOn(state: RunState, signals: readonly Signal[]): void {
  for (const signal of signals) apply(state, signal)
  while (!isRunFinal(state.status)) {
    const before = state.commands.length
    const changed = [closeGroups, passDue, startHelpers, startReady].map((pass) => pass(state)).some(Boolean)
    if (changed || state.commands.length !== before) continue
    if (!finish(state)) break
  }
  noteWaiting(state)
}

/** Whether all that is left waits. To be asked again when work turns out to wait for people. */
export function noteWaiting(state: RunState): void {
  if (isRunFinal(state.status) || state.status === 'PAUSED') return
  const { running, waiting } = countOpen(state)
  state.status = running === 0 && waiting > 0 ? 'WAITING' : 'RUNNING'
}

function apply(state: RunState, signal: Signal): void {
  const step = state.steps.get(signal.step)
  if (!step || isStepFinal(step.status) || step.status === 'PENDING') return
  switch (signal.kind) {
    case 'succeeded':
      succeedStep(state, step, signal.output)
      break
    case 'failed':
      failStep(state, step, signal.error, { again: true })
      break
    case 'running':
      step.status = 'RUNNING'
      delete step.waitingFor
      break
    case 'waiting':
      step.status = 'WAITING'
      step.waitingFor = signal.waitingFor
  }
}

/** Groups whose steps have all ended, or can begin no more. */
function closeGroups(state: RunState): boolean {
  let changed = noteFailure(state)
  const broken = brokenGroups(state)
  for (const step of [...state.steps.values()].reverse()) {
    if (isStepFinal(step.status)) continue
    if (!nodeOf(state, step).role && isGivenUp(state, step, broken)) changed = giveUp(state, step) || changed
    if (step.status === 'RUNNING' && isGroup(state, step)) changed = closeGroup(state, step, broken) || changed
  }
  return noteFailure(state) || changed
}

function isGroup(state: RunState, step: StepState): boolean {
  const { work } = nodeOf(state, step)
  return work.kind === 'PARALLEL' || work.kind === 'FOR_EACH' || work.kind === 'CONDITION'
}

function brokenGroups(state: RunState): Set<string> {
  const broken = new Set<string>()
  for (const step of state.steps.values()) {
    if (step.status === 'RUNNING' && isGroup(state, step) && isBroken(state, childrenOf(state, step))) broken.add(step.id)
  }
  return broken
}

/** What has not begun is passed over, what waits is stopped, what runs may end. */
function giveUp(state: RunState, step: StepState): boolean {
  if (step.status === 'PENDING') {
    step.status = 'SKIPPED'
    return true
  }
  if (step.status !== 'WAITING') return false
  stopStep(state, step)
  return true
}

export function stopStep(state: RunState, step: StepState): void {
  const { task, request, run } = step
  if (task ?? request ?? run) state.commands.push({ kind: 'stop', step: step.id, task, request, run })
  step.status = 'CANCELLED'
  step.finishedAt = state.world.now
  delete step.dueAt
  delete step.topic
  delete step.waitingFor
}

function closeGroup(state: RunState, step: StepState, broken: ReadonlySet<string>): boolean {
  const children = childrenOf(state, step)
  const outcomes = children.map((child) => outcomeOf(state, child))
  if (outcomes.includes('open')) return false
  const failed = children.find((_child, index) => outcomes[index] === 'failed')
  if (failed) {
    const { code, class: errorClass, message } = failed.error ?? stepError('FAILED', 'It failed.')
    failStep(state, step, { code, class: errorClass, message: `${failed.id}: ${message}`.slice(0, 2000) }, { again: true })
  } else if (
    outcomes.includes('cancelled') ||
    (!state.ending && isGivenUp(state, step, broken) && children.some((child) => isCutOff(state, child)))
  ) {
    step.status = 'CANCELLED'
    step.finishedAt = state.world.now
  } else succeedStep(state, step, undefined)
  return true
}

/** Passed over although its branch was taken. */
function isCutOff(state: RunState, step: StepState): boolean {
  const { side } = nodeOf(state, step)
  return step.status === 'SKIPPED' && (!side || parentOf(state, step)?.chosen === side)
}

/** A failure at the top breaks the run. */
function noteFailure(state: RunState): boolean {
  if (state.failing || state.ending) return false
  const failed = topSteps(state).find((step) => outcomeOf(state, step) === 'failed')
  if (!failed) return false
  state.failing = true
  const { code, class: errorClass, message } = failed.error ?? stepError('FAILED', 'It failed.')
  state.error = { code, class: errorClass, message: `${failed.id}: ${message}`.slice(0, 2000) }
  return true
}

function topSteps(state: RunState): StepState[] {
  return state.plan.nodes.flatMap(({ id, parent, role }) => (parent === undefined && !role ? (state.steps.get(id) ?? []) : []))
}

/** Moments that have come. */
function passDue(state: RunState): boolean {
  let changed = false
  for (const step of state.steps.values()) {
    if (step.status !== 'WAITING' || !step.dueAt || step.dueAt > state.world.now) continue
    const { work } = nodeOf(state, step)
    // A step that waits with an error waits for its next try.
    if (step.error) {
      if (state.status === 'PAUSED') continue
      step.status = 'PENDING'
      delete step.dueAt
      delete step.waitingFor
    } else if (work.kind === 'WAIT' && work.event === undefined) succeedStep(state, step, { at: state.world.now.toISOString() })
    else if (work.kind === 'WAIT')
      failStep(
        state,
        step,
        { code: 'TIMEOUT', class: 'TIMEOUT', message: `The event ${step.topic ?? ''} did not come in time.` },
        { again: true },
      )
    else continue
    changed = true
  }
  return changed
}

/** Fallbacks of what has failed. */
function startHelpers(state: RunState): boolean {
  if (state.status === 'PAUSED') return false
  let changed = false
  for (const step of [...state.steps.values()]) {
    const { fallback } = nodeOf(state, step).onFailure
    if (!step.helped || step.status !== 'FAILED' || fallback === undefined) continue
    const helper = stepBeside(state, fallback, step.id)
    if (helper.status !== 'PENDING') continue
    beginStep(state, helper)
    changed = true
  }
  return changed
}

function startReady(state: RunState): boolean {
  if (state.status === 'PAUSED') return false
  let changed = false
  const broken = brokenGroups(state)
  const admitted = admittedItems(state)
  for (const step of [...state.steps.values()]) {
    if (state.failing || state.ending) return changed
    const node = nodeOf(state, step)
    // A step that began in this very pass may have made the run new steps; those are for the next one.
    if (step.status !== 'PENDING' || node.role || state.steps.get(step.id) !== step) continue
    const verdict = judge(state, { step, node, admitted })
    if (verdict === 'wait' || (verdict === 'begin' && isGivenUp(state, step, broken))) continue
    if (verdict === 'skip') step.status = 'SKIPPED'
    else beginStep(state, step)
    changed = true
  }
  return changed
}

function judge(
  state: RunState,
  { step, node, admitted }: { step: StepState; node: PlanNode; admitted: ReadonlySet<string> },
): 'begin' | 'wait' | 'skip' {
  const parent = parentOf(state, step)
  if (parent && parent.status !== 'RUNNING') return isStepFinal(parent.status) ? 'skip' : 'wait'
  if (node.side && parent?.chosen !== node.side) return 'skip'
  const gates = node.branches.map(({ condition, side }) => ({ side, condition: stepBeside(state, condition, step.id) }))
  const before = node.after.map((id) => stepBeside(state, id, step.id))
  const outcomes = before.map((each) => outcomeOf(state, each))
  const gateOutcomes = gates.map(({ condition }) => outcomeOf(state, condition))
  if (outcomes.includes('open') || gateOutcomes.includes('open')) return 'wait'
  if (gates.length > 0 && !gates.some(({ condition, side }) => condition.chosen === side)) return 'skip'
  if (outcomes.includes('failed') || outcomes.includes('cancelled')) return 'skip'
  if (gates.length === 0 && outcomes.length > 0 && outcomes.every((outcome) => outcome === 'skipped')) return 'skip'
  const loop = node.parent === undefined ? undefined : state.plan.byId.get(node.parent)
  return loop?.work.kind === 'FOR_EACH' && !admitted.has(step.id) ? 'wait' : 'begin'
}

/** Steps of items that may be under way now: those that are, and as many more as their for-each allows. */
function admittedItems(state: RunState): Set<string> {
  const admitted = new Set<string>()
  for (const loop of state.steps.values()) {
    const { work } = nodeOf(state, loop)
    if (work.kind !== 'FOR_EACH' || loop.status !== 'RUNNING') continue
    let free = work.concurrency
    const fresh: StepState[][] = []
    for (let index = 0; index < (loop.count ?? 0); index++) {
      const steps = itemSteps(state, loop, index)
      if (steps.every((step) => outcomeOf(state, step) !== 'open')) continue
      if (steps.every(({ status }) => status === 'PENDING')) fresh.push(steps)
      else {
        free--
        for (const { id } of steps) admitted.add(id)
      }
    }
    for (const { id } of fresh.slice(0, Math.max(0, free)).flat()) admitted.add(id)
  }
  return admitted
}

/** Called when nothing moves any more. Answers whether it changed something. */
function finish(state: RunState): boolean {
  const { running, waiting, pending } = countOpen(state)
  if (running > 0 || waiting > 0) return false
  const helpers = [...state.steps.values()].filter((step) => step.status === 'PENDING' && nodeOf(state, step).role)
  if (pending > helpers.length || [...state.steps.values()].some((step) => step.helped && outcomeOf(state, step) === 'open')) return false
  if (state.status === 'PAUSED' && state.failing) return false
  if (state.failing && state.retries < state.plan.onFailure.retries) {
    state.retries++
    resetSteps(state)
    return true
  }
  if (state.failing && undoNext(state)) return true
  for (const step of helpers) step.status = 'SKIPPED'
  state.status = state.failing || state.ending === 'failed' ? 'FAILED' : 'SUCCEEDED'
  if (state.status === 'SUCCEEDED') state.error = undefined
  return true
}

/** Undoes the newest of what was done and not undone yet; one at a time. */
function undoNext(state: RunState): boolean {
  const done = [...state.steps.values()].filter(
    (step) => step.status === 'SUCCEEDED' && !step.undone && nodeOf(state, step).undo !== undefined,
  )
  const newest = done.sort((a, b) => Number(a.finishedAt) - Number(b.finishedAt)).at(-1)
  if (!newest) return false
  newest.undone = true
  const helper = stepBeside(state, nodeOf(state, newest).undo ?? '', newest.id)
  if (helper.status === 'PENDING') beginStep(state, helper)
  return true
}
