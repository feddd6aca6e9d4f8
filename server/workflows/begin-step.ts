// How a step begins, by its kind: what it asks of the world, or how it ends at once. Pure: changes the state it is given.
import type { Json } from '../agents/adapter.ts'
import type { TaskError } from '../queue/task.ts'
import { maxSteps } from './definition.ts'
import { ExpressionError, evaluate } from './expressions.ts'
import { kindOf, toText } from './filters.ts'
import { type Order, orderOf } from './order.ts'
import { isContainer, type Plan, type PlanNode, type Work } from './plan.ts'
import { itemsOf, type StepState } from './run.ts'
import { newStep, nodeOf, type RunState, stepBeside, stepError } from './run-state.ts'
import { render, TemplateError } from './templates.ts'
import { contextOf } from './values.ts'

export function beginStep(state: RunState, step: StepState): void {
  const node = nodeOf(state, step)
  const { now } = state.world
  step.tries++
  step.startedAt = now
  delete step.error
  delete step.finishedAt
  try {
    begin(state, { step, node, work: node.work })
  } catch (error) {
    failStep(state, step, toStepError(error, node), { again: false })
  }
}

/** What the rules themselves find wrong with a step, at the moment it begins. */
class StepFailure extends Error {
  readonly error: TaskError

  constructor(error: TaskError) {
    super(error.message)
    this.error = error
  }
}

function toStepError(error: unknown, { place }: PlanNode): TaskError {
  if (error instanceof StepFailure) return error.error
  if (error instanceof TemplateError) return stepError('TEMPLATE', `${error.place.join('.')}: ${error.message}`)
  if (error instanceof ExpressionError) return stepError('EXPRESSION', `${[...place, 'if'].join('.')}: ${error.message}`)
  throw error
}

interface Beginning<W extends Work = Work> {
  step: StepState
  node: PlanNode
  work: W
}

function begin(state: RunState, at: Beginning): void {
  const { step, node, work } = at
  switch (work.kind) {
    case 'AGENT':
    case 'WORKFLOW':
      handOver(state, { step, node, work })
      break
    case 'PARALLEL':
      step.status = 'RUNNING'
      break
    case 'CONDITION':
      choose(state, { step, node, work })
      break
    case 'FOR_EACH':
      unfold(state, { step, node, work })
      break
    case 'WAIT':
      wait(state, { step, node, work })
      break
    case 'APPROVAL':
    case 'QUESTION':
      ask(state, { step, node, work })
      break
    case 'END':
      succeedStep(state, step, null)
      state.ending = work.status
      if (work.status === 'failed') state.error = stepError('ENDED', endReason(state, step, work) || `${step.id} ended the run as failed.`)
  }
}

function endReason(state: RunState, step: StepState, work: Extract<Work, { kind: 'END' }>): string {
  return work.reason === undefined ? '' : toText(rendered(state, step, 'reason', work.reason))
}

function rendered(state: RunState, step: StepState, key: string, value: unknown): Json {
  return render(value, contextOf(state, step), [...nodeOf(state, step).place, key])
}

function handOver(state: RunState, { step, node, work }: Beginning<Extract<Work, { kind: 'AGENT' | 'WORKFLOW' }>>): void {
  const parameters = rendered(state, step, 'parameters', work.parameters) as { [key: string]: Json }
  const result = work.kind === 'AGENT' ? state.world.prepareTask(node, parameters) : state.world.prepareRun(node, parameters)
  if (!result.ok) throw new StepFailure(result.error)
  step.status = 'RUNNING'
  const { prepared } = result
  if (work.kind === 'WORKFLOW') state.commands.push({ kind: 'run', step: step.id, node, prepared })
  else state.commands.push({ kind: 'task', step: step.id, node, prepared, approved: wasApproved(state, step, node) })
}

const orders = new WeakMap<Plan, Order>()

/** People have said yes to what comes after their approval: its agents do not ask again. */
function wasApproved(state: RunState, step: StepState, node: PlanNode): boolean {
  const approvals = state.plan.nodes.filter(
    ({ work, loops }) => work.kind === 'APPROVAL' && loops.every((loop, depth) => node.loops[depth] === loop),
  )
  if (approvals.length === 0) return false
  const order = orders.get(state.plan) ?? orderOf(state.plan)
  orders.set(state.plan, order)
  return approvals.some(({ id }) => order.isBefore(id, node.id) && stepBeside(state, id, step.id).status === 'SUCCEEDED')
}

function choose(state: RunState, { step, node, work }: Beginning<Extract<Work, { kind: 'CONDITION' }>>): void {
  const value = evaluate(work.expression, contextOf(state, step))
  if (typeof value !== 'boolean')
    throw new StepFailure(
      stepError('EXPRESSION', `${[...node.place, 'if'].join('.')}: expected true or false, got ${JSON.stringify(value).slice(0, 100)}`),
    )
  step.chosen = value ? 'then' : 'else'
  if (isContainer(state.plan, node)) step.status = 'RUNNING'
  else succeedStep(state, step, { branch: step.chosen })
}

