// Schedules, agents, workers, people and keys as a terminal shows them, and what went wrong with them.
import { describe, expect, it } from 'vitest'
import { linesOf } from '../support/drawn.ts'
import { alert, audited, group, keyRow, press, testScreens, userRow } from '../support/screens.ts'
import { agentRow, ago, begin, letterRow, listRoute, now, play, scheduleRow, withRows, workerRow } from '../support/states.ts'

const revoked = { ...keyRow, id: 'k2', name: 'old', revokedAt: ago(5) }

testScreens([
  {
    name: 'dead letters in groups',
    make: (size) => withRows(begin(listRoute('deadLetterGroups'), size), 'deadLetterGroups', [group]),
    shows: ['24', '✗ No such page'],
  },
  {
    name: 'dead letters',
    make: (size) => withRows(begin(listRoute('deadLetters'), size), 'deadLetters', [letterRow(3)]),
    shows: ['D-3', 'fetcher', '✗ No such'],
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
    name: 'users',
    make: (size) => withRows(begin(listRoute('users'), size), 'users', [userRow]),
    shows: ['Ben', '✓ active', 'user'],
  },
  {
    name: 'keys',
    make: (size) => withRows(begin(listRoute('apiKeys'), size), 'apiKeys', [keyRow, revoked]),
    shows: ['ci', '✓ active', '⊘ revoked'],
  },
])

describe('a key', () => {
  const keys = () => withRows(begin(listRoute('apiKeys'), { columns: 80, rows: 24 }), 'apiKeys', [keyRow])

  it('is revoked after a question that names it', async () => {
    expect((await linesOf(press(keys(), 'D'))).join('\n')).toMatch(/Revoke key\?[\s\S]*ci \(3d5998a610d0\)[\s\S]*y {2}revoke/)
  })

  it('is shown whole, this once', async () => {
    const text = `cap_3d5998a610d0_${'x'.repeat(43)}`
    const overlay = { kind: 'copy' as const, title: 'Key ci: shown this once', texts: [{ key: 'c', label: 'key', text, secret: true }] }
    const shown = play(keys(), { type: 'overlay', overlay })
    expect((await linesOf(shown)).join('\n')).toMatch(new RegExp(`Key ci: shown this once[\\s\\S]*${text}`))
    expect(press(shown, 'escape').overlay).toBeUndefined()
  })
})

it('a page of facts keeps names and values apart', async () => {
  const state = withRows(begin({ kind: 'detail', list: 'schedules', id: 'S-1' }), 'schedules', [scheduleRow(1)])
  expect((await linesOf(state)).join('\n')).toMatch(/if it overlaps +skip/)
})
