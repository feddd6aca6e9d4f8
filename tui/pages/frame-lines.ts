// The frame of every screen: connection, tabs and clock above; what the keys do, a question or news below.
import { bindingOf, type CommandId, showKey } from '../keys.ts'
import type { Surroundings } from '../resources/resource.ts'
import { offered, offeredCommands, refused } from '../state/commands.ts'
import type { Edit } from '../state/edit.ts'
import { viewOf, views } from '../state/route.ts'
import type { State } from '../state/state.ts'
import { formatCount, formatMinute } from '../text/format.ts'
import { cutLine, lineWidth } from '../text/lines.ts'
import { graphemesOf } from '../text/width.ts'
import type { Line, Span } from '../theme.ts'
import { describeConnection } from './connection.ts'

export function headerLine(state: State, { now, glyphs }: Surroundings): Line {
  const { size, me } = state
  const clock: Span = { text: `${formatMinute(now)} `, tone: 'dim' }
  const left: Line = [
    { text: ' capstan ', tone: 'accent', bold: true },
    describeConnection(state, glyphs),
    { text: me && size.columns >= 140 ? `  ${me.name}@${me.workspace.id}` : '', tone: 'dim' },
    { text: '  ' },
  ]
  const room = size.columns - lineWidth(left) - lineWidth([clock])
  const tabs = tabsFor(state, room)
  const space = room - lineWidth(tabs)
  return cutLine([...left, ...tabs, { text: ' '.repeat(Math.max(0, space)) }, clock], size.columns)
}

function tabsFor(state: State, room: number): Line {
  const here = viewOf(state.route)
  const badge = (key: string) => {
    const count =
      key === '4'
        ? state.openRequests
        : key === '5'
          ? state.deadLetters
          : key === '9'
            ? state.standingAlerts.filter(({ status }) => status === 'OPEN').length
            : 0
    return count ? `·${formatCount(count)}` : ''
  }
  const full = views.map(({ key, title }): Span => ({ text: ` ${key} ${title}${badge(key)} `, ...look(key === here?.key, badge(key)) }))
  if (lineWidth(full) <= room) return full
  const middle = views.flatMap(
    ({ key, short, title }): Line => [
      { text: `${key} ${key === here?.key ? title : short}${badge(key)}`, ...look(key === here?.key, badge(key)) },
      { text: ' ' },
    ],
  )
  if (lineWidth(middle) <= room) return middle
  const short = views.map(
    ({ key, title }): Span => ({
      text: key === here?.key ? ` ${key} ${title}${badge(key)} ` : ` ${key}${badge(key)} `,
      ...look(key === here?.key, badge(key)),
    }),
  )
  if (lineWidth(short) <= room) return short
  return here ? [{ text: `${here.key}/${views.length} ${here.title}`, tone: 'accent', bold: true }] : []
}

const look = (here: boolean, badge: string) => ({
  tone: here ? ('accent' as const) : badge ? ('warn' as const) : ('dim' as const),
  bold: here,
  inverse: here,
})

export function footerLine(state: State): Line {
  const { overlay, notice, size } = state
  if (overlay?.kind === 'filter')
    return inputLine('/', overlay.edit, size.columns, 'enter keeps  esc clears  ↑ recent  state: agent: tag: age<1h !without')
  if (overlay?.kind === 'search') return inputLine('search ', overlay.edit, size.columns, 'enter keeps  esc clears')
  if (notice)
    return cutLine(
      [
        { text: ` ${notice.text}`, tone: notice.tone, bold: true },
        ...(state.undo ? [{ text: '   u takes it back', tone: 'dim' as const }] : []),
      ],
      size.columns,
    )
  return overlay ? [] : keyLine(state)
}

function keyLine(state: State): Line {
  const useful = offeredCommands(state)
    .filter((id) => bindingOf(id).footer !== undefined && !refused(state, id))
    .sort((a, b) => (bindingOf(a).footer ?? 0) - (bindingOf(b).footer ?? 0))
  const spans: Span[] = []
  let left = state.size.columns
  for (const id of useful) {
    const [key, label] = [` ${showKey(bindingOf(id).keys[0] ?? '')}`, ` ${shortLabel(state, id)} `]
    if (key.length + label.length > left) continue
    left -= key.length + label.length
    spans.push({ text: key, tone: 'accent', bold: true }, { text: label, tone: 'dim' })
  }
  return spans
}

const short: { readonly [id in CommandId]?: string } = {
  filter: 'filter',
  facets: 'facets',
  palette: 'commands',
  help: 'help',
  submit: 'new',
  mark: 'mark',
  follow: 'follow',
  layout: 'layout',
  calendar: 'calendar',
  edit: 'edit',
  quit: 'quit',
}

const shortLabel = (state: State, id: CommandId) => short[id] ?? (offered(state, id) ?? '').toLowerCase()

/** A line being typed, with its cursor; what can be done stands behind it while there is room. */
export function inputLine(label: string, edit: Edit, columns: number, hint = ''): Line {
  const typed = editSpans(edit)
  const space = columns - lineWidth(typed) - label.length - 2
  return cutLine(
    [{ text: ` ${label}`, tone: 'accent', bold: true }, ...typed, { text: hint.length + 3 < space ? `   ${hint}` : '', tone: 'dim' }],
    columns,
  )
}

export function editSpans({ text, cursor }: Edit): Line {
  const pieces = graphemesOf(text)
  return [
    { text: pieces.slice(0, cursor).join('') },
    { text: pieces[cursor] ?? ' ', inverse: true },
    { text: pieces.slice(cursor + 1).join('') },
  ]
}
