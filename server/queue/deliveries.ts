// One row for each notification that is due because a task ended: written in the transaction that ends the task, and only for tasks
// that name somebody to tell. Knows nothing of how a notification is sent.
import type { ClientSession } from 'mongodb'
import type { Database } from '../mongo.ts'
import type { Settlement } from './settlement.ts'
import { type FinalStatus, isFinal, type NotifyTarget, type TaskDoc, type TaskError } from './task.ts'

export interface DeliveryDoc {
  /** Task, end and target: also what the receiver knows it by, the same on every try. */
  _id: string
  task: string
  workspace: string
  agent: string
  kind: NotifyTarget['kind']
  address: string
  /** What shares a far side shares a lane: a slow one holds up its own lane only. */
  lane: string
  outcome: FinalStatus
  error?: Pick<TaskError, 'code' | 'class' | 'message'>
  endedAt: Date
  status: 'PENDING' | 'DELIVERED' | 'FAILED'
  /** While PENDING: when it may be taken next; whoever takes it moves this past the end of its try. */
  dueAt?: Date
  claim?: string
  /** Tries begun. */
  attempts: number
  /** Tries that failed and count against the retry policy. */
  failures: number
  lastError?: string
  deliveredAt?: Date
  expireAt: Date
}

export async function insertDeliveries(
  database: Database,
  changed: readonly (Settlement | TaskDoc)[],
  session: ClientSession,
): Promise<void> {
  const rows = changed.flatMap((change) => {
    const { notify } = 'patch' in change ? change.task : change
    if (!notify) return []
    return toDeliveries('patch' in change ? { ...change.task, error: undefined, ...change.patch } : change, notify)
  })
  if (rows.length > 0) await database.collection<DeliveryDoc>('deliveries').insertMany(rows, { session, ordered: false })
}

type Ended = Pick<TaskDoc, '_id' | 'workspace' | 'agent' | 'status' | 'finishedAt' | 'expireAt'> & { error?: TaskError | undefined }

function toDeliveries(
  { _id: task, workspace, agent, status: outcome, error, ...ended }: Ended,
  notify: readonly NotifyTarget[],
): DeliveryDoc[] {
  if (!isFinal(outcome)) return []
  const endedAt = ended.finishedAt ?? new Date()
  return notify.flatMap(({ kind, address, on }, index): DeliveryDoc[] => {
    if (!on.includes(outcome)) return []
    return [
      {
        _id: `${task}-${endedAt.getTime().toString(36)}-${index}`,
        task,
        workspace,
        agent,
        kind,
        address,
        lane: kind === 'WEBHOOK' ? new URL(address).host : kind,
        outcome,
        ...(error && { error: { code: error.code, class: error.class, message: error.message } }),
        endedAt,
        status: 'PENDING',
        dueAt: endedAt,
        attempts: 0,
        failures: 0,
        expireAt: ended.expireAt ?? endedAt,
      },
    ]
  })
}
