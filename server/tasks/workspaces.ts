// A workspace's rules for when work may start: manual mode, quiet hours, hours for retries. Kept in memory, refreshed from the database.
import { demand } from '../auth/policy.ts'
import type { Viewer } from '../auth/viewer.ts'
import { type Violation, validationFailed } from '../errors.ts'
import { appendEvents, by } from '../events/event-log.ts'
import type { Database } from '../mongo.ts'
import type { KeyRotation } from '../outbound/webhook-signature.ts'
import { type Priority, priorities, type TaskDoc } from '../queue/task.ts'
import { type Hours, isTimeZone, nextInside, nextOutside } from './hours.ts'

const refreshMs = 5000

export interface WorkspaceDoc {
  _id: string
  manual: boolean
  quietHours?: Hours
  retryHours?: Hours
  /** Left out while its first one signs. */
  webhookKey?: KeyRotation
}

export interface WorkspaceSettings {
  manual?: boolean | null | undefined
  quietHours?: Hours | null | undefined
  retryHours?: Hours | null | undefined
}

export interface WorkspaceRules {
  get(id: string): WorkspaceDoc
  isManual(id: string): boolean
  /** When a task of this priority may start again, if its workspace pauses now. */
  pausedUntil(task: { workspace: string; priority: Priority }, now: Date): Date | undefined
  allowRetryAt(workspace: string, moment: Date): Date
  startState(
    task: { workspace: string; priority: Priority; runAt: Date | undefined },
    now: Date,
  ): Pick<TaskDoc, 'status' | 'ready' | 'dueAt' | 'dueReason' | 'queuedAt'>
  update(viewer: Viewer, settings: WorkspaceSettings): Promise<WorkspaceDoc>
  refresh(): Promise<void>
  start(): Promise<() => void>
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
    pausedUntil,
    allowRetryAt: (workspace, moment) => {
      const { retryHours } = get(workspace)
      return retryHours ? nextInside(retryHours, moment) : moment
    },
    startState: ({ workspace, priority, runAt }, now) => {
      if (runAt && runAt > now) return { status: 'SCHEDULED', dueAt: runAt, dueReason: 'RUN_AT' }
      const until = pausedUntil({ workspace, priority }, now)
      if (until) return { status: 'SCHEDULED', dueAt: until, dueReason: 'QUIET_HOURS' }
      return { status: 'QUEUED', queuedAt: now, ...(!get(workspace).manual && { ready: true }) }
    },
    update: async (viewer, settings) => {
      demand(viewer, 'configure', { workspace: viewer.workspace })
      checkSettings(settings)
      await save(database, viewer, settings)
      await refresh()
      return get(viewer.workspace)
    },
    refresh,
    start: async () => {
      await refresh()
      const timer = setInterval(() => void refresh().catch(() => undefined), refreshMs)
      return () => clearInterval(timer)
    },
  }
}

async function save(database: Database, viewer: Viewer, { manual, quietHours, retryHours }: WorkspaceSettings): Promise<void> {
  const { workspace, id, name } = viewer
  const set = { ...(typeof manual === 'boolean' && { manual }), ...(quietHours && { quietHours }), ...(retryHours && { retryHours }) }
  const unset = { ...(quietHours === null && { quietHours: 1 as const }), ...(retryHours === null && { retryHours: 1 as const }) }
  await database.transaction(async (session) => {
    const update = { $setOnInsert: typeof manual === 'boolean' ? {} : { manual: false }, $set: set, $unset: unset }
    await database.collection<WorkspaceDoc>('workspaces').updateOne({ _id: workspace }, update, { upsert: true, session })
    await appendEvents(
      database,
      [
        {
          type: 'workspace.updated',
          workspace,
          subject: workspace,
          payload: { by: { id, name }, settings: { manual, quietHours, retryHours } },
          ...by(viewer),
        },
      ],
      session,
    )
  })
}

function checkSettings({ quietHours, retryHours }: WorkspaceSettings): void {
  const violations: Violation[] = []
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
