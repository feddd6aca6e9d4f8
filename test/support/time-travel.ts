// Moves time for the engine: whatever is stored of a moment that something waits for comes nearer. Each move is one transaction with an
// event of its own, so that who replays the log knows from which place on it holds.
import { appendEvents, type EventRow, sharedWorkspace } from '../../server/events/event-log.ts'
import type { Database, Session } from '../../server/mongo.ts'
import type { AgentState } from '../../server/queue/agent-state.ts'
import { liftWaiting } from '../../server/queue/aging.ts'
import type { TaskDoc } from '../../server/queue/task.ts'
import type { WorkerDoc } from '../../server/queue/worker-lease.ts'
import { agentCounters } from './agent-counters.ts'

const subject = 'clock'

/** What an event says that was written here. */
export interface ClockMark {
  movedMs?: number
  /** Levels that ready tasks have been lifted. */
  lifted?: { [task: string]: number }
}

export function readClockMark(event: Pick<EventRow, 'subject' | 'payload'>): ClockMark | undefined {
  return event.subject === subject ? (event.payload as ClockMark) : undefined
}

const tell = (database: Database, mark: ClockMark, session: Session) =>
  appendEvents(database, [{ type: 'event.published', workspace: sharedWorkspace, subject, payload: { ...mark } }], session)

export interface TimeMove {
  /** A multiple of the slices of all rate limits. */
  byMs: number
  /** Of agents with a rate limit: how long a slice of their window is. */
  sliceMs: ReadonlyMap<string, number>
  /** Workers could renew nothing meanwhile, as when the machine slept. */
  leasesToo: boolean
}

export async function moveTime(database: Database, { byMs, sliceMs, leasesToo }: TimeMove): Promise<void> {
  const earlier = (field: string) => ({
    [field]: { $cond: [{ $eq: [{ $type: `$${field}` }, 'date'] }, { $subtract: [`$${field}`, byMs] }, '$$REMOVE'] },
  })
  const fields: [string, string[]][] = [
    ['tasks', ['runAt', 'dueAt', 'queuedAt', 'expireAt']],
    ['timers', ['at']],
    ['deadlines', ['warnAt']],
  ]
  await database.transaction(async (session) => {
    for (const [name, moments] of fields)
      await database.collection(name).updateMany({}, [{ $set: Object.assign({}, ...moments.map(earlier)) }], { session })
    const live = { status: { $in: ['ACTIVE' as const, 'DRAINING' as const] } }
    if (leasesToo) await database.collection<WorkerDoc>('workers').updateMany(live, [{ $set: earlier('leaseUntil') }], { session })
    const agents = database.collection<AgentState>('agents')
    for (const { _id, starts } of await agentCounters(database, session)) {
      const slices = byMs / (sliceMs.get(_id) ?? byMs)
      await agents.updateOne(
        { _id },
        { $set: { starts: starts.map(([slice, count]) => [slice - slices, count]) }, $inc: { version: 1 } },
        { session },
      )
    }
    await tell(database, { movedMs: byMs }, session)
  })
}

/** As housekeeping lifts those that have waited long; the log tells what it came to. */
export async function liftAndTell(database: Database): Promise<void> {
  const transaction: Database['transaction'] = (work) =>
    database.transaction(async (session) => {
      const value = await work(session)
      const ready = { lifted: { $gt: 0 }, ready: true as const, status: 'QUEUED' as const }
      const tasks = await database.collection<TaskDoc>('tasks').find(ready, { session }).toArray()
      await tell(database, { lifted: Object.fromEntries(tasks.map(({ _id, lifted }) => [_id, lifted])) }, session)
      return value
    })
  await liftWaiting({ ...database, transaction }, new Date())
}
