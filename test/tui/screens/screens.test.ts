// Every screen as a terminal shows it, at three sizes: what must be there is there, and nothing runs over the edge.
import { describe, expect, it } from 'vitest'
import { openForm } from '../../../tui/forms/form-state.ts'
import { scheduleForm, taskForm } from '../../../tui/forms/forms.ts'
import { listNames } from '../../../tui/resources/resource.ts'
import { keySteps } from '../../../tui/state/keyboard.ts'
import { isMessage } from '../../../tui/state/messages.ts'
import type { State } from '../../../tui/state/state.ts'
import { widthOf } from '../../../tui/text/width.ts'
import { draw, linesOf } from '../support/drawn.ts'
import {
  agentRow,
  ago,
  begin,
  letterRow,
  listRoute,
  now,
  play,
  requestRow,
  run,
  scheduleRow,
  stats,
  step,
  taskDetail,
  taskRow,
  withRows,
  workerRow,
} from '../support/states.ts'

type Size = { columns: number; rows: number }

const sizes: Size[] = [
  { columns: 140, rows: 40 },
  { columns: 80, rows: 24 },
  { columns: 60, rows: 15 },
]

const press = (state: State, ...keys: string[]): State =>
  keys.reduce((next, key) => play(next, ...keySteps(next, key).filter(isMessage)), state)

const running = taskRow(8, { status: 'RUNNING', progress: 0.61, currentStep: 'Embedding', startedAt: ago(130), attempts: [{ number: 1 }] })
const failed = taskRow(7, {
  status: 'FAILED',
  agentName: 'fetcher',
  error: { code: 'EXIT', message: 'No such page' },
  viewerCan: ['RETRY'],
})
const waiting = taskRow(6, { waitingOn: [{ code: 'CONCURRENCY', detail: 'copywriter runs 5 tasks at a time', until: null }] })

const log = ['Reading Rain', 'Only one source'].map((text, index) => ({
  number: index + 1,
  at: ago(30 - index),
  level: index ? 'warn' : 'info',
  text,
  attempt: 1,
}))

const steps = [
  step('fetch', { status: 'SUCCEEDED', startedAt: ago(190), finishedAt: ago(187) }),
  step('parse', { status: 'SUCCEEDED', dependsOn: ['fetch'], startedAt: ago(187), finishedAt: ago(176) }),
  step('issues', { status: 'RUNNING', dependsOn: ['fetch'], startedAt: ago(100) }),
  step('merge', { dependsOn: ['parse', 'issues'] }),
]

const schema = {
  type: 'object',
  required: ['topic'],
  properties: {
    topic: { type: 'string', maxLength: 200, description: 'What the piece is about.' },
    words: { type: 'integer', minimum: 500, default: 2000 },
    tone: { type: 'string', enum: ['formal', 'casual'] },
  },
}

interface Screen {
  name: string
  make(size: Size): State
  shows: string[]
}

const group = {
  id: 'f1',
  fingerprint: 'f1',
  agent: 'fetcher',
  code: 'EXIT',
  message: 'No such page',
  count: 24,
  firstAt: ago(9000),
  lastAt: ago(60),
}
const alert = {
  id: 'A-1',
  kind: 'queue.depth',
  severity: 'CRITICAL' as const,
  status: 'OPEN' as const,
  title: 'The queue is long',
  detail: '1,200 wait',
  subject: 'queue',
  count: 3,
  firstAt: ago(900),
  lastAt: ago(10),
  acknowledgedBy: null,
  note: null,
  resolvedAt: null,
  viewerCanAcknowledge: true,
}
const audited = {
  id: '12',
  number: 12,
  at: ago(5),
  actor: { name: 'ann' },
  via: null,
  action: 'task.cancelled',
  subject: 'T-4',
  reason: 'not needed',
  origin: 'api',
  details: {},
  hash: 'ff',
}

