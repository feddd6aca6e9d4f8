// Schedules: what runs when, and changing it.
import { ApiError } from '../client/api-error.ts'
import {
  type CliScheduleFragment,
  type CliScheduleRunFragment,
  cliCreateSchedule,
  cliDeleteSchedule,
  cliPauseSchedule,
  cliResumeSchedule,
  cliRunSchedule,
  cliScheduleById,
  cliSchedules,
  cliUpcoming,
  cliUpdateSchedule,
  type MissedRunPolicy,
  type OverlapPolicy,
  previewSchedule,
  type ScheduleInput,
} from '../generated/operations.ts'
import { argument, type Call, type CommandSpec, countOf, isSet, numberOf, type OptionSpec, textOf, UsageError } from './command.ts'
import { age, facts, moment, stateColor } from './format.ts'
import { readJson, readMoment, readWord } from './inputs.ts'
import { type Io, moreThan, printOne, printRows } from './io.ts'
import { readPages } from './pages.ts'
import type { Column } from './table.ts'

const missedPolicies: readonly MissedRunPolicy[] = ['SKIP', 'ONCE', 'ALL']
const overlapPolicies: readonly OverlapPolicy[] = ['SKIP', 'QUEUE', 'CANCEL_OLD']

const settings: readonly OptionSpec[] = [
  { flags: '--cron <fields>', summary: 'five or six fields, for example "0 9 * * MON"' },
  { flags: '--every <span>', summary: 'a pause between runs, for example 15m' },
  { flags: '--at <moment>', summary: 'once, at this moment' },
  { flags: '--words <text>', summary: 'plain words, for example "every weekday at 9:00"' },
  { flags: '--zone <name>', summary: 'IANA time zone, for example Australia/Sydney' },
  { flags: '--task <json>', summary: 'hand this task to an agent: JSON, a file, or -' },
  { flags: '--agent <name>', summary: 'hand a task to this agent, with --parameters' },
  { flags: '--parameters <json>', summary: 'for --agent or --workflow: JSON, a file, or -' },
  { flags: '--workflow <template>', summary: 'start this workflow' },
  { flags: '--post <channel>', summary: 'post to this Slack channel, with --text' },
  { flags: '--text <message>', summary: 'the message to post' },
  { flags: '--missed <policy>', summary: 'runs missed while no server was up', choices: ['skip', 'once', 'all'] },
  { flags: '--overlap <policy>', summary: 'runs that are due while one is under way', choices: ['skip', 'queue', 'cancel_old'] },
  { flags: '--start <moment>', summary: 'no run before this moment' },
  { flags: '--end <moment>', summary: 'no run after this moment' },
]

async function readSettings(io: Io, call: Call): Promise<Partial<ScheduleInput>> {
  const momentOf = (name: string) => {
    const text = textOf(call, name)
    return text === undefined ? undefined : readMoment(text, name, io.now())
  }
  const parametersSource = textOf(call, 'parameters')
  const parameters = parametersSource === undefined ? {} : await readJson(io, parametersSource, '--parameters')
  const [task, agent, workflow, post] = [textOf(call, 'task'), textOf(call, 'agent'), textOf(call, 'workflow'), textOf(call, 'post')]
  const all = {
    cron: textOf(call, 'cron'),
    every: textOf(call, 'every'),
    at: momentOf('at'),
    words: textOf(call, 'words'),
    timezone: textOf(call, 'zone'),
    missed: readWord(textOf(call, 'missed'), missedPolicies, '--missed'),
    overlap: readWord(textOf(call, 'overlap'), overlapPolicies, '--overlap'),
    startAt: momentOf('start'),
    endAt: momentOf('end'),
    task: task === undefined ? (agent === undefined ? undefined : { agent, parameters }) : await readJson(io, task, '--task'),
    workflow: workflow === undefined ? undefined : { template: workflow, parameters },
    post: post === undefined ? undefined : { channel: post, text: textOf(call, 'text') ?? '' },
  }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Partial<ScheduleInput>
}

function does({ task, workflow, post }: CliScheduleFragment): string {
  const named = (value: unknown, name: string) => String((value as { [key: string]: unknown })[name] ?? 'inline')
  if (task !== null) return `task for ${named(task, 'agent')}`
  return workflow === null ? `post to ${post?.channel ?? ''}` : `workflow ${named(workflow, 'template')}`
}

