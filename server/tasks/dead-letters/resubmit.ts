// The verb "resubmit": given-up tasks again as new tasks, by id or by filter, thousands in one call.
import type { Json } from '../../agents/adapter.ts'
import type { Viewer } from '../../auth/viewer.ts'
import { CapstanError, type Violation, validationFailed } from '../../errors.ts'
import { by } from '../../events/event-log.ts'
import type { DeadLetterDoc } from '../../queue/dead-letter-store.ts'
import type { Priority } from '../../queue/task.ts'
import { endedDependents, retryDependents } from '../retry-dependents.ts'
import type { RetryDeps } from '../retry-task.ts'
import type { Changes } from './renew-task.ts'
import { checkBatch, type ResubmitDeps, resubmitBatch, resubmitBatchSize } from './resubmit-batch.ts'
import { type LetterSelection, selectLetters, whyNothing } from './select-letters.ts'

const shownViolations = 20

export interface ResubmitInput extends LetterSelection {
  priority?: Priority | null | undefined
  overrideParameters?: unknown
  /** What ended because these were given up waits for the new ones. */
  withDependents?: boolean | null | undefined
  dryRun?: boolean | null | undefined
  requestId?: string | undefined
  origin?: string | undefined
}

export interface Resubmitted {
  matched: number
  /** Less than `matched` when a queue became full or somebody else was faster on the way; the rest stays open. */
  resubmitted: number
  /** Of the new tasks; in a dry run of the old ones. */
  taskIds: string[]
  /** What ended because the old ones were given up: brought back, or left as it is. */
  dependents: number
  letters: DeadLetterDoc[]
}

export async function resubmitDeadLetters(deps: ResubmitDeps & RetryDeps, viewer: Viewer, input: ResubmitInput): Promise<Resubmitted> {
  const changes = toChanges(input)
  const letters = await selectLetters(deps.database, viewer, input)
  const batches = inBatches(letters)
  const oldIds = await checkAll(deps, batches, changes)
  const matched = oldIds.length
  const leftBehind = async (ids: readonly string[]) => (await endedDependents(deps.database, ids)).length
  if (input.dryRun) return { matched, resubmitted: 0, taskIds: oldIds, dependents: await leftBehind(oldIds), letters }
  const person = { id: viewer.id, name: viewer.name }
  const order = { ...changes, by: person, ...by(viewer), requestId: input.requestId, origin: input.origin ?? 'api' }
  const taskIds: string[] = []
  let dependents = 0
  for (const batch of batches) {
    try {
      // Read again: thousands of tasks with their parameters are too many to keep.
      const { renewable } = await checkBatch(deps, batch, changes)
      const fresh = await resubmitBatch(deps, renewable, order)
      taskIds.push(...fresh.map(({ _id }) => _id))
      const ids = fresh.flatMap(({ resubmissionOf }) => resubmissionOf ?? [])
      dependents += input.withDependents ? await retryDependents(deps, viewer, { ids, requestId: input.requestId }) : await leftBehind(ids)
    } catch (error) {
      if (taskIds.length > 0 && error instanceof CapstanError && error.code === 'QUEUE_FULL') break
      throw error
    }
  }
  if (input.ids && taskIds.length === 0) throw await whyNothing(deps.database, letters)
  return { matched, resubmitted: taskIds.length, taskIds, dependents, letters }
}

function toChanges({ priority, overrideParameters }: ResubmitInput): Changes {
  const given = overrideParameters ?? undefined
  if (given !== undefined && (typeof given !== 'object' || Array.isArray(given))) {
    throw validationFailed(
      [{ path: 'overrideParameters', message: `expected an object, got ${JSON.stringify(given).slice(0, 40)}` }],
      'TASK_001',
    )
  }
  return { priority: priority ?? undefined, overrideParameters: given as { [key: string]: Json } | undefined }
}

function inBatches(letters: readonly DeadLetterDoc[]): DeadLetterDoc[][] {
  const count = Math.ceil(letters.length / resubmitBatchSize)
  return Array.from({ length: count }, (_, index) => letters.slice(index * resubmitBatchSize, (index + 1) * resubmitBatchSize))
}

/** Everything is checked before anything is changed. */
async function checkAll(deps: ResubmitDeps, batches: readonly DeadLetterDoc[][], changes: Changes): Promise<string[]> {
  const violations: Violation[] = []
  const taskIds: string[] = []
  for (const batch of batches) {
    const checked = await checkBatch(deps, batch, changes)
    violations.push(...checked.violations)
    taskIds.push(...checked.renewable.map(({ task }) => task._id))
    if (violations.length >= shownViolations) break
  }
  if (violations.length > 0) throw validationFailed(violations.slice(0, shownViolations), 'TASK_001')
  return taskIds
}
