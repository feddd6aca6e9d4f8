// Reads tasks: one, several by id, pages of a list, counts and facets. Every query carries the workspace; knows nothing of roles.
import type { Filter, Sort } from 'mongodb'
import type { AgentRegistry } from '../agents/registry.ts'
import { isTeam } from '../agents/team-name.ts'
import { type Database, textPattern } from '../mongo.ts'
import { seqAt } from '../queue/claim-order.ts'
import { createGroupCommit } from '../queue/group-commit.ts'
import { type ListBucket, listBuckets, type Priority, type TaskDoc, type TaskStatus } from '../queue/task.ts'
import { areOpen, claimedIds, openTaskIds } from './open-task-store.ts'

export const countLimit = 10_000
/** Unfinished tasks of a state are looked up one by one up to this many; of more, the newest are soon found in the list. */
const openLimit = 5000

export interface TaskListFilter {
  workspace: string
  agents?: readonly string[] | undefined
  status?: readonly TaskStatus[] | undefined
  priority?: readonly Priority[] | undefined
  tag?: string | undefined
  /** Any of these ids. */
  submittedBy?: readonly string[] | undefined
  schedule?: string | undefined
  workflow?: string | undefined
  since?: Date | undefined
  until?: Date | undefined
  /** Running on it now. */
  worker?: string | undefined
  text?: string | undefined
}

export interface TaskSortOrder {
  field: 'CREATED' | 'PRIORITY'
  direction: 'ASC' | 'DESC'
}

export interface TaskPage {
  filter: TaskListFilter
  sort: TaskSortOrder
  limit: number
  after: readonly (string | number)[] | undefined
}

export interface TaskStore {
  byIds(ids: readonly string[], workspace: string): Promise<TaskDoc[]>
  page(page: TaskPage): Promise<TaskDoc[]>
  count(filter: TaskListFilter): Promise<{ value: number; exact: boolean }>
  facets(filter: TaskListFilter): Promise<TaskFacets>
}

export interface TaskFacets {
  status: { value: string; count: number }[]
  priority: { value: string; count: number }[]
  agent: { value: string; count: number }[]
}

interface WantedTasks {
  ids: readonly string[]
  workspace: string
}

async function readTogether(database: Database, wanted: readonly WantedTasks[]): Promise<TaskDoc[][]> {
  const ids = [...new Set(wanted.flatMap((one) => one.ids))]
  const rows = await database
    .collection<TaskDoc>('tasks')
    .find({ _id: { $in: ids } })
    .toArray()
  const found = new Map(rows.map((task) => [task._id, task]))
  return wanted.map((one) => one.ids.flatMap((id) => found.get(id) ?? []).filter(({ workspace }) => workspace === one.workspace))
}

/** What lists need; the large sealed fields are read only when somebody asks for them, with the whole task. */
const sortKeys: Readonly<Record<TaskSortOrder['field'], 'seq' | 'order'>> = { CREATED: 'seq', PRIORITY: 'order' }

export function createTaskStore(database: Database): TaskStore {
  const tasks = database.collection<TaskDoc>('tasks')
  // Requests that arrive while a read is under way share the next one: many clients that ask for a task each cost a few reads.
  const reads = createGroupCommit((wanted: readonly WantedTasks[]) => readTogether(database, wanted))

  return {
    byIds: (ids, workspace) => reads.add({ ids, workspace }),
    page: async ({ filter, sort, limit, after }) => {
      const key = sortKeys[sort.field]
      const down = (sort.direction === 'DESC') !== (key === 'order')
      const { conditions, hint } = await toQuery(database, filter)
      const rows = after ? { $and: [conditions, beyond(key, down, after)] } : conditions
      const order: Sort = { [key]: down ? -1 : 1, _id: down ? -1 : 1 }
      return tasks.find(rows, { sort: order, limit, ...hint }).toArray()
    },
    count: async (filter) => {
      const { conditions, hint } = await toQuery(database, filter)
      const value = await tasks.countDocuments(conditions, { limit: countLimit + 1, ...hint })
      return { value: Math.min(value, countLimit), exact: value <= countLimit }
    },
    facets: async (filter) => {
      const { conditions, hint } = await toQuery(database, filter)
      const group = (field: string) => [{ $sortByCount: `$${field}` }, { $limit: 50 }]
      const [row] = await tasks
        .aggregate<Record<'status' | 'priority' | 'agent', { _id: string; count: number }[]>>(
          [
            { $match: conditions },
            { $limit: countLimit },
            { $project: { status: 1, priority: 1, agent: 1 } },
            { $facet: { status: group('status'), priority: group('priority'), agent: group('agent') } },
          ],
          hint,
        )
        .toArray()
      const named = (rows: { _id: string; count: number }[] | undefined) => (rows ?? []).map(({ _id, count }) => ({ value: _id, count }))
      return { status: named(row?.status), priority: named(row?.priority), agent: named(row?.agent) }
    },
  }
}

