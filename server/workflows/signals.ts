// What the world outside says of a run's steps, turned into what the rules understand. Pure.
import type { Json } from '../agents/adapter.ts'
import type { EventRow } from '../events/event-log.ts'
import type { RequestDoc } from '../queue/request-doc.ts'
import { requestPlace } from '../queue/request-doc.ts'
import type { TaskError } from '../queue/task.ts'
import { endingOf } from '../requests/answer.ts'
import type { Vault } from '../tasks/vault.ts'
import { ExpressionError, evaluate } from './expressions.ts'
import type { Signal } from './next-steps.ts'
import { eventKey, type Outside, type TaskRow } from './outside-store.ts'
import { isRunFinal, isStepFinal, type RunDoc, type StepState } from './run.ts'
import { nodeOf, type RunState, stepError } from './run-state.ts'
import { contextOf } from './values.ts'

interface Look {
  state: RunState
  run: RunDoc
  outside: Outside
  vault: Vault
}

export function signalsOf(look: Look): Signal[] {
  return [...look.state.steps.values()].flatMap((step) => {
    if (step.status === 'PENDING' || isStepFinal(step.status)) return []
    // It waits for its next try: what its last one left behind is of no interest.
    if (step.error) return []
    if (step.task) return ofTask(step, look.outside.tasks.get(step.task))
    if (step.request) return ofRequest(step, look)
    if (step.run) return ofRun(step, look)
    return step.topic === undefined ? [] : ofEvents(step, look)
  })
}

function ofTask(step: StepState, task: TaskRow | undefined): Signal[] {
  const { id } = step
  if (!task) return [{ step: id, kind: 'failed', error: stepError('GONE', `${step.task} is not kept any more.`) }]
  switch (task.status) {
    case 'SUCCEEDED':
      return [{ step: id, kind: 'succeeded' }]
    case 'FAILED':
    case 'CANCELLED':
      return [
        { step: id, kind: 'failed', error: shown(task.error) ?? stepError(task.status, `${task._id} was ${task.status.toLowerCase()}.`) },
      ]
    case 'WAITING':
      return step.status === 'WAITING' ? [] : [{ step: id, kind: 'waiting', waitingFor: `an answer to ${task.request ?? 'a request'}` }]
    case 'QUEUED':
    case 'SCHEDULED':
    case 'BLOCKED':
    case 'RUNNING':
    case 'RETRYING':
      return step.status === 'WAITING' ? [{ step: id, kind: 'running' }] : []
  }
}

function shown(error: TaskError | undefined): TaskError | undefined {
  return error && { code: error.code, class: error.class, message: error.message }
}

function ofRequest(step: StepState, { outside, vault }: Look): Signal[] {
  const request = outside.requests.get(step.request ?? '')
  if (!request) return [{ step: step.id, kind: 'failed', error: stepError('GONE', `${step.request} is not kept any more.`) }]
  if (request.status === 'OPEN') return []
  const error = endingOf(request)
  if (error) return [{ step: step.id, kind: 'failed', error }]
  return [{ step: step.id, kind: 'succeeded', output: toOutput(vault, request) }]
}

/** A question's answer is its output as it is; an approval tells who agreed. */
function toOutput(vault: Vault, { _id, kind, decisions }: RequestDoc): Json {
  const last = decisions.at(-1)
  if (kind === 'QUESTION') return last?.answer ? vault.open(last.answer, requestPlace(_id, 'answer')) : null
  return { approved: true, by: decisions.map(({ by }) => by.name), ...(last?.reason && { reason: last.reason }) }
}

function ofRun(step: StepState, { outside }: Look): Signal[] {
  const run = outside.runs.get(step.run ?? '')
  if (!run) return [{ step: step.id, kind: 'failed', error: stepError('GONE', `${step.run} is not kept any more.`) }]
  if (!isRunFinal(run.status)) return []
  if (run.status === 'SUCCEEDED') return [{ step: step.id, kind: 'succeeded' }]
  return [{ step: step.id, kind: 'failed', error: run.error ?? stepError(run.status, `${run._id} was ${run.status.toLowerCase()}.`) }]
}

/** The first event since that matches. */
function ofEvents(step: StepState, { state, run, outside }: Look): Signal[] {
  const events = outside.events.get(eventKey(run.workspace, step.topic ?? '')) ?? []
  const node = nodeOf(state, step)
  for (const event of events.filter(({ at }) => step.startedAt && at >= step.startedAt)) {
    try {
      if (matches(state, { step, event })) return [{ step: step.id, kind: 'succeeded', output: describe(event) }]
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error
      return [{ step: step.id, kind: 'failed', error: stepError('EXPRESSION', `${[...node.place, 'match'].join('.')}: ${error.message}`) }]
    }
  }
  return []
}

function matches(state: RunState, { step, event }: { step: StepState; event: EventRow }): boolean {
  const { work } = nodeOf(state, step)
  if (work.kind !== 'WAIT' || work.match === undefined) return true
  const value = evaluate(work.match, { ...contextOf(state, step), event: describe(event) })
  if (typeof value === 'boolean') return value
  throw new ExpressionError(`expected true or false, got ${JSON.stringify(value).slice(0, 100)}`)
}

function describe({ subject, payload, at }: EventRow): { [key: string]: Json } {
  return { topic: subject, payload: (payload['payload'] ?? null) as Json, at: at.toISOString() }
}
