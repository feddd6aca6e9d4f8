// A workspace's rules for when work may start and how much of it may wait: manual mode, quiet hours, hours for retries, a queue limit.
// Kept in memory; the feed tells when they have changed.
import { demand } from '../auth/policy.ts'
import type { Viewer } from '../auth/viewer.ts'
import { type Violation, validationFailed } from '../errors.ts'
import { appendEvents, by } from '../events/event-log.ts'
import type { Feed } from '../events/feed.ts'
import type { Database } from '../mongo.ts'
import type { KeyRotation } from '../outbound/webhook-signature.ts'
import { type Priority, priorities, type TaskDoc } from '../queue/task.ts'
import { holdQueue, releaseQueue } from './hold-queue.ts'
import { type Hours, isTimeZone, nextInside, nextOutside } from './hours.ts'

/** The net below the feed. */
const refreshMs = 30_000
const mostQueueLimit = 10_000_000

export interface WorkspaceDoc {
  _id: string
  manual: boolean
  manualSince?: Date
  quietHours?: Hours
  retryHours?: Hours
  /** Tasks that may wait in the queue; no limit when left out. */
  queueLimit?: number
  /** Left out while its first one signs. */
  webhookKey?: KeyRotation
}

export interface WorkspaceSettings {
  manual?: boolean | null | undefined
  quietHours?: Hours | null | undefined
  retryHours?: Hours | null | undefined
  queueLimit?: number | null | undefined
}

export interface WorkspaceRules {
  get(id: string): WorkspaceDoc
  isManual(id: string): boolean
  /** Whether manual mode keeps the task from starting by itself: nobody has let it go since the mode began. */
  holdsBack(task: Pick<TaskDoc, 'workspace' | 'ready' | 'queuedAt' | 'createdAt'>): boolean
  queueLimit(id: string): number | undefined
  /** When a task of this priority may start again, if its workspace pauses now. */
  pausedUntil(task: { workspace: string; priority: Priority }, now: Date): Date | undefined
  allowRetryAt(workspace: string, moment: Date): Date
  startState(
    task: { workspace: string; priority: Priority; runAt: Date | undefined; held?: boolean },
    now: Date,
  ): Pick<TaskDoc, 'status' | 'ready' | 'dueAt' | 'dueReason' | 'queuedAt'>
  update(viewer: Viewer, settings: WorkspaceSettings): Promise<WorkspaceDoc>
  refresh(): Promise<void>
  start(feed: Pick<Feed, 'onEvent' | 'onGap'>): Promise<() => void>
}

export function createWorkspaceRules(database: Database): WorkspaceRules {
  const collection = database.collection<WorkspaceDoc>('workspaces')
  let known = new Map<string, WorkspaceDoc>()

  async function refresh(): Promise<void> {
    known = new Map((await collection.find().toArray()).map((row) => [row._id, row]))
  }

  const get = (id: string): WorkspaceDoc => known.get(id) ?? { _id: id, manual: false }

  function pausedUntil(task: { workspace: string; priority: Priority }, now: Date): Date | undefined {
    const { quietHours } = get(task.workspace)
    if (!quietHours || priorities.indexOf(task.priority) >= priorities.indexOf('HIGH')) return undefined
    return nextOutside(quietHours, now)
  }

  return {
    get,
    isManual: (id) => get(id).manual,
    holdsBack: ({ workspace, ready, queuedAt, createdAt }) => {
      const { manual, manualSince } = get(workspace)
      return ready === false || (manual && manualSince !== undefined && (queuedAt ?? createdAt) < manualSince)
    },
    queueLimit: (id) => get(id).queueLimit,
    pausedUntil,
    allowRetryAt: (workspace, moment) => {
      const { retryHours } = get(workspace)
      return retryHours ? nextInside(retryHours, moment) : moment
    },
    startState: ({ workspace, priority, runAt, held = get(workspace).manual }, now) => {
      if (runAt && runAt > now) return { status: 'SCHEDULED', dueAt: runAt, dueReason: 'RUN_AT' }
      const until = pausedUntil({ workspace, priority }, now)
      if (until) return { status: 'SCHEDULED', dueAt: until, dueReason: 'QUIET_HOURS' }
      return { status: 'QUEUED', queuedAt: now, ready: !held }
    },
    update: async (viewer, settings) => {
      demand(viewer, 'configure', { workspace: viewer.workspace })
      checkSettings(settings)
      await save(database, viewer, settings)
      await refresh()
      // What comes back to the queue at this very moment is seen to by the next look over what waits.
      if (settings.manual) await holdQueue(database, get(viewer.workspace), database.now())
      if (settings.manual === false) await releaseQueue(database, viewer.workspace, database.now())
      return get(viewer.workspace)
    },
    refresh,
    start: async (feed) => {
      const refreshSoon = () => void refresh().catch(() => undefined)
      const stops = [feed.onGap(refreshSoon), feed.onEvent(({ type }) => type.startsWith('workspace.') && refreshSoon())]
      await refresh()
      const timer = setInterval(refreshSoon, refreshMs)
      return () => {
        clearInterval(timer)
        for (const stop of stops) stop()
      }
    },
  }
}

async function save(database: Database, viewer: Viewer, { manual, quietHours, retryHours, queueLimit }: WorkspaceSettings): Promise<void> {
  const { workspace, id, name } = viewer
  const settings = { quietHours, retryHours, queueLimit }
  const given = Object.entries(settings).filter(([, value]) => value !== undefined)
  const set = { ...(typeof manual === 'boolean' && { manual }), ...Object.fromEntries(given.filter(([, value]) => value !== null)) }
  const unset = Object.fromEntries(given.filter(([, value]) => value === null).map(([field]) => [field, 1 as const]))
  await database.transaction(async (session) => {
    const rows = database.collection<WorkspaceDoc>('workspaces')
    const begins = manual === true && !(await rows.findOne({ _id: workspace, manual: true }, { session }))
    const update = {
      $setOnInsert: typeof manual === 'boolean' ? {} : { manual: false },
      $set: { ...set, ...(begins && { manualSince: database.now() }) },
      $unset: unset,
    }
    await rows.updateOne({ _id: workspace }, update, { upsert: true, session })
    await appendEvents(
      database,
      [
        {
          type: 'workspace.updated',
          workspace,
          subject: workspace,
          payload: { by: { id, name }, settings: { manual, ...settings } },
          ...by(viewer),
        },
      ],
      session,
    )
  })
}

function checkSettings({ quietHours, retryHours, queueLimit }: WorkspaceSettings): void {
  const violations: Violation[] = []
  if (typeof queueLimit === 'number' && !(queueLimit >= 1 && queueLimit <= mostQueueLimit))
    violations.push({ path: 'input.queueLimit', message: `expected 1 to ${mostQueueLimit}, got ${queueLimit}` })
  for (const [field, hours] of Object.entries({ quietHours, retryHours })) {
    if (!hours) continue
    if (!isTimeZone(hours.timezone))
      violations.push({
        path: `input.${field}.timezone`,
        message: `expected an IANA time zone such as Australia/Sydney, got "${hours.timezone.slice(0, 40)}"`,
      })
    for (const end of ['from', 'to'] as const) {
      if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(hours[end]))
        violations.push({ path: `input.${field}.${end}`, message: `expected HH:MM, got "${hours[end].slice(0, 20)}"` })
    }
    if (hours.from === hours.to) violations.push({ path: `input.${field}.to`, message: 'expected another time than "from"' })
  }
  if (violations.length > 0) throw validationFailed(violations)
}
