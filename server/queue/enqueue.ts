// Stores new tasks: what several callers submit in the same moment is one transaction, with events, idempotency keys and queue limits.
import type { ClientSession } from 'mongodb'
import { CapstanError } from '../errors.ts'
import { appendEvents, type NewEvent } from '../events/event-log.ts'
import { type Database, insertRows, isDatabaseAway, isDuplicateKey } from '../mongo.ts'
import type { ClaimLoop } from './claim-loop.ts'
import { type ClaimNew, claimNothing, type StoreAndClaim } from './claim-new.ts'
import { insertDeadlines } from './deadlines.ts'
import { insertEdges } from './dependencies.ts'
import { createGroupCommit } from './group-commit.ts'
import { createQueueLimits } from './queue-limits.ts'
import type { UsualSeconds } from './rates.ts'
import { insertRequests } from './request-doc.ts'
import type { TaskDoc } from './task.ts'
import { insertTimers } from './timers.ts'

const idempotencyMs = 24 * 3600_000

/** Tasks that are stored together or not at all. */
export interface Submission {
  tasks: TaskDoc[]
  /** Of the tasks, and of what comes with them. */
  events: NewEvent[]
  /** One per task that carries a key. */
  keys: { key: string; hash: string; task: string }[]
  /** What else belongs into the transaction that stores them; what it throws refuses this submission alone. May run several times. */
  also?: (session: ClientSession) => Promise<void>
}

export interface Enqueued {
  /** For each task submitted: its id, or the id of the one that an earlier request with the same key made. */
  ids: string[]
  /** As they were stored: what could start at once is RUNNING. */
  created: TaskDoc[]
}

interface KeyDoc {
  _id: string
  hash: string
  task: string
  expireAt: Date
}

export interface EnqueueOptions {
  database: Database
  queueLimit: (agent: string) => number
  /** None when left out. */
  workspaceQueueLimit?: (workspace: string) => number | undefined
  /** For saying when a full queue has room. */
  usualSeconds?: UsualSeconds
  /** Told of what was stored, unless somebody has claimed with it. */
  onStored: (tasks: readonly TaskDoc[]) => void
  /** Of a worker in the same process, which may claim in the transaction that stores. */
  claimWith?: ClaimLoop['claimWith']
}

export interface Enqueue {
  submit(submission: Submission): Promise<Enqueued>
  idle(): Promise<void>
}

export function createEnqueue({ database, queueLimit, workspaceQueueLimit, usualSeconds, onStored, claimWith }: EnqueueOptions): Enqueue {
  const limits = createQueueLimits(database, { agent: queueLimit, workspace: workspaceQueueLimit, usualSeconds })

  async function store(batch: readonly Submission[]): Promise<Enqueued[]> {
    const work: StoreAndClaim<Enqueued[]> = async (session, claim) => {
      const known = await findKeys(database, batch, session)
      const results = batch.map((submission) => withoutKnown(submission, known))
      const fresh = results.flatMap(({ created }) => created)
      await limits.check(fresh, session)
      const started = await insert(database, batch, { fresh, session, claim })
      for (const { also } of batch) await also?.(session)
      return started.size === 0 ? results : results.map((result) => withStarted(result, started))
    }
    const agents = readyAgents(batch)
    const claimed = agents.length > 0 ? claimWith?.(agents, work) : undefined
    const stored = await (claimed ?? database.transaction((session) => work(session, claimNothing)))
    if (!claimed) for (const { created } of stored) if (created.length > 0) onStored(created)
    return stored
  }

  async function flush(batch: readonly Submission[]): Promise<readonly (Enqueued | Error)[]> {
    try {
      if (!sharesKeys(batch)) return await store(batch)
    } catch (error) {
      if (isDatabaseAway(error)) throw error
      if (batch.length === 1 && !isDuplicateKey(error)) throw error
    }
    // One of them cannot be stored, or two of them race for a key: each stands alone, so that no other suffers for it.
    const results: (Enqueued | Error)[] = []
    for (const submission of batch) results.push(await storeAlone(submission))
    return results
  }

  async function storeAlone(submission: Submission): Promise<Enqueued | Error> {
    for (let tries = 1; ; tries++) {
      try {
        return (await store([submission]))[0] as Enqueued
      } catch (error) {
        // Another server stored the same key a moment ago: look again, it is committed now.
        if (isDuplicateKey(error) && tries < 5) continue
        return error instanceof Error ? error : new Error(String(error))
      }
    }
  }

  const group = createGroupCommit(flush, 300)
  return { submit: (submission) => group.add(submission), idle: () => group.idle() }
}

function readyAgents(batch: readonly Submission[]): string[] {
  return [...new Set(batch.flatMap(({ tasks }) => tasks.filter(({ ready }) => ready).map(({ agent }) => agent)))]
}

function sharesKeys(batch: readonly Submission[]): boolean {
  const keys = batch.flatMap((submission) => submission.keys.map(({ key }) => key))
  return batch.length > 1 && new Set(keys).size < keys.length
}

