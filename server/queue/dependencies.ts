// Lets blocked tasks go when the last task they wait for has ended. Remembers which ends matter, so that most cost nothing, and looks once
// at what has just been blocked, for that may have ended before. A slow sweep over the blocked tasks is the net.
import type { ClientSession, Filter } from 'mongodb'
import { appendEvents, type EventRow } from '../events/event-log.ts'
import type { Logger } from '../log.ts'
import type { Database } from '../mongo.ts'
import { insertDeliveries } from './deliveries.ts'
import type { HoldsBack } from './due.ts'
import { findSuccessors, followed, waitForSuccessors } from './replaced-dependencies.ts'
import { toEvent } from './settlement.ts'
import { isFinal, type TaskDoc, type TaskError } from './task.ts'
import { insertTimers } from './timers.ts'

const sweepMs = 4000
const batchSize = 200

export interface EdgeDoc {
  _id: string
  parent: string
  child: string
  /** While the child is blocked. */
  open?: true
}

export async function insertEdges(database: Database, tasks: readonly TaskDoc[], session: ClientSession): Promise<void> {
  const edges = tasks.flatMap(({ _id, status, dependsOn }) =>
    (dependsOn ?? []).map(
      (parent): EdgeDoc => ({ _id: `${parent}:${_id}`, parent, child: _id, ...(status === 'BLOCKED' && { open: true as const }) }),
    ),
  )
  if (edges.length > 0) await database.collection<EdgeDoc>('dependencies').insertMany(edges, { session, ordered: false })
}

/** Which of them have not ended, and which have not succeeded. The former are touched, so that one that ends in this very moment conflicts. */
export async function holdDependencies(
  database: Database,
  ids: readonly string[],
  session: ClientSession,
): Promise<{ unended: string[]; unsuccessful: string[] }> {
  const tasks = database.collection<TaskDoc & { dependedOn?: number }>('tasks')
  const found = await tasks.find({ _id: { $in: [...ids] } }, { session, projection: { status: 1 } }).toArray()
  const unsuccessful = found.filter(({ status }) => status !== 'SUCCEEDED')
  const unended = unsuccessful.filter(({ status }) => !isFinal(status)).map(({ _id }) => _id)
  if (unended.length > 0) await tasks.updateMany({ _id: { $in: unended } }, { $inc: { dependedOn: 1 } }, { session })
  return { unended, unsuccessful: unsuccessful.map(({ _id }) => _id) }
}

/** For a task that is to run again: what it depends on, `moved` when something took the place of some, and whether one has not ended. */
export async function dependenciesNow(
  database: Database,
  { dependsOn: before = [] }: Pick<TaskDoc, 'dependsOn'>,
  session: ClientSession,
): Promise<{ dependsOn: string[]; moved: string[] | undefined; open: boolean }> {
  if (before.length === 0) return { dependsOn: before, moved: undefined, open: false }
  const moved = followed(before, await findSuccessors(database.collection<TaskDoc>('tasks'), before, session))
  const dependsOn = moved ?? before
  return { dependsOn, moved, open: (await holdDependencies(database, dependsOn, session)).unended.length > 0 }
}

/** The child waits again, for what has not ended of all it waited for before. */
export async function reopenEdges(database: Database, child: string, session: ClientSession): Promise<void> {
  await database.collection<EdgeDoc>('dependencies').updateMany({ child }, { $set: { open: true } }, { session })
}

/** The child waits no more: released, failed or cancelled. */
export async function closeEdges(database: Database, child: string, session: ClientSession): Promise<void> {
  await database.collection<EdgeDoc>('dependencies').updateMany({ child }, { $unset: { open: 1 } }, { session })
}

export interface DependencyOptions {
  database: Database
  log: Logger
  keepMs: (agent: string) => number
  /** When a task may start, if its workspace pauses now. */
  pausedUntil: (task: Pick<TaskDoc, 'workspace' | 'priority'>, now: Date) => Date | undefined
  /** Whether manual mode keeps it: then it waits in the queue for runQueue. */
  holdsBack: HoldsBack
  onReady: () => void
}

