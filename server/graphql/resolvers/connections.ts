// Pages of the lists: reads one row more than asked for, and seals cursors to the list and filter they came from.
import { idsOfPerson } from '../../auth/person-ids.ts'
import { workspaceOf } from '../../auth/policy.ts'
import type { Viewer } from '../../auth/viewer.ts'
import { type EventRow, sharedWorkspace } from '../../events/event-log.ts'
import { parseCursor } from '../../events/feed.ts'
import { checkId } from '../../ids.ts'
import type { DeadLetterDoc } from '../../queue/dead-letter-store.ts'
import type { TaskDoc } from '../../queue/task.ts'
import { type LogLine, readLog } from '../../tasks/log-store.ts'
import { agentsOf, type TaskListFilter, type TaskSortOrder } from '../../tasks/task-store.ts'
import { type Connection, pageSize, toConnection } from '../connection.ts'
import type { Context } from '../context.ts'
import type { EventFilter, QueryEventsArgs, QueryTasksArgs, TaskLogsArgs } from '../generated/resolvers.ts'

export type TaskList = Connection<TaskDoc> & { filter: TaskListFilter }
export type LogList = Connection<LogLine>
export type DeadLetterList = Connection<DeadLetterDoc>
export type EventList = Connection<EventRow & { cursor?: string }>

export async function listTasks(args: Partial<QueryTasksArgs>, { product, cursors, viewer }: Context): Promise<TaskList> {
  const filter = await toTaskFilter(args, viewer.workspace, product)
  workspaceOf(viewer, args.filter?.workspace)
  const sort: TaskSortOrder = { field: args.sort?.field ?? 'CREATED', direction: args.sort?.direction ?? 'DESC' }
  const list = { name: 'tasks', filter: { ...filter, sort } }
  const size = pageSize(args.first)
  const after = args.after ? (cursors.decodeCursor(list, args.after) as (string | number)[]) : undefined
  const rows = await product.taskStore.page({ filter, sort, limit: size + 1, after })
  const key = sort.field === 'PRIORITY' ? 'order' : 'seq'
  const cursorOf = (task: TaskDoc) => cursors.encodeCursor({ list, values: [task[key], task._id] })
  return { ...toConnection({ rows, size, after: args.after, cursorOf, count: () => product.taskStore.count(filter) }), filter }
}

async function toTaskFilter(
  { filter }: Partial<QueryTasksArgs>,
  workspace: string,
  { registry, database }: Pick<Context['product'], 'registry' | 'database'>,
): Promise<TaskListFilter> {
  return {
    workspace,
    agents: agentsOf(registry, filter ?? {}),
    status: filter?.status ?? undefined,
    priority: filter?.priority ?? undefined,
    tag: filter?.tag ?? undefined,
    submittedBy: filter?.submittedBy ? await idsOfPerson(database, workspace, filter.submittedBy) : undefined,
    schedule: filter?.schedule ? checkId('S', filter.schedule, 'filter.schedule') : undefined,
    workflow: filter?.workflow ? checkId('W', filter.workflow, 'filter.workflow') : undefined,
    since: filter?.since ?? undefined,
    until: filter?.until ?? undefined,
    worker: filter?.worker ?? undefined,
    text: filter?.text ?? undefined,
  }
}

export async function listLog(task: TaskDoc, args: Partial<TaskLogsArgs>, { product, cursors }: Context): Promise<LogList> {
  const list = { name: 'logs', filter: { task: task._id } }
  const size = pageSize(args.first)
  const after = args.after ? Number(cursors.decodeCursor(list, args.after)[0]) : 0
  const rows = await readLog(product, task._id, { after, limit: size + 1 })
  const cursorOf = ({ number }: LogLine) => cursors.encodeCursor({ list, values: [number] })
  return toConnection({ rows, size, after: args.after, cursorOf, count: async () => ({ value: rows.length, exact: rows.length <= size }) })
}

export async function listEvents(args: Partial<QueryEventsArgs>, { product, viewer }: Context): Promise<EventList> {
  const size = pageSize(args.first)
  const before = args.after ? { _id: { $lt: parseCursor(args.after) } } : {}
  const rows = await product.database
    .collection<EventRow>('events')
    .find({ ...toEventConditions(args.filter, viewer), ...before }, { sort: { _id: -1 }, limit: size + 1 })
    .toArray()
  return toConnection({
    rows,
    size,
    after: args.after,
    cursorOf: ({ _id }) => _id.toHexString(),
    count: async () => ({ value: rows.length, exact: rows.length <= size }),
  })
}

function toEventConditions(filter: EventFilter | null | undefined, viewer: Viewer): object {
  const workspace = workspaceOf(viewer, filter?.workspace)
  const types = filter?.types?.map(typePattern)
  return {
    workspace: { $in: [workspace, sharedWorkspace] },
    ...((types || viewer.role !== 'admin') && {
      type: { ...(types && { $in: types }), ...(viewer.role !== 'admin' && { $not: aboutAccess }) },
    }),
    ...(filter?.subjects && { subject: { $in: [...filter.subjects] } }),
    ...(filter?.agent && { agent: filter.agent }),
  }
}

/** Who logs in from where, and with which keys: for admins. */
const aboutAccess = /^(auth|user|key|identity|audit|security)\./

/** `task.*` matches every ending; anything else only itself. */
function typePattern(type: string): RegExp {
  const plain = type
    .slice(0, 100)
    .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '[a-z_.]*')
    // The database reads a pattern up to the first zero.
    .replaceAll('\0', '\\x00')
  return new RegExp(`^${plain}$`)
}

export function eventFilter(filter: EventFilter | null | undefined, viewer: Viewer): (event: EventRow) => boolean {
  const workspace = workspaceOf(viewer, filter?.workspace)
  const patterns = filter?.types?.map(typePattern)
  const subjects = filter?.subjects && new Set(filter.subjects)
  return (event) =>
    (event.workspace === workspace || event.workspace === sharedWorkspace) &&
    (viewer.role === 'admin' || !aboutAccess.test(event.type)) &&
    (!patterns || patterns.some((pattern) => pattern.test(event.type))) &&
    (!subjects || subjects.has(event.subject)) &&
    (!filter?.agent || event.agent === filter.agent)
}
