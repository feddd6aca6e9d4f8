// A run and its event, for every way it can come out. Pure.
import type { NewEvent } from '../events/event-log.ts'
import { type RunDoc, runId, type ScheduleDoc } from './schedule.ts'

const keepMs = 30 * 24 * 3600_000

export interface RunEnd {
  dueAt: Date
  now: Date
  manual: boolean
}

export type Outcome =
  | { status: 'STARTED'; task?: string; workflow?: string }
  | { status: 'SKIPPED' | 'FAILED'; reason: string; code?: string }
  | { status: 'MISSED'; reason: string }

export function toRun(schedule: Pick<ScheduleDoc, '_id' | 'workspace'>, { dueAt, now, manual }: RunEnd, outcome: Outcome): RunDoc {
  const { status } = outcome
  return {
    _id: runId(schedule._id, dueAt, manual),
    schedule: schedule._id,
    workspace: schedule.workspace,
    dueAt,
    startedAt: now,
    manual,
    status,
    ...('task' in outcome && outcome.task && { task: outcome.task }),
    ...('workflow' in outcome && outcome.workflow && { workflow: outcome.workflow }),
    ...('reason' in outcome && { reason: outcome.reason.slice(0, 1000) }),
    expireAt: new Date(now.getTime() + keepMs),
  }
}

const types = { STARTED: 'schedule.fired', SKIPPED: 'schedule.skipped', FAILED: 'schedule.failed', MISSED: 'schedule.missed' } as const

/** Its owner is named: a failed run is theirs to look after. */
export function toRunEvent({ name, createdBy }: Pick<ScheduleDoc, 'name' | 'createdBy'>, run: RunDoc, code?: string): NewEvent {
  const { schedule: subject, workspace, dueAt, manual, status, task, workflow, reason } = run
  return {
    type: types[status],
    workspace,
    subject,
    origin: 'schedule',
    payload: { name, owner: createdBy.id, dueAt, manual, task, workflow, reason, code },
  }
}
