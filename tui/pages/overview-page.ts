// The overview: what waits by level, who works, how it goes, what needs somebody, what runs.
import type { AgentRow } from '../resources/agents.ts'
import type { Surroundings } from '../resources/resource.ts'
import { prioritySpan, statusGlyph, statusTone, statusWord } from '../resources/status.ts'
import type { TaskRow } from '../resources/tasks/columns.ts'
import { type Attention, attentionOf } from '../state/attention.ts'
import { layoutOf } from '../state/layout.ts'
import type { State } from '../state/state.ts'
import { bar, sparkline } from '../text/chart.ts'
import { formatCount, formatPercent, formatSpan, toWords } from '../text/format.ts'
import { beside, blank, box, cutLine, fitLine, plain } from '../text/lines.ts'
import type { Line } from '../theme.ts'
import type { ViewLine } from './view.ts'

const boxRows = 7
/** Columns that three boxes take. */
const wide = 100

export function overviewPage(state: State, around: Surroundings): ViewLine[] {
  const { columns, bodyRows } = layoutOf(state)
  const charts = chartsFor(state, around, columns)
  const attention = attentionOf(state)
  const running = runningTasks(state)
  const left = Math.max(0, bodyRows - charts.length - 2)
  const shown = attention.slice(0, Math.max(1, Math.min(attention.length, Math.ceil(left / 2))))
  const below: ViewLine[] = [
    { line: heading('NEEDS YOU', attention.length, shown.length) },
    ...(shown.length === 0
      ? [{ line: plain(`   ${around.glyphs.succeeded} Nothing needs you.`, 'good') }]
      : shown.map((each, index) => attentionLine(each, { around, selected: index === state.pane.scroll }))),
    { line: heading('AT WORK', state.lists.running.total, running.length) },
    ...(running.length === 0
      ? [{ line: plain('   No task is running. n submits one.', 'dim') }]
      : running.map((task) => ({ line: runningLine(task, around, columns) }))),
    ...(bodyRows - charts.length - shown.length - running.length > 6 ? statusLines(state, around) : []),
  ]
  return [...charts.map((line) => ({ line })), ...below].slice(0, bodyRows)
}

function chartsFor(state: State, around: Surroundings, columns: number): Line[] {
  if (columns < 60) return compact(state, around)
  const { glyphs } = around
  const parts = [queueBox, paceBox, teamBox].slice(0, columns >= wide ? 3 : 2)
  const width = Math.floor(columns / parts.length)
  const widths = parts.map((_, index) => (index === parts.length - 1 ? columns - width * (parts.length - 1) : width))
  const boxes = beside(
    parts.map((make, index) => {
      const room = widths[index] ?? width
      return [box({ ...make(state, around, room - 4), columns: room, rows: boxRows, glyphs }), room] as const
    }),
  )
  return columns >= wide ? boxes : [...boxes, teamLine(state, columns)]
}

interface Chart {
  title: string
  note: string
  lines: Line[]
}

function queueBox({ stats }: State, { glyphs }: Surroundings, columns: number): Chart {
  const queues = stats?.queues ?? []
  const total = queues.reduce((sum, { depth }) => sum + depth, 0)
  const most = Math.max(1, ...queues.map(({ depth }) => depth))
  const room = Math.max(4, columns - 21)
  const lines = queues.map(({ priority, depth }): Line => {
    const { text, tone } = prioritySpan(priority)
    return [
      { text: `${text} ${toWords(priority).padEnd(9)}`, tone },
      { text: bar(depth / most, room, glyphs), tone: depth > 0 ? tone : 'edge' },
      { text: formatCount(depth).padStart(8), bold: depth > 0 },
    ]
  })
  const oldest = stats?.oldestReadySeconds ? `oldest ${formatSpan(stats.oldestReadySeconds * 1000)}` : 'nothing waits'
  const eta = stats?.etaSeconds ? `, done in about ${formatSpan(stats.etaSeconds * 1000)}` : ''
  return { title: 'Queue', note: stats ? `${formatCount(total)} ready` : 'reading', lines: [...lines, plain(oldest + eta, 'dim')] }
}

function paceBox({ stats, throughput = [], eventsPerMinute }: State, { glyphs }: Surroundings, columns: number): Chart {
  const minutes = throughput.slice(-15)
  const sum = (name: 'succeeded' | 'failed') => minutes.reduce((total, minute) => total + minute[name], 0)
  const room = Math.max(5, Math.min(minutes.length || 5, columns - 20))
  const rate = stats?.queues.reduce((total, { processedPerMinute }) => total + processedPerMinute, 0) ?? 0
  const wait = Math.max(0, ...(stats?.queues.map(({ averageWaitSeconds }) => averageWaitSeconds) ?? []))
  const [succeeded, failed] = [sum('succeeded'), sum('failed')]
  const series = (label: string, name: 'succeeded' | 'failed', tone: 'good' | 'bad'): Line => [
    { text: label.padEnd(8), tone: 'dim' },
    {
      text: sparkline(
        minutes.map((minute) => minute[name]),
        room,
        glyphs,
      ).padEnd(room),
      tone,
    },
    { text: formatCount(name === 'failed' ? failed : succeeded).padStart(7), bold: true },
  ]
  return {
    title: 'Last 15 minutes',
    note: `${formatCount(rate)}/min`,
    lines: [
      series('done', 'succeeded', 'good'),
      series('failed', 'failed', 'bad'),
      [
        { text: 'errors  ', tone: 'dim' },
        { text: formatPercent(failed / Math.max(1, failed + succeeded)), tone: failed > 0 ? 'bad' : 'text' },
      ],
      [{ text: 'wait    ', tone: 'dim' }, { text: wait > 0 ? formatSpan(wait * 1000) : '-' }],
      [{ text: 'events  ', tone: 'dim' }, { text: `${formatCount(eventsPerMinute)}/min` }],
    ],
  }
}

