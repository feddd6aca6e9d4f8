// The list of tasks: filtered, sorted and paged by the server, kept fresh by the event feed.
import type { CapstanClient } from '../../client/client.ts'
import {
  agentNames,
  type Priority,
  type TaskFilter,
  type TaskSort,
  type TaskStatus,
  tasks as tasksOperation,
} from '../../generated/operations.ts'
import { bar } from '../../text/chart.ts'
import { type Filter, parseFilter } from '../../text/filter.ts'
import { formatAgo, toWords } from '../../text/format.ts'
import type { Line } from '../../theme.ts'
import { type PageRequest, type Resource, type Section, type Sort, type Surroundings, toPage } from '../resource.ts'
import { fact } from '../sections.ts'
import { prioritySpan, statusSpan, statusWord } from '../status.ts'
import { taskActions } from './actions.ts'
import { describeWait, type TaskRow, taskColumns } from './columns.ts'
import { patchTask } from './events.ts'

export const taskStatuses: readonly TaskStatus[] = [
  'RUNNING',
  'QUEUED',
  'RETRYING',
  'WAITING',
  'BLOCKED',
  'SCHEDULED',
  'FAILED',
  'SUCCEEDED',
  'CANCELLED',
]
const priorities: readonly Priority[] = ['CRITICAL', 'HIGH', 'NORMAL', 'LOW']

export const tasks: Resource<TaskRow> = {
  name: 'tasks',
  title: 'Tasks',
  noun: 'task',
  columns: taskColumns,
  nameOf: ({ id, agentName, status }) => `${id} ${agentName} (${statusWord(status)})`,
  pagedByServer: true,
  async load(client, { filter, sort, first, after, signal }: PageRequest) {
    const asked = await wholeNames(client, toTaskFilter(filter, Date.now()), signal)
    const variables = { filter: asked, sort: toTaskSort(sort) ?? null, first, after: after ?? null }
    const { tasks: page } = await client.request(tasksOperation, variables, { signal })
    return toPage(page)
  },
  fields: ({ id, status, agentName, priority, tags }) => ({
    id,
    state: [statusWord(status), toWords(status)],
    agent: agentName,
    pri: [toWords(priority), prioritySpan(priority).text],
    tag: tags,
  }),
  stale: (event, row) => event.type.startsWith('task.') && row === undefined && event.type !== 'task.progressed',
  patch: patchTask,
  describe,
  actions: taskActions,
  empty: 'No tasks yet. Press n to submit one.',
}

/** What is at work right now, for the overview. */
export const running: Resource<TaskRow> = {
  ...tasks,
  name: 'running',
  load: (client, request) => tasks.load(client, { ...request, filter: parseFilter('state:running') }),
  keeps: ({ status }) => status === 'RUNNING',
  stale: ({ type }) => type === 'task.started',
}

/** Words the server does not know by name are looked for as text. */
export function toTaskFilter({ words, fields, youngerThanMs, olderThanMs }: Filter, now: number): TaskFilter {
  const status = wanted(fields.get('state') ?? fields.get('status'), taskStatuses, (each) => [toWords(each), statusWord(each)])
  const priority = wanted(fields.get('pri') ?? fields.get('priority'), priorities, (each) => [toWords(each), prioritySpan(each).text])
  const agents = fields.get('agent')
  const [team] = fields.get('team') ?? []
  const [tag] = fields.get('tag') ?? []
  const [submittedBy] = fields.get('by') ?? []
  const [workflow] = fields.get('workflow') ?? []
  const [schedule] = fields.get('schedule') ?? []
  return {
    ...(status && { status }),
    ...(priority && { priority }),
    ...(agents && { agents }),
    ...(team && { team }),
    ...(tag && { tag }),
    ...(submittedBy && { submittedBy }),
    ...(workflow && { workflow }),
    ...(schedule && { schedule }),
    ...(words.length > 0 && { text: words.join(' ') }),
    ...(youngerThanMs !== undefined && { since: new Date(now - youngerThanMs).toISOString() }),
    ...(olderThanMs !== undefined && { until: new Date(now - olderThanMs).toISOString() }),
  }
}

/** The server knows whole names; a person types how they begin. */
async function wholeNames(client: CapstanClient, filter: TaskFilter, signal: AbortSignal): Promise<TaskFilter> {
  const begun = filter.agents
  if (!begun) return filter
  const { agents } = await client.request(agentNames, {}, { signal })
  const found = agents.map(({ name }) => name).filter((name) => begun.some((each) => name.startsWith(each.toLowerCase())))
  return found.length > 0 ? { ...filter, agents: found } : filter
}

function wanted<T extends string>(
  given: readonly string[] | undefined,
  known: readonly T[],
  namesOf: (each: T) => string[],
): T[] | undefined {
  if (!given) return undefined
  return known.filter((each) => given.some((value) => namesOf(each).some((name) => name.toLowerCase().startsWith(value.toLowerCase()))))
}

function toTaskSort(sort: Sort | undefined): TaskSort | undefined {
  if (!sort) return undefined
  return { field: sort.column === 'PRI' ? 'PRIORITY' : 'CREATED', direction: sort.descending ? 'DESC' : 'ASC' }
}

function describe(task: TaskRow, { now, glyphs }: Surroundings): Section[] {
  const facts: Line[] = [
    [statusSpan(task.status, glyphs), { text: `  ${task.id} ${task.agentName}` }],
    fact('priority', [prioritySpan(task.priority), { text: ` ${toWords(task.priority)}, urgency ${task.urgency}` }]),
    fact('submitted', formatAgo(task.createdAt, now)),
    ...(task.attempts.length > 0 ? [fact('tries', `${task.attempts.length} of ${task.maxAttempts}`)] : []),
    ...(task.finishedAt ? [fact('ended', formatAgo(task.finishedAt, now))] : []),
    ...(task.status === 'RUNNING' && task.currentStep ? [fact('step', task.currentStep)] : []),
    ...(task.status === 'RUNNING'
      ? [[{ text: `${bar(task.progress, 20, glyphs)} ${Math.round(task.progress * 100)}%`, tone: 'info' as const }]]
      : []),
    ...(task.tags.length > 0 ? [fact('tags', task.tags.join(', '))] : []),
  ]
  const waits = task.waitingOn.map((reason): Line => [{ text: describeWait(reason, now) }])
  return [
    { title: 'Task', lines: facts },
    ...(waits.length > 0 ? [{ title: 'Waits for', lines: waits }] : []),
    ...(task.error ? [{ title: 'Error', lines: [[{ text: `${task.error.code}: ${task.error.message}`, tone: 'bad' as const }]] }] : []),
  ]
}
