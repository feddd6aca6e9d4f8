// The verb "retry": a failed or cancelled task goes back to the queue, with its own parameters or edited ones.
import type { Json } from '../agents/adapter.ts'
import { checkParameters } from '../agents/parameters.ts'
import type { AgentRegistry } from '../agents/registry.ts'
import type { Viewer } from '../auth/viewer.ts'
import { CapstanError, validationFailed } from '../errors.ts'
import { appendEvents } from '../events/event-log.ts'
import type { Database } from '../mongo.ts'
import { type DeadLetterDoc, deadLetterId } from '../queue/dead-letter-store.ts'
import { toEvent } from '../queue/settlement.ts'
import { sealPlace, type TaskDoc, type TaskStatus } from '../queue/task.ts'
import { agentNamed } from './choose-agent.ts'
import { findTask, illegalState } from './find-task.ts'
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
  if (task.resubmittedAs)
    throw new CapstanError('CONFLICT', `${task._id} was resubmitted as ${task.resubmittedAs}; look at that task instead.`)
  const edited = input.parameters === undefined || input.parameters === null ? undefined : checkEdited(deps, task, input.parameters)
  const now = new Date()
  const version = { parameters: task.parameters, replacedAt: now, replacedBy: viewer.name }
  const changed = await deps.database.transaction(async (session) => {
    const set: Partial<TaskDoc> = {
      status: 'QUEUED',
      list: 'MAIN',
      ready: true,
      queuedAt: now,
      progress: 0,
      crashes: 0,
      // Without a reset it gets one more try, not all of them.
      failures: input.resetAttempts ? 0 : Math.min(task.failures, task.retry.maxAttempts - 1),
      ...(edited && { parameters: deps.vault.seal(edited, sealPlace(task._id, 'parameters')) }),
    }
    const push = edited && { $push: { versions: { $each: [version], $slice: -maxVersions } } }
    const unset = { error: 1, finishedAt: 1, expireAt: 1, result: 1, partial: 1, cancel: 1, step: 1, held: 1 } as const
    const after = await deps.database
      .collection<TaskDoc>('tasks')
      .findOneAndUpdate(
        { _id: task._id, status: task.status, fence: task.fence },
        { $set: set, $unset: unset, ...push },
        { session, returnDocument: 'after' },
      )
    if (!after) return undefined
    await deps.database.collection<DeadLetterDoc>('dead_letters').deleteOne({ _id: deadLetterId(task._id) }, { session })
    const payload = {
      reason: 'retried',
      by: { id: viewer.id, name: viewer.name },
      edited: Boolean(edited),
      resetAttempts: Boolean(input.resetAttempts),
    }
    await appendEvents(deps.database, [{ ...toEvent(task, 'task.queued', payload), requestId: input.requestId }], session)
    return after
  })
  if (!changed)
    throw illegalState(
      await findTask(deps.database, viewer, { id: input.id, action: 'operateTask' }),
      'it moved in this moment; look again',
    )
  deps.wake()
  return changed
}

function checkEdited({ registry }: RetryDeps, task: TaskDoc, parameters: unknown): { [key: string]: Json } {
  const check = checkParameters(agentNamed(registry, task.agent).config, parameters)
  if (!check.ok) throw validationFailed(check.violations, 'TASK_001')
  return check.parameters
}
