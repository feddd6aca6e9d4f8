import { describe, expect, it } from 'vitest'
import type { FeedEvent } from '../../../tui/resources/resource.ts'
import type { TaskRow } from '../../../tui/resources/tasks/columns.ts'
import { reduce } from '../../../tui/state/reduce.ts'
import type { State } from '../../../tui/state/state.ts'
import { ago, begin, listRoute, play, taskDetail, taskRow, withRows } from '../support/states.ts'

let nextEvent = 0
const event = (type: string, subject: string, payload: object = {}): FeedEvent => ({
  id: `e${nextEvent++}`,
  type,
  at: ago(0),
  subject,
  payload,
})
const news = (state: State, ...events: FeedEvent[]) => reduce(state, { type: 'events', events, perMinute: 1 })
const rows = (state: State) => state.lists.tasks.rows as readonly TaskRow[]
const many = (count: number, from = count) => Array.from({ length: count }, (_, index) => taskRow(from - index))

const tasks = (count = 5, filter = '') => withRows(begin(listRoute('tasks', filter)), 'tasks', many(count))
const page = (list: readonly TaskRow[], part: 'head' | 'next', hasMore = false) =>
  ({ type: 'page', list: 'tasks', page: { rows: list, total: 500, exact: true, endCursor: 'c2', hasMore, part } }) as const

describe('an event about a task in the list', () => {
  it('changes its row at once', () => {
    const before = tasks()
    const state = news(
      before,
      event('task.started', 'T-3', { worker: 'w1', attempt: 2 }),
      event('task.progressed', 'T-3', { progress: 0.5, step: 'Half way' }),
    )
    expect(rows(state)[2]).toMatchObject({ status: 'RUNNING', progress: 0.5, currentStep: 'Half way', attempts: [{ number: 2 }] })
    expect(rows(state)[1]).toBe(rows(before)[1])
  })

  it('shows what manual mode holds as waiting for it', () => {
    const state = news(tasks(), event('task.retrying', 'T-3'), event('task.held', 'T-3', { reason: 'BACKOFF' }))
    expect(rows(state)[2]).toMatchObject({ status: 'QUEUED', waitingOn: [{ code: 'PAUSED', detail: 'manual mode' }] })
  })

  it('leaves the very same rows when it is about another', () => {
    const before = tasks()
    const state = news(before, event('task.progressed', 'T-99', { progress: 0.5 }))
    expect(state.lists.tasks).toBe(before.lists.tasks)
  })

  it('takes the row out of a list that is filtered by the state it had', () => {
    const before = withRows(begin(listRoute('tasks', 'state:queued')), 'tasks', many(3))
    expect(rows(news(before, event('task.started', 'T-2'))).map(({ id }) => id)).toEqual(['T-3', 'T-1'])
  })

  it('asks for a fresh page when the task is new', () => {
    expect(news(tasks(), event('task.queued', 'T-99')).lists.tasks.stale).toBe(true)
  })
})

describe('the selection', () => {
  const selected = ({ lists }: State) => lists.tasks.selected

  it('stays on its task when others arrive above it', () => {
    const moved = play(tasks(), { type: 'move', move: 'down' }, { type: 'move', move: 'down' })
    expect(selected(moved)).toBe('T-3')
    const state = play(moved, page([taskRow(7), taskRow(6), ...many(5)], 'head'))
    expect([selected(state), state.lists.tasks.index]).toEqual(['T-3', 4])
  })

  it('follows the top until somebody moves', () => {
    expect(selected(play(tasks(), page(many(6), 'head')))).toBe('T-6')
  })

  it('goes to the row that took the place of one that is gone', () => {
    const moved = play(tasks(), { type: 'move', move: 'down' })
    expect(selected(play(moved, page([taskRow(5), taskRow(3), taskRow(2)], 'head')))).toBe('T-3')
  })

  it('is always on the screen', () => {
    let state = withRows(begin(listRoute('tasks'), { rows: 20 }), 'tasks', many(100))
    for (let key = 0; key < 50; key += 1) state = play(state, { type: 'move', move: 'down' })
    const { offset, index } = state.lists.tasks
    expect(index).toBe(50)
    expect(index - offset).toBeLessThan(16)
    const small = play(state, { type: 'resized', size: { columns: 80, rows: 16 } })
    expect(small.lists.tasks.index - small.lists.tasks.offset).toBeLessThan(12)
  })
})