export interface Dependencies {
  onEvent(event: EventRow): void
  /** Tasks whose end was written by this process. */
  onEnded(taskIds: readonly string[]): void
  start(): () => Promise<void>
}

export function createDependencies(options: DependencyOptions): Dependencies {
  const waitedFor = new Set<string>()
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  let working: Promise<void> = Promise.resolve()
  const blocked: string[] = []

  function release(edges: () => Filter<EdgeDoc>, parents: readonly string[] = []): void {
    working = working.then(async () => {
      try {
        const { ended, unended } = await releaseDependents(options, { ...edges(), open: true })
        for (const id of [...ended, ...parents]) if (!unended.includes(id)) waitedFor.delete(id)
      } catch (error) {
        options.log.debug({ err: error }, 'releasing dependent tasks failed; the sweep will do it')
      }
    })
  }

  const releaseAfter = (parents: readonly string[]) => release(() => ({ parent: { $in: [...parents] } }), parents)

  /** Together with what else is blocked until its turn comes. */
  function lookAt(child: string): void {
    if (blocked.push(child) === 1) release(() => ({ child: { $in: blocked.splice(0) } }))
  }

  // Goes round: each sweep looks at the next batch, so that tasks that stay blocked do not hide those behind them.
  let sweptTo = ''

  async function sweep(): Promise<void> {
    try {
      sweptTo = (await releaseDependents(options, { open: true, child: { $gt: sweptTo } })).last
    } catch (error) {
      options.log.debug({ err: error }, 'sweep of blocked tasks failed; trying again')
    }
    if (!stopped)
      timer = setTimeout(() => {
        working = working.then(sweep)
      }, sweepMs)
  }

  return {
    onEvent: (event) => {
      if (event.type === 'task.blocked') {
        for (const id of (event.payload.dependsOn as string[] | undefined) ?? []) waitedFor.add(id)
        lookAt(event.subject)
      } else if (waitedFor.has(event.subject) && /^task\.(succeeded|failed|cancelled)$/.test(event.type)) releaseAfter([event.subject])
    },
    onEnded: (ids) => {
      const awaited = ids.filter((id) => waitedFor.has(id))
      if (awaited.length > 0) releaseAfter(awaited)
    },
    start: () => {
      working = working.then(sweep)
      return async () => {
        stopped = true
        clearTimeout(timer)
        await working
        clearTimeout(timer)
      }
    },
  }
}

type Verdict = { go: true } | { go: false; status: 'FAILED' | 'CANCELLED'; error: TaskError }

interface Released {
  /** The child up to which was looked. */
  last: string
  /** What was waited for: what of it has ended, and what has not. */
  ended: string[]
  unended: string[]
}

async function releaseDependents(options: DependencyOptions, filter: Filter<EdgeDoc>): Promise<Released> {
  const tasks = options.database.collection<TaskDoc>('tasks')
  const edges = await options.database
    .collection<EdgeDoc>('dependencies')
    .find(filter, { sort: { child: 1 }, limit: batchSize })
    .toArray()
  const last = edges.at(-1)?.child ?? ''
  if (edges.length === 0) return { last, ended: [], unended: [] }
  const blocked = await tasks.find({ _id: { $in: edges.map(({ child }) => child) }, status: 'BLOCKED' }).toArray()
  const parentIds = [...new Set(blocked.flatMap(({ dependsOn }) => dependsOn ?? []))]
  const parents = await tasks.find({ _id: { $in: parentIds } }, { projection: { status: 1, resubmittedAs: 1 } }).toArray()
  const replaced = new Set(parents.flatMap(({ _id, resubmittedAs }) => (resubmittedAs ? _id : [])))
  const statusOf = new Map(parents.map(({ _id, status }) => [_id, status]))
  let released = 0
  for (const task of blocked) {
    if (task.dependsOn?.some((id) => replaced.has(id))) {
      // Looked at again when the event of it is heard.
      const now = followed(task.dependsOn, await findSuccessors(tasks, task.dependsOn))
      if (now) await waitForSuccessors(options.database, task, now)
      continue
    }
    const states = (task.dependsOn ?? []).map((id) => ({ id, status: statusOf.get(id) }))
    // A task that the database has already removed ended long ago; it cannot fail its dependents any more.
    if (states.some(({ status }) => status && !isFinal(status))) continue
    await moveOn(
      options,
      task,
      judge(
        task,
        states.filter(({ status }) => status === 'FAILED' || status === 'CANCELLED').map(({ id }) => id),
      ),
    )
    released++
  }
  if (released > 0) options.onReady()
  const idsOf = (end: boolean) => parents.filter(({ status }) => isFinal(status) === end).map(({ _id }) => _id)
  return { last, ended: idsOf(true), unended: idsOf(false) }
}

