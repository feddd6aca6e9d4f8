// Stores the new tasks of one batch and closes their letters in the same transaction: a letter is never resubmitted twice,
// whoever else tries and wherever a process dies.
import type { Json } from '../../agents/adapter.ts'
import type { Violation } from '../../errors.ts'
import { type Actor, appendEvents } from '../../events/event-log.ts'
import type { IdSource } from '../../ids.ts'
import type { Database } from '../../mongo.ts'
import { closeLetter, type DeadLetterDoc } from '../../queue/dead-letter-store.ts'
import type { Enqueue } from '../../queue/enqueue.ts'
import type { Person, TaskDoc } from '../../queue/task.ts'
import { askFirst, needsApproval } from '../../requests/task-approval.ts'
import { submittedEvent } from '../new-task.ts'
import { type Changes, parametersNow, type RenewDeps, renewTask } from './renew-task.ts'

export const resubmitBatchSize = 200

export interface ResubmitDeps extends RenewDeps {
  database: Database
  enqueue: Enqueue
  taskIds: IdSource
}

export interface ResubmitOrder extends Changes {
  by: Person
  /** Left out when no person ordered it. */
  actor?: Actor
  reason?: string | undefined
  requestId?: string | undefined
  origin: string
}

/** A letter with the task it is about and the parameters the new one gets. */
export interface Renewable {
  letter: DeadLetterDoc
  task: TaskDoc
  parameters: { [key: string]: Json }
}

export interface Checked {
  renewable: Renewable[]
  violations: Violation[]
}

/** A letter whose task the database has already removed is left out: it goes with it. */
export async function checkBatch(deps: ResubmitDeps, letters: readonly DeadLetterDoc[], changes: Changes): Promise<Checked> {
  const rows = await deps.database
    .collection<TaskDoc>('tasks')
    .find({ _id: { $in: letters.map(({ task }) => task) } })
    .toArray()
  const tasks = new Map(rows.map((task) => [task._id, task]))
  const checked: Checked = { renewable: [], violations: [] }
  for (const letter of letters) {
    const task = tasks.get(letter.task)
    if (!task) continue
    const result = parametersNow(deps, { letter, task }, changes)
    if (result.ok) checked.renewable.push({ letter, task, parameters: result.parameters })
    else checked.violations.push(...result.violations)
  }
  return checked
}

class LettersMoved extends Error {}

/** The new tasks, for those letters that nobody else closed in the meantime. */
export async function resubmitBatch(deps: ResubmitDeps, batch: readonly Renewable[], order: ResubmitOrder): Promise<TaskDoc[]> {
  let open = batch
  while (open.length > 0) {
    try {
      return await store(deps, open, order)
    } catch (error) {
      if (!(error instanceof LettersMoved)) throw error
      open = await stillOpen(deps.database, open)
    }
  }
  return []
}

async function store(deps: ResubmitDeps, batch: readonly Renewable[], order: ResubmitOrder): Promise<TaskDoc[]> {
  const ids = await deps.taskIds.take(batch.length)
  const renewed = batch.map(({ letter, task, parameters }, index) => {
    const { priority, origin, requestId } = order
    return {
      letter,
      old: task,
      parameters,
      fresh: renewTask(deps, task, { id: ids[index] as string, parameters, priority, origin, requestId }),
    }
  })
  for (const one of renewed) one.fresh = await askAgain(deps, one, order)
  const events = renewed.map(({ old, fresh }) => {
    const event = submittedEvent(fresh)
    const payload = { ...event.payload, resubmissionOf: old._id, by: order.by }
    return { ...event, payload, requestId: order.requestId, origin: order.origin, ...(order.actor && { actor: order.actor }) }
  })
  const resubmittedAs = pickById(renewed.map(({ letter, fresh }) => [letter._id, fresh._id]))
  const closing = { status: 'RESUBMITTED' as const, by: order.by.name, at: new Date(), ...(order.reason && { reason: order.reason }) }
  const { created } = await deps.enqueue.submit({
    tasks: renewed.map(({ fresh }) => fresh),
    events,
    keys: [],
    also: async (session) => {
      const { database } = deps
      const closed = await database
        .collection<DeadLetterDoc>('dead_letters')
        .updateMany({ _id: { $in: renewed.map(({ letter }) => letter._id) }, open: true }, closeLetter(closing, { resubmittedAs }), {
          session,
        })
      if (closed.modifiedCount !== renewed.length) throw new LettersMoved('somebody else closed some of the letters')
      await database
        .collection<TaskDoc>('tasks')
        .updateMany(
          { _id: { $in: renewed.map(({ old }) => old._id) } },
          [{ $set: { resubmittedAs: pickById(renewed.map(({ old, fresh }) => [old._id, fresh._id])) } }],
          { session },
        )
      await appendEvents(
        database,
        renewed.map((one) => letterEvent(one, order)),
        session,
      )
    },
  })
  return created
}

/** What people agreed to may run again; other parameters need a new yes. */
async function askAgain(
  deps: ResubmitDeps,
  { old, fresh, parameters }: { old: TaskDoc; fresh: TaskDoc; parameters: { [key: string]: Json } },
  { by, overrideParameters }: ResubmitOrder,
): Promise<TaskDoc> {
  const agent = deps.registry.get(old.agent)?.config
  if (!agent || !needsApproval(agent)) return fresh
  if (old.approved && !overrideParameters) return { ...fresh, approved: true }
  const asked = await askFirst(deps, { task: { ...fresh, submittedBy: by }, agent, parameters })
  return { ...asked, submittedBy: fresh.submittedBy }
}

function letterEvent({ letter, fresh }: { letter: DeadLetterDoc; fresh: TaskDoc }, { by, actor, reason, requestId }: ResubmitOrder) {
  const payload = { task: letter.task, resubmittedAs: fresh._id, by, ...(reason && { reason }) }
  return {
    type: 'dead_letter.resubmitted' as const,
    workspace: letter.workspace,
    subject: letter._id,
    agent: letter.agent,
    payload,
    requestId,
    ...(actor && { actor }),
  }
}

/** In a pipeline update: each row's own value, by the place of its id. */
function pickById(pairs: readonly (readonly [id: string, value: string])[]) {
  return {
    $arrayElemAt: [{ $literal: pairs.map(([, value]) => value) }, { $indexOfArray: [{ $literal: pairs.map(([id]) => id) }, '$_id'] }],
  }
}

async function stillOpen(database: Database, batch: readonly Renewable[]): Promise<Renewable[]> {
  const ids = batch.map(({ letter }) => letter._id)
  const rows = await database
    .collection<DeadLetterDoc>('dead_letters')
    .find({ _id: { $in: ids }, open: true }, { projection: { _id: 1 } })
    .toArray()
  const open = new Set(rows.map(({ _id }) => _id))
  return batch.filter(({ letter }) => open.has(letter._id))
}