describe('pages', () => {
  it('are added without a row coming twice', () => {
    const state = play(tasks(3), page([taskRow(1), taskRow(0)], 'next'))
    expect(rows(state).map(({ id }) => id)).toEqual(['T-3', 'T-2', 'T-1', 'T-0'])
  })

  it('that were loaded before stay when the first one is read again', () => {
    const loaded = play(withRows(begin(listRoute('tasks')), 'tasks', many(100, 300), { hasMore: true }), page(many(100, 200), 'next', true))
    const state = play(loaded, page(many(100, 302), 'head', true))
    expect(rows(state)).toHaveLength(202)
    expect(rows(state)[0]?.id).toBe('T-302')
    expect(rows(state).at(-1)?.id).toBe('T-101')
    expect(new Set(rows(state).map(({ id }) => id)).size).toBe(202)
  })

  it('of a list that is nothing but new rows replace what was there', () => {
    const loaded = withRows(begin(listRoute('tasks')), 'tasks', many(200, 200), { hasMore: true })
    expect(rows(play(loaded, page(many(100, 900), 'head', true)))).toHaveLength(100)
  })

  it('follow one another to the end when the end is wanted', () => {
    const wanted = play(withRows(begin(listRoute('tasks')), 'tasks', many(100, 300), { hasMore: true }), { type: 'move', move: 'bottom' })
    expect(wanted.lists.tasks.toEnd).toBe(true)
    const state = play(wanted, page(many(100, 200), 'next', false))
    expect([state.lists.tasks.selected, state.lists.tasks.toEnd]).toEqual(['T-101', false])
  })
})

describe('marks', () => {
  it('stick to tasks, not to places, and go with rows that are gone', () => {
    const marked = play(tasks(), { type: 'mark' }, { type: 'mark' })
    expect([...marked.lists.tasks.marked]).toEqual(['T-5', 'T-4'])
    const state = play(marked, page([taskRow(7), taskRow(5), taskRow(3)], 'head'))
    expect([...state.lists.tasks.marked]).toEqual(['T-5'])
  })

  it('of a range reach from where it began to the selection', () => {
    const state = play(
      tasks(),
      { type: 'markRange' },
      { type: 'move', move: 'down' },
      { type: 'move', move: 'down' },
      { type: 'markRange' },
    )
    expect([...state.lists.tasks.marked].toSorted()).toEqual(['T-3', 'T-4', 'T-5'])
  })
})

describe('a frozen dashboard', () => {
  it('does not move, and counts what it missed', () => {
    const frozen = play(tasks(), { type: 'freeze' })
    const state = news(frozen, event('task.started', 'T-3'), event('task.queued', 'T-9'))
    expect(state.lists).toBe(frozen.lists)
    expect(state.frozen).toEqual({ missed: 2 })
  })

  it('reads everything again when it goes on', () => {
    expect(play(tasks(), { type: 'freeze' }, { type: 'freeze' }).lists.tasks.stale).toBe(true)
  })
})

describe('history', () => {
  it('leads back to where one was, with filter and selection, and forward again', () => {
    const moved = play(tasks(5, 'state:queued'), { type: 'move', move: 'down' })
    const away = play(moved, { type: 'navigate', route: { kind: 'task', id: 'T-4', tab: 'summary' } })
    const back = play(away, { type: 'back' })
    expect(back.route).toEqual(listRoute('tasks', 'state:queued'))
    expect(back.lists.tasks.selected).toBe('T-4')
    expect(play(back, { type: 'forward' }).route).toEqual({ kind: 'task', id: 'T-4', tab: 'summary' })
  })
})

describe('the log of a task', () => {
  const line = (number: number) => ({ number, at: ago(0), level: 'info', text: `line ${number}`, attempt: 1 })
  const open = play(begin({ kind: 'task', id: 'T-1', tab: 'log' }), { type: 'task', id: 'T-1', data: taskDetail(1) })

  it('takes every line once, also when a connection came back and told some again', () => {
    const state = play(open, { type: 'log', id: 'T-1', lines: [line(1), line(2)] }, { type: 'log', id: 'T-1', lines: [line(2), line(3)] })
    expect(state.task?.log.map(({ number }) => number)).toEqual([1, 2, 3])
  })

  it('is not mixed with that of another task', () => {
    const state = play(open, { type: 'log', id: 'T-2', lines: [line(1)] })
    expect(state.task?.log).toEqual([])
  })
})
