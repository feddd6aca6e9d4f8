// What the command palette and the help offer, and how well it fits what was typed. Pure.
import { bindingOf, type CommandId, commandIds, type Group, groups, isIn, showKey } from '../keys.ts'
import { fuzzyScore } from '../text/fuzzy.ts'
import { commands } from './commands.ts'
import type { Step } from './messages.ts'
import { offered, offeredCommands, scopesOf } from './offers.ts'
import { routeOfId, views } from './route.ts'
import type { State } from './state.ts'

export interface Entry {
  label: string
  keys: string
  steps: (state: State) => readonly Step[]
}

const filters: readonly (readonly [label: string, filter: string])[] = [
  ['Go: failed tasks', 'state:failed'],
  ['Go: running tasks', 'state:running'],
  ['Go: tasks that wait', 'state:queued,blocked,scheduled,waiting,retrying'],
  ['Go: critical tasks', 'pri:critical'],
  ['Go: tasks of the last hour', 'age<1h'],
]

/** What can be done with the thing in view comes first. */
const paletteOrder: readonly Group[] = ['change', 'act', 'find', 'select', 'app', 'move']

export function paletteEntries(state: State, typed: string): Entry[] {
  const own = offeredCommands(state)
    .filter((id) => !bindingOf(id).hidden && id !== 'palette')
    .sort((a, b) => paletteOrder.indexOf(bindingOf(a).group) - paletteOrder.indexOf(bindingOf(b).group))
    .map((id): Entry => ({ label: offered(state, id) ?? '', keys: keysOf(id), steps: commands[id] }))
  const places = views.map(
    ({ key, title, route }): Entry => ({ label: `Go: ${title.toLowerCase()}`, keys: key, steps: () => [{ type: 'navigate', route }] }),
  )
  const lists = filters.map(
    ([label, filter]): Entry => ({ label, keys: '', steps: () => [{ type: 'navigate', route: { kind: 'list', list: 'tasks', filter } }] }),
  )
  const kept = state.settings.bookmarks.map(
    ({ name, route }): Entry => ({ label: `Bookmark: ${name}`, keys: 'v', steps: () => [{ type: 'navigate', route }] }),
  )
  return [...idEntry(typed), ...rank([...own, ...places, ...lists, ...kept], typed)]
}

function idEntry(typed: string): Entry[] {
  const route = routeOfId(typed.trim())
  return route && 'id' in route ? [{ label: `Open ${route.id}`, keys: '', steps: () => [{ type: 'navigate', route }] }] : []
}

export interface HelpEntry extends Entry {
  group: string
}

/** Every key that does something here, in the order of the table; screens come first. */
export function helpEntries(state: State, typed: string): HelpEntry[] {
  const wanted = typed.toLowerCase()
  const places = views.map(
    ({ key, title, route }): HelpEntry => ({ group: 'screens', label: title, keys: key, steps: () => [{ type: 'navigate', route }] }),
  )
  const own = groups.flatMap((group) =>
    commandIds
      .filter((id) => bindingOf(id).group === group && helps(state, id))
      .map((id): HelpEntry => ({ group, label: offered(state, id) ?? bindingOf(id).label, keys: keysOf(id), steps: commands[id] })),
  )
  return [...places, ...own].filter(({ label, keys }) => label.toLowerCase().includes(wanted) || keys.split(' ').includes(typed))
}

const keysOf = (id: CommandId) => bindingOf(id).keys.map(showKey).join(' ')

/** What would do something here, if not just now. */
function helps(state: State, id: CommandId): boolean {
  const { action, needs } = bindingOf(id)
  return isIn(id, scopesOf(state)) && ((action === undefined && needs === undefined) || offered(state, id) !== undefined)
}

function rank(entries: readonly Entry[], typed: string): Entry[] {
  if (typed.trim() === '') return [...entries]
  return entries
    .map((entry) => ({ entry, score: fuzzyScore(entry.label, typed) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ entry }) => entry)
}
