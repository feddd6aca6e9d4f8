// One task: what it is doing, its log, output, tries, parameters, result and history.
import type { TaskDetailFragment } from '../generated/operations.ts'
import { brief } from '../resources/history.ts'
import type { Surroundings } from '../resources/resource.ts'
import { fact, jsonSection, linesSection, textSection } from '../resources/sections.ts'
import { prioritySpan, statusGlyph, statusSpan } from '../resources/status.ts'
import { describeWait } from '../resources/tasks/columns.ts'
import { layoutOf } from '../state/layout.ts'
import { type TaskTab, taskTabs } from '../state/route.ts'
import type { State } from '../state/state.ts'
import { bar } from '../text/chart.ts'
import {
  formatAge,
  formatAgo,
  formatBytes,
  formatCount,
  formatDuration,
  formatMoment,
  formatSpan,
  formatUntil,
  plural,
} from '../text/format.ts'
import { plain, wrapLine } from '../text/lines.ts'
import { cut, widthOf } from '../text/width.ts'
import type { Line, Span } from '../theme.ts'
import { levelName, logLines } from './log-lines.ts'
import { sectionLines } from './sections.ts'

/** Stays in place above what scrolls. */
export function taskHead(state: State, around: Surroundings): Line[] {
  const { route, task } = state
  if (route.kind !== 'task') return []
  if (!task?.data)
    return [plain(` ${route.id}`, 'title'), plain(` ${task?.problem ?? 'reading ...'}`, task?.problem ? 'bad' : 'dim'), tabLine(route.tab)]
  const look: Line = route.tab === 'log' ? [{ text: lookOf(state.pane), tone: 'dim' }] : []
  return [titleLine(task.data, around), progressLine(task.data, around), [...tabLine(route.tab, task.log.length), ...look]]
}

function titleLine(task: TaskDetailFragment, { glyphs }: Surroundings): Line {
  return [
    { text: ` ${task.id} `, tone: 'accent', bold: true },
    { text: `${task.agentName}  `, bold: true },
    statusSpan(task.status, glyphs),
    { text: '  ' },
    prioritySpan(task.priority),
    { text: task.attempts.length > 0 ? `  try ${task.attempts.length}/${task.maxAttempts}` : '', tone: 'dim' },
    { text: task.tags.length > 0 ? `  #${task.tags.join(' #')}` : '', tone: 'dim' },
    ...(task.resubmittedAs ? [{ text: `  ${glyphs.arrow} ${task.resubmittedAs.id}`, tone: 'accent' as const }] : []),
  ]
}

function progressLine(task: TaskDetailFragment, { now, glyphs }: Surroundings): Line {
  const [reason] = task.waitingOn
  if (reason && task.status !== 'RUNNING') return [{ text: ` ${describeWait(reason, now)}`, tone: 'warn' }]
  if (task.error && task.status === 'FAILED') return [{ text: ` ${task.error.code}: ${task.error.message}`, tone: 'bad' }]
  const parts = [
    `${Math.round(task.progress * 100)}%`,
    task.currentStep ?? '',
    runTime(task, now),
    task.etaSeconds !== null && task.status === 'RUNNING' ? `about ${formatSpan(task.etaSeconds * 1000)} to go` : '',
    task.attempts.at(-1)?.worker ?? '',
    task.deadline ? `deadline ${formatUntil(task.deadline, now)}` : '',
  ].filter((part) => part !== '')
  return [
    { text: ` ${bar(task.progress, 20, glyphs)} `, tone: task.status === 'RUNNING' ? 'info' : 'dim' },
    { text: parts.join(`  ${glyphs.dot} `) },
  ]
}

function runTime({ startedAt, finishedAt }: TaskDetailFragment, now: number): string {
  if (!startedAt) return ''
  const ms = Date.parse(finishedAt ?? new Date(now).toISOString()) - Date.parse(startedAt)
  return finishedAt ? `took ${formatDuration(ms)}` : formatSpan(Math.max(0, ms))
}

