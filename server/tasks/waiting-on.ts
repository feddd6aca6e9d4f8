// Why a task is not running, in data and in words. What its agent waits for was recorded by the admission itself.
import type { AgentState, Wait } from '../queue/agent-state.ts'
import { type BudgetDoc, describeBudget, resetsAt } from '../queue/budget.ts'
import type { TaskDoc } from '../queue/task.ts'

export interface WaitReason extends Omit<Wait, 'since'> {
  since: Date | undefined
  blockedBy: readonly string[]
}

export interface Surroundings {
  agentState: AgentState
  agentKnown: boolean
  /** Manual mode keeps it. */
  heldBack: boolean
  /** A budget of its that is used up for now. */
  fullBudget: BudgetDoc | undefined
  /** Workers that take new tasks of the agent now. */
  workers: number
  /** Whether any worker takes new tasks at all. */
  anyWorker: boolean
  /** Ids among dependsOn that have not ended. */
  openDependencies: readonly string[]
}

export function waitingOn(task: TaskDoc, around: Surroundings): WaitReason[] {
  const reason = (code: WaitReason['code'], detail: string, more: Partial<WaitReason> = {}): WaitReason => ({
    code,
    detail,
    since: task.queuedAt ?? task.createdAt,
    blockedBy: [],
    ...more,
  })
  switch (task.status) {
    case 'SCHEDULED':
    case 'RETRYING':
      return [dueReason(task, reason), ...thenManual(around, reason)]
    case 'BLOCKED':
      return [
        reason('DEPENDENCY', `waits for ${around.openDependencies.join(', ') || 'its dependencies'}`, {
          blockedBy: around.openDependencies,
        }),
        ...thenManual(around, reason),
      ]
    case 'WAITING':
      return [
        reason('REQUEST', `waits for a person to answer${task.request ? ` ${task.request}` : ''}`, {
          blockedBy: task.request ? [task.request] : [],
        }),
        ...thenManual(around, reason),
      ]
    case 'QUEUED':
      return [queuedReason(task, around, reason)]
    case 'RUNNING':
    case 'SUCCEEDED':
    case 'FAILED':
    case 'CANCELLED':
      return []
  }
}

/** Its agent may have been full long before the task came. */
function later(a: Date, b: Date): Date {
  return a > b ? a : b
}

type Reason = (code: WaitReason['code'], detail: string, more?: Partial<WaitReason>) => WaitReason

/** When nothing else keeps it any more. */
function thenManual({ heldBack }: Surroundings, reason: Reason): WaitReason[] {
  return heldBack ? [manualReason(reason)] : []
}

function manualReason(reason: Reason): WaitReason {
  return reason('PAUSED', 'the workspace is in manual mode: runQueue starts it')
}

function dueReason({ dueAt, dueReason: why, status, attempts }: TaskDoc, reason: Reason): WaitReason {
  const failedAt = status === 'RETRYING' ? attempts.at(-1)?.endedAt : undefined
  const when = { ...(failedAt && { since: failedAt }), ...(dueAt && { until: dueAt }) }
  if (why === 'QUIET_HOURS') return reason('QUIET_HOURS', 'quiet hours of the workspace; HIGH and CRITICAL go ahead', when)
  if (why === 'RETRY_HOURS') return reason('BACKOFF', 'the workspace tries again in its hours for retries only', when)
  if (why === 'BACKOFF') return reason('BACKOFF', 'pauses before the next try', when)
  return reason('RUN_AT', 'is not to run before its time', when)
}

function queuedReason(task: TaskDoc, around: Surroundings, reason: Reason): WaitReason {
  const { agentState, agentKnown, heldBack, fullBudget, workers, anyWorker } = around
  if (heldBack) return manualReason(reason)
  if (!agentKnown) return reason('NO_AGENT', `the file of agent ${task.agent} is gone`)
  if (fullBudget) {
    return reason('BUDGET', `the budget ${describeBudget(fullBudget)} is used up`, { until: resetsAt(fullBudget, new Date()) })
  }
  const { wait } = agentState
  // Nobody is there to admit anything: what was written down last is of another time, unless a person has to undo it.
  if (workers === 0 && wait?.code !== 'PAUSED')
    return reason('NO_WORKER', anyWorker ? `no worker that takes new tasks works for ${task.agent}` : 'no worker takes new tasks')
  if (wait && (!wait.until || wait.until > new Date()))
    return reason(wait.code, wait.detail, {
      since: later(wait.since, task.queuedAt ?? task.createdAt),
      ...(wait.until && { until: wait.until }),
    })
  return reason('TURN', 'others go first')
}