/** Strictly behind the last row of the page before, in the order of the list. */
function beyond(key: 'seq' | 'order', down: boolean, [value, id]: readonly (string | number)[]): Filter<TaskDoc> {
  const past = down ? '$lt' : '$gt'
  return { $or: [{ [key]: { [past]: value } }, { [key]: value, _id: { [past]: id } }] } as Filter<TaskDoc>
}

interface Query {
  conditions: Filter<TaskDoc>
  /** Which index to walk; left to the database when the ids are known. */
  hint: { hint?: string }
}

async function toQuery(database: Database, filter: TaskListFilter): Promise<Query> {
  const { workspace, agents, priority, tag, submittedBy, schedule, workflow, since, until, worker, text } = filter
  const status = filter.status ?? (worker ? (['RUNNING'] as const) : undefined)
  const facets = facetConditions({ agents, tag, submittedBy, schedule, workflow })
  const seq = { ...(since && { $gte: seqAt(since) }), ...(until && { $lt: seqAt(until) }) }
  const ids = await traceIds(database, { ...filter, status })
  const conditions = {
    workspace,
    ...(facets.length === 0 && { list: { $in: bucketsOf(status) } }),
    ...(facets.length > 0 && { $and: facets }),
    ...(status && { status: { $in: [...status] } }),
    ...(ids && { _id: { $in: ids } }),
    ...(worker && { worker }),
    ...(priority && { priority: { $in: [...priority] } }),
    ...(Object.keys(seq).length > 0 && { seq }),
    ...(text && { $or: textConditions(text) }),
  }
  return { conditions, hint: ids ? {} : { hint: facets.length > 0 ? 'facets' : 'list' } }
}

/** When few traces lead to all tasks that can match. */
async function traceIds(database: Database, { workspace, status, worker }: TaskListFilter): Promise<string[] | undefined> {
  if (worker) return claimedIds(database, { worker })
  return status && areOpen(status) ? openTaskIds(database, { workspace, status, limit: openLimit }) : undefined
}

type Facets = Pick<TaskListFilter, 'agents' | 'tag' | 'submittedBy' | 'schedule' | 'workflow'>

function facetConditions({ agents, tag, submittedBy, schedule, workflow }: Facets): Filter<TaskDoc>[] {
  return [
    ...(agents ? [{ facets: { $in: agents.map((agent) => `agent:${agent}`) } }] : []),
    ...(tag ? [{ facets: `tag:${tag.toLowerCase()}` }] : []),
    ...(submittedBy ? [{ facets: { $in: submittedBy.map((person) => `by:${person}`) } }] : []),
    ...(schedule ? [{ facets: `schedule:${schedule}` }] : []),
    ...(workflow ? [{ facets: `workflow:${workflow}` }] : []),
  ]
}

/** The parts of the list index that can hold tasks in these states. */
function bucketsOf(status: readonly TaskStatus[] | undefined): ListBucket[] {
  if (!status) return [...listBuckets]
  const failures = (['FAILED', 'CANCELLED'] as const).filter((final) => status.includes(final))
  return failures.length === status.length ? failures : ['MAIN', ...failures]
}

/** Plain words, no pattern of the caller's ever reaches the database. */
function textConditions(text: string): Filter<TaskDoc>[] {
  const pattern = textPattern(text)
  return [{ _id: pattern }, { agent: pattern }, { tags: pattern }, { step: pattern }, { 'error.message': pattern }] as Filter<TaskDoc>[]
}

/** Agents of a team, for filters that name teams. */
export function agentsOf(
  registry: AgentRegistry,
  {
    agent,
    agents,
    team,
  }: { agent?: string | null | undefined; agents?: readonly string[] | null | undefined; team?: string | null | undefined },
): string[] | undefined {
  if (!agent && !agents && !team) return undefined
  const named = agent || agents ? [...new Set([...(agent ? [agent] : []), ...(agents ?? [])])] : undefined
  if (!team) return named
  const members = registry
    .list()
    .filter(({ config }) => isTeam(config.team, team))
    .map(({ config }) => config.name)
  return named ? members.filter((name) => named.includes(name)) : members
}
