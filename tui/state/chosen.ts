// What follows a choice. Pure.
import { withField } from '../text/filter.ts'
import type { Step } from './messages.ts'
import { makes, type Purpose, type State } from './state.ts'

export function chooseSteps(state: State, purpose: Purpose, value: string): readonly Step[] {
  switch (purpose.kind) {
    case 'action': {
      const { list, action, ids } = purpose
      return [{ effect: 'perform', list, action, ids, input: { choice: value } }]
    }
    case 'start':
      return [{ effect: 'start', what: purpose.what, name: value }]
    case 'facet':
      return facetSteps(state, value)
    case 'bookmark': {
      const route = state.settings.bookmarks.find(({ name }) => name === value)?.route
      return route ? [{ type: 'navigate', route }] : []
    }
    case 'new':
      return makes.flatMap((what): Step[] => (what === value ? [{ effect: 'choose', what }] : []))
  }
}

function facetSteps({ route }: State, value: string): readonly Step[] {
  if (route.kind !== 'list') return []
  const [name = '', chosen = ''] = value.split(':')
  return [{ type: 'navigate', route: { ...route, filter: withField(route.filter, name, [chosen]) }, replace: true }]
}