function teamBox({ stats, lists }: State, { glyphs }: Surroundings, columns: number): Chart {
  const busiest = teamsOf(lists.agents.rows as readonly AgentRow[]).slice(0, boxRows - 2)
  const room = Math.max(4, columns - 24)
  const lines = busiest.map(
    ([team, { running, most, queued }]): Line => [
      { text: fitName(team, 14), tone: running > 0 ? 'text' : 'dim' },
      { text: bar(running / Math.max(1, most), room, glyphs), tone: running > 0 ? 'info' : 'edge' },
      { text: `${running}/${most}`.padStart(7), bold: running > 0 },
      { text: queued > 0 ? ` +${queued}` : '', tone: 'warn' },
    ],
  )
  const workers = stats?.workers
  return { title: 'Workers', note: workers ? `${workers.busy}/${workers.total} slots` : 'reading', lines }
}

/** The busiest first. */
function teamsOf(agents: readonly AgentRow[]) {
  const teams = new Map<string, { running: number; most: number; queued: number }>()
  for (const { team, running, maxConcurrent, queued } of agents) {
    const sum = teams.get(team) ?? { running: 0, most: 0, queued: 0 }
    teams.set(team, { running: sum.running + running, most: sum.most + maxConcurrent, queued: sum.queued + queued })
  }
  return [...teams].sort(([, a], [, b]) => b.running + b.queued - (a.running + a.queued))
}

/** Where there is no room for a box: slots, and the teams that work or wait. */
function teamLine({ stats, lists }: State, columns: number): Line {
  const workers = stats?.workers
  const active = teamsOf(lists.agents.rows as readonly AgentRow[]).filter(([, { running, queued }]) => running + queued > 0)
  return cutLine(
    [
      { text: ' WORKERS', tone: 'title' },
      { text: workers ? `  ${workers.busy}/${workers.total} slots` : '  reading', tone: 'dim' },
      ...active.flatMap(
        ([team, { running, most, queued }]): Line => [
          { text: `   ${shortName(team)} ` },
          { text: `${running}/${most}`, bold: true },
          { text: queued > 0 ? ` +${queued}` : '', tone: 'warn' },
        ],
      ),
    ],
    columns,
  )
}

const shortName = (team: string) => toWords(team).replace(/ team$/, '')

const fitName = (team: string, columns: number) =>
  shortName(team)
    .slice(0, columns - 1)
    .padEnd(columns)

function compact({ stats }: State, _around: Surroundings): Line[] {
  const queues = stats?.queues ?? []
  return [
    [
      { text: ' queue  ', tone: 'dim' },
      ...queues.flatMap(({ priority, depth }) => [prioritySpan(priority), { text: ` ${formatCount(depth)}  `, bold: depth > 0 }]),
    ],
    [{ text: ' slots  ', tone: 'dim' }, { text: stats ? `${stats.workers.busy}/${stats.workers.total}` : 'reading' }],
  ]
}

function heading(title: string, count: number, shown: number): Line {
  return [
    { text: ` ${title}`, tone: 'title' },
    { text: count > shown ? `  ${shown} of ${count}` : count > 0 ? `  ${count}` : '', tone: 'dim' },
  ]
}

function attentionLine({ tone, sign, text }: Attention, { around, selected }: { around: Surroundings; selected: boolean }): ViewLine {
  const { glyphs } = around
  return {
    selected,
    line: [{ text: selected ? ` ${glyphs.cursor} ` : '   ', tone: 'accent' }, { text: `${glyphs[sign]} `, tone }, { text }],
  }
}

function runningTasks({ lists, size }: State): TaskRow[] {
  return (lists.running.rows as readonly TaskRow[]).slice(0, Math.max(3, Math.floor(size.rows / 4)))
}

function runningLine(task: TaskRow, { now, glyphs }: Surroundings, columns: number): Line {
  return fitLine(
    [
      { text: '   ' },
      statusGlyph(task.status, glyphs),
      { text: ` ${task.id.padEnd(9)}`, tone: 'accent' },
      { text: `${task.agentName.slice(0, 22).padEnd(23)}` },
      { text: `${bar(task.progress, 10, glyphs)} ${`${Math.round(task.progress * 100)}%`.padEnd(5)}`, tone: 'info' },
      { text: task.startedAt ? `${formatSpan(Math.max(0, now - Date.parse(task.startedAt))).padEnd(8)}` : '', tone: 'dim' },
      { text: task.currentStep ?? '' },
    ],
    columns,
  )
}

function statusLines({ stats }: State, { glyphs }: Surroundings): ViewLine[] {
  if (!stats?.total) return []
  const counts = stats.statuses.filter(({ count }) => count > 0)
  return [
    { line: blank },
    { line: heading('ALL TASKS', stats.total, stats.total) },
    {
      line: [
        { text: '   ' },
        ...counts.flatMap(({ status, count }) => [
          statusGlyph(status, glyphs),
          { text: ` ${statusWord(status)} `, tone: statusTone(status) },
          { text: `${formatCount(count, count < 10_000)}   `, bold: true },
        ]),
      ],
    },
  ]
}
