// The verbs of people: create, update, pause, resume and delete a schedule. Each is one transaction with its event.
import { demand, workspaceOf } from '../auth/policy.ts'
import type { Viewer } from '../auth/viewer.ts'
import { CapstanError, type Violation, validationFailed } from '../errors.ts'
import { by, type EventType, type NewEvent } from '../events/event-log.ts'
import { checkId, type IdSource } from '../ids.ts'
import { describePlan } from './describe.ts'
import type { ScheduleDoc } from './schedule.ts'
import { firstRun, readWhen, type WhenInput } from './schedule-input.ts'
import { changeFields, insertSchedule, removeSchedule, schedulesById } from './schedule-store.ts'
import { readTarget, sealTarget, type TargetDeps, type TargetInput } from './targets.ts'
import { nextMoment } from './timing.ts'

export type ScheduleDeps = TargetDeps & { scheduleIds: IdSource; now: () => Date }

export type ScheduleInput = WhenInput & TargetInput & { enabled?: boolean | null | undefined; workspace?: string | null | undefined }
export type ScheduleChange = WhenInput & TargetInput

interface Asked {
  requestId?: string | undefined
}

const mostReasonLength = 500

export async function createSchedule(
  deps: ScheduleDeps,
  viewer: Viewer,
  { input, requestId }: Asked & { input: ScheduleInput },
): Promise<ScheduleDoc> {
  const workspace = workspaceOf(viewer, input.workspace)
  demand(viewer, 'schedule', { workspace })
  const now = deps.now()
  const violations: Violation[] = []
  const when = readWhen(input, undefined, { now, violations })
  const nextAt = when && firstRun(when, now, violations)
  const target = await readTarget(deps, viewer, { given: input, violations })
  if (!target && !input.task && !input.workflow && !input.post)
    violations.push({ path: 'task', message: 'expected exactly one of task, workflow and post, got none of them' })
  if (!when || !target || violations.length > 0) throw validationFailed(violations)
  const [id = ''] = await deps.scheduleIds.take(1)
  const enabled = input.enabled ?? true
  const { startAt, endAt, ...rest } = when
  const schedule: ScheduleDoc = {
    _id: id,
    workspace,
    enabled,
    ...rest,
    ...(startAt && { startAt }),
    ...(endAt && { endAt }),
    ...(enabled && nextAt && { nextAt }),
    target: sealTarget(deps, id, target),
    open: [],
    version: 1,
    createdBy: { id: viewer.id, name: viewer.name },
    createdAt: now,
    updatedAt: now,
  }
  await insertSchedule(deps.database, schedule, toEvent(viewer, schedule, { type: 'schedule.created', requestId }))
  return schedule
}

export async function updateSchedule(
  deps: ScheduleDeps,
  viewer: Viewer,
  { id, input, expectedVersion, requestId }: Asked & { id: string; input: ScheduleChange; expectedVersion?: number | null | undefined },
): Promise<ScheduleDoc> {
  const before = await findOwn(deps, viewer, id)
  if (expectedVersion != null && expectedVersion !== before.version) throw changedMeanwhile(before, expectedVersion)
  const now = deps.now()
  const violations: Violation[] = []
  const when = readWhen(input, before, { now, violations })
  const nextAt = when && firstRun(when, now, violations)
  const target = await readTarget(deps, viewer, { given: input, violations })
  if (!when || violations.length > 0) throw validationFailed(violations)
  const fields = {
    ...when,
    nextAt: before.enabled ? nextAt : undefined,
    updatedAt: now,
    ...(target && { target: sealTarget(deps, before._id, target) }),
  }
  const changed = Object.keys(input).filter((field) => input[field as keyof ScheduleChange] !== undefined)
  const event = toEvent(viewer, { ...before, ...fields }, { type: 'schedule.updated', requestId, payload: { changed } })
  return stored(before, await changeFields(deps.database, { before, fields }, event))
}

