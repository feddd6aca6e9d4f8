// A change of tasks by a person or a rule, outside a run: conditional on the state it comes from, with its event, in one transaction.
import type { ClientSession, Filter, UpdateFilter } from 'mongodb'
import { appendEvents, type NewEvent } from '../events/event-log.ts'
import type { Database } from '../mongo.ts'
import type { TaskDoc } from './task.ts'

export interface TaskChange {
  filter: Filter<TaskDoc>
  update: UpdateFilter<TaskDoc>
  event: (task: TaskDoc) => NewEvent
  /** What else changes with it; answers the task as it is then. */
  also?: (task: TaskDoc, session: ClientSession) => Promise<TaskDoc>
}

/** The task as it is afterwards, or undefined when it was not in a state that allows the change. */
export async function changeTask(database: Database, { filter, update, event, also }: TaskChange): Promise<TaskDoc | undefined> {
  return database.transaction(async (session) => {
    const task = await database.collection<TaskDoc>('tasks').findOneAndUpdate(filter, update, { session, returnDocument: 'after' })
    if (!task) return undefined
    await appendEvents(database, [event(task)], session)
    return also ? also(task, session) : task
  })
}
