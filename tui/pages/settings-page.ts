// Who is looked through, at which server, and how this terminal is used.

import { showKey } from '../keys.ts'
import type { Surroundings } from '../resources/resource.ts'
import { fact } from '../resources/sections.ts'
import { paletteOf, type State } from '../state/state.ts'
import type { Line } from '../theme.ts'
import { describeConnection } from './connection.ts'
import { sectionLines } from './sections.ts'

export function settingsBody(state: State, { glyphs }: Surroundings): Line[] {
  const { me, url, settings, size } = state
  const key = (name: string): Line => [{ text: `   ${showKey(name)} changes it`, tone: 'dim' }]
  const sections = [
    {
      title: 'Server',
      lines: [
        fact('address', url),
        fact('connection', describeConnection(state, glyphs)),
        fact('you are', me ? `${me.name} (${me.role.toLowerCase()})` : 'reading ...'),
        fact('workspace', me ? `${me.workspace.id}${me.workspace.manual ? ', manual mode: tasks wait until Q runs the queue' : ''}` : ''),
        fact('people', [
          { text: 'U', tone: 'accent' },
          { text: ' users  ' },
          { text: 'K', tone: 'accent' },
          { text: ' keys for programs' },
        ]),
      ],
    },
    {
      title: 'This terminal',
      lines: [
        fact('size', `${size.columns} columns, ${size.rows} rows`),
        fact('colours', [
          { text: paletteOf(state) },
          ...(settings.palette ? [] : [{ text: ' (follows the background)', tone: 'dim' as const }]),
          ...key('T'),
        ]),
        fact('mouse', [{ text: settings.mouse ? 'on' : 'off' }, ...key('%')]),
        fact('glyphs', state.ascii ? 'ASCII' : 'Unicode (start with --ascii for plain ones)'),
      ],
    },
    {
      title: 'Bookmarks',
      lines:
        settings.bookmarks.length > 0
          ? settings.bookmarks.map(({ name }): Line => [{ text: name }])
          : [[{ text: 'none; B keeps the view you are in', tone: 'dim' as const }]],
    },
  ]
  return sectionLines(sections, size.columns - 2)
}
