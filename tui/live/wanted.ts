// Which lists the screen in view needs, and for which filter and order. Pure.
import type { ListName, Sort } from '../resources/resource.ts'
import type { State } from '../state/state.ts'

export interface WantedList {
  list: ListName
  filter: string
  sort: Sort | undefined
}

export function wantedLists({ route, lists }: State): WantedList[] {
  const whole = (list: ListName): WantedList => ({ list, filter: '', sort: undefined })
  switch (route.kind) {
    case 'overview':
      return [whole('running'), whole('agents')]
    case 'list':
      return [{ list: route.list, filter: route.filter, sort: route.sort }]
    case 'detail':
      // As it was loaded when it was come from; else all of it.
      return lists[route.list].query === undefined ? [whole(route.list)] : []
    case 'calendar':
      return [whole('schedules')]
    case 'task':
    case 'workflow':
    case 'settings':
      return []
  }
}

/** Another filter or order is another list. */
export const queryOf = ({ filter, sort }: WantedList): string => `${filter}\u0000${sort?.column ?? ''}\u0000${sort?.descending ?? ''}`

export function wantedOf(list: ListName, query: string): WantedList {
  const [filter = '', column = '', descending = ''] = query.split('\u0000')
  return { list, filter, sort: column === '' ? undefined : { column, descending: descending === 'true' } }
}
