// Schedules: lists, previews, runs and what may be done with them.
import { may, workspaceOf } from '../../auth/policy.ts'
import { type Violation, validationFailed } from '../../errors.ts'
import { checkId } from '../../ids.ts'
import {
  createSchedule,
  deleteSchedule,
  pauseSchedule,
  resumeSchedule,
  type ScheduleChange,
  type ScheduleInput,
  updateSchedule,
} from '../../schedules/change-schedule.ts'
import { describePlan } from '../../schedules/describe.ts'
import { previewPlan } from '../../schedules/preview.ts'
import { runSchedule } from '../../schedules/run-now.ts'
import type { RunDoc, ScheduleDoc } from '../../schedules/schedule.ts'
import { firstRun, readWhen } from '../../schedules/schedule-input.ts'
import { countSchedules, pageOfRuns, pageOfSchedules, runningSchedules, type ScheduleListFilter } from '../../schedules/schedule-store.ts'
import { openTarget } from '../../schedules/targets.ts'
import { moments, take } from '../../schedules/timing.ts'
import { readStretch, upcomingRuns } from '../../schedules/upcoming.ts'
import { type Connection, pageSize, toConnection } from '../connection.ts'
import type { Context } from '../context.ts'
import type { QuerySchedulesArgs, Resolvers, ScheduleAction, ScheduleRunsArgs } from '../generated/resolvers.ts'

export type ScheduleList = Connection<ScheduleDoc>
export type RunList = Connection<RunDoc>

const usualRuns = 20
const usualNext = 10

type Queries = 'schedule' | 'schedules' | 'previewSchedule' | 'upcomingRuns'

export const scheduleQueries: Pick<NonNullable<Resolvers['Query']>, Queries> = {
  schedule: async (_root, { id }, { load }) => (await load.schedule.load(checkId('S', id))) ?? null,
  schedules: (_root, args, context) => listSchedules(args, context),
  previewSchedule: (_root, { input }) => preview(input as ScheduleInput),
  upcomingRuns: async (_root, args, { product, viewer }) =>
    upcomingRuns(await runningSchedules(product.database, viewer.workspace), readStretch(args, new Date())),
}

type Mutations = 'createSchedule' | 'updateSchedule' | 'pauseSchedule' | 'resumeSchedule' | 'deleteSchedule' | 'runSchedule'

export const scheduleMutations: Pick<NonNullable<Resolvers['Mutation']>, Mutations> = {
  createSchedule: (_root, { input }, { product, viewer, requestId }) =>
    createSchedule(product.scheduling, viewer, { input: input as ScheduleInput, requestId }),
  updateSchedule: (_root, { input, ...args }, { product, viewer, requestId }) =>
    updateSchedule(product.scheduling, viewer, { ...args, input: input as ScheduleChange, requestId }),
  pauseSchedule: (_root, args, { product, viewer, requestId }) => pauseSchedule(product.scheduling, viewer, { ...args, requestId }),
  resumeSchedule: (_root, args, { product, viewer, requestId }) => resumeSchedule(product.scheduling, viewer, { ...args, requestId }),
  deleteSchedule: (_root, args, { product, viewer, requestId }) => deleteSchedule(product.scheduling, viewer, { ...args, requestId }),
  runSchedule: (_root, args, { product, viewer, requestId }) => runSchedule(product.scheduling, viewer, { ...args, requestId }),
}

