import { describe, expect, it } from 'vitest'
import { openForm } from '../../tui/forms/form-state.ts'
import { taskForm } from '../../tui/forms/forms.ts'
import { bindingOf, type CommandId, commandIds, commandsOf, showKey } from '../../tui/keys.ts'
import { resources } from '../../tui/resources/all.ts'
import { listNames } from '../../tui/resources/resource.ts'
import { keyUnder } from '../../tui/screens/clicks.ts'
import { commands } from '../../tui/state/commands.ts'
import { keySteps, mouseSteps } from '../../tui/state/keyboard.ts'
import { layoutOf, pickerRows } from '../../tui/state/layout.ts'
import { isEffect, isMessage } from '../../tui/state/messages.ts'
import { offered, refused, scopesOf } from '../../tui/state/offers.ts'
import { helpEntries, paletteEntries } from '../../tui/state/palette.ts'
import { views } from '../../tui/state/route.ts'
import type { State } from '../../tui/state/state.ts'
import { linesOf } from './support/drawn.ts'
import {
  begin,
  letterRow,
  listRoute,
  now,
  play,
  requestRow,
  run,
  scheduleRow,
  step,
  taskDetail,
  taskRow,
  withRows,
} from './support/states.ts'

const failed = taskRow(7, { status: 'FAILED', agentName: 'fetcher', viewerCan: ['RETRY'] })
const tasks = (count = 3) =>
  withRows(
    begin(listRoute('tasks')),
    'tasks',
    Array.from({ length: count }, (_, index) => taskRow(count - index)),
  )
const press = (state: State, ...keys: string[]): State =>
  keys.reduce((next, key) => play(next, ...keySteps(next, key).filter(isMessage)), state)
const effects = (state: State, key: string) => keySteps(state, key).filter(isEffect)

const everywhere: State[] = [
  begin({ kind: 'overview' }),
  begin({ kind: 'settings' }),
  begin({ kind: 'calendar' }),
  play(begin({ kind: 'task', id: 'T-1', tab: 'log' }), { type: 'task', id: 'T-1', data: taskDetail(1) }),
  play(begin({ kind: 'task', id: 'T-1', tab: 'log' }), { type: 'pane', pane: { search: 'rain' } }),
  play(begin({ kind: 'workflow', id: 'W-7', layout: 'graph' }), { type: 'workflow', id: 'W-7', data: run([step('a')]) }),
  withRows(begin(listRoute('requests')), 'requests', [requestRow(1)]),
  withRows(begin(listRoute('deadLetters')), 'deadLetters', [letterRow(1)]),
  withRows(begin(listRoute('schedules')), 'schedules', [scheduleRow(1)]),
  withRows(begin(listRoute('tasks')), 'tasks', [failed]),
  ...listNames.map((name) => begin(listRoute(name))),
]

describe('the table of keys', () => {
  it('has a key for every command, and no key that a view or text has', () => {
    for (const id of commandIds) {
      expect(bindingOf(id).keys.length).toBeGreaterThan(0)
      for (const key of bindingOf(id).keys) expect(views.map((view) => view.key)).not.toContain(key)
    }
  })

  it('gives a key one meaning wherever it is pressed', () => {
    for (const state of everywhere) {
      const keys = commandIds.flatMap((id) => bindingOf(id).keys)
      for (const key of keys) {
        const meanings = commandsOf(key, scopesOf(state)).filter((id) => offered(state, id) !== undefined)
        // Going through tabs and steps gives way to nothing; an action and a plain command never share a key.
        expect(meanings.length, `${key} in ${state.route.kind}: ${meanings}`).toBeLessThanOrEqual(1)
      }
    }
  })

  it('has a command for every action that a row of any list has', () => {
    const actions = new Set(commandIds.flatMap((id) => bindingOf(id).action ?? []))
    for (const name of listNames) for (const action of Object.keys(resources[name].actions)) expect(actions).toContain(action)
  })

  it('is reached in help, and all of it that makes sense there in the palette', () => {
    const reachable = new Set(everywhere.flatMap((state) => helpEntries(state, '').map(({ steps }) => steps)))
    const onlyWithMore: CommandId[] = ['undo', 'answer', 'acknowledge', 'drain', 'reset', 'cancel', 'priority', 'pause']
    expect(commandIds.filter((id) => !reachable.has(commands[id]) && !onlyWithMore.includes(id))).toEqual([])
    expect(paletteEntries(tasks(), 'help').map(({ label }) => label)).toContain('Help')
  })

  it('writes keys as people do', () => {
    expect(['ctrl+p', 'escape', 'R'].map(showKey)).toEqual(['^P', 'esc', 'R'])
  })
})