async function findKeys(database: Database, batch: readonly Submission[], session: ClientSession): Promise<Map<string, KeyDoc>> {
  const keys = batch.flatMap((submission) => submission.keys)
  if (keys.length === 0) return new Map()
  const collection = database.collection<KeyDoc>('idempotency')
  const ids = keys.map(({ key }) => key)
  // The database removes expired keys when it gets round to it; a new request must not wait for that.
  await collection.deleteMany({ _id: { $in: ids }, expireAt: { $lte: database.now() } }, { session })
  const rows = await collection.find({ _id: { $in: ids } }, { session }).toArray()
  const known = new Map(rows.map((row) => [row._id, row]))
  for (const { key, hash } of keys) {
    const row = known.get(key)
    if (row && row.hash !== hash) {
      throw new CapstanError(
        'CONFLICT',
        `idempotencyKey: ${row.task} was submitted with this key and other input; use a new key or the same input`,
      )
    }
  }
  return known
}

function withoutKnown(submission: Submission, known: ReadonlyMap<string, KeyDoc>): Enqueued {
  const existing = new Map(
    submission.keys.flatMap(({ key, task }) => {
      const row = known.get(key)
      return row ? [[task, row.task] as const] : []
    }),
  )
  return {
    ids: submission.tasks.map(({ _id }) => existing.get(_id) ?? _id),
    created: submission.tasks.filter(({ _id }) => !existing.has(_id)).map((task) => waitingForKnown(task, existing)),
  }
}

/** It may wait for a task of the same request that an earlier one has made. */
function waitingForKnown(task: TaskDoc, existing: ReadonlyMap<string, string>): TaskDoc {
  if (!task.dependsOn?.some((id) => existing.has(id))) return task
  return { ...task, dependsOn: [...new Set(task.dependsOn.map((id) => existing.get(id) ?? id))] }
}

/** Says what its task waits for now. */
function aboutKnown(event: NewEvent, fresh: ReadonlyMap<string, TaskDoc>): NewEvent {
  if (!event.payload?.dependsOn) return event
  return { ...event, payload: { ...event.payload, dependsOn: fresh.get(event.subject)?.dependsOn ?? event.payload.dependsOn } }
}

function withStarted({ ids, created }: Enqueued, started: ReadonlyMap<string, TaskDoc>): Enqueued {
  return { ids, created: created.map((task) => started.get(task._id) ?? task) }
}

/** Answers what has been claimed at once, as it is then. */
async function insert(
  database: Database,
  batch: readonly Submission[],
  { fresh, session, claim }: { fresh: TaskDoc[]; session: ClientSession; claim: ClaimNew },
): Promise<ReadonlyMap<string, TaskDoc>> {
  if (fresh.length === 0) return new Map()
  const ids = new Set(fresh.map(({ _id }) => _id))
  await lockDependencies(database, fresh, session)
  const { tasks, events: started } = await claim(fresh)
  await insertRows<TaskDoc>(database, { collection: 'tasks', rows: withoutRequests(tasks) }, session)
  await insertRequests(
    database,
    fresh.flatMap(({ asks }) => asks ?? []),
    session,
  )
  await insertTimers(database, fresh, session)
  await insertEdges(database, fresh, session)
  const warnings = await insertDeadlines(database, fresh, session)
  const keys = batch.flatMap((submission) => submission.keys).filter(({ task }) => ids.has(task))
  if (keys.length > 0) {
    const expireAt = new Date(database.now().getTime() + idempotencyMs)
    await database.collection<KeyDoc>('idempotency').insertMany(
      keys.map(({ key, hash, task }) => ({ _id: key, hash, task, expireAt })),
      { session },
    )
  }
  // What was submitted before under the same key has told so already.
  const known = new Set(batch.flatMap(({ tasks }) => tasks.map(({ _id }) => _id)).filter((id) => !ids.has(id)))
  const byId = new Map(fresh.map((task) => [task._id, task]))
  const events = batch.flatMap((submission) => submission.events).filter(({ subject }) => !known.has(subject))
  await appendEvents(database, [...events.map((event) => aboutKnown(event, byId)), ...warnings, ...started], session)
  return new Map(tasks.filter(({ status }) => status === 'RUNNING').map((task) => [task._id, task]))
}

/** Requests are kept by themselves. */
function withoutRequests(tasks: readonly TaskDoc[]): readonly TaskDoc[] {
  return tasks.some(({ asks }) => asks) ? tasks.map(({ asks: _asks, ...task }) => task) : tasks
}

/** Touches the tasks waited for, so that one that ends in this very moment conflicts and is looked at again. */
async function lockDependencies(database: Database, fresh: readonly TaskDoc[], session: ClientSession): Promise<void> {
  const own = new Set(fresh.map(({ _id }) => _id))
  const parents = [...new Set(fresh.flatMap(({ dependsOn }) => dependsOn ?? []))].filter((id) => !own.has(id))
  if (parents.length === 0) return
  const tasks = database.collection<TaskDoc & { dependedOn?: number }>('tasks')
  const { matchedCount } = await tasks.updateMany({ _id: { $in: parents } }, { $inc: { dependedOn: 1 } }, { session })
  if (matchedCount !== parents.length) throw new CapstanError('NOT_FOUND', 'dependsOn: a task named there does not exist any more')
}