export async function pauseSchedule(
  deps: ScheduleDeps,
  viewer: Viewer,
  { id, reason, requestId }: Asked & { id: string; reason?: string | null | undefined },
): Promise<ScheduleDoc> {
  if (reason && reason.length > mostReasonLength)
    throw validationFailed([{ path: 'reason', message: `expected at most ${mostReasonLength} characters, got ${reason.length}` }])
  const before = await findOwn(deps, viewer, id)
  if (!before.enabled) throw new CapstanError('ILLEGAL_STATE', `${before._id} rests already.`)
  const fields = { enabled: false, nextAt: undefined, updatedAt: deps.now() }
  const event = toEvent(viewer, { ...before, nextAt: undefined }, { type: 'schedule.paused', requestId, reason })
  return stored(before, await changeFields(deps.database, { before, fields }, event))
}

export async function resumeSchedule(deps: ScheduleDeps, viewer: Viewer, { id, requestId }: Asked & { id: string }): Promise<ScheduleDoc> {
  const before = await findOwn(deps, viewer, id)
  if (before.enabled) throw new CapstanError('ILLEGAL_STATE', `${before._id} does not rest.`)
  const now = deps.now()
  const nextAt = nextMoment(before, now)
  if (!nextAt) throw new CapstanError('ILLEGAL_STATE', `${before._id} has no run left; change when it runs with updateSchedule first.`)
  const fields = { enabled: true, nextAt, updatedAt: now }
  const event = toEvent(viewer, { ...before, nextAt }, { type: 'schedule.resumed', requestId })
  return stored(before, await changeFields(deps.database, { before, fields }, event))
}

export async function deleteSchedule(deps: ScheduleDeps, viewer: Viewer, { id, requestId }: Asked & { id: string }): Promise<ScheduleDoc> {
  for (;;) {
    const schedule = await findOwn(deps, viewer, id)
    const event = toEvent(viewer, schedule, { type: 'schedule.deleted', requestId })
    if (await removeSchedule(deps.database, schedule, event)) return { ...schedule, enabled: false }
  }
}

/** The schedule, if the viewer may change it. */
export async function findOwn({ database }: Pick<ScheduleDeps, 'database'>, viewer: Viewer, id: string): Promise<ScheduleDoc> {
  const scheduleId = checkId('S', id)
  const [schedule] = await schedulesById(database, [scheduleId], viewer.workspace)
  if (!schedule) throw new CapstanError('NOT_FOUND', `There is no schedule ${scheduleId} in this workspace.`)
  demand(viewer, 'schedule', { workspace: schedule.workspace, owner: schedule.createdBy.id })
  return schedule
}

function stored(before: ScheduleDoc, after: ScheduleDoc | undefined): ScheduleDoc {
  if (!after) throw changedMeanwhile(before, before.version)
  return after
}

function changedMeanwhile({ _id }: ScheduleDoc, seen: number): CapstanError {
  return new CapstanError(
    'CONFLICT',
    `${_id} has been changed since version ${seen}; read it again and repeat the change on what it is now.`,
  )
}

type Told = Pick<ScheduleDoc, '_id' | 'workspace' | 'name' | 'target' | 'timing' | 'timezone'> & {
  [field in 'startAt' | 'endAt' | 'nextAt']?: Date | undefined
}

interface Change {
  type: EventType
  requestId: string | undefined
  reason?: string | null | undefined
  payload?: object
}

function toEvent(viewer: Viewer, schedule: Told, { type, requestId, reason, payload }: Change): NewEvent {
  const { _id: subject, workspace, name, target, nextAt } = schedule
  const facts = { name, when: describePlan(schedule), starts: target.kind, ...(target.name && { of: target.name }), nextAt }
  return { type, workspace, subject, payload: { ...facts, ...payload }, requestId, ...by(viewer), ...(reason && { reason }) }
}
