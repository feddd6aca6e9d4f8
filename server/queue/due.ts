// Moves scheduled and retrying tasks into the queue when their moment has come. Every process does it; conditional updates make it safe.
import type { ClientSession } from 'mongodb'
import { appendEvents } from '../events/event-log.ts'
import type { Logger } from '../log.ts'
import type { Database } from '../mongo.ts'
import { toEvent } from './settlement.ts'
import type { TaskDoc } from './task.ts'
import type { TimerDoc } from './timers.ts'

/** The feed tells of new timers; this is the net. */
const lookEveryMs = 10_000
const batchSize = 500
const againMs = 5000

export interface DueOptions {
  database: Database
  log: Logger
  /** Where a due task goes: undefined for the queue, or a later moment when its workspace pauses now. */
  pausedUntil: (task: Pick<TaskDoc, 'workspace' | 'priority'>, now: Date) => Date | undefined
  /** Whether manual mode keeps it: then it waits in the queue for runQueue. */
  holdsBack: HoldsBack
  onReady: () => void
  /** Moments of runs and requests, by their ids. Whoever is told looks after the rows. */
  onDue?: ((ids: readonly string[]) => void) | undefined
}

export type HoldsBack = (task: Pick<TaskDoc, 'workspace' | 'ready' | 'queuedAt' | 'createdAt'>) => boolean

export const isHeld: HoldsBack = ({ ready }) => ready === false

export interface DueTimer {
  /** A task is due at this moment: look then, not a tick later. */
  expect(moment: Date): void
  stop(): Promise<void>
}

export function startDueTimer(options: DueOptions): DueTimer {
  let timer: NodeJS.Timeout | undefined
  let nextLookAt = 0
  let stopped = false
  let looking: Promise<void> = Promise.resolve()
  const nowMs = () => options.database.now().getTime()

  async function look(): Promise<void> {
    let next = nowMs() + lookEveryMs
    try {
      const soonest = await options.database.collection<TimerDoc>('timers').findOne({}, { sort: { at: 1 } })
      const isDue = soonest !== null && soonest.at.getTime() <= nowMs()
      if (isDue && (await releaseDue(options)) > 0) options.onReady()
      if (isDue) next = nowMs() + 5
      else if (soonest) next = Math.min(next, soonest.at.getTime())
    } catch (error) {
      options.log.debug({ err: error }, 'looking for due tasks failed; trying again')
    }
    lookAt(next)
  }

  function lookAt(moment: number): void {
    if (stopped) return
    clearTimeout(timer)
    nextLookAt = moment
    timer = setTimeout(
      () => {
        looking = look()
      },
      Math.max(0, moment - nowMs()),
    )
  }

  lookAt(nowMs())
  return {
    expect: (moment) => {
      if (moment.getTime() < nextLookAt) lookAt(moment.getTime())
    },
    stop: async () => {
      stopped = true
      clearTimeout(timer)
      await looking
      clearTimeout(timer)
    },
  }
}

export async function releaseDue({ database, pausedUntil, holdsBack, onDue }: DueOptions): Promise<number> {
  const now = database.now()
  const rows = await database
    .collection<TimerDoc>('timers')
    .find({ at: { $lte: now } }, { sort: { at: 1 }, limit: batchSize })
    .toArray()
  const others = rows.filter(({ _id }) => !_id.startsWith('T-'))
  if (others.length > 0) await passOn({ database, onDue }, others)
  const due = rows.filter(({ _id }) => _id.startsWith('T-'))
  if (due.length === 0) return 0
  return database.transaction(async (session) => {
    const tasks = database.collection<TaskDoc>('tasks')
    const waiting = await tasks
      .find({ _id: { $in: due.map(({ _id }) => _id) }, status: { $in: ['SCHEDULED', 'RETRYING'] } }, { session, projection: shownFields })
      .toArray()
    const paused = waiting.flatMap((task) => {
      const until = pausedUntil(task, now)
      return until ? [{ id: task._id, until }] : []
    })
    await postpone(database, paused, session)
    const stay = new Set(paused.map(({ id }) => id))
    await database
      .collection<TimerDoc>('timers')
      .deleteMany({ _id: { $in: due.map(({ _id }) => _id).filter((id) => !stay.has(id)) } }, { session })
    const released = waiting.filter(({ _id }) => !stay.has(_id)).map((task) => ({ ...task, ready: !holdsBack(task) }))
    await queueUp(database, released, { now, session })
    return released.length
  })
}

/** Who is told may die before it has acted: the moment comes again then. */
async function passOn({ database, onDue }: Pick<DueOptions, 'database' | 'onDue'>, others: readonly TimerDoc[]): Promise<void> {
  const ids = others.map(({ _id }) => _id)
  const now = database.now()
  const again = new Date(now.getTime() + againMs)
  const filter = { _id: { $in: ids }, at: { $lte: now } }
  const { modifiedCount } = await database.collection<TimerDoc>('timers').updateMany(filter, { $set: { at: again } })
  if (modifiedCount > 0) onDue?.(ids)
}

const shownFields = { workspace: 1, agent: 1, priority: 1, dueReason: 1, ready: 1, queuedAt: 1, createdAt: 1 } as const

async function postpone(database: Database, paused: readonly { id: string; until: Date }[], session: ClientSession): Promise<void> {
  for (const { id, until } of paused) {
    await database.collection<TaskDoc>('tasks').updateOne({ _id: id }, { $set: { dueAt: until, dueReason: 'QUIET_HOURS' } }, { session })
    await database.collection<TimerDoc>('timers').updateOne({ _id: id }, { $set: { at: until } }, { session })
  }
}

/** Into the queue; those that manual mode holds back wait there for runQueue. */
async function queueUp(
  database: Database,
  released: readonly (TaskDoc & { ready: boolean })[],
  { now, session }: { now: Date; session: ClientSession },
): Promise<void> {
  const tasks = database.collection<TaskDoc>('tasks')
  for (const ready of [true, false]) {
    const ids = released.filter((task) => task.ready === ready).map(({ _id }) => _id)
    if (ids.length === 0) continue
    const set = { status: 'QUEUED' as const, queuedAt: now, ready }
    await tasks.updateMany({ _id: { $in: ids } }, { $set: set, $unset: { dueAt: 1, dueReason: 1, backoffUntil: 1 } }, { session })
  }
  await appendEvents(
    database,
    released.map((task) => toEvent(task, task.ready ? 'task.queued' : 'task.held', { reason: task.dueReason ?? 'RUN_AT' })),
    session,
  )
}
