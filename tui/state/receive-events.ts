// What the event feed does to the lists: rows change in place, and lists that an event cannot tell about want a fresh page.
import { resources } from '../resources/all.ts'
import { type FeedEvent, type ListName, listNames } from '../resources/resource.ts'
import { matches, parseFilter } from '../text/filter.ts'
import { patchRows } from './list.ts'
import type { State } from './state.ts'
import { withList } from './with-list.ts'

export function receiveEvents(state: State, { events, perMinute }: { events: readonly FeedEvent[]; perMinute: number }): State {
  if (state.frozen) return { ...state, frozen: { missed: state.frozen.missed + events.length }, eventsPerMinute: perMinute }
  const counted = state.eventsPerMinute === perMinute ? state : { ...state, eventsPerMinute: perMinute }
  return listNames.reduce((next, name) => (next.lists[name].status === 'ready' ? applyToList(next, name, events) : next), counted)
}

function applyToList(state: State, name: ListName, events: readonly FeedEvent[]): State {
  const resource = resources[name]
  const bySubject = groupBySubject(events)
  const list = state.lists[name]
  const known = new Map(
    resource.patch || name === 'tasks' ? list.rows.filter(({ id }) => bySubject.has(id)).map((row) => [row.id, row]) : [],
  )
  const stale = list.stale || events.some((event) => resource.stale(event, known.get(event.subject)))
  const filter = state.route.kind === 'list' && state.route.list === name ? parseFilter(state.route.filter) : undefined
  const patch = resource.patch?.bind(resource)
  const patched =
    patch && known.size > 0
      ? patchRows(list, (row) => {
          const about = known.has(row.id) ? bySubject.get(row.id) : undefined
          const fresh = about ? about.reduce((next, event) => patch(next, event), row) : row
          if (fresh === row) return row
          const belongs = (resource.keeps?.(fresh) ?? true) && (!filter || matches({ ...filter, words: [] }, resource.fields(fresh)))
          return belongs ? fresh : undefined
        })
      : list
  return stale === list.stale && patched === list ? state : withList(state, name, () => ({ ...patched, stale }))
}

function groupBySubject(events: readonly FeedEvent[]): Map<string, FeedEvent[]> {
  const groups = new Map<string, FeedEvent[]>()
  for (const event of events) {
    const group = groups.get(event.subject)
    if (group) group.push(event)
    else groups.set(event.subject, [event])
  }
  return groups
}
