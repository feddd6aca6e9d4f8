// One list of the state changed; the very same state when it was not.
import type { ListName } from '../resources/resource.ts'
import type { ListState } from './list.ts'
import type { State } from './state.ts'

export function withList(state: State, name: ListName, change: (list: ListState) => ListState): State {
  const list = change(state.lists[name])
  return list === state.lists[name] ? state : { ...state, lists: { ...state.lists, [name]: list } }
}
