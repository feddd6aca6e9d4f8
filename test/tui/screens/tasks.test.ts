// The list of tasks and one of them, as a terminal shows them.
import { describe, expect, it } from 'vitest'
import { linesOf } from '../support/drawn.ts'
import { failed, log, running, testScreens, waiting } from '../support/screens.ts'
import { ago, begin, listRoute, now, play, taskDetail, taskRow, withRows } from '../support/states.ts'

testScreens([
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
])

describe('a row', () => {
  const row = async (more: Parameters<typeof taskRow>[1]) =>
    (await linesOf(withRows(begin(listRoute('tasks'), { columns: 120, rows: 24 }), 'tasks', [taskRow(1, more)])))[3]

  it('tells what went wrong, how long it took and what it waits for in few words', async () => {
    expect(await row({ status: 'FAILED', error: { code: 'EXIT', message: 'No such page' } })).toMatch(/ No such page *$/)
    expect(await row({ status: 'SUCCEEDED', startedAt: ago(95), finishedAt: ago(30) })).toContain('took 1m05s')
    const until = new Date(now + 3 * 3_600_000).toISOString()
    expect(await row({ waitingOn: [{ code: 'RUN_AT', detail: 'is not to run before its time', until }] })).toMatch(/ starts in 3h *$/)
    expect(await row({ waitingOn: [{ code: 'BACKOFF', detail: 'pauses', until }] })).toMatch(/ next try in 3h *$/)
    expect(await row({ waitingOn: [{ code: 'QUIET_HOURS', detail: 'quiet hours', until }] })).toMatch(/ quiet hours in 3h *$/)
  })
})

describe('the preview of a task', () => {
  const size = { columns: 200, rows: 50 }
  const list = withRows(begin(listRoute('tasks'), size), 'tasks', [taskRow(8, { status: 'SUCCEEDED', finishedAt: ago(5) }), taskRow(7)])
  const known = { type: 'task', id: 'T-8', data: taskDetail(8, { result: { title: 'All of it', body: 'One\nTwo' } }) } as const

  it('tells what was asked and what came of it', async () => {
    const text = (await linesOf(play(list, known))).map((line) => line.slice(121)).join('\n')
    expect(text).toMatch(/ended +5s ago[\s\S]*Parameters\n +topic +Rain[\s\S]*Result\n[\s\S]*"title": "All of it"[\s\S]*\n +Two/)
  })

  it('never shows those of another task', async () => {
    const moved = play(list, known, { type: 'move', move: 'down' })
    expect((await linesOf(moved)).join('\n')).not.toContain('All of it')
    expect(play(moved, known).task?.id).not.toBe('T-7')
  })
})

describe('the page of a task', () => {
  const page = async (tab: 'summary' | 'result' | 'events', more: Parameters<typeof taskDetail>[1]) =>
    (
      await linesOf(
        play(begin({ kind: 'task', id: 'T-8', tab }, { columns: 80, rows: 30 }), { type: 'task', id: 'T-8', data: taskDetail(8, more) }),
      )
    ).join('\n')

  it('begins with what was asked and what came of it, each in a line', async () => {
    const text = await page('summary', { parameters: { topic: 'Tea', brief: 'One\ntwo' }, result: { title: 'All of it', parts: [1, 2] } })
    expect(text).toMatch(/Parameters\n +topic +Tea\n +brief +One two\n\nResult\n +title +All of it\n +parts +\[1,2\]/)
  })

  it('names the keys that do something on the tab in view, and no others', async () => {
    const footer = async (tab: 'summary' | 'log') => {
      const state = begin({ kind: 'task', id: 'T-8', tab }, { columns: 80, rows: 24 })
      return (await linesOf(play(state, { type: 'task', id: 'T-8', data: taskDetail(8) }))).at(-1)
    }
    expect(await footer('summary')).toMatch(/l next tab.*\/ search/)
    expect(await footer('summary')).not.toMatch(/f follow|\/ filter/)
    expect(await footer('log')).toContain('f follow')
  })

  it('shows texts of several lines in a result as they are', async () => {
    const text = await page('result', { result: { body: 'First line\nSecond "line"', n: 1 } })
    expect(text).toMatch(/"body": """\n +First line\n +Second "line"\n +""",\n +"n": 1/)
  })

  it('tells events in words', async () => {
    const event = { at: ago(4), type: 'task.progressed', payload: { progress: 0.6777777, step: 'Page 61', note: null } }
    const text = await page('events', { events: [{ id: 'e', ...event }] } as Parameters<typeof taskDetail>[1])
    expect(text).toContain('progress=68% step=Page 61')
    expect(text).not.toContain('null')
  })
})