/** A for-each makes the steps of every item. */
function unfold(state: RunState, { step, node, work }: Beginning<Extract<Work, { kind: 'FOR_EACH' }>>): void {
  const list = rendered(state, step, 'items', work.items)
  const place = [...node.place, 'items'].join('.')
  if (!Array.isArray(list)) throw new StepFailure(stepError('NOT_A_LIST', `${place}: expected a list, got ${kindOf(list)}`))
  const inside = state.plan.nodes.filter(({ loops }) => loops.length === node.loops.length + 1 && loops.at(-1) === node.id)
  const made = list.flatMap((_item, index) => inside.map((each) => newStep(each, `${itemsOf(step.id).join('')}[${index}]`)))
  if (state.steps.size + made.length > maxSteps)
    throw new StepFailure(
      stepError(
        'TOO_MANY_STEPS',
        `${place}: ${list.length} items would make ${state.steps.size + made.length} steps; a run has ${maxSteps} at most. Split the list over several runs.`,
      ),
    )
  step.status = 'RUNNING'
  step.count = list.length
  state.lists.set(step.id, list)
  for (const each of made) state.steps.set(each.id, each)
}

function wait(state: RunState, { step, node, work }: Beginning<Extract<Work, { kind: 'WAIT' }>>): void {
  const { now } = state.world
  step.status = 'WAITING'
  if (work.forMs !== undefined) step.dueAt = new Date(now.getTime() + work.forMs)
  if (work.until !== undefined) {
    const text = toText(rendered(state, step, 'until', work.until))
    const moment = new Date(text)
    if (Number.isNaN(moment.getTime()))
      throw new StepFailure(
        stepError(
          'TEMPLATE',
          `${[...node.place, 'until'].join('.')}: expected a moment such as 2026-03-01T09:00:00Z, got "${text.slice(0, 40)}"`,
        ),
      )
    step.dueAt = moment
  }
  if (work.event !== undefined) {
    step.topic = toText(rendered(state, step, 'event', work.event))
    step.waitingFor = `the event ${step.topic}`
    if (work.timeoutMs !== undefined) step.dueAt = new Date(now.getTime() + work.timeoutMs)
  } else if (step.dueAt) step.waitingFor = step.dueAt.toISOString()
}

function ask(state: RunState, { step, node, work }: Beginning<Extract<Work, { kind: 'APPROVAL' | 'QUESTION' }>>): void {
  const value = (key: 'title' | 'text' | 'details' | 'users') => rendered(state, step, key, work[key])
  const title = work.title === undefined ? node.name : toText(value('title'))
  step.status = 'WAITING'
  step.waitingFor = work.kind === 'APPROVAL' ? 'an approval' : 'an answer'
  const users = value('users') as Json[]
  state.commands.push({
    kind: 'request',
    step: step.id,
    node,
    title: title.slice(0, 200) || node.name,
    text: work.text === undefined ? undefined : toText(value('text')).slice(0, 4000),
    details: work.details === undefined ? null : value('details'),
    // A template may stand for several people.
    users: users.flat().map(toText),
  })
}

export function succeedStep(state: RunState, step: StepState, output: Json | undefined): void {
  step.status = 'SUCCEEDED'
  step.finishedAt = state.world.now
  delete step.dueAt
  delete step.topic
  delete step.waitingFor
  if (output !== undefined) state.outputs.set(step.id, output)
}

/** Tries again as its policy says, or gives up. */
export function failStep(state: RunState, step: StepState, error: TaskError, { again }: { again: boolean }): void {
  const { retry, delayMs, fallback } = nodeOf(state, step).onFailure
  delete step.dueAt
  delete step.topic
  delete step.waitingFor
  step.error = error
  if (again && step.tries <= retry && !state.failing && !state.ending) {
    clearInside(state, step)
    step.status = 'PENDING'
    if (delayMs > 0)
      Object.assign(step, { status: 'WAITING', dueAt: new Date(state.world.now.getTime() + delayMs), waitingFor: 'the next try' })
    return
  }
  step.status = 'FAILED'
  step.finishedAt = state.world.now
  if (fallback !== undefined) step.helped = true
}

/** A group that begins anew begins with all of its steps. */
export function clearInside(state: RunState, step: StepState): void {
  delete step.chosen
  delete step.count
  delete step.items
  delete step.output
  state.outputs.delete(step.id)
  state.lists.delete(step.id)
  const inside = insideOf(state.plan, step.node)
  const suffix = itemsOf(step.id).join('')
  for (const each of [...state.steps.values()]) {
    const node = inside.get(each.node)
    if (!node || !itemsOf(each.id).join('').startsWith(suffix)) continue
    if (node.loops.length > nodeOf(state, step).loops.length) state.steps.delete(each.id)
    else state.steps.set(each.id, { ...newStep(node, suffix), ...(each.tasks && { tasks: each.tasks }) })
  }
}

function insideOf(plan: Plan, id: string): Map<string, PlanNode> {
  const found = new Map<string, PlanNode>()
  for (const node of plan.nodes) if (node.parent !== undefined && (node.parent === id || found.has(node.parent))) found.set(node.id, node)
  return found
}
