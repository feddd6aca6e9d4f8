// The verb "retry": a failed or cancelled task goes back to the queue, with its own parameters or edited ones. It waits for what has not
// ended of its dependencies, and for nothing that has.
import type { Json } from '../agents/adapter.ts'
import type { AgentRegistry } from '../agents/registry.ts'
import type { Viewer } from '../auth/viewer.ts'
import { CapstanError, validationFailed } from '../errors.ts'
import { appendEvents, by, type NewEvent } from '../events/event-log.ts'
import type { Database, Session } from '../mongo.ts'
import { closeLetter, type DeadLetterDoc, deadLetterId } from '../queue/dead-letter-store.ts'
import { dependenciesNow, reopenEdges } from '../queue/dependencies.ts'
import { moveEdges } from '../queue/replaced-dependencies.ts'
import { insertRequests, type RequestDoc } from '../queue/request-doc.ts'
import { toEvent } from '../queue/settlement.ts'
import { leftByRuns, sealPlace, type TaskDoc, type TaskStatus } from '../queue/task.ts'
import { approvalFor, needsApproval } from '../requests/task-approval.ts'
import { agentNamed } from './choose-agent.ts'
import { findTask, illegalState } from './find-task.ts'
import { checkChanged } from './submission.ts'
import type { Vault } from './vault.ts'

const maxVersions = 20

export interface RetryDeps {
  database: Database
  registry: AgentRegistry
  vault: Vault
  wake: () => void
}

export interface RetryInput {
  id: string
  resetAttempts?: boolean | null | undefined
  parameters?: unknown
  requestId?: string | undefined
}

export async function retryTask(deps: RetryDeps, viewer: Viewer, input: RetryInput): Promise<TaskDoc> {
  const task = await findTask(deps.database, viewer, { id: input.id, action: 'operateTask' })
  const from: readonly TaskStatus[] = ['FAILED', 'CANCELLED']
  if (!from.includes(task.status)) throw illegalState(task, 'only a failed or cancelled task can be retried')
  demandNotResubmitted(task)
  const edited = input.parameters === undefined || input.parameters === null ? undefined : checkEdited(deps, task, input.parameters)
  const now = deps.database.now()
  const person = { id: viewer.id, name: viewer.name }
  const version = { parameters: task.parameters, replacedAt: now, replacedBy: viewer.name }
  const asks = await approvalAgain(deps, { task, viewer, edited })
  const changed = await deps.database.transaction(async (session) => {
    const tasks = deps.database.collection<TaskDoc>('tasks')
    const { dependsOn, moved, open } = await dependenciesNow(deps.database, task, session)
    const blocked = !asks && open
    const set: Partial<TaskDoc> = {
      queuedAt: now,
      ...(asks && { status: 'WAITING' as const, request: asks._id }),
      ...(blocked && { status: 'BLOCKED' as const }),
      ...(!asks && !blocked && { status: 'QUEUED' as const, ready: true as const }),
      list: 'MAIN',
      ...(moved && { dependsOn: moved }),
      progress: 0,
      crashes: 0,
      // Without a reset it gets one more try, not all of them.
      failures: input.resetAttempts ? 0 : Math.min(task.failures, task.retry.maxAttempts - 1),
      ...(edited && { parameters: deps.vault.seal(edited, sealPlace(task._id, 'parameters')) }),
    }
    const push = edited && { $push: { versions: { $each: [version], $slice: -maxVersions } } }
    const unset = {
      ...leftByRuns,
      ...(asks && { approved: 1 as const }),
      ...((asks || blocked) && { ready: 1 as const }),
    } as const
    const after = await tasks.findOneAndUpdate(
      { _id: task._id, status: task.status, fence: task.fence, resubmittedAs: { $exists: false } },
      { $set: set, $unset: unset, ...push },
      { session, returnDocument: 'after' },
    )
    if (!after) return undefined
    const letterEvents = await closeItsLetter(deps.database, { task, viewer, at: now }, session)
    if (moved) await moveEdges(deps.database, [{ task, now: moved }], { open: false, session })
    const payload = { reason: 'retried', by: person, edited: Boolean(edited), resetAttempts: Boolean(input.resetAttempts) }
    const blockedEvent = () => toEvent(task, 'task.blocked', { ...payload, dependsOn })
    const waitingOrQueued = () =>
      asks ? toEvent(task, 'task.waiting', { ...payload, request: asks._id }) : toEvent(task, 'task.queued', payload)
    const event = blocked ? blockedEvent() : waitingOrQueued()
    if (blocked) await reopenEdges(deps.database, task._id, session)
    const { requestId } = input
    // One act, one entry in the audit log: that of the task.
    const told = [{ ...event, requestId, ...by(viewer) }, ...letterEvents.map((each) => ({ ...each, requestId }))]
    await appendEvents(deps.database, told, session)
    if (asks) await insertRequests(deps.database, [asks], session)
    return after
  })
  if (!changed) {
    const moved = await findTask(deps.database, viewer, { id: input.id, action: 'operateTask' })
    demandNotResubmitted(moved)
    throw illegalState(moved, 'it moved in this moment; look again')
  }
  deps.wake()
  return changed
}

async function closeItsLetter(
  database: Database,
  { task, viewer, at }: { task: TaskDoc; viewer: Viewer; at: Date },
  session: Session,
): Promise<NewEvent[]> {
  const subject = deadLetterId(task._id)
  const letters = database.collection<DeadLetterDoc>('dead_letters')
  const { matchedCount } = await letters.updateOne({ _id: subject }, closeLetter({ status: 'RETRIED', by: viewer.name, at }), { session })
  if (matchedCount === 0) return []
  const payload = { task: task._id, by: { id: viewer.id, name: viewer.name } }
  return [{ type: 'dead_letter.retried', workspace: task.workspace, subject, agent: task.agent, payload }]
}

/** What people said yes to may run again; edited parameters, and what they said no to, need a new yes. */
async function approvalAgain(
  deps: RetryDeps,
  { task, viewer, edited }: { task: TaskDoc; viewer: Viewer; edited: { [key: string]: Json } | undefined },
): Promise<RequestDoc | undefined> {
  const agent = deps.registry.get(task.agent)?.config
  if (!agent || !needsApproval(agent) || (task.approved && !edited)) return undefined
  const parameters = edited ?? (deps.vault.open(task.parameters, sealPlace(task._id, 'parameters')) as { [key: string]: Json })
  return approvalFor(deps, { task: { ...task, submittedBy: { id: viewer.id, name: viewer.name } }, agent, parameters })
}

function demandNotResubmitted({ _id, resubmittedAs }: TaskDoc): void {
  if (resubmittedAs) throw new CapstanError('CONFLICT', `${_id} was resubmitted as ${resubmittedAs}; look at that task instead.`)
}

function checkEdited({ registry }: RetryDeps, task: TaskDoc, parameters: object): { [key: string]: Json } {
  const check = checkChanged(agentNamed(registry, task.agent).config, parameters)
  if (!check.ok) throw validationFailed(check.violations, 'TASK_001')
  return check.parameters
}