/** How the log is looked at. */
function lookOf({ follow, wrap, level, search }: State['pane']): string {
  const parts = [follow ? 'follows' : '', wrap ? 'wraps' : '', level > 0 ? `${levelName(level)} and worse` : '', search ? `/${search}` : '']
  return `   ${parts.filter((part) => part !== '').join(', ')}`
}

const tabTitles: { readonly [tab in TaskTab]: string } = {
  summary: 'Summary',
  log: 'Log',
  output: 'Output',
  attempts: 'Tries',
  parameters: 'Parameters',
  result: 'Result',
  events: 'Events',
}

function tabLine(chosen: TaskTab, logLength = 0): Line {
  return taskTabs.flatMap((tab): Span[] => [
    { text: ' ' },
    {
      text: ` ${tabTitles[tab]}${tab === 'log' && logLength > 0 ? ` ${formatCount(logLength)}` : ''} `,
      tone: tab === chosen ? 'accent' : 'dim',
      bold: tab === chosen,
      inverse: tab === chosen,
    },
  ])
}

/** Everything that scrolls below the head. */
export function taskBody(state: State, around: Surroundings): readonly Line[] {
  const { route, task, pane } = state
  if (route.kind !== 'task' || !task?.data) return []
  const { columns } = layoutOf(state)
  const { data } = task
  switch (route.tab) {
    case 'summary':
      return sectionLines(summary(data, around), columns - 2)
    case 'log':
      return logLines(task.log, pane, columns)
    case 'output':
      return textLines(data.partialOutput ?? '', columns, pane.wrap, 'Nothing was streamed.')
    case 'attempts':
      return attempts(data, around)
    case 'parameters':
      return sectionLines([...jsonSection('Parameters', data.parameters), ...versions(data)], columns - 2, pane.wrap)
    case 'result':
      return data.result === null
        ? [plain('  There is no result yet.', 'dim')]
        : sectionLines(jsonSection('Result', data.result), columns - 2, pane.wrap)
    case 'events':
      return data.events.map(
        ({ at, type, payload }): Line => [
          { text: ` ${formatMoment(at)}  `, tone: 'dim' },
          { text: type.padEnd(24) },
          { text: brief(payload), tone: 'dim' },
        ],
      )
  }
}

function textLines(text: string, columns: number, wrapped: boolean, empty: string): Line[] {
  if (text === '') return [plain(`  ${empty}`, 'dim')]
  return text.split('\n').flatMap((line) => (wrapped ? wrapLine(plain(` ${line}`), columns - 1) : [plain(` ${line}`)]))
}

function summary(task: TaskDetailFragment, around: Surroundings) {
  const { now, glyphs } = around
  const related = ({ id, agentName, status }: TaskDetailFragment['dependsOn'][number]): Line => [
    statusGlyph(status, glyphs),
    { text: ` ${id.padEnd(9)}`, tone: 'accent' },
    { text: agentName },
  ]
  return [
    ...linesSection(
      'Waits for',
      task.waitingOn.map(
        (reason): Line => [
          { text: describeWait(reason, now), tone: 'warn' },
          ...(reason.blockedBy.length > 0 ? [{ text: ` ${reason.blockedBy.join(', ')}`, tone: 'accent' as const }] : []),
        ],
      ),
    ),
    ...textSection('Error', task.error && `${task.error.code}: ${task.error.message}`, 'bad'),
    ...linesSection('Task', factsOf(task, now)),
    ...linesSection('Parameters', gist(task.parameters)),
    ...linesSection('Result', gist(task.result)),
    ...linesSection(
      'Files',
      task.artifacts.map(
        ({ name, contentType, bytes, url }): Line => [
          { text: name, bold: true },
          { text: `  ${contentType}, ${formatBytes(bytes)}  `, tone: 'dim' },
          { text: url, tone: 'accent' },
        ],
      ),
    ),
    ...linesSection('Depends on', task.dependsOn.map(related)),
    ...linesSection('Waited for by', task.dependents.map(related)),
    ...textSection('Where it went wrong', task.error?.stack, 'dim'),
  ]
}

