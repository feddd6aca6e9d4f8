// Starts the runs of one schedule for its owner: asks again whether they may, keeps to the overlap policy, prepares what is to be stored.
import { demand } from '../auth/policy.ts'
import type { Viewer } from '../auth/viewer.ts'
import { CapstanError } from '../errors.ts'
import type { Logger } from '../log.ts'
import { isDatabaseAway } from '../mongo.ts'
import { type CancelDeps, cancelTask } from '../tasks/cancel.ts'
import type { SubmissionInput } from '../tasks/submission.ts'
import { prepareTasks, type Request } from '../tasks/submit.ts'
import { type Ahead, aheadKey } from './ahead.ts'
import type { ScheduleDeps } from './change-schedule.ts'
import { type Firing, openTasksAmong } from './firing-store.ts'
import { type Outcome, toRun, toRunEvent } from './run-record.ts'
import { runId, type ScheduleDoc } from './schedule.ts'
import { openTarget } from './targets.ts'

/** Of a scheduled task that says no other. */
const defaultTimeoutSeconds = 300
const keepPostsMs = 30 * 24 * 3600_000

export type FireDeps = ScheduleDeps &
  CancelDeps & {
    log: Logger
    /** This server, as the others know it. */
    server: string
    /** Who a schedule of theirs acts for now; undefined when they may not log in, or are not of the workspace any more. */
    ownerOf: (id: string, workspace: string) => Promise<Viewer | undefined>
    /** What was worked out before it was due. */
    ahead?: Ahead
  }

export interface Turn {
  moments: readonly Date[]
  /** Of what such schedules have started: what has not ended. */
  open: ReadonlySet<string>
  now: Date
  manual?: boolean
}

/** Everything of a turn but where the schedule goes on. */
export async function prepareRuns(deps: FireDeps, schedule: ScheduleDoc, { moments, now, manual = false, ...turn }: Turn): Promise<Firing> {
  const open = schedule.open.filter((id) => turn.open.has(id))
  const firing: Firing = {
    schedule,
    runs: [],
    tasks: [],
    taskEvents: [],
    events: [],
    announcements: [],
    ended: schedule.open.filter((id) => !open.includes(id)),
    started: [],
  }
  if (moments.length === 0) return firing
  const begin = await starterOf(deps, schedule, open)
  for (const dueAt of moments) {
    const outcome = await begin({ firing, dueAt, manual })
    const run = toRun(schedule, { dueAt, now, manual }, outcome)
    firing.runs.push(run)
    firing.events.push(toRunEvent(schedule, run, 'code' in outcome ? outcome.code : undefined))
  }
  return firing
}

interface Beginning {
  firing: Firing
  dueAt: Date
  manual: boolean
}

type Begin = (beginning: Beginning) => Promise<Outcome>

async function starterOf(deps: FireDeps, schedule: ScheduleDoc, open: readonly string[]): Promise<Begin> {
  if (open.length > 0 && schedule.overlap === 'SKIP') {
    const reason = `${open.slice(0, 3).join(', ')} has not ended yet`
    return async () => ({ status: 'SKIPPED', reason })
  }
  const { id, name } = schedule.createdBy
  const owner = await deps.ownerOf(id, schedule.workspace)
  if (!owner)
    return async () => ({ status: 'FAILED', code: 'FORBIDDEN', reason: `${name}, who made it, may not use this workspace any more` })
  if (schedule.overlap === 'CANCEL_OLD') await cancelOpen(deps, owner, { schedule, open })
  return async (beginning) => {
    try {
      return await start[schedule.target.kind](deps, { ...beginning, owner, schedule })
    } catch (error) {
      return toFailure(deps, schedule, error)
    }
  }
}

/** Whatever is wrong with one schedule, the others go ahead. */
function toFailure({ log }: FireDeps, { _id: schedule }: ScheduleDoc, error: unknown): Outcome {
  if (error instanceof CapstanError) return { status: 'FAILED', code: error.code, reason: error.message }
  if (isDatabaseAway(error)) throw error
  log.error({ err: error, schedule }, 'a schedule could not start its run')
  return { status: 'FAILED', code: 'INTERNAL', reason: `A defect kept it from starting; the log of the server says more of ${schedule}.` }
}

type Start = (deps: FireDeps, start: Beginning & { owner: Viewer; schedule: ScheduleDoc }) => Promise<Outcome>