function columns(io: Io): Column<CliScheduleFragment>[] {
  return [
    { title: 'ID', of: ({ id }) => id },
    { title: 'STATE', of: ({ enabled }) => (enabled ? 'ACTIVE' : 'PAUSED'), color: stateColor },
    { title: 'NEXT', of: ({ nextRunAt }) => age(nextRunAt, io.now()), align: 'right' },
    { title: 'WHEN', of: ({ description }) => description },
    { title: 'DOES', of: does },
    { title: 'NAME', of: ({ name }) => name, grows: true },
  ]
}

function runColumns(): Column<CliScheduleRunFragment>[] {
  return [
    { title: 'DUE', of: ({ dueAt }) => moment(dueAt) },
    { title: 'STATE', of: ({ status }) => status, color: stateColor },
    {
      title: 'STARTED',
      of: ({ task, workflow }) =>
        [task, workflow]
          .map((one) => one && `${one.id} ${one.status}`)
          .filter(Boolean)
          .join(' '),
    },
    { title: 'WHY', of: ({ reason, manual }) => reason ?? (manual ? 'by hand' : ''), grows: true },
  ]
}

function change(words: string, summary: string, act: (io: Io, id: string, call: Call) => Promise<CliScheduleFragment>): CommandSpec {
  return {
    words,
    takes: '<schedule>',
    summary,
    examples: [`${words} S-3`],
    run: async (io, call) => {
      printRows(io, [await act(io, argument(call), call)], { columns: columns(io), empty: '' })
      return undefined
    },
  }
}