describe('a key', () => {
  it.each(views)('$key leads to $title', ({ key, route }) => {
    expect(press(begin({ kind: 'settings' }), key).route).toEqual(route)
  })

  it('that changes work asks first, and says what it is about', () => {
    const state = press(tasks(), 'X')
    expect(state.overlay).toMatchObject({ kind: 'confirm', confirmation: { names: ['T-3 copywriter (queued)'], ids: ['T-3'] } })
    expect(effects(press(tasks(), 'X', 'n', 'o'), 'enter')).toEqual([
      { effect: 'perform', list: 'tasks', action: 'cancel', ids: ['T-3'], input: { reason: 'no' } },
    ])
    expect(press(tasks(), 'X', 'escape').overlay).toBeUndefined()
  })

  it('does to all marked rows what it does to one, and leaves out those it cannot be done to', () => {
    const state = withRows(begin(listRoute('tasks')), 'tasks', [taskRow(9), failed, taskRow(6)])
    const asked = press(state, 'space', 'space', 'X')
    expect(asked.overlay).toMatchObject({ confirmation: { ids: ['T-9'], refused: [expect.stringContaining('T-7 is failed')] } })
  })

  it('wants the count typed when more than a hundred objects are meant', () => {
    const asked = press(
      withRows(
        begin(listRoute('tasks')),
        'tasks',
        Array.from({ length: 150 }, (_, index) => taskRow(index)),
      ),
      '*',
      'X',
    )
    expect(effects(asked, 'enter')).toEqual([])
    expect(effects(press(asked, '1', '5', '0'), 'enter')).toMatchObject([{ effect: 'perform', ids: { length: 150 } }])
  })

  it('that cannot do anything here says why', () => {
    const done = withRows(begin(listRoute('tasks')), 'tasks', [taskRow(1, { status: 'SUCCEEDED', viewerCan: [] })])
    expect(press(done, 'X').notice?.text).toContain('T-1 is done')
    expect(refused(done, 'cancel')).toBe(true)
  })

  it('never leaves the program with escape', () => {
    expect(effects(begin({ kind: 'overview' }), 'escape')).toEqual([])
    const marked = press(tasks(), 'space')
    expect(press(marked, 'escape').lists.tasks.marked.size).toBe(0)
    expect(press(withRows(begin(listRoute('tasks', 'state:failed')), 'tasks', [failed]), 'escape').route).toEqual(listRoute('tasks'))
  })

  it('types where a text is asked for, whatever it means elsewhere', () => {
    const state = press(tasks(), '/', 'q', 'X', '1')
    expect(state.route).toMatchObject({ filter: 'qX1' })
    expect(press(state, 'escape').route).toMatchObject({ filter: '' })
    expect(press(state, 'enter', '/', 'ctrl+u', 'up').route).toMatchObject({ filter: 'qX1' })
  })

  it('leaves a form, which is kept as it was left', () => {
    const form = openForm(taskForm({ name: 'writer', schema: { properties: { topic: { type: 'string' } } } }), now)
    const left = press(play(tasks(), { type: 'form', form }), ...'Rain', 'escape')
    expect(left.overlay).toBeUndefined()
    expect(left.drafts[JSON.stringify(form.target)]).toMatchObject({ 'parameters.topic': 'Rain' })
  })

  it('runs what the palette shows, and opens what an id names', () => {
    expect(press(tasks(), ':', ...'failed', 'enter').route).toEqual(listRoute('tasks', 'state:failed'))
    expect(press(tasks(), ':', ...'T-42', 'enter').route).toEqual({ kind: 'task', id: 'T-42', tab: 'summary' })
  })

  it('turns the pages of what can be picked, and stops at its ends', () => {
    const help = press(tasks(), '?', 'pagedown')
    expect(help.overlay).toMatchObject({ selected: pickerRows(layoutOf(help)) })
    const last = helpEntries(help, '').length - 1
    expect(press(help, ...Array.from({ length: 9 }, () => 'pagedown')).overlay).toMatchObject({ selected: last })
    expect(press(help, 'pageup', 'pageup').overlay).toMatchObject({ selected: 0 })
  })

  it('finds what comes next with n, as long as something is searched for', () => {
    const log = begin({ kind: 'task', id: 'T-1', tab: 'log' })
    const searching = press(log, '/', ...'rain', 'enter')
    expect(press(searching, 'n', 'n').pane).toMatchObject({ search: 'rain', match: 2 })
    expect(effects(press(searching, 'escape'), 'n')).toEqual(effects(log, 'n'))
    expect(effects(log, 'n')).not.toEqual([])
  })

  it('copies the id with yy', () => {
    expect(effects(press(tasks(), 'y'), 'y')).toEqual([{ effect: 'copy', text: 'T-3', what: 'id' }])
    expect(effects(press(tasks(), 'y'), 'c')).toEqual([{ effect: 'copy', text: 'capstan show T-3', what: 'command' }])
  })

  it('keeps a view and its filter under a name', () => {
    const kept = press(withRows(begin(listRoute('tasks', 'state:failed')), 'tasks', [failed]), 'B', '1', 'v', 'enter')
    expect(kept.route).toEqual(listRoute('tasks', 'state:failed'))
  })

  it('takes back what can be taken back', () => {
    const undo = {
      list: 'schedules',
      action: 'pause',
      items: [{ id: 'S-1', choice: 'on' }],
      label: 'Pause',
      until: Number.MAX_SAFE_INTEGER,
    } as const
    const state = play(begin(listRoute('schedules')), { type: 'undoable', undo })
    expect(effects(state, 'u')).toEqual([
      { effect: 'perform', list: 'schedules', action: 'pause', ids: ['S-1'], input: { choice: 'on' }, undoing: true },
    ])
  })

  it('of approvals asks before it decides, and demands a reason for a no', () => {
    const state = withRows(begin(listRoute('requests')), 'requests', [requestRow(12)])
    expect(effects(press(state, 'A'), 'enter')).toEqual([
      { effect: 'perform', list: 'requests', action: 'approve', ids: ['R-12'], input: {} },
    ])
    expect(effects(press(state, 'X'), 'enter')).toEqual([])
    expect(effects(press(state, 'X', 'n', 'o'), 'enter')).toMatchObject([{ action: 'reject', input: { reason: 'no' } }])
  })
})

