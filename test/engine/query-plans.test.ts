// Promise: nothing the product asks the database reads a whole large collection or sorts without bound: the database's own profiler
// watches every query while lists, claims, timers, takeover and housekeeping work on some thousand tasks.
import { ObjectId } from 'mongodb'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { EventRow } from '../../server/events/event-log.ts'
import type { Context } from '../../server/graphql/context.ts'
import { listEvents } from '../../server/graphql/resolvers/connections.ts'
import { silentLogger } from '../../server/log.ts'
import { liftWaiting } from '../../server/queue/aging.ts'
import { runCycle } from '../../server/queue/cycle.ts'
import type { DeadLetterDoc } from '../../server/queue/dead-letter-store.ts'
import { warnOfDeadlines } from '../../server/queue/deadlines.ts'
import { createDependencies, type EdgeDoc } from '../../server/queue/dependencies.ts'
import { releaseDue } from '../../server/queue/due.ts'
import { startTakeover } from '../../server/queue/takeover.ts'
import { isFinal, priorities, sealPlace, type TaskDoc, type TaskStatus, taskStatuses } from '../../server/queue/task.ts'
import { claimsOf } from '../../server/queue/task-claims.ts'
import { createArtifacts } from '../../server/tasks/artifact-store.ts'
import {
  countLetters,
  findLetters,
  findOpenLetters,
  groupLetters,
  type LetterFilter,
} from '../../server/tasks/dead-letters/letter-store.ts'
import { findEndedOutages, findOutageLetters } from '../../server/tasks/dead-letters/outage-store.ts'
import { queuePositions } from '../../server/tasks/queue-place.ts'
import { createQueueStats } from '../../server/tasks/queue-stats-store.ts'
import { createRetention } from '../../server/tasks/retention.ts'
import { endedDependents } from '../../server/tasks/retry-dependents.ts'
import { createTaskStore, type TaskListFilter, type TaskSortOrder } from '../../server/tasks/task-store.ts'
import { createTestEngine, keepMs, user } from '../support/engine.ts'

const total = Math.round(4000 * Number(process.env['CAPSTAN_TEST_SCALE'] ?? 1))
/** As many rows as there are agents, workers, workspaces or claims under way: reading all of them is what is wanted. */
const small = new Set(['agents', 'workers', 'workspaces', 'counters', 'queue_gates', 'leases'])
const workspace = 'default'
const names = ['writer', 'coder', 'editor']
const engine = await createTestEngine({ agents: names.map((name) => ({ name, maxConcurrent: 50 })) })
const { database } = engine
const { db } = database
const hour = 3600_000
const artifacts = createArtifacts(database, engine.vault)
const now = Date.now()
const at = (n: number) => new Date(now - n * 1000)
const limits = new Map(engine.registry.list().map(({ config }) => [config.name, config]))
const common = {
  database,
  log: silentLogger,
  keepMs: () => keepMs,
  limits: () => limits,
  onReady: () => undefined,
  onRequeued: () => undefined,
}

interface Profiled {
  op: string
  ns: string
  planSummary?: string
  hasSortStage?: boolean
  docsExamined?: number
  nreturned?: number
  command?: object
  originatingCommand?: object
}

function storedTask(template: TaskDoc, n: number): TaskDoc {
  const status: TaskStatus = taskStatuses[n % taskStatuses.length]!
  const { ready: _ready, queuedAt: _queuedAt, ...rest } = template
  const agent = names[n % names.length]!
  return {
    ...rest,
    _id: `T-${100_000 + n}`,
    parameters: engine.vault.seal({}, sealPlace(`T-${100_000 + n}`, 'parameters')),
    agent,
    status,
    priority: priorities[n % 4]!,
    seq: template.seq + n,
    order: `${n % 4}${template.order.slice(1, -6)}${String(n).padStart(6, '0')}`,
    list: status === 'FAILED' || status === 'CANCELLED' ? status : 'MAIN',
    facets: [`agent:${agent}`, `by:user${n % 7}`, `tag:tag${n % 11}`],
    tags: [`tag${n % 11}`],
    createdAt: at(n),
    ...(status === 'QUEUED' && { ready: true, queuedAt: new Date(now - hour) }),
    ...(status === 'RUNNING' && { ready: true, claim: 'claim', worker: 'gone' }),
    ...((status === 'SCHEDULED' || status === 'RETRYING') && { dueAt: at(n - total / 2) }),
    ...(isFinal(status) && { finishedAt: at(n), expireAt: at(n - total / 2) }),
  }
}

function storedLetter({ _id, agent, finishedAt = at(0) }: TaskDoc, n: number): DeadLetterDoc {
  const error = { code: 'BROKEN', class: n % 2 ? ('TRANSIENT' as const) : ('PERMANENT' as const), message: `broken ${n}` }
  const row = { _id: _id.replace('T', 'D'), task: _id, workspace, agent, error, fingerprint: `print ${n % 5}`, failedAt: finishedAt }
  return { ...row, open: n % 3 > 0, assignee: `person ${n % 4}`, expireAt: new Date(now + hour) }
}

