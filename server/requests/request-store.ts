// Requests in the database: one, pages of a list, and the writes that settle them. Every query carries the workspace.
import type { ClientSession, Filter } from 'mongodb'
import { appendEvents, type NewEvent } from '../events/event-log.ts'
import type { Database } from '../mongo.ts'
import { keepRequestsMs, nextMoment, type RequestDoc, type RequestStatus } from '../queue/request-doc.ts'
import type { TimerDoc } from '../queue/timers.ts'

export const countLimit = 10_000

export interface RequestListFilter {
  workspace: string
  status?: readonly RequestStatus[] | undefined
  kind?: RequestDoc['kind'] | undefined
  run?: string | undefined
  task?: string | undefined
  /** Those that this person may decide. */
  decider?: { id: string; email: string | undefined; role: string; groups: readonly string[] } | undefined
}

/** Creation and id of the last row of a page. */
export type RequestPosition = readonly [Date, string]

export function requestsOf(database: Database) {
  return database.collection<RequestDoc>('requests')
}

export async function requestPage(
  database: Database,
  { filter, limit, after }: { filter: RequestListFilter; limit: number; after: RequestPosition | undefined },
): Promise<RequestDoc[]> {
  const behind = after ? { $or: [{ createdAt: { $lt: after[0] } }, { createdAt: after[0], _id: { $lt: after[1] } }] } : {}
  return requestsOf(database)
    .find({ $and: [toConditions(filter), behind] } as Filter<RequestDoc>, { sort: { createdAt: -1, _id: -1 }, limit })
    .toArray()
}

export async function countRequests(database: Database, filter: RequestListFilter): Promise<{ value: number; exact: boolean }> {
  const value = await requestsOf(database).countDocuments(toConditions(filter), { limit: countLimit + 1 })
  return { value: Math.min(value, countLimit), exact: value <= countLimit }
}

function toConditions({ workspace, status, kind, run, task, decider }: RequestListFilter): Filter<RequestDoc> {
  const onlyOpen = !status || (status.length === 1 && status[0] === 'OPEN')
  return {
    workspace,
    ...(onlyOpen ? { open: true as const } : { status: { $in: [...(status ?? [])] } }),
    ...(kind && { kind }),
    ...(run && { run }),
    ...(task && { task }),
    ...(decider && {
      $and: [{ $or: [{ requesterMayDecide: true }, { 'requestedBy.id': { $ne: decider.id } }] }, { $or: namedAs(decider) }],
    }),
  } as Filter<RequestDoc>
}

function namedAs({ id, email, role, groups }: NonNullable<RequestListFilter['decider']>): Filter<RequestDoc>[] {
  return [{ roles: role }, { users: { $in: email ? [id, email] : [id] } }, { groups: { $in: [...groups] } }]
}

/** Only from the state it was read in: somebody else may have decided in this moment. */
export async function writeRequest(
  database: Database,
  { before, after, events, session }: { before: RequestDoc; after: RequestDoc; events: readonly NewEvent[]; session: ClientSession },
): Promise<boolean> {
  const isSettled = after.status !== 'OPEN'
  const settled = isSettled ? { settledAt: after.settledAt ?? new Date(), expireAt: new Date(Date.now() + keepRequestsMs) } : {}
  const { open: _open, ...rest } = after
  const { matchedCount } = await requestsOf(database).replaceOne(
    { _id: before._id, status: 'OPEN', decisions: { $size: before.decisions.length } },
    { ...(isSettled ? rest : after), ...settled },
    { session },
  )
  if (matchedCount === 0) return false
  const timers = database.collection<TimerDoc>('timers')
  const at = isSettled ? undefined : nextMoment(after)
  if (at) await timers.updateOne({ _id: before._id }, { $set: { at } }, { upsert: true, session })
  else await timers.deleteOne({ _id: before._id }, { session })
  await appendEvents(database, events, session)
  return true
}
