// Tasks that ended only because what they depend on did not succeed: which they are, and how they come back when that runs again.
// They wait for it then, and their own policy decides once it has ended.
import { may } from '../auth/policy.ts'
import type { Viewer } from '../auth/viewer.ts'
import { CapstanError } from '../errors.ts'
import { by } from '../events/event-log.ts'
import type { Database } from '../mongo.ts'
import type { EdgeDoc } from '../queue/dependencies.ts'
import type { TaskDoc } from '../queue/task.ts'
import { waitAgain } from '../queue/wait-again.ts'
import { needsApproval } from '../requests/task-approval.ts'
import { type RetryDeps, type RetryInput, retryTask } from './retry-task.ts'

const readSize = 1000
const batchSize = 200
const codes = ['DEPENDENCY_FAILED', 'DEPENDENCY_SKIPPED']

export type Dependent = Pick<TaskDoc, '_id' | 'workspace' | 'submittedBy' | 'dependsOn'>

/** Those of these tasks and, in turn, of theirs; what a task depends on comes before it. */
export async function endedDependents(database: Database, ids: readonly string[]): Promise<Dependent[]> {
  const found = new Map<string, Dependent>()
  let parents = [...ids]
  while (parents.length > 0) {
    const fresh = (await childrenThatEnded(database, parents)).filter(({ _id }) => !found.has(_id))
    for (const task of fresh) found.set(task._id, task)
    parents = fresh.map(({ _id }) => _id)
  }
  return inOrder(found)
}

async function childrenThatEnded(database: Database, parents: readonly string[]): Promise<Dependent[]> {
  const tasks: Dependent[] = []
  for (let start = 0; start < parents.length; start += readSize) {
    const edges = await database
      .collection<EdgeDoc>('dependencies')
      .find({ parent: { $in: parents.slice(start, start + readSize) } })
      .toArray()
    const ended = { _id: { $in: edges.map(({ child }) => child) }, status: { $in: ['FAILED' as const, 'CANCELLED' as const] } }
    const projection = { workspace: 1, submittedBy: 1, dependsOn: 1 }
    tasks.push(
      ...(await database
        .collection<TaskDoc>('tasks')
        .find({ ...ended, 'error.code': { $in: codes } }, { projection })
        .toArray()),
    )
  }
  return tasks
}

function inOrder(tasks: ReadonlyMap<string, Dependent>): Dependent[] {
  const ordered = new Set<Dependent>()
  const visit = (task: Dependent) => {
    if (ordered.has(task)) return
    for (const id of task.dependsOn ?? []) {
      const parent = tasks.get(id)
      if (parent) visit(parent)
    }
    ordered.add(task)
  }
  for (const task of tasks.values()) visit(task)
  return [...ordered]
}

/** How many wait again; those that are not the viewer's to operate, or that somebody moved meanwhile, stay as they are. */
export async function retryDependents(
  deps: RetryDeps,
  viewer: Viewer,
  { ids, requestId }: { ids: readonly string[]; requestId?: string | undefined },
): Promise<number> {
  const dependents = await endedDependents(deps.database, ids)
  const mine = dependents.filter(({ workspace, submittedBy }) => may(viewer, 'operateTask', { workspace, owner: submittedBy.id }))
  const order = { by: { id: viewer.id, name: viewer.name }, ...by(viewer), requestId }
  let retried = 0
  for (let start = 0; start < mine.length; start += batchSize) {
    const batch = mine.slice(start, start + batchSize).map(({ _id }) => _id)
    const [asking, ready] = await readBatch(deps, batch)
    if (await waitAgain(deps.database, ready, order)) retried += ready.length
    else for (const task of ready) if (await waitAgain(deps.database, [task], order)) retried++
    for (const { _id } of asking) if (await asksAgain(deps, viewer, { id: _id, requestId })) retried++
  }
  return retried
}

/** Those somebody has to agree to first, and the others, each in this order. */
async function readBatch({ database, registry }: RetryDeps, ids: readonly string[]): Promise<[TaskDoc[], TaskDoc[]]> {
  const rows = await database
    .collection<TaskDoc>('tasks')
    .find({ _id: { $in: [...ids] }, 'error.code': { $in: codes } })
    .toArray()
  const asks = ({ agent, approved }: TaskDoc) => {
    const config = registry.get(agent)?.config
    return !approved && config !== undefined && needsApproval(config)
  }
  const byId = new Map(rows.map((task) => [task._id, task]))
  const ordered = ids.flatMap((id) => byId.get(id) ?? [])
  return [ordered.filter(asks), ordered.filter((task) => !asks(task))]
}

async function asksAgain(deps: RetryDeps, viewer: Viewer, input: RetryInput): Promise<boolean> {
  try {
    await retryTask(deps, viewer, input)
    return true
  } catch (error) {
    if (error instanceof CapstanError) return false
    throw error
  }
}

/** The task, and behind it what ended because it did not succeed. */
export async function retryWithDependents(deps: RetryDeps, viewer: Viewer, input: RetryInput): Promise<TaskDoc> {
  const task = await retryTask(deps, viewer, input)
  await retryDependents(deps, viewer, { ids: [task._id], requestId: input.requestId })
  return task
}