const start: Readonly<Record<ScheduleDoc['target']['kind'], Start>> = {
  TASK: async (deps, { owner, schedule, firing, dueAt }) => {
    const ahead = dueAt.getTime() === schedule.nextAt?.getTime() ? deps.ahead?.get(aheadKey(schedule)) : undefined
    const { tasks, events } = (ahead?.role === owner.role && ahead.task) || (await prepareTasks(deps, ...taskOf(deps, schedule, owner)))
    const [id = ''] = tasks.map(({ _id }) => _id)
    firing.tasks.push(...tasks)
    firing.taskEvents.push(...events)
    firing.started.push(id)
    return { status: 'STARTED', task: id }
  },
  /** Started before it is written down: the key lets a second try find the run that the first one made. */
  WORKFLOW: async ({ workflows, vault }, { owner, schedule, firing, dueAt, manual }) => {
    if (!workflows) throw new CapstanError('ILLEGAL_STATE', 'This server starts no workflows.')
    const idempotencyKey = runId(schedule._id, dueAt, manual)
    const input = openTarget({ vault }, schedule)
    const id = await workflows.start({ viewer: owner, origin: 'schedule', schedule: schedule._id }, { ...input, idempotencyKey })
    firing.started.push(id)
    return { status: 'STARTED', workflow: id }
  },
  POST: async ({ refuseTarget, vault }, { owner, schedule, firing, dueAt, manual }) => {
    const input = openTarget({ vault }, schedule)
    demand(owner, 'schedule', { workspace: schedule.workspace, owner: owner.id })
    const target = { kind: 'SLACK' as const, address: String(input['channel']) }
    const refused = refuseTarget?.({ ...target, on: [] })
    if (refused) throw new CapstanError('ILLEGAL_STATE', refused)
    firing.announcements.push({
      id: runId(schedule._id, dueAt, manual),
      about: schedule._id,
      workspace: schedule.workspace,
      target,
      said: { type: 'schedule.post', title: schedule.name, text: String(input['text']), markdown: true },
      expireAt: new Date(dueAt.getTime() + keepPostsMs),
    })
    return { status: 'STARTED' }
  },
}

/** Of everything that these schedules have started: what has not ended. */
export async function stillOpen({ database, workflows }: FireDeps, schedules: readonly ScheduleDoc[]): Promise<Set<string>> {
  const all = schedules.flatMap(({ open }) => open)
  const runs = all.filter(isRun)
  const [tasks, running] = await Promise.all([
    openTasksAmong(
      database,
      all.filter((id) => !isRun(id)),
    ),
    runs.length > 0 && workflows ? workflows.openAmong(runs) : ([] as string[]),
  ])
  return new Set([...tasks, ...running])
}

function isRun(id: string): boolean {
  return id.startsWith('W-')
}

/** What a schedule submits, and for whom. */
export function taskOf(deps: Pick<FireDeps, 'vault'>, schedule: ScheduleDoc, owner: Viewer): [Request, SubmissionInput[]] {
  const task = { timeoutSeconds: defaultTimeoutSeconds, ...openTarget(deps, schedule) } as SubmissionInput
  return [{ viewer: owner, origin: 'schedule', schedule: schedule._id }, [task]]
}

/** Each is looked up once, however many schedules are theirs. */
export function rememberOwners(ownerOf: FireDeps['ownerOf']): FireDeps['ownerOf'] {
  const known = new Map<string, ReturnType<FireDeps['ownerOf']>>()
  return (id, workspace) => {
    const key = `${workspace}\n${id}`
    const owner = known.get(key) ?? ownerOf(id, workspace)
    known.set(key, owner)
    return owner
  }
}

async function cancelOpen(
  deps: FireDeps,
  owner: Viewer,
  { schedule, open }: { schedule: ScheduleDoc; open: readonly string[] },
): Promise<void> {
  const reason = `The next run of ${schedule._id} is due.`
  for (const id of open) {
    try {
      if (isRun(id)) await deps.workflows?.cancel(owner, { id, reason })
      else await cancelTask(deps, owner, { id, reason })
    } catch (error) {
      // It has ended meanwhile, or its owner may stop it no longer: the new run goes ahead all the same.
      if (!(error instanceof CapstanError)) throw error
    }
  }
}
