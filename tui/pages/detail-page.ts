// One row of a list on a page of its own.
import { resources } from '../resources/all.ts'
import type { Surroundings } from '../resources/resource.ts'
import { layoutOf } from '../state/layout.ts'
import type { State } from '../state/state.ts'
import { plain } from '../text/lines.ts'
import type { Line } from '../theme.ts'
import { sectionLines } from './sections.ts'

export function detailBody(state: State, around: Surroundings): Line[] {
  const { route, lists, pane } = state
  if (route.kind !== 'detail') return []
  const row = lists[route.list].rows.find(({ id }) => id === route.id)
  if (row) return sectionLines(resources[route.list].describe(row, around), layoutOf(state).columns - 2, pane.wrap)
  const waiting = lists[route.list].status !== 'ready'
  return [plain(waiting ? '  reading ...' : `  There is no ${resources[route.list].noun} ${route.id} any more. esc goes back.`, 'dim')]
}