const screens: Screen[] = [
  {
    name: 'the overview',
    make: (size) => {
      const loaded = withRows(withRows(begin({ kind: 'overview' }, size), 'running', [running]), 'agents', [
        agentRow('copywriter', { circuit: 'OPEN' }),
      ])
      return play(loaded, { type: 'stats', stats }, { type: 'counts', deadLetters: 37, openRequests: 2 }, { type: 'alert', alert })
    },
    shows: ['902', 'NEEDS YOU', 'The queue is long', 'T-8'],
  },
  {
    name: 'tasks',
    make: (size) => withRows(begin(listRoute('tasks'), size), 'tasks', [running, failed, waiting], { total: 2113 }),
    shows: ['T-8', '▸ running', '✗ failed', 'copywriter', '1 of 2,113'],
  },
  {
    name: 'a task',
    make: (size) =>
      play(begin({ kind: 'task', id: 'T-8', tab: 'summary' }, size), {
        type: 'task',
        id: 'T-8',
        data: taskDetail(8, { status: 'RUNNING', progress: 0.61, currentStep: 'Embedding', startedAt: ago(130) }),
      }),
    shows: ['T-8', '▸ running', '61%', 'Embedding', 'Summary', 'ago by ann'],
  },
  {
    name: 'the log of a task',
    make: (size) =>
      play(
        begin({ kind: 'task', id: 'T-8', tab: 'log' }, size),
        { type: 'task', id: 'T-8', data: taskDetail(8) },
        { type: 'log', id: 'T-8', lines: log },
      ),
    shows: ['Log 2', 'info  Reading Rain', 'warn  Only one source'],
  },
  {
    name: 'a workflow as a graph',
    make: (size) => play(begin({ kind: 'workflow', id: 'W-7', layout: 'graph' }, size), { type: 'workflow', id: 'W-7', data: run(steps) }),
    shows: ['W-7', 'Weekly digest', '✓ fetch', '▸ issues', '· merge'],
  },
  {
    name: 'a workflow as a timeline',
    make: (size) =>
      play(begin({ kind: 'workflow', id: 'W-7', layout: 'timeline' }, size), { type: 'workflow', id: 'W-7', data: run(steps) }),
    shows: ['✓ fetch', '█', '0s'],
  },
  {
    name: 'requests',
    make: (size) => withRows(begin(listRoute('requests'), size), 'requests', [requestRow(12)]),
    shows: ['R-12', '◇ open', 'Publish the page?'],
  },
  {
    name: 'a request',
    make: (size) => withRows(begin({ kind: 'detail', list: 'requests', id: 'R-12' }, size), 'requests', [requestRow(12)]),
    shows: ['R-12 Publish the page?', 'Weekly digest', 'What will happen'],
  },
  {
    name: 'dead letters in groups',
    make: (size) => withRows(begin(listRoute('deadLetterGroups'), size), 'deadLetterGroups', [group]),
    shows: ['24', '✗ EXIT', 'No such page'],
  },
  {
    name: 'dead letters',
    make: (size) => withRows(begin(listRoute('deadLetters'), size), 'deadLetters', [letterRow(3)]),
    shows: ['D-3', 'fetcher', '✗ EXIT'],
  },
  {
    name: 'schedules',
    make: (size) =>
      withRows(begin(listRoute('schedules'), size), 'schedules', [scheduleRow(1), scheduleRow(2, { name: 'Purge', enabled: false })]),
    shows: ['Morning report', 'in 1h', '‖ paused'],
  },
  {
    name: 'the calendar',
    make: (size) =>
      play(begin({ kind: 'calendar' }, size), {
        type: 'upcoming',
        upcoming: [{ at: new Date(now + 3600_000).toISOString(), schedule: { id: 'S-1', name: 'Morning report' } }],
      }),
    shows: ['Next', 'Morning report'],
  },
  {
    name: 'agents',
    make: (size) =>
      withRows(begin(listRoute('agents'), size), 'agents', [
        agentRow('copywriter'),
        agentRow('fetcher', { circuit: 'OPEN', enabled: false }),
      ]),
    shows: ['copywriter', '▸ working', '⊘ off'],
  },
  { name: 'workers', make: (size) => withRows(begin(listRoute('workers'), size), 'workers', [workerRow]), shows: ['vm-1-abc', '● active'] },
  {
    name: 'alerts',
    make: (size) => withRows(begin(listRoute('alerts'), size), 'alerts', [alert]),
    shows: ['!! critical', 'The queue is long'],
  },
  {
    name: 'the audit log',
    make: (size) => withRows(begin(listRoute('audit'), size), 'audit', [audited]),
    shows: ['ann', 'task.cancelled'],
  },
  { name: 'settings', make: (size) => begin({ kind: 'settings' }, size), shows: ['http://127.0.0.1:4000', 'live', 'colours'] },
  {
    name: 'the palette',
    make: (size) => press(withRows(begin(listRoute('tasks'), size), 'tasks', [failed]), ':', 'f', 'a', 'i', 'l'),
    shows: ['Commands', '> fail', 'Go: failed tasks'],
  },
  {
    name: 'help',
    make: (size) => press(withRows(begin(listRoute('tasks'), size), 'tasks', [failed]), '?'),
    shows: ['Keys', 'MOVE', 'Page down'],
  },
  {
    name: 'a question before something is cancelled',
    make: (size) => press(withRows(begin(listRoute('tasks'), size), 'tasks', [running]), 'X'),
    shows: ['Cancel?', 'T-8 copywriter (running)', 'Reason'],
  },
  {
    name: 'a filter being typed',
    make: (size) => press(withRows(begin(listRoute('tasks'), size), 'tasks', [running]), '/', 'a', 'b'),
    shows: ['/ab', 'Tasks  ab'],
  },
  {
    name: 'a form',
    make: (size) => play(begin(listRoute('tasks'), size), { type: 'form', form: openForm(taskForm({ name: 'copywriter', schema }), now) }),
    shows: ['New task for copywriter', 'topic*', '2000 (default)', 'What the piece is about.'],
  },
  {
    name: 'the form of a schedule',
    make: (size) => play(begin(listRoute('schedules'), size), { type: 'form', form: openForm(scheduleForm(scheduleRow(1)), now) }),
    shows: ['Edit S-1 Morning report', 'every weekday at 9:00'],
  },
]

