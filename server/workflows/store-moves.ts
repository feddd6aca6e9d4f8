// Stores what moves have worked out, of one or many runs: states, tasks, requests, runs they start, what they stop, events and the
// notification of an end, in ONE transaction that is conditional on every run's revision.
import type { Json } from '../agents/adapter.ts'
import { type Actor, appendEvents, type NewEvent } from '../events/event-log.ts'
import { type Database, RetryTransaction, type Session } from '../mongo.ts'
import { insertAnnouncements } from '../queue/deliveries.ts'
import type { Enqueue } from '../queue/enqueue.ts'
import { cancelRequests, insertRequests } from '../queue/request-doc.ts'
import { isFinal, type Person, type TaskDoc } from '../queue/task.ts'
import { moveTimer } from '../queue/timers.ts'
import { stopTask } from '../tasks/cancel.ts'
import { submittedEvent } from '../tasks/new-task.ts'
import { endingsOf, endText } from './announce-end.ts'
import type { Work, WorkDeps } from './make-work.ts'
import type { RunDoc } from './run.ts'
import type { RunState } from './run-state.ts'
import { insertRuns, type RunPatch, writeRuns } from './run-store.ts'
import type { Templates } from './template-store.ts'

export interface MoveDeps extends WorkDeps {
  database: Database
  enqueue: Enqueue
  templates: Templates
  keepMs: (agent: string) => number
}

/** What a person did to a run, told with the move it makes. */
export interface Order {
  change: (state: RunState) => void
  event: Pick<NewEvent, 'type' | 'payload' | 'requestId' | 'reason'> & { actor?: Actor }
  by: Person
  /** Why the run was stopped or held; null forgets an earlier reason. */
  reason?: string | null | undefined
}

export interface Moved {
  run: RunDoc
  patch: RunPatch
  work: Work
}

export async function storeMoves(deps: MoveDeps, moves: readonly Moved[], order?: Order): Promise<void> {
  if (moves.length === 0) return
  const tasks = moves.flatMap(({ work }) => work.tasks)
  const events = moves.flatMap((move) => eventsOf(move, order))
  const also = (session: Session) => writeMoves(deps, { moves, order, session })
  if (tasks.length > 0) await deps.enqueue.submit({ tasks, events: [...tasks.map(submittedEvent), ...events], keys: [], also })
  else
    await deps.database.transaction(async (session) => {
      await also(session)
      await appendEvents(deps.database, events, session)
    })
}

interface Storing {
  moves: readonly Moved[]
  order?: Order | undefined
  session: Session
}

async function writeMoves(deps: MoveDeps, { moves, order, session }: Storing): Promise<void> {
  const { database } = deps
  await writeRuns(
    database,
    moves.map(({ run, patch }) => ({ before: run, patch })),
    session,
  )
  await storeWork(deps, { moves, order, session })
}

/** Everything of a move but the run itself and its tasks. */
export async function storeWork(deps: MoveDeps, { moves, order, session }: Storing): Promise<void> {
  const { database, plans } = deps
  await insertRequests(
    database,
    moves.flatMap(({ work }) => work.requests),
    session,
  )
  await insertRuns(
    database,
    moves.flatMap(({ work }) => work.runs),
    session,
  )
  for (const { run, patch } of moves) if (run.dueAt || patch.dueAt) await moveTimer(database, { id: run._id, at: patch.dueAt, session })
  await stopWork(deps, { moves, order, session })
  const announcements = moves.flatMap(({ run, patch }) => {
    const plan = plans.of(run)
    return plan ? endingsOf({ run, patch, plan }) : []
  })
  await appendEvents(database, await insertAnnouncements(database, announcements, session), session)
}

async function stopWork(deps: MoveDeps, { moves, order, session }: Storing): Promise<void> {
  const stops = moves.flatMap(({ run, work }) => work.stops.map((stop) => ({ ...stop, of: run })))
  if (stops.length === 0) return
  const ids = stops.flatMap(({ task }) => task ?? [])
  const tasks = await deps.database
    .collection<TaskDoc>('tasks')
    .find({ _id: { $in: ids } }, { session })
    .toArray()
  for (const task of tasks) {
    if (isFinal(task.status) || task.cancel) continue
    const run = stops.find((stop) => stop.task === task._id)?.of
    const cancel = { by: order?.by ?? capstan, at: new Date(), reason: `${run?._id ?? 'Its run'} does not need it any more` }
    if (!(await stopTask(deps, { task, order: { cancel }, session }))) throw new RetryTransaction('a task moved while it was being stopped')
  }
  await cancelRequests(
    deps.database,
    { ids: stops.flatMap(({ request }) => request ?? []), reason: 'its run does not need it any more' },
    session,
  )
}

const capstan: Person = { id: 'capstan', name: 'Capstan' }
const ends = { SUCCEEDED: 'workflow.succeeded', FAILED: 'workflow.failed', CANCELLED: 'workflow.cancelled' } as const

function eventsOf({ run, patch }: Moved, order: Order | undefined): NewEvent[] {
  const { _id: subject, workspace } = run
  const before = new Map(run.steps.map(({ id, status }) => [id, status]))
  const steps: { [id: string]: Json } = Object.fromEntries(
    patch.steps.filter(({ id, status }) => before.get(id) !== status).map(({ id, status }) => [id, status]),
  )
  const base = { workspace, subject }
  const told = order ? [{ ...base, ...order.event }] : []
  const { status } = patch
  if (status !== 'SUCCEEDED' && status !== 'FAILED' && status !== 'CANCELLED')
    return [...told, { ...base, type: 'workflow.moved', payload: { status, steps } }, ...momentOf({ run, patch })]
  if (order?.event.type === ends[status]) return told
  const { error } = patch
  const failure = status === 'FAILED' && error ? { error: { code: error.code, class: error.class, message: error.message } } : {}
  return [...told, { ...base, type: ends[status], payload: { steps, ...failure, text: endText(run, patch) } }]
}

/** Workers listen for the next moment of a run. */
export function momentOf({ run, patch }: Pick<Moved, 'run' | 'patch'>): NewEvent[] {
  const { dueAt } = patch
  if (!dueAt || dueAt.getTime() === run.dueAt?.getTime()) return []
  return [{ type: 'workflow.waiting', workspace: run.workspace, subject: run._id, payload: { dueAt } }]
}
