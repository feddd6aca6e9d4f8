// Lists and terminals of every kind: empty, unreadable, wide characters, few colours, tiny.
import { describe, expect, it } from 'vitest'
import { listNames } from '../../../tui/resources/resource.ts'
import { draw, linesOf } from '../support/drawn.ts'
import { failed, running, type Size } from '../support/screens.ts'
import { begin, listRoute, now, play, taskRow, withRows } from '../support/states.ts'

describe('a list', () => {
  it.each(listNames)('of %s says what to do when it is empty', async (name) => {
    const text = (await linesOf(withRows(begin(listRoute(name)), name, []))).join(' ')
    expect(text.replace(/\s+/g, ' ')).toMatch(/No |Nothing/)
    expect(text).not.toMatch(/clear the filter|match/)
    expect(text).not.toMatch(/enter open|space mark/)
  })

  it('says that nothing matches only when there is a filter', async () => {
    const state = withRows(begin({ kind: 'list', list: 'workflows', filter: 'state:failed', sort: undefined }), 'workflows', [])
    expect((await linesOf(state)).join('\n')).toContain('No workflow matches state:failed. Press esc to clear the filter.')
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
