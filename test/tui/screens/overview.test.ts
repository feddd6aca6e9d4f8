// The overview as a terminal shows it.
import { describe, expect, it } from 'vitest'
import { linesOf } from '../support/drawn.ts'
import { alert, press, running, testScreens } from '../support/screens.ts'
import { agentRow, begin, now, play, stats, withRows } from '../support/states.ts'

testScreens([
  {
    name: 'the overview',
    make: (size) => {
      const loaded = withRows(withRows(begin({ kind: 'overview' }, size), 'running', [running]), 'agents', [
        agentRow('copywriter', { circuit: 'OPEN' }),
      ])
      return play(loaded, { type: 'stats', stats }, { type: 'counts', deadLetters: 37, openRequests: 2 }, { type: 'alert', alert })
    },
    shows: ['902', 'NEEDS YOU', 'slots', 'The queue is long', 'T-8'],
  },
])

describe('the overview', () => {
  const busy = (size: { columns: number; rows: number }) =>
    play(withRows(begin({ kind: 'overview' }, size), 'agents', [agentRow('copywriter', { running: 2, queued: 3 })]), {
      type: 'stats',
      stats,
    })

  it('tells how busy teams are, in a box or in a line', async () => {
    expect((await linesOf(busy({ columns: 120, rows: 40 }))).join('\n')).toMatch(/Workers ─+ \d+\/\d+ slots[\s\S]*marketing .* 2\/5 +\+3/)
    expect((await linesOf(busy({ columns: 80, rows: 24 }))).join('\n')).toMatch(/WORKERS {2}\d+\/\d+ slots {3}marketing 2\/5 \+3/)
  })

  it('offers nothing to open and counts nothing before the first task', async () => {
    const idle = begin({ kind: 'overview' }, { columns: 120, rows: 40 })
    const text = (await linesOf(play(idle, { type: 'stats', stats: { ...stats, total: 0, statuses: [] } }))).join('\n')
    expect(text).toContain('Nothing needs you.')
    expect(text).not.toMatch(/ALL TASKS|enter open/)
  })

  it('names the screens that call for somebody as long as there is room', async () => {
    const state = (columns: number) => play(busy({ columns, rows: 24 }), { type: 'counts', deadLetters: 37, openRequests: 2 })
    expect((await linesOf(state(80)))[0]).toMatch(/1 Overview {2}2 {2}3 {2}4 Asks·2 {2}5 Dead·37 {2}6 /)
    expect((await linesOf(busy({ columns: 80, rows: 24 })))[0]).toMatch(/1 Overview {2}2 Tasks {2}3 Flows {2}4 Asks {2}5 {2}6 {2}7 /)
    expect((await linesOf(state(60)))[0]).toMatch(/1\/10 Overview {2}4·2 5·37 /)
  })

  it('tells news beside the keys, and nothing old below a question', async () => {
    const told = play(busy({ columns: 80, rows: 24 }), { type: 'notice', text: 'T-8 is high now', tone: 'good' })
    expect((await linesOf(told)).at(-1)).toMatch(/^ T-8 is high now .*\? help/)
    expect((await linesOf(press(told, ':'))).at(-1)).toBe('')
  })

  it('tells news long enough to be read, and what went wrong longer', () => {
    const told = (tone: 'good' | 'bad') => play(busy({ columns: 80, rows: 24 }), { type: 'notice', text: 'So it is', tone })
    // The clock of a resting screen is behind by some seconds.
    const stays = (tone: 'good' | 'bad', ...ticks: number[]) =>
      ticks.reduce((state, ms) => play(state, { type: 'ticked', now: now + ms }), told(tone)).notice !== undefined
    expect([stays('good', 5_000), stays('good', 5_000, 8_000), stays('good', 5_000, 9_000)]).toEqual([true, true, false])
    expect([stays('bad', 5_000, 14_000), stays('bad', 5_000, 15_000)]).toEqual([true, false])
  })
})
