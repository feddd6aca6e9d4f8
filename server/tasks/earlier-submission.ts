// Whether a request is one that was made before: by the idempotency key, and by the input that came with it.
import { createHash } from 'node:crypto'
import { may } from '../auth/policy.ts'
import type { Viewer } from '../auth/viewer.ts'
import type { Database } from '../mongo.ts'
import { findMade, type Key } from '../queue/keys.ts'
import type { TaskDoc } from '../queue/task.ts'
import type { SubmissionInput } from './submission.ts'

/** Undefined when it carries none. */
export function toKey(workspace: string, input: SubmissionInput): Key | undefined {
  const { idempotencyKey } = input
  return idempotencyKey ? { id: `${workspace}:${idempotencyKey}`, hash: hashOf(input) } : undefined
}

/** The tasks of exactly these inputs, as they are now; undefined unless every one was submitted before. */
export async function findEarlier(database: Database, viewer: Viewer, inputs: readonly SubmissionInput[]): Promise<TaskDoc[] | undefined> {
  const keys = inputs.flatMap((input) => toKey(viewer.workspace, input) ?? [])
  if (keys.length === 0 || keys.length < inputs.length) return undefined
  if (!inputs.every(({ workspace }) => may(viewer, 'submit', { workspace: workspace ?? viewer.workspace }))) return undefined
  const ids = await findMade(database, keys)
  if (!ids) return undefined
  const rows = await database
    .collection<TaskDoc>('tasks')
    .find({ _id: { $in: ids } })
    .toArray()
  const tasks = new Map(rows.map((task) => [task._id, task]))
  const found = ids.flatMap((id) => tasks.get(id) ?? [])
  return found.length === inputs.length ? found : undefined
}

function hashOf(input: SubmissionInput): string {
  return createHash('sha256')
    .update(JSON.stringify(sortKeys(withoutNulls(input))))
    .digest('base64url')
}

/** A field that is null is one that was left out; inside the parameters null is a value. */
function withoutNulls(input: SubmissionInput): SubmissionInput {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== null)) as SubmissionInput
}

/** The same input in another order of keys is the same input. */
function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys)
  if (value === null || typeof value !== 'object' || value instanceof Date) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sortKeys(item)]),
  )
}
