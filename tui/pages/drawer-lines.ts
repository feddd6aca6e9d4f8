// What opens at the bottom of the screen: palette, help, choices, questions. Forms have a file of their own.

import { filterChoices } from '../state/choices.ts'
import type { Edit } from '../state/edit.ts'
import { firstShown, layoutOf, mostAbout, mostNames } from '../state/layout.ts'
import { helpEntries, paletteEntries } from '../state/palette.ts'
import type { Confirmation, Overlay, State } from '../state/state.ts'
import { box, fitLine, plain } from '../text/lines.ts'
import { toWidth, wrap } from '../text/width.ts'
import type { Glyphs, Line } from '../theme.ts'
import { formLines } from './form-lines.ts'
import { editSpans } from './frame-lines.ts'

interface Drawn {
  title: string
  note?: string
  lines: Line[]
}

export function drawerLines(state: State, glyphs: Glyphs): Line[] {
  const { overlay } = state
  const { drawerRows, columns } = layoutOf(state)
  if (!overlay || drawerRows < 3) return []
  const drawn = drawOverlay(state, overlay, { glyphs, columns: columns - 4, rows: drawerRows - 2 })
  return drawn ? box({ ...drawn, columns, rows: drawerRows, glyphs }) : []
}

export interface Room {
  glyphs: Glyphs
  columns: number
  rows: number
}

function drawOverlay(state: State, overlay: Overlay, room: Room): Drawn | undefined {
  switch (overlay.kind) {
    case 'palette':
      return drawPalette(state, overlay, room)
    case 'help':
      return drawHelp(state, overlay, room)
    case 'choose':
      return drawChoices(overlay, room)
    case 'confirm':
      return drawConfirmation(overlay.confirmation, room)
    case 'copy':
      return drawCopy(overlay)
    case 'form':
      return { title: overlay.form.title, note: '^S sends  ^O editor  esc keeps a draft', lines: formLines(overlay.form, room) }
    case 'filter':
    case 'search':
      return undefined
  }
}

/** What is shown just once is shown whole, for eyes and mice. */
function drawCopy({ title = 'Copy', texts }: Extract<Overlay, { kind: 'copy' }>): Drawn {
  const lines = texts.flatMap(({ key, label, text, secret }): Line[] => {
    const head: Line = [{ text: ` ${key} `, tone: 'accent', bold: true }, { text: secret ? `copies the ${label}` : label.padEnd(14) }]
    return secret ? [head, [{ text: ` ${text}`, bold: true }]] : [[...head, { text: text.replaceAll(/\s*\n\s*/g, ' '), tone: 'dim' }]]
  })
  return { title, note: 'y copies the first  esc closes', lines }
}

function drawPalette(state: State, { edit, selected }: Extract<Overlay, { kind: 'palette' }>, room: Room): Drawn {
  const entries = paletteEntries(state, edit.text)
  const lines = entries.map(({ label, keys }, index): Line => pickLine({ label, right: keys, selected: index === selected }, room))
  const none = plain(' Nothing fits. An id such as T-12 opens it.', 'dim')
  return {
    title: 'Commands',
    note: `${placeOf(selected, lines.length)}  enter runs  esc closes`,
    lines: [promptLine(edit, room.columns), ...(lines.length > 0 ? around(lines, selected, room.rows - 1) : [none])],
  }
}

function drawHelp(state: State, { edit, selected }: Extract<Overlay, { kind: 'help' }>, room: Room): Drawn {
  const entries = helpEntries(state, edit.text)
  const rows = entries.map(({ label, keys, group }, index): Line => {
    const first = entries[index - 1]?.group !== group
    return [
      { text: toWidth(first ? group.toUpperCase() : '', 9), tone: 'title' },
      { text: toWidth(keys, 14), tone: 'accent', bold: true },
      ...fitLine([{ text: label, inverse: index === selected }], Math.max(10, room.columns - 24)),
    ]
  })
  return {
    title: 'Keys',
    note: `${placeOf(selected, rows.length)}  enter runs  esc closes`,
    lines: [promptLine(edit, room.columns), ...around(rows, selected, room.rows - 1)],
  }
}

function drawChoices({ title, edit, choices, selected }: Extract<Overlay, { kind: 'choose' }>, room: Room): Drawn {
  const fitting = filterChoices(choices, edit.text)
  const lines = fitting.map(({ label, hint = '' }, index): Line => pickLine({ label, right: hint, selected: index === selected }, room))
  const none = plain(choices ? ' Nothing fits.' : ' reading ...', 'dim')
  return {
    title,
    note: `${placeOf(selected, lines.length)}  enter chooses  esc closes`,
    lines: [promptLine(edit, room.columns), ...(lines.length > 0 ? around(lines, selected, room.rows - 1) : [none])],
  }
}

const promptLine = (edit: Edit, columns: number): Line => [{ text: '> ', tone: 'accent', bold: true }, ...editSpans(edit, columns - 2)]

function pickLine({ label, right, selected }: { label: string; right: string; selected: boolean }, { glyphs, columns }: Room): Line {
  const hintColumns = Math.min(right.length, Math.floor(columns / 2))
  return [
    { text: selected ? `${glyphs.cursor} ` : '  ', tone: 'accent', bold: true },
    { text: toWidth(label, Math.max(8, columns - hintColumns - 3)), bold: selected, inverse: selected },
    { text: ` ${toWidth(right, hintColumns)}`, tone: 'dim' },
  ]
}

const placeOf = (selected: number, count: number) => (count === 0 ? '0' : `${selected + 1} of ${count}`)

/** As many lines as there is room for, the chosen one among them. */
function around(lines: readonly Line[], selected: number, rows: number): readonly Line[] {
  const offset = firstShown({ selected, count: lines.length, rows })
  return lines.slice(offset, offset + rows)
}

function drawConfirmation(confirmation: Confirmation, { glyphs, columns }: Room): Drawn {
  const { label, title, about, ask: question, names, refused, ids, reason, typeCount, edit } = confirmation
  const shown = names.slice(0, ids.length > mostNames ? mostNames - 1 : mostNames)
  const more = ids.length - shown.length
  const ask: Line = typeCount
    ? [{ text: `Type ${ids.length} to go on: `, tone: 'warn' }, ...editSpans(edit, columns - 30)]
    : reason
      ? [{ text: `${question}: `, tone: 'warn' }, ...editSpans(edit, columns - question.length - 3)]
      : [
          { text: ' y ', tone: 'accent', bold: true, inverse: true },
          { text: ` ${label.toLowerCase()}    ` },
          { text: ' n ', tone: 'accent', bold: true, inverse: true },
          { text: ' leave as it is' },
        ]
  return {
    title,
    note: typeCount || reason ? 'enter goes on  esc leaves as it is' : 'y or n',
    lines: [
      ...shown.map((name): Line => [{ text: `  ${glyphs.dot} ` }, { text: name, bold: true }]),
      ...(more > 0 ? [plain(`  and ${more} more`, 'dim')] : []),
      ...aboutLines(about, columns),
      plain(refused.length > 0 ? `  ${refused.length} left out: ${refused[0]}` : '', 'dim'),
      ask,
    ],
  }
}

/** The beginning of it: all of it is on its page. */
function aboutLines(about: string, columns: number): Line[] {
  if (about === '') return []
  const lines = wrap(about, columns - 6)
  const shown = lines.length > mostAbout ? [...lines.slice(0, mostAbout - 1), `${lines[mostAbout - 1]} …`] : lines
  return shown.map((text) => plain(`    ${text}`, 'text'))
}
