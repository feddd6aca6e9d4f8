// What opens above a screen, as a terminal shows it: palette, help, questions, forms.
import { describe, expect, it } from 'vitest'
import { openForm } from '../../../tui/forms/form-state.ts'
import { scheduleForm, taskForm } from '../../../tui/forms/forms.ts'
import { linesOf } from '../support/drawn.ts'
import { failed, press, running, schema, testScreens } from '../support/screens.ts'
import { begin, listRoute, now, play, scheduleRow, withRows } from '../support/states.ts'

testScreens([
  {
    name: 'the palette',
    make: (size) => press(withRows(begin(listRoute('tasks'), size), 'tasks', [failed]), ':', 'f', 'a', 'i', 'l'),
    shows: ['Commands', '> fail', 'Go: failed tasks'],
  },
  {
    name: 'help',
    make: (size) => press(withRows(begin(listRoute('tasks'), size), 'tasks', [failed]), '?'),
    shows: ['Keys', 'SCREENS', 'Overview', '1 of '],
  },
  {
    name: 'a question before something is cancelled',
    make: (size) => press(withRows(begin(listRoute('tasks'), size), 'tasks', [running]), 'X'),
    shows: ['Cancel task?', 'T-8 copywriter (running)', 'Reason'],
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
    make: (size) =>
      play(begin(listRoute('schedules'), size), {
        type: 'form',
        form: openForm(scheduleForm({ row: scheduleRow(1), starts: { task: { agent: 'copywriter' } } }), now),
      }),
    shows: ['Edit S-1 Morning report', 'every weekday at 9:00'],
  },
])

describe('a text being typed', () => {
  const long = 'a very long filter 茶 that runs on and on past the edge of the screen until nobody sees its end'

  it('keeps its cursor in view', async () => {
    const size = { columns: 60, rows: 15 }
    const filtered = press(
      withRows(begin(listRoute('tasks'), size), 'tasks', [running]),
      '/',
      ...[...long].map((key) => (key === ' ' ? 'space' : key)),
    )
    expect((await linesOf(filtered)).at(-1)).toMatch(/^ \/….* until nobody sees its end *$/)
    const form = openForm({ ...taskForm({ name: 'copywriter', schema }), value: { parameters: { topic: long } } }, now)
    const typed = play(begin(listRoute('tasks'), size), { type: 'form', form })
    expect((await linesOf(typed)).join('\n')).toMatch(/topic\* +….* nobody sees its end/)
    expect((await linesOf(press(typed, 'home'))).join('\n')).toMatch(/topic\* +a very long filter 茶 .*…/)
  })
})
