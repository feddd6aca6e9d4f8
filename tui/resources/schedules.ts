// What runs by the clock: the list of schedules. Their calendar is a screen of its own.
import type { CapstanClient } from '../client/client.ts'
import {
  deleteSchedule,
  pauseSchedule,
  resumeSchedule,
  runSchedule,
  type ScheduleAction,
  type ScheduleRowFragment,
  schedules as schedulesOperation,
} from '../generated/operations.ts'
import { formatAgo, formatMoment, formatUntil, toWords } from '../text/format.ts'
import type { Line, Span } from '../theme.ts'
import { type Resource, type RowAction, type Section, type Surroundings, toPage } from './resource.ts'
import { fact, jsonSection, linesSection } from './sections.ts'
import { statusGlyph } from './status.ts'

export type ScheduleRow = ScheduleRowFragment

const refuse =
  (action: ScheduleAction) =>
  ({ id, name, viewerCan }: ScheduleRow) =>
    viewerCan.includes(action) ? undefined : `You may not ${toWords(action)} ${id} ${name}, or not now.`

const pause: RowAction<ScheduleRow> = {
  label: ({ enabled }) => (enabled ? 'Pause' : 'Resume'),
  refusal: (row) => refuse(row.enabled ? 'PAUSE' : 'RESUME')(row),
  danger: false,
  perform: (client, { id, name, enabled }, { choice }) => turn(client, { id, name }, choice ? choice === 'on' : !enabled),
  undo: ({ enabled }) => ({ choice: enabled ? 'on' : 'off' }),
}

async function turn(client: CapstanClient, { id, name }: { id: string; name: string }, on: boolean): Promise<string> {
  if (on) await client.request(resumeSchedule, { id })
  else await client.request(pauseSchedule, { id })
  return on ? `${name} runs again` : `${name} rests`
}

export const schedules: Resource<ScheduleRow> = {
  name: 'schedules',
  title: 'Schedules',
  noun: 'schedule',
  columns: [
    { title: 'ID', width: 6, drop: 2, cell: ({ id }) => ({ text: id, tone: 'accent' }), order: ({ id }) => Number(id.replace(/\D/g, '')) },
    { title: 'NAME', width: 18, grow: 2, drop: 0, cell: ({ name }) => ({ text: name }), order: ({ name }) => name },
    { title: 'NEXT', width: 9, drop: 0, cell: nextCell, order: ({ nextRunAt }) => nextRunAt ?? '~' },
    { title: 'WHEN', width: 24, grow: 3, drop: 1, cell: ({ description }) => ({ text: description }) },
    { title: 'STARTS', width: 18, grow: 1, drop: 2, cell: (row) => ({ text: targetOf(row), tone: 'dim' }) },
    { title: 'LAST 10', width: 10, drop: 3, cell: historyCell },
  ],
  nameOf: ({ id, name }) => `${id} ${name}`,
  pagedByServer: false,
  async load(client, { first, after, signal }) {
    const { schedules: page } = await client.request(schedulesOperation, { first, after: after ?? null }, { signal })
    return toPage(page)
  },
  fields: (row) => ({
    id: row.id,
    name: row.name,
    state: row.enabled ? 'on' : 'off',
    when: row.description,
    starts: targetOf(row),
    by: row.createdBy.name,
  }),
  stale: ({ type }) => type.startsWith('schedule.'),
  describe,
  actions: {
    pause,
    retry: {
      label: () => 'Run now',
      refusal: refuse('RUN'),
      danger: false,
      perform: async (client, { id, name }) => {
        const { runSchedule: run } = await client.request(runSchedule, { id })
        return `${name}: ${toWords(run.status)} ${run.task?.id ?? run.workflow?.id ?? run.reason ?? ''}`
      },
    },
    discard: {
      label: () => 'Delete',
      refusal: refuse('DELETE'),
      danger: true,
      perform: async (client, { id, name }) => {
        await client.request(deleteSchedule, { id })
        return `${name} is deleted; what it started stays`
      },
    },
  },
  empty: 'No schedules. Press n to make one.',
}

function nextCell({ enabled, nextRunAt }: ScheduleRow, { now, glyphs }: Surroundings): Span {
  if (!enabled) return { text: `${glyphs.paused} paused`, tone: 'warn' }
  return nextRunAt ? { text: formatUntil(nextRunAt, now), tone: 'info' } : { text: '-', tone: 'dim' }
}

function historyCell({ runs }: ScheduleRow, { glyphs }: Surroundings): Line {
  return [...runs.nodes].reverse().map((run) => {
    if (run.status !== 'STARTED')
      return { text: run.status === 'FAILED' ? glyphs.failed : glyphs.queued, tone: run.status === 'FAILED' ? 'bad' : 'dim' }
    const status = run.task?.status ?? run.workflow?.status
    return status ? statusGlyph(status, glyphs) : { text: glyphs.succeeded, tone: 'good' }
  })
}

/** What a schedule starts, in a few words. */
export function targetOf({ task, workflow, post }: ScheduleRow): string {
  if (post) return `post to ${post.channel}`
  const [kind, what] = task ? ['task', read(task, 'agent')] : ['workflow', read(workflow, 'template')]
  return `${kind} ${what ?? ''}`.trim()
}

function read(value: unknown, key: string): string | undefined {
  const found = typeof value === 'object' && value !== null ? (value as { [key: string]: unknown })[key] : undefined
  return typeof found === 'string' ? found : undefined
}

function describe(row: ScheduleRow, { now, glyphs }: Surroundings): Section[] {
  return [
    {
      title: `${row.id} ${row.name}`,
      lines: [
        fact('state', row.enabled ? { text: `${glyphs.live} on`, tone: 'good' } : { text: `${glyphs.paused} paused`, tone: 'warn' }),
        fact('when', row.description),
        fact('written as', row.cron ?? row.every ?? row.words ?? row.at ?? ''),
        fact('time zone', row.timezone),
        fact('starts', targetOf(row)),
        fact('if missed', toWords(row.missed)),
        fact('if it overlaps', toWords(row.overlap)),
        fact('made by', row.createdBy.name),
      ],
    },
    ...linesSection(
      'Next runs',
      row.nextRuns.map((at): Line => [{ text: formatMoment(at).padEnd(20) }, { text: formatUntil(at, now), tone: 'dim' }]),
    ),
    ...linesSection(
      'Runs',
      row.runs.nodes.map(
        (run): Line => [
          { text: formatMoment(run.dueAt).padEnd(20) },
          { text: `${formatAgo(run.startedAt, now)}`.padEnd(9), tone: 'dim' },
          { text: `${toWords(run.status)}${run.manual ? ' by hand' : ''} ` },
          { text: run.task?.id ?? run.workflow?.id ?? '', tone: 'accent' },
          { text: run.reason ?? '', tone: 'dim' },
        ],
      ),
    ),
    ...jsonSection('Task', row.task),
    ...jsonSection('Workflow', row.workflow),
  ]
}
