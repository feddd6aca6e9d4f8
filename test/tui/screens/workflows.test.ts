// Workflow runs and what they ask people, as a terminal shows them.
import { describe, expect, it } from 'vitest'
import { linesOf } from '../support/drawn.ts'
import { press, steps, testScreens } from '../support/screens.ts'
import { begin, listRoute, play, requestRow, run, withRows } from '../support/states.ts'

testScreens([
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
])

describe('a graph', () => {
  it('leaves out what is known of steps before it gives way to a list', async () => {
    const at = async (columns: number) =>
      (
        await linesOf(
          play(begin({ kind: 'workflow', id: 'W-7', layout: 'graph' }, { columns, rows: 24 }), {
            type: 'workflow',
            id: 'W-7',
            data: run(steps),
          }),
        )
      ).join('\n')
    expect(await at(100)).toMatch(/✓ fetch 3\.0s ─.*✓ parse 11s/)
    expect(await at(45)).toMatch(/✓ fetch ─.*✓ parse ─/)
    expect(await at(30)).not.toContain('─┬')
  })
})

describe('a decision', () => {
  it('is asked for with what it is about', async () => {
    const asked = { ...requestRow(12), text: 'The page tells of tea.' }
    const state = press(withRows(begin(listRoute('requests'), { columns: 80, rows: 24 }), 'requests', [asked]), 'A')
    const text = (await linesOf(state)).join('\n')
    expect(text).toMatch(/Approve request\?[\s\S]*R-12: Publish the page\?[\s\S]*Reason \(may stay empty\):/)
    expect(text).toContain('The page tells of tea.')
  })

  it('that a step waits for is opened from the run', () => {
    const asked = run([{ ...steps[0]!, status: 'WAITING', task: null, request: { id: 'R-12', status: 'OPEN' } }])
    const page = play(begin({ kind: 'workflow', id: 'W-7', layout: 'graph' }), { type: 'workflow', id: 'W-7', data: asked })
    expect(press(page, 'enter').route).toEqual({ kind: 'detail', list: 'requests', id: 'R-12' })
  })
})