beforeAll(async () => {
  const template = await engine.submit()
  const tasks = Array.from({ length: total }, (_none, n) => storedTask(template, n))
  const withStatus = (...wanted: TaskStatus[]) => tasks.filter(({ status }) => wanted.includes(status))
  await db.collection<TaskDoc>('tasks').insertMany(tasks)
  await db.collection<DeadLetterDoc>('dead_letters').insertMany(withStatus('FAILED').map(storedLetter))
  await db
    .collection<{ _id: string }>('timers')
    .insertMany(withStatus('SCHEDULED', 'RETRYING').map(({ _id, dueAt }) => ({ _id, at: dueAt })))
  await db.collection<{ _id: string }>('deadlines').insertMany(tasks.slice(0, 1000).map(({ _id }, n) => ({ _id, warnAt: at(n - 500) })))
  const parent = withStatus('SUCCEEDED')[0]!._id
  const edges = withStatus('BLOCKED').map(({ _id }): EdgeDoc => ({ _id: `${parent}:${_id}`, parent, child: _id, open: true }))
  await db.collection<EdgeDoc>('dependencies').insertMany(edges)
  await db.collection<TaskDoc>('tasks').updateMany({ status: 'BLOCKED' }, { $set: { dependsOn: [parent] } })
  await artifacts.save(template, { name: 'a.txt', contentType: 'text/plain', data: Buffer.from('a') }, hour)
  const running = withStatus('RUNNING')
  await claimsOf(database).insertOne({ _id: 'claim', worker: 'gone', at: at(0), tasks: running.map(({ _id }) => _id) })
  const events = tasks.map(
    ({ _id, agent }, n): EventRow => ({ _id: new ObjectId(), type: 'task.queued', workspace, subject: _id, agent, at: at(n), payload: {} }),
  )
  await db.collection<EventRow>('events').insertMany(events)
})

beforeEach(async () => {
  await db.command({ profile: 0 })
  await db
    .collection('system.profile')
    .drop()
    .catch(() => undefined)
  await db.createCollection('system.profile', { capped: true, size: 64 * 1048576 })
  await db.command({ profile: 2 })
})

/** What was asked since the test began, and shows that the index it needs is missing. */
async function findSlow(): Promise<Profiled[]> {
  await db.command({ profile: 0 })
  const rows = await db
    .collection<Profiled>('system.profile')
    .find({ planSummary: { $exists: true } })
    .toArray()
  const large = rows.filter((row) => !small.has(row.ns.slice(db.databaseName.length + 1)) && !isFeed(row))
  expect(large.length).toBeGreaterThan(0)
  return large.filter((row) => row.planSummary?.includes('COLLSCAN') || (row.hasSortStage && !isBounded(row)))
}

/** The change stream follows the database's own journal. */
function isFeed({ command, originatingCommand }: Profiled): boolean {
  return JSON.stringify([command, originatingCommand]).includes('$changeStream')
}

