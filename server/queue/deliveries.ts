// One row for each notification that is due: because a task ended, written in the transaction that ends it and only for tasks that name
// somebody to tell, or because something else is to be said. Knows nothing of how a notification is sent.
import type { ClientSession } from 'mongodb'
import type { NewEvent } from '../events/event-log.ts'
import type { Database } from '../mongo.ts'
import type { Settlement } from './settlement.ts'
import { type FinalStatus, isFinal, type NotifyTarget, type TaskDoc, type TaskError } from './task.ts'

/** What is said when it is not that a task ended. */
export interface Said {
  /** For programs, for example schedule.post. */
  type: string
  title: string
  text: string
  /** The text is Slack markdown already. */
  markdown?: true
}

export interface DeliveryDoc {
  /** Task, end and target: also what the receiver knows it by, the same on every try. */
  _id: string
  /** Or another thing it is about, for example a schedule. */
  task: string
  workspace: string
  agent?: string
  kind: NotifyTarget['kind']
  address: string
  /** What shares a far side shares a lane: a slow one holds up its own lane only. */
  lane: string
  /** How the task ended; absent when something else is said. */
  outcome?: FinalStatus
  said?: Said
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

/** Answers the events that make whoever sends them look at once: to be written after those of the ends. */
export async function insertDeliveries(
  database: Database,
  changed: readonly (Settlement | TaskDoc)[],
  session: ClientSession,
): Promise<NewEvent[]> {
  const rows = changed.flatMap((change) => {
    const { notify } = 'patch' in change ? change.task : change
    if (!notify) return []
    return toDeliveries('patch' in change ? { ...change.task, error: undefined, ...change.patch } : change, notify)
  })
  return insert(database, rows, session)
}

async function insert(database: Database, rows: readonly DeliveryDoc[], session: ClientSession): Promise<NewEvent[]> {
  if (rows.length > 0) await database.collection<DeliveryDoc>('deliveries').insertMany(rows, { session, ordered: false })
  return rows.map(
    ({ _id: delivery, task: subject, workspace, agent, kind }): NewEvent => ({
      type: 'notification.due',
      workspace,
      subject,
      ...(agent && { agent }),
      payload: { delivery, kind },
    }),
  )
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
        lane: laneOf({ kind, address }),
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

export interface Announcement {
  /** What the receiver knows it by. */
  id: string
  about: string
  workspace: string
  target: Pick<NotifyTarget, 'kind' | 'address'>
  said: Said
  expireAt: Date
}

/** Something else that is to be said, now; answers events as above. */
export async function insertAnnouncements(
  database: Database,
  announcements: readonly Announcement[],
  session: ClientSession,
): Promise<NewEvent[]> {
  const now = database.now()
  const rows = announcements.map(
    ({ id, about, workspace, target, said, expireAt }): DeliveryDoc => ({
      _id: id,
      task: about,
      workspace,
      kind: target.kind,
      address: target.address,
      lane: laneOf(target),
      said,
      endedAt: now,
      status: 'PENDING',
      dueAt: now,
      attempts: 0,
      failures: 0,
      expireAt,
    }),
  )
  return insert(database, rows, session)
}

function laneOf({ kind, address }: Pick<NotifyTarget, 'kind' | 'address'>): string {
  return kind === 'WEBHOOK' ? new URL(address).host : kind
}
