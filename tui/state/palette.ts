// What the command palette and the help offer, and how well it fits what was typed. Pure.
import { bindingOf, type CommandId, commandIds, groups, isIn, showKey } from '../keys.ts'
import { fuzzyScore } from '../text/fuzzy.ts'
import { commands, offered, offeredCommands, scopesOf } from './commands.ts'
import type { Step } from './messages.ts'
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

export function paletteEntries(state: State, typed: string): Entry[] {
  const own = offeredCommands(state)
    .filter((id) => !bindingOf(id).hidden && id !== 'palette')
    .map((id): Entry => ({ label: offered(state, id) ?? '', keys: bindingOf(id).keys.map(showKey).join(' '), steps: commands[id] }))
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
  id: CommandId
  group: string
}

/** Every key that does something here, in the order of the table. */
export function helpEntries(state: State, typed: string): HelpEntry[] {
  const scopes = scopesOf(state)
  const wanted = typed.toLowerCase()
  return groups.flatMap((group) =>
    commandIds
      .filter(
        (id) =>
          bindingOf(id).group === group && isIn(id, scopes) && (bindingOf(id).action === undefined || offered(state, id) !== undefined),
      )
      .map((id) => ({
        id,
        group,
        label: offered(state, id) ?? bindingOf(id).label,
        keys: bindingOf(id).keys.map(showKey).join(' '),
        steps: commands[id],
      }))
      .filter(({ label, keys }) => label.toLowerCase().includes(wanted) || keys.split(' ').includes(typed)),
  )
}

function rank(entries: readonly Entry[], typed: string): Entry[] {
  if (typed.trim() === '') return [...entries]
  return entries
    .map((entry) => ({ entry, score: fuzzyScore(entry.label, typed) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ entry }) => entry)
}
