// Writes down who works at what: the row of the batch, the tasks that were stored before, and the events of both.
import { randomUUID } from 'node:crypto'
import type { ClientSession, Collection } from 'mongodb'
import type { NewEvent } from '../events/event-log.ts'
import { type Database, RetryTransaction } from '../mongo.ts'
import type { TaskDoc } from './task.ts'

/** What a worker took in one batch. Some of it may have ended: ask the tasks themselves. */
export interface ClaimDoc {
  _id: string
  worker: string
  tasks: string[]
  at: Date
}

export interface Claiming {
  database: Database
  tasks: Collection<TaskDoc>
  session: ClientSession
  worker: string
  now: Date
  /** Stored by somebody else, as the claim leaves them. */
  newcomers: ReadonlyMap<string, TaskDoc>
}

/** Answers what is to be told of them; the tasks are changed to what they are then. */
export async function writeClaims(turn: Claiming, claimed: readonly TaskDoc[]): Promise<NewEvent[]> {
  if (claimed.length === 0) return []
  const { database, worker, session, now } = turn
  const claim = randomUUID()
  const row = { _id: claim, worker, tasks: claimed.map(({ _id }) => _id), at: now }
  await database.collection<ClaimDoc>('claims').insertOne(row, { session })
  const stored = claimed.filter(({ _id }) => !turn.newcomers.has(_id))
  await markClaimed(turn, row, stored)
  for (const task of claimed) {
    Object.assign(task, { status: 'RUNNING', claim, worker, startedAt: now, fence: task.fence + 1, progress: 0 } satisfies Partial<TaskDoc>)
    // Nobody else has to claim it.
    if (turn.newcomers.has(task._id)) delete task.ready
  }
  return claimed.map(
    (task): NewEvent => ({
      type: 'task.started',
      workspace: task.workspace,
      subject: task._id,
      agent: task.agent,
      ...(task.workflow && { workflow: task.workflow.run }),
      payload: { worker, attempt: (task.attempts.at(-1)?.number ?? 0) + 1 },
    }),
  )
}

async function markClaimed({ tasks, session }: Claiming, { _id: claim, worker, at }: ClaimDoc, stored: readonly TaskDoc[]): Promise<void> {
  if (stored.length === 0) return
  const { modifiedCount } = await tasks.updateMany(
    { _id: { $in: stored.map(({ _id }) => _id) }, status: 'QUEUED', ready: true },
    { $set: { status: 'RUNNING', claim, worker, startedAt: at, progress: 0 }, $inc: { fence: 1 } },
    { session },
  )
  if (modifiedCount !== stored.length) throw new RetryTransaction('a task moved while it was being claimed')
  await writeHoldings({ tasks, session }, stored)
}

/** What each holds of its budgets: a takeover must know it, whoever dies. */
async function writeHoldings({ tasks, session }: Pick<Claiming, 'tasks' | 'session'>, claimed: readonly TaskDoc[]): Promise<void> {
  const writes = claimed
    .filter(({ reserved, refusedBy }) => reserved || refusedBy)
    .map(({ _id, reserved, refusedBy }) => ({
      updateOne: { filter: { _id }, update: { $set: { ...(reserved && { reserved }), ...(refusedBy && { refusedBy }) } } },
    }))
  if (writes.length > 0) await tasks.bulkWrite(writes, { session, ordered: false })
}
