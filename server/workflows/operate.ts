// The verbs on a run: cancel, pause, resume, retry. Each is one conditional write with everything that follows from it.
import { type Action, demand } from '../auth/policy.ts'
import type { Viewer } from '../auth/viewer.ts'
import { CapstanError, validationFailed } from '../errors.ts'
import { by, type EventType } from '../events/event-log.ts'
import { checkId } from '../ids.ts'
import { cancelSteps, orderRun } from './move-runs.ts'
import { resetSteps } from './reset-steps.ts'
import type { RunDoc, RunStatus } from './run.ts'
import type { RunState } from './run-state.ts'
import { RunMoved, runsOf } from './run-store.ts'
import type { Workflows } from './workflows.ts'

const tries = 20

export interface RunOrder {
  id: string
  reason?: string | null | undefined
  requestId?: string | undefined
}

const unfinished: readonly RunStatus[] = ['RUNNING', 'WAITING', 'PAUSED']

export function cancelWorkflow(workflows: Workflows, viewer: Viewer, order: RunOrder): Promise<RunDoc> {
  return operate(workflows, viewer, {
    order,
    from: unfinished,
    wanted: 'only a run that has not ended can be cancelled',
    type: 'workflow.cancelled',
    change: cancelSteps,
  })
}

export function pauseWorkflow(workflows: Workflows, viewer: Viewer, order: RunOrder): Promise<RunDoc> {
  return operate(workflows, viewer, {
    order,
    from: ['RUNNING', 'WAITING'],
    wanted: 'only a run that goes on can be paused',
    type: 'workflow.paused',
    change: (state) => {
      state.status = 'PAUSED'
    },
  })
}

export function resumeWorkflow(workflows: Workflows, viewer: Viewer, order: RunOrder): Promise<RunDoc> {
  return operate(workflows, viewer, {
    order: { ...order, reason: null },
    from: ['PAUSED'],
    wanted: 'only a paused run can be resumed',
    type: 'workflow.resumed',
    change: (state) => {
      state.status = 'RUNNING'
    },
  })
}

export function retryWorkflow(
  workflows: Workflows,
  viewer: Viewer,
  order: RunOrder & { step?: string | null | undefined },
): Promise<RunDoc> {
  return operate(workflows, viewer, {
    order: { ...order, reason: null },
    from: ['FAILED', 'CANCELLED'],
    wanted: 'only a failed or cancelled run can be tried again',
    type: 'workflow.retried',
    change: (state) => retry(state, order.step ?? undefined),
  })
}

function retry(state: RunState, step: string | undefined): void {
  if (step !== undefined && !state.steps.has(step))
    throw validationFailed([
      {
        path: 'step',
        message: `there is no step "${step.slice(0, 80)}" in this run; there is ${[...state.steps.keys()].join(', ').slice(0, 500)}`,
      },
    ])
  state.status = 'RUNNING'
  resetSteps(state, step)
}

interface Operation {
  order: RunOrder
  from: readonly RunStatus[]
  wanted: string
  type: EventType
  change: (state: RunState) => void
}

async function operate(workflows: Workflows, viewer: Viewer, { order, from, wanted, type, change }: Operation): Promise<RunDoc> {
  const reason = order.reason === null ? null : order.reason?.trim() || undefined
  if (reason && reason.length > 500)
    throw validationFailed([{ path: 'reason', message: `expected at most 500 characters, got ${reason.length}` }])
  const person = { id: viewer.id, name: viewer.name }
  for (let attempt = 1; ; attempt++) {
    const run = await findRun(workflows, viewer, { id: order.id, action: 'operateWorkflow' })
    if (!from.includes(run.status)) throw new CapstanError('ILLEGAL_STATE', `${run._id} is ${run.status.toLowerCase()}; ${wanted}.`)
    if (run.parent) throw new CapstanError('ILLEGAL_STATE', `${run._id} is part of ${run.parent.run}; do this with that run instead.`)
    const event = {
      type,
      payload: { by: person, ...(reason && { reason }) },
      requestId: order.requestId,
      reason: reason ?? undefined,
      ...by(viewer),
    }
    try {
      const moved = await orderRun(workflows.deps, run, { change, event, by: person, reason: order.reason === null ? null : reason })
      workflows.follow([moved])
      return { ...moved.run, ...moved.patch }
    } catch (error) {
      // It moved in this very moment; what it is now decides.
      if (!(error instanceof RunMoved) || attempt >= tries) throw error
    }
  }
}

export async function findRun({ deps }: Workflows, viewer: Viewer, { id, action }: { id: string; action: Action }): Promise<RunDoc> {
  const run = await runsOf(deps.database).findOne({ _id: checkId('W', id), workspace: viewer.workspace })
  if (!run) throw new CapstanError('NOT_FOUND', `There is no workflow run ${id.slice(0, 40)} in this workspace.`)
  demand(viewer, action, { workspace: run.workspace, owner: run.submittedBy.id })
  return run
}