export const scheduleResolvers: Pick<Resolvers, 'Schedule' | 'ScheduleRun'> = {
  Schedule: {
    id: ({ _id }) => _id,
    description: (schedule) => describePlan(schedule),
    cron: ({ given }) => ('cron' in given ? given.cron : null),
    every: ({ given }) => ('every' in given ? given.every : null),
    at: ({ given }) => ('at' in given ? given.at : null),
    words: ({ given }) => ('words' in given ? given.words : null),
    task: (schedule, _args, { product }) => (schedule.target.kind === 'TASK' ? openTarget(product, schedule) : null),
    workflow: (schedule, _args, { product }) => (schedule.target.kind === 'WORKFLOW' ? openTarget(product, schedule) : null),
    post: (schedule, _args, { product }) => (schedule.target.kind === 'POST' ? toPost(openTarget(product, schedule)) : null),
    startAt: ({ startAt }) => startAt ?? null,
    endAt: ({ endAt }) => endAt ?? null,
    nextRunAt: ({ nextAt }) => nextAt ?? null,
    nextRuns: (schedule, { first }) => nextRuns(schedule, pageSize(first ?? usualNext)),
    runs: (schedule, args, context) => listRuns(schedule, args, context),
    viewerCan: (schedule, _args, { viewer }) =>
      may(viewer, 'schedule', { workspace: schedule.workspace, owner: schedule.createdBy.id }) ? actionsOn(schedule) : [],
  },
  ScheduleRun: {
    task: async ({ task }, _args, { load }) => (task ? ((await load.task.load(task)) ?? null) : null),
    workflow: async ({ workflow }, _args, { load }) => (workflow ? ((await load.run.load(workflow)) ?? null) : null),
    reason: ({ reason }) => reason ?? null,
  },
}

function actionsOn({ enabled }: ScheduleDoc): ScheduleAction[] {
  return ['EDIT', enabled ? 'PAUSE' : 'RESUME', 'RUN', 'DELETE']
}

function toPost({ channel, text }: { [key: string]: unknown }) {
  return { channel: String(channel), text: String(text) }
}

/** From the moment that is promised: it may be due just now. */
function nextRuns(schedule: ScheduleDoc, first: number): Date[] {
  const { nextAt } = schedule
  return nextAt ? take(moments(schedule, new Date(nextAt.getTime() - 1)), first).map(({ at }) => at) : []
}

function preview(input: ScheduleInput) {
  const now = new Date()
  const violations: Violation[] = []
  const when = readWhen(input, undefined, { now, violations })
  if (when) firstRun(when, now, violations)
  if (!when || violations.length > 0) throw validationFailed(violations)
  return previewPlan(when, now)
}

async function listSchedules(args: Partial<QuerySchedulesArgs>, { product, cursors, viewer }: Context): Promise<ScheduleList> {
  const { enabled, agent, template, createdBy, text, workspace } = args.filter ?? {}
  const filter: ScheduleListFilter = {
    workspace: workspaceOf(viewer, workspace),
    enabled: enabled ?? undefined,
    agent: agent ?? undefined,
    template: template ?? undefined,
    createdBy: createdBy ?? undefined,
    text: text ?? undefined,
  }
  const list = { name: 'schedules', filter }
  const size = pageSize(args.first)
  const rows = await pageOfSchedules(product.database, { filter, limit: size + 1, after: positionIn(cursors, list, args.after) })
  const cursorOf = ({ createdAt, _id }: ScheduleDoc) => cursors.encodeCursor({ list, values: [createdAt, _id] })
  return toConnection({ rows, size, after: args.after, cursorOf, count: () => countSchedules(product.database, filter) })
}

async function listRuns({ _id: schedule }: ScheduleDoc, args: Partial<ScheduleRunsArgs>, { product, cursors }: Context): Promise<RunList> {
  const list = { name: 'runs', filter: { schedule } }
  const size = pageSize(args.first ?? usualRuns)
  const rows = await pageOfRuns(product.database, { schedule, limit: size + 1, after: positionIn(cursors, list, args.after) })
  const cursorOf = ({ dueAt, _id }: RunDoc) => cursors.encodeCursor({ list, values: [dueAt, _id] })
  return toConnection({ rows, size, after: args.after, cursorOf, count: async () => ({ value: rows.length, exact: rows.length <= size }) })
}

function positionIn(cursors: Context['cursors'], list: { name: string; filter: unknown }, after: string | null | undefined) {
  if (!after) return undefined
  const [at, id] = cursors.decodeCursor(list, after)
  return { at: at as Date, id: String(id) }
}
