// Writes down who works at what: the tasks that were stored before, and the events of all.
// The row of the batch lies beside the counters of agents, so that one statement writes both: a new task's start waits for it.
import { randomUUID } from 'node:crypto'
import type { ClientSession, Collection, Filter } from 'mongodb'
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

export const claimsOf = (database: Database) => database.collection<ClaimDoc>('agents')

/** Whosoever they are; the counters of agents have no worker. */
export const allClaims: Filter<ClaimDoc> = { worker: { $exists: true } }

export function newClaim(tasks: readonly TaskDoc[], { worker, now }: { worker: string; now: Date }): ClaimDoc {
  return { _id: randomUUID(), worker, tasks: tasks.map(({ _id }) => _id), at: now }
}

export interface Claiming {
  tasks: Collection<TaskDoc>
  session: ClientSession
  /** Stored by somebody else, as the claim leaves them. */
  newcomers: ReadonlyMap<string, TaskDoc>
}

/** Answers what is to be told of them; the tasks are changed to what they are then. */
export async function writeClaimed(turn: Claiming, row: ClaimDoc, claimed: readonly TaskDoc[]): Promise<NewEvent[]> {
  const { _id: claim, worker, at: startedAt } = row
  const stored = claimed.filter(({ _id }) => !turn.newcomers.has(_id))
  await markClaimed(turn, row, stored)
  for (const task of claimed) {
    Object.assign(task, { status: 'RUNNING', claim, worker, startedAt, fence: task.fence + 1, progress: 0 } satisfies Partial<TaskDoc>)
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