/** Sorts that are bound all the same, each with the reason. */
const bounded: readonly { because: string; holds: (row: Profiled, text: string) => boolean }[] = [
  {
    because: 'it looks up at most 5,000 unfinished tasks by their ids',
    holds: ({ ns }, text) => ns.endsWith('.tasks') && /"_id":\{"\$in"/.test(text),
  },
  { because: 'it counts at most 10,000 tasks into at most 50 groups', holds: (_row, text) => text.includes('"$facet"') },
  { because: 'a search by text looks at each task anyway', holds: (_row, text) => text.includes('"error.message"') },
  {
    because: 'it keeps one page of the tasks that carry all three facets',
    holds: (_row, text) => (text.match(/"facets"/g) ?? []).length > 2,
  },
  {
    because: 'it sorts at most 1,000 dead letters named by their ids',
    holds: ({ ns }, text) => ns.endsWith('.dead_letters') && /"_id":\{"\$in"/.test(text),
  },
  {
    because: 'it looks at the dependents of one batch of ended tasks',
    holds: ({ ns }, text) => ns.endsWith('.dependencies') && /"parent":\{"\$in"/.test(text),
  },
]

function isBounded(row: Profiled): boolean {
  return bounded.some(({ holds }) => holds(row, JSON.stringify(row.command)))
}

const shown = ({ ns, planSummary, docsExamined, command }: Profiled) =>
  `${ns} ${planSummary} ${docsExamined} read ${JSON.stringify(command).slice(0, 300)}`

const filters: Omit<TaskListFilter, 'workspace'>[] = [
  {},
  ...taskStatuses.map((status) => ({ status: [status] })),
  { status: ['QUEUED', 'FAILED'] },
  { status: ['SUCCEEDED', 'FAILED'] },
  { priority: ['HIGH'] },
  { agents: ['writer'] },
  { agents: ['writer', 'coder'] },
  { agents: ['writer'], status: ['FAILED'] },
  { tag: 'tag3' },
  { submittedBy: ['user2'] },
  { agents: ['writer'], tag: 'tag3', submittedBy: ['user2'] },
  { since: at(1000), until: at(10) },
  { worker: 'gone' },
  { text: 'T-10000' },
]

async function readLists(sort: TaskSortOrder): Promise<void> {
  const store = createTaskStore(database)
  for (const filter of filters) {
    const page = { filter: { workspace, ...filter }, sort, limit: 26 }
    const last = (await store.page({ ...page, after: undefined })).at(-1)
    if (last) await store.page({ ...page, after: [sort.field === 'PRIORITY' ? last.order : last.seq, last._id] })
  }
}

describe('the database reads no more than it must', () => {
  it.each(['ASC', 'DESC'] as const)('for lists of tasks by time, %s', async (direction) => {
    await readLists({ field: 'CREATED', direction })
    expect((await findSlow()).map(shown)).toEqual([])
  })

  // The list by priority has no index of its own: each would cost every transaction; the sort keeps only the rows of one page.
  it('for lists of tasks by priority, but for one bounded sort', async () => {
    await readLists({ field: 'PRIORITY', direction: 'DESC' })
    const slow = await findSlow()
    expect(slow.filter(({ planSummary }) => planSummary?.includes('COLLSCAN')).map(shown)).toEqual([])
  })

  it('for counts, facets, the queue and its places', async () => {
    const store = createTaskStore(database)
    for (const filter of filters) {
      await store.count({ workspace, ...filter })
      await store.facets({ workspace, ...filter })
    }
    await createQueueStats(database, async () => undefined)(workspace)
    await queuePositions(
      database,
      await store.page({
        filter: { workspace, status: ['QUEUED'] },
        sort: { field: 'CREATED', direction: 'DESC' },
        limit: 25,
        after: undefined,
      }),
    )
    expect((await findSlow()).map(shown)).toEqual([])
  })

  it('for dead letters', async () => {
    const letterFilters: LetterFilter[] = [
      {},
      { agent: 'writer' },
      { fingerprint: 'print 1' },
      { assignee: 'person 1' },
      { since: at(500) },
    ]
    for (const filter of [...letterFilters, { resubmitted: true }, { discarded: false }, { retried: true }, { ids: ['D-100005'] }]) {
      const [first] = await findLetters(database, { workspace, filter, limit: 26, after: undefined })
      if (first) await findLetters(database, { workspace, filter, limit: 26, after: [first.failedAt, first._id] })
      await countLetters(database, workspace, filter)
      await findOpenLetters(database, workspace, filter)
    }
    await findEndedOutages(database, new Date())
    await findOutageLetters(database, { agent: 'writer', since: at(total), until: at(0) }, { limit: 100, skip: [] })
    expect((await findSlow()).map(shown)).toEqual([])
  })

  // Groups are made by counting, so that their sort is bound by the number of groups.
  it('for groups of dead letters', async () => {
    await groupLetters(database, workspace, {})
    const slow = await findSlow()
    expect(slow.filter(({ planSummary }) => planSummary?.includes('COLLSCAN')).map(shown)).toEqual([])
  })

  it('for events', async () => {
    const context = { product: { database }, viewer: user } as unknown as Context
    const [one] = await db
      .collection<EventRow>('events')
      .find({}, { sort: { _id: -1 }, skip: 100, limit: 1 })
      .toArray()
    for (const filter of [{}, { types: ['task.*'] }, { agent: 'writer' }, { subjects: ['T-100005'] }]) {
      await listEvents({ first: 25, filter }, context)
      await listEvents({ first: 25, filter, after: one!._id.toHexString() }, context)
    }
    expect((await findSlow()).map(shown)).toEqual([])
  })

  it('for claims, settlements, timers, takeover, dependencies and housekeeping', async () => {
    await runCycle({ database, limits, finished: [], want: 20, worker: 'w1' })
    await startTakeover(common)()
    const rules = { pausedUntil: () => undefined, holdsBack: () => false }
    await releaseDue({ ...common, ...rules })
    const dependencies = createDependencies({ ...common, ...rules })
    await dependencies.start()()
    await endedDependents(database, ['T-100000'])
    await liftWaiting(database, new Date(now + hour))
    await warnOfDeadlines(database, new Date())
    await createRetention({ database, artifacts, shortestKeepMs: () => 0, eventsKeepMs: 14 * 24 * hour }).sweep(new Date(now + 48 * hour))
    expect((await findSlow()).map(shown)).toEqual([])
  })

  it('for a worker that runs tasks to their end', async () => {
    const worker = await engine.startWorker(20)
    const first = { priority: 'CRITICAL' as const, deadline: new Date(Date.now() + 60_000) }
    const inputs = [{}, { runAt: new Date(Date.now() + 50) }, { idempotencyKey: 'once', dependsOn: ['#1'] }]
    const tasks = await engine.submitAll(inputs.map((input) => ({ ...first, ...input })))
    for (const { _id } of tasks) await engine.waitFor(_id, 'SUCCEEDED')
    await worker.stop(1000)
    expect((await findSlow()).map(shown)).toEqual([])
  })
})