export const scheduleCommands: readonly CommandSpec[] = [
  {
    words: 'schedule list',
    summary: 'What runs again and again, or once.',
    options: [
      { flags: '--paused', summary: 'only those that rest' },
      { flags: '-n, --limit <count>', summary: 'at most this many', default: '100' },
    ],
    examples: ['schedule list'],
    watchable: true,
    run: async (io, call) => {
      const filter = isSet(call, 'paused') ? { enabled: false } : {}
      const { nodes, list } = await readPages(
        countOf(call, 'limit') ?? 100,
        async (first, after) => (await io.client.request(cliSchedules, { filter, first, after })).schedules,
      )
      printRows(io, nodes, { columns: columns(io), empty: 'Nothing is scheduled.', more: moreThan(nodes.length, list) })
      return undefined
    },
  },
  {
    words: 'schedule show',
    takes: '<schedule>',
    summary: 'One schedule with its next runs and what came of the last ones.',
    examples: ['schedule show S-3'],
    run: async (io, call) => {
      const { schedule } = await io.client.request(cliScheduleById, { id: argument(call) })
      if (!schedule) throw new ApiError({ message: `There is no schedule ${argument(call)}.`, extensions: { code: 'NOT_FOUND' } })
      printOne(io, schedule, (one) => [
        ...facts([
          ['schedule', `${one.id} ${one.name}`],
          ['when', one.description],
          ['time zone', one.timezone],
          ['does', does(one)],
          ['state', one.enabled ? 'active' : 'paused'],
          ['missed runs', one.missed.toLowerCase()],
          ['overlapping runs', one.overlap.toLowerCase().replace('_', ' ')],
          ['from', moment(one.startAt)],
          ['until', moment(one.endAt)],
          ['made by', one.createdBy.name],
        ]),
        'next runs',
        ...one.nextRuns.map((at) => `  ${moment(at)}`),
        'last runs',
        ...one.runs.nodes.map(
          (run) =>
            `  ${runColumns()
              .map((column) => column.of(run))
              .filter(Boolean)
              .join('  ')}`,
        ),
      ])
      return undefined
    },
  },
  {
    words: 'schedule create',
    takes: '<name>',
    summary: 'Make a schedule.',
    options: [...settings, { flags: '--paused', summary: 'do not begin yet' }],
    examples: [
      'schedule create "Weekly report" --words "every Monday at 9:00" --zone Europe/Berlin --agent analyst --parameters report.json',
      'schedule create "Launch" --cron "0 9 * * MON#1" --zone Australia/Sydney --workflow marketing-campaign --parameters launch.json',
      'schedule create "Stand-up" --words "every weekday at 9:00" --post "#team" --text "Stand-up!"',
    ],
    run: async (io, call) => {
      const input = { name: argument(call), ...(await readSettings(io, call)), enabled: !isSet(call, 'paused') }
      const { createSchedule } = await io.client.request(cliCreateSchedule, { input })
      printRows(io, [createSchedule], { columns: columns(io), empty: '' })
      return undefined
    },
  },
  {
    words: 'schedule edit',
    takes: '<schedule>',
    summary: 'Change a schedule; what is not named stays.',
    options: [{ flags: '--name <text>', summary: 'what people call it' }, ...settings],
    examples: ['schedule edit S-3 --words "every weekday at 10:00"'],
    run: async (io, call) => {
      const name = textOf(call, 'name')
      const input = { ...(await readSettings(io, call)), ...(name !== undefined && { name }) }
      if (Object.keys(input).length === 0) throw new UsageError('expected something to change')
      const { updateSchedule } = await io.client.request(cliUpdateSchedule, { id: argument(call), input })
      printRows(io, [updateSchedule], { columns: columns(io), empty: '' })
      return undefined
    },
  },
  change('schedule pause', 'Let a schedule rest.', async (io, id) => (await io.client.request(cliPauseSchedule, { id })).pauseSchedule),
  change(
    'schedule resume',
    'Let a schedule run again, from now on.',
    async (io, id) => (await io.client.request(cliResumeSchedule, { id })).resumeSchedule,
  ),
  {
    ...change('schedule delete', 'Remove a schedule; what it started stays.', async (io, id, call) => {
      if (!isSet(call, 'yes') && !(await io.confirm(`Remove the schedule ${id}?`)))
        throw new UsageError('not removed: say --yes to remove it')
      return (await io.client.request(cliDeleteSchedule, { id })).deleteSchedule
    }),
    options: [{ flags: '-y, --yes', summary: 'do not ask' }],
  },
  {
    words: 'schedule run',
    takes: '<schedule>',
    summary: 'Run a schedule now, besides its due moments.',
    examples: ['schedule run S-3'],
    run: async (io, call) => {
      const { runSchedule } = await io.client.request(cliRunSchedule, { id: argument(call) })
      printRows(io, [runSchedule], { columns: runColumns(), empty: '' })
      return undefined
    },
  },
  {
    words: 'schedule preview',
    summary: 'When a schedule would run, without saving it.',
    options: settings.slice(0, 5),
    examples: ['schedule preview --words "every first Monday at 9:00" --zone Australia/Sydney'],
    run: async (io, call) => {
      const input = { name: 'preview', post: { channel: '#preview', text: 'preview' }, ...(await readSettings(io, call)) }
      const { previewSchedule: preview } = await io.client.request(previewSchedule, { input })
      printOne(io, preview, ({ description, nextRuns, notes }) => [description, ...nextRuns.map((at) => `  ${moment(at)}`), ...notes])
      return undefined
    },
  },
  {
    words: 'schedule upcoming',
    summary: 'Future runs of all schedules.',
    options: [
      { flags: '--until <moment>', summary: 'up to then; a week when left out, for example 2d' },
      { flags: '-n, --limit <count>', summary: 'at most this many', default: '200' },
    ],
    examples: ['schedule upcoming --until 1d'],
    run: async (io, call) => {
      const until = textOf(call, 'until')
      const asked = { ...(until && { until: readMoment(until, 'until', io.now()) }), first: numberOf(call, 'limit') ?? null }
      const { upcomingRuns } = await io.client.request(cliUpcoming, asked)
      printRows(io, upcomingRuns, {
        columns: [
          { title: 'AT', of: ({ at }) => moment(at) },
          { title: 'IN', of: ({ at }) => age(at, io.now()).replace(/^in /, ''), align: 'right' },
          { title: 'SCHEDULE', of: ({ schedule }) => schedule.id },
          { title: 'NAME', of: ({ schedule }) => schedule.name, grows: true },
        ],
        empty: 'Nothing is due.',
      })
      return undefined
    },
  },
]
