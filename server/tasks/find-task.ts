// The one way a verb gets hold of a task: by a well-formed id, in the viewer's workspace, with the right to do what the verb does.
import { type Action, demand } from '../auth/policy.ts'
import type { Viewer } from '../auth/viewer.ts'
import { CapstanError } from '../errors.ts'
import { checkId } from '../ids.ts'
import type { Database } from '../mongo.ts'
import type { TaskDoc } from '../queue/task.ts'

export async function findTask(database: Database, viewer: Viewer, { id, action }: { id: string; action: Action }): Promise<TaskDoc> {
  const task = await database.collection<TaskDoc>('tasks').findOne({ _id: checkId('T', id), workspace: viewer.workspace })
  if (!task) throw new CapstanError('NOT_FOUND', `There is no task ${id.slice(0, 40)} in this workspace.`, { legacyCode: 'TASK_003' })
  demand(viewer, action, { workspace: task.workspace, owner: task.submittedBy.id })
  return task
}

/** Somebody else moved the task between looking and writing, or it never was in the right state. */
export function illegalState(task: TaskDoc, wanted: string): CapstanError {
  return new CapstanError('ILLEGAL_STATE', `${task._id} is ${task.status.toLowerCase()}; ${wanted}`, { legacyCode: 'TASK_004' })
}
