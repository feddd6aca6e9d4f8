// The frame of every screen: connection, tabs and clock above; what the keys do, a question or news below.
import { bindingOf, type CommandId, showKey } from '../keys.ts'
import type { Surroundings } from '../resources/resource.ts'
import type { Edit } from '../state/edit.ts'
import { offered, offeredCommands, refused } from '../state/offers.ts'
import { viewOf, views } from '../state/route.ts'
import type { Notice, State } from '../state/state.ts'
import { formatCount, formatMinute } from '../text/format.ts'
import { cutLine, lineWidth } from '../text/lines.ts'
import { graphemesOf, widthOf } from '../text/width.ts'
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
  const full = views.map(
    ({ key, title }): Span => ({ text: ` ${key} ${title}${badge(key)} `, ...look(key === here?.key, badge(key)), press: key }),
  )
  if (lineWidth(full) <= room) return full
  const middle = views.flatMap(
    ({ key, short, title }): Line => [
      { text: `${key} ${key === here?.key ? title : short}${badge(key)}`, ...look(key === here?.key, badge(key)), press: key },
      { text: ' ' },
    ],
  )
  if (lineWidth(middle) <= room) return middle
  // Where one is and what calls for somebody keep their names longest.
  const named = (names: ReadonlySet<string>) =>
    views.map(
      ({ key, title, short }): Span => ({
        text: key === here?.key ? ` ${key} ${title}${badge(key)} ` : ` ${key}${names.has(key) ? ` ${short}${badge(key)}` : badge(key)} `,
        ...look(key === here?.key, badge(key)),
        press: key,
      }),
    )
  const byNeed = views.map(({ key }) => key).sort((a, b) => Number(badge(b) !== '') - Number(badge(a) !== ''))
  let names: ReadonlySet<string> = new Set()
  for (const key of byNeed) {
    const more = new Set([...names, key])
    if (lineWidth(named(more)) > room) break
    names = more
  }
  if (lineWidth(named(names)) <= room) return named(names)
  const calls = views.filter(({ key }) => badge(key) !== '' && key !== here?.key).map(({ key }) => ` ${key}${badge(key)}`)
  return [
    { text: here ? `${here.key}/${views.length} ${here.title}${badge(here.key)} ` : '', tone: 'accent', bold: true },
    { text: calls.join(''), tone: 'warn' },
  ]
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
  if (notice) return noticeLine(state, notice)
  return overlay ? [] : keyLine(state, size.columns)
}

/** News first; keys in what is left of the line. */
function noticeLine(state: State, { text, tone }: Notice): Line {
  const news: Line = [
    { text: ` ${text}  `, tone, bold: true },
    ...(state.undo ? [{ text: '  u takes it back ', tone: 'dim' as const }] : []),
  ]
  const room = state.size.columns - lineWidth(news)
  return cutLine(state.overlay ? news : [...news, ...keyLine(state, room)], state.size.columns)
}

/** The way to all keys is always there; before it stand as many as fit, the most useful first. */
function keyLine(state: State, columns: number): Span[] {
  const useful = offeredCommands(state)
    .filter((id) => bindingOf(id).footer !== undefined && !refused(state, id))
    .sort((a, b) => (bindingOf(a).footer ?? 0) - (bindingOf(b).footer ?? 0))
  const hints = useful.map((id) => {
    const [press = ''] = bindingOf(id).keys
    return { id, press, key: ` ${showKey(press)}`, label: ` ${shortLabel(state, id)} ` }
  })
  const help = hints.find(({ id }) => id === 'help')
  const widthOfHint = ({ key, label }: { key: string; label: string }) => widthOf(key) + widthOf(label)
  let left = columns - (help ? widthOfHint(help) : 0)
  const shown = hints.filter((hint) => {
    if (hint === help) return left >= 0
    const fits = widthOfHint(hint) <= left
    if (fits) left -= widthOfHint(hint)
    return fits
  })
  return shown.flatMap(({ press, key, label }): Span[] => [
    { text: key, tone: 'accent', bold: true, press },
    { text: label, tone: 'dim', press },
  ])
}

const short: { readonly [id in CommandId]?: string } = {
  facets: 'facets',
  palette: 'commands',
  help: 'help',
  submit: 'new',
  mark: 'mark',
  follow: 'follow',
  layout: 'layout',
  calendar: 'calendar',
  quit: 'quit',
}

function shortLabel(state: State, id: CommandId): string {
  if (id === 'filter') return state.route.kind === 'list' ? 'filter' : 'search'
  return short[id] ?? (offered(state, id) ?? '').toLowerCase().replace(/^edit .*/, 'edit')
}

/** A line being typed, with its cursor; what can be done stands behind it while there is room. */
export function inputLine(label: string, edit: Edit, columns: number, hint = ''): Line {
  const typed = editSpans(edit, columns - label.length - 2)
  const space = columns - lineWidth(typed) - label.length - 2
  return cutLine(
    [{ text: ` ${label}`, tone: 'accent', bold: true }, ...typed, { text: hint.length + 3 < space ? `   ${hint}` : '', tone: 'dim' }],
    columns,
  )
}

/** As much of a text as there is room for, always with its cursor. */
export function editSpans({ text, cursor }: Edit, columns: number): Line {
  const pieces = graphemesOf(text)
  const at = pieces[cursor] ?? ' '
  const after = pieces.slice(cursor + 1).join('')
  const before = pieces.slice(0, cursor)
  const room = Math.max(1, columns - widthOf(at) - Math.min(widthOf(after), Math.floor(columns / 3)))
  return [{ text: endOf(before, room) }, { text: at, inverse: true }, { text: after }]
}

/** The end of a text, marked where it was cut off. */
function endOf(pieces: readonly string[], columns: number): string {
  if (widthOf(pieces.join('')) <= columns) return pieces.join('')
  let used = 1
  let from = pieces.length
  while (from > 0 && used + widthOf(pieces[from - 1] ?? '') <= columns) {
    from -= 1
    used += widthOf(pieces[from] ?? '')
  }
  return `…${pieces.slice(from).join('')}`
}