describe('the mouse', () => {
  it('chooses a row with a click, opens it with another, and scrolls with its wheel', () => {
    const clicked = play(tasks(), ...mouseSteps(tasks(), { action: 'press', column: 5, row: 4 }).filter(isMessage))
    expect(clicked.lists.tasks.selected).toBe('T-2')
    expect(mouseSteps(clicked, { action: 'press', column: 5, row: 4 })).toMatchObject([{ type: 'navigate', route: { id: 'T-2' } }])
    const scrolled = play(tasks(9), ...mouseSteps(tasks(9), { action: 'wheelDown', column: 1, row: 5 }).filter(isMessage))
    expect(scrolled.lists.tasks.index).toBe(3)
  })

  it('chooses in the palette with a click, runs it with another', async () => {
    const open = press(tasks(), ':', ...'workflows')
    const lines = await linesOf(open)
    const click = (state: State) =>
      mouseSteps(state, { action: 'press', column: 5, row: lines.findIndex((line) => line.includes('Go: workflows')) })
    const chosen = play(press(open, 'down'), ...click(press(open, 'down')).filter(isMessage))
    expect(chosen.overlay).toMatchObject({ kind: 'palette', selected: 0 })
    expect(play(chosen, ...click(chosen).filter(isMessage))).toMatchObject({ overlay: undefined, route: listRoute('workflows') })
    expect(mouseSteps(open, { action: 'press', column: 5, row: 1 })).toEqual([])
  })

  it('takes a click on a tab or a hint for its key', async () => {
    const state = tasks()
    const lines = await linesOf(state)
    const under = (row: number, text: string) => keyUnder(state, { column: lines[row]!.indexOf(text), row })
    const last = lines.length - 1
    expect([under(0, 'Agents'), under(0, 'capstan'), under(last, 'commands'), under(2, 'STATE')]).toEqual(['7', undefined, ':', undefined])
    expect(keyUnder(press(state, ':'), { column: lines[0]!.indexOf('Agents'), row: 0 })).toBeUndefined()
  })

  it('does nothing where there is nothing', () => {
    expect(mouseSteps(tasks(), { action: 'press', column: 5, row: 20 })).toEqual([])
  })
})

it('every command answers steps everywhere without failing', () => {
  for (const state of everywhere) for (const id of commandIds) expect(Array.isArray(commands[id](state))).toBe(true)
})