describe.each(sizes)('at $columns columns and $rows rows', (size) => {
  it.each(screens)('$name is shown', async ({ make, shows }) => {
    const lines = await linesOf(make(size))
    const text = lines.join('\n')
    for (const expected of shows) expect(text).toContain(expected)
    expect(lines[0]).toContain('capstan ● live')
    for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(size.columns)
  })
})

describe('a list', () => {
  it.each(listNames)('of %s says what to do when it is empty', async (name) => {
    const text = (await linesOf(withRows(begin(listRoute(name)), name, []))).join(' ')
    expect(text.replace(/\s+/g, ' ')).toMatch(/No |Nothing|no such/)
  })

  it('says that it could not be read, and how to try again', async () => {
    const state = play(begin(listRoute('tasks')), {
      type: 'pageFailed',
      list: 'tasks',
      problem: 'The database cannot be reached just now.',
    })
    expect((await linesOf(state)).join('\n')).toContain('The database cannot be reached just now.  r tries again.')
  })

  it('keeps its columns aligned under wide characters and emoji', async () => {
    const rows = [
      taskRow(1, { agentName: 'writer' }),
      taskRow(2, { agentName: '日本語' }),
      taskRow(3, { agentName: 'party 🎉' }),
      taskRow(4, { agentName: 'Zoë' }),
    ]
    const drawn = draw(withRows(begin(listRoute('tasks')), 'tasks', rows))
    await drawn.settled()
    const ageColumn = (row: number) => Array.from({ length: 108 }, (_, column) => drawn.emulator.cell(row, column).text).lastIndexOf('m')
    expect([3, 4, 5, 6].map(ageColumn)).toEqual(Array.from({ length: 4 }, () => ageColumn(3)))
    expect(ageColumn(3)).toBeGreaterThan(40)
    drawn.end()
  })
})

describe('the terminal at hand', () => {
  const tasks = (size?: Size) => withRows(begin(listRoute('tasks'), size), 'tasks', [running, failed])

  it('gets ASCII alone when it has nothing else', async () => {
    const text = (await linesOf(tasks(), { colorDepth: 0, unicode: false })).join('\n')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII begins there.
    expect(text).toMatch(/^[\u0000-\u007f]*$/)
    expect(text).toContain('> running')
  })

  it.each([0, 4, 8, 24] as const)('gets no more colours than it has: %s bits', async (colorDepth) => {
    const drawn = draw(tasks(), { colorDepth, unicode: true })
    await drawn.settled()
    const bytes = drawn.bytes()
    drawn.end()
    expect(/38;2;/.test(bytes)).toBe(colorDepth === 24)
    expect(/38;5;/.test(bytes)).toBe(colorDepth === 8)
    if (colorDepth < 8) expect(/[[;]3[1-6]m/.test(bytes)).toBe(colorDepth === 4)
  })

  it('shows the selection without any colour', async () => {
    const drawn = draw(tasks(), { colorDepth: 0, unicode: true })
    const lines = await drawn.settled()
    expect(lines[3]).toMatch(/^› T-8/)
    expect(drawn.emulator.cell(3, 5).inverse).toBe(true)
    expect(drawn.emulator.cell(4, 5).inverse).toBe(false)
    drawn.end()
  })

  it.each([
    { columns: 40, rows: 12, shows: 'T-8' },
    { columns: 20, rows: 5, shows: 'T-8' },
    { columns: 15, rows: 4, shows: '60x15' },
  ])('may be tiny: $columns x $rows', async ({ columns, rows, shows }) => {
    expect((await linesOf(tasks({ columns, rows }))).join('\n')).toContain(shows)
  })

  it('is not written to when nothing visible has changed', async () => {
    const drawn = draw(tasks())
    await drawn.settled()
    const before = drawn.bytes().length
    drawn.store.dispatch({ type: 'ticked', now: now + 400 }, 'at once')
    drawn.store.dispatch({ type: 'connection', connection: { kind: 'live', latencyMs: 3 } }, 'at once')
    await drawn.settled()
    expect(drawn.bytes().length).toBe(before)
    drawn.end()
  })
})