function judge(task: TaskDoc, notSucceeded: readonly string[]): Verdict {
  if (notSucceeded.length === 0 || task.onDependencyFailure === 'RUN') return { go: true }
  const message = `${notSucceeded.join(', ')} did not succeed, and this task depends on it.`
  if (task.onDependencyFailure === 'SKIP')
    return { go: false, status: 'CANCELLED', error: { code: 'DEPENDENCY_SKIPPED', class: 'CANCELLED', message } }
  return { go: false, status: 'FAILED', error: { code: 'DEPENDENCY_FAILED', class: 'PERMANENT', message } }
}

type Later = Pick<Required<TaskDoc>, 'dueAt' | 'dueReason'>

function notBefore(task: TaskDoc, { now, pausedUntil }: Pick<DependencyOptions, 'pausedUntil'> & { now: Date }): Later | undefined {
  if (task.runAt && task.runAt > now) return { dueAt: task.runAt, dueReason: 'RUN_AT' }
  const until = pausedUntil(task, now)
  return until && { dueAt: until, dueReason: 'QUIET_HOURS' }
}

async function moveOn({ database, keepMs, pausedUntil, holdsBack }: DependencyOptions, task: TaskDoc, verdict: Verdict): Promise<void> {
  const now = database.now()
  const later = notBefore(task, { now, pausedUntil })
  const held = holdsBack(task)
  await database.transaction(async (session) => {
    const tasks = database.collection<TaskDoc>('tasks')
    const from = { _id: task._id, status: 'BLOCKED' as const, dependsOn: task.dependsOn ?? [] }
    if (!verdict.go) {
      const end = {
        status: verdict.status,
        list: verdict.status,
        error: verdict.error,
        finishedAt: now,
        expireAt: new Date(now.getTime() + keepMs(task.agent)),
      }
      const { modifiedCount } = await tasks.updateOne(from, { $set: end, $unset: { ready: 1 } }, { session })
      const type = verdict.status === 'FAILED' ? 'task.failed' : 'task.cancelled'
      const { code, message } = verdict.error
      await closeEdges(database, task._id, session)
      if (!modifiedCount) return
      const told = await insertDeliveries(database, [{ ...task, ...end }], session)
      const ended = toEvent(task, type, { error: { code, class: verdict.error.class, message } })
      return appendEvents(database, [ended, ...told], session)
    }
    const change = later ? { status: 'SCHEDULED' as const, ...later } : { status: 'QUEUED' as const, queuedAt: now, ready: !held }
    const { modifiedCount } = await tasks.updateOne(from, { $set: change }, { session })
    await closeEdges(database, task._id, session)
    if (modifiedCount && later) await insertTimers(database, [{ ...task, ...later }], session)
    if (modifiedCount)
      await appendEvents(
        database,
        [
          later
            ? toEvent(task, 'task.scheduled', { reason: later.dueReason, dueAt: later.dueAt })
            : toEvent(task, held ? 'task.held' : 'task.queued', { reason: 'DEPENDENCY' }),
        ],
        session,
      )
  })
}