const mostNameColumns = 28

/** Each part of a value in a line; all of it is on its own tab. */
export function gist(value: unknown): Line[] {
  if (value === null || value === undefined) return []
  if (typeof value !== 'object' || Array.isArray(value)) return [[{ text: inALine(value) }]]
  const columns = Math.min(mostNameColumns, Math.max(16, ...Object.keys(value).map((name) => widthOf(name) + 2)))
  return Object.entries(value).map(([name, part]) => fact(cut(name, columns - 1), inALine(part), columns))
}

const mostOfGist = 200

function inALine(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
  return cut(text.trim().replaceAll(/\s+/g, ' '), mostOfGist)
}

function factsOf(task: TaskDetailFragment, now: number): Line[] {
  const { usage } = task
  const place = task.queuePosition === null ? '' : `${formatCount(task.queuePosition)} before it`
  const wait = task.estimatedWaitSeconds === null ? '' : `about ${formatSpan(task.estimatedWaitSeconds * 1000)}`
  return [
    fact('submitted', `${formatAgo(task.createdAt, now)} by ${task.submittedBy.name} (${task.origin})`),
    ...(place ? [fact('in the queue', [place, wait].filter(Boolean).join(', '))] : []),
    ...(task.deadline ? [fact('deadline', `${formatMoment(task.deadline)} (${formatUntil(task.deadline, now)})`)] : []),
    ...(task.startedAt ? [fact('last started', formatMoment(task.startedAt))] : []),
    ...(task.finishedAt ? [fact('ended', formatMoment(task.finishedAt))] : []),
    ...(usage && usage.durationMs > 0
      ? [
          fact(
            'used',
            `${formatDuration(usage.durationMs)}, ${formatCount(usage.inputTokens)} tokens in, ${formatCount(usage.outputTokens)} out, $${(usage.costMicros / 1e6).toFixed(4)}`,
          ),
        ]
      : []),
    ...(task.resubmissionOf ? [fact('in place of', { text: task.resubmissionOf.id, tone: 'accent' })] : []),
    ...(task.resubmittedAs ? [fact('followed by', { text: task.resubmittedAs.id, tone: 'accent' })] : []),
  ]
}

function attempts(task: TaskDetailFragment, { now }: Surroundings): Line[] {
  if (task.attempts.length === 0) return [plain('  It has not been tried yet.', 'dim')]
  return task.attempts.flatMap(({ number, startedAt, endedAt, worker, outcome, error }): Line[] => [
    [
      { text: ` ${number}  `, bold: true },
      { text: formatMoment(startedAt) },
      {
        text: `  ${endedAt ? formatDuration(Date.parse(endedAt) - Date.parse(startedAt)) : `running for ${formatAge(startedAt, now)}`}`,
        tone: 'dim',
      },
      { text: `  ${outcome ?? 'running'}`, tone: outcome === 'failed' ? 'bad' : outcome === 'succeeded' ? 'good' : 'info' },
      { text: worker ? `  on ${worker}` : '', tone: 'dim' },
    ],
    ...(error ? [[{ text: `    ${error.code}: ${error.message}`, tone: 'bad' as const }]] : []),
  ])
}

function versions({ versions: earlier }: TaskDetailFragment) {
  return linesSection(
    plural(earlier.length, 'earlier version'),
    earlier.map(
      ({ number, replacedAt, replacedBy }): Line => [
        { text: `${number}`, bold: true },
        { text: `  until ${formatMoment(replacedAt)} by ${replacedBy}`, tone: 'dim' },
      ],
    ),
  )
}
