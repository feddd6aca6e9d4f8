// Keeps the lists in view loaded: the first page, further ones before the person gets there, and the first again when news came that a
// row cannot show by itself. One question at a time for each list.

import { ApiError } from '../client/api-error.ts'
import type { CapstanClient } from '../client/client.ts'
import { resources } from '../resources/all.ts'
import { type Item, type ListName, listNames, type Page, type Resource } from '../resources/resource.ts'
import { layoutOf } from '../state/layout.ts'
import type { State } from '../state/state.ts'
import { matches, parseFilter } from '../text/filter.ts'
import type { Store } from './store.ts'
import { queryOf, type WantedList, wantedLists, wantedOf } from './wanted.ts'

const pageSize = 100
/** News that need a fresh page are gathered for so long. */
const freshenMs = 1_000
/** Typing in a filter asks once it pauses. */
const typingMs = 150

interface Loading {
  query: string
  abort: AbortController
}

export interface Lists {
  /** Everything that is shown is read again. */
  refresh(): void
  stop(): void
}

interface Live {
  client: CapstanClient
  store: Store
}

export function createLists(live: Live): Lists {
  return new LoadedLists(live)
}

class LoadedLists implements Lists {
  readonly #client: CapstanClient
  readonly #store: Store
  readonly #loading = new Map<ListName, Loading>()
  readonly #askedAt = new Map<ListName, number>()
  readonly #timers = new Map<ListName, NodeJS.Timeout>()
  readonly #unwatch: () => void

  constructor({ client, store }: Live) {
    this.#client = client
    this.#store = store
    this.#unwatch = store.watch((state) => this.#sync(state))
    this.#sync(store.get())
  }

  refresh(): void {
    for (const name of inView(this.#store.get())) {
      const { query } = this.#store.get().lists[name]
      if (query !== undefined && !this.#loading.has(name)) void this.#load(wantedOf(name, query), 'head')
    }
  }

  stop(): void {
    this.#unwatch()
    for (const timer of this.#timers.values()) clearTimeout(timer)
    for (const { abort } of this.#loading.values()) abort.abort()
  }

  #sync(state: State): void {
    for (const wanted of wantedLists(state)) {
      const query = queryOf(wanted)
      if (state.lists[wanted.list].query !== query) this.#store.dispatch({ type: 'listWanted', list: wanted.list, query })
    }
    for (const name of inView(this.#store.get())) this.#syncList(this.#store.get(), name)
  }

  #syncList(state: State, name: ListName): void {
    const list = state.lists[name]
    const { query } = list
    const present = this.#loading.get(name)
    if (query === undefined || present?.query === query) return
    present?.abort.abort()
    if (list.status === 'idle') this.#later(name, this.#askedAt.has(name) ? typingMs : 0)
    else if (list.status === 'failed' || state.frozen) return
    else if (list.stale) this.#later(name, Math.max(0, freshenMs - (Date.now() - (this.#askedAt.get(name) ?? 0))))
    else if (list.hasMore && (list.toEnd || isNearEnd(state, name))) void this.#load(wantedOf(name, query), 'next')
  }

  /** The first page, after a pause in which more reasons to read it may come. */
  #later(name: ListName, ms: number): void {
    if (this.#timers.has(name)) return
    const fire = () => {
      this.#timers.delete(name)
      const { query } = this.#store.get().lists[name]
      if (query !== undefined && this.#loading.get(name)?.query !== query) void this.#load(wantedOf(name, query), 'head')
    }
    if (ms === 0) fire()
    else this.#timers.set(name, setTimeout(fire, ms))
  }

  async #load(wanted: WantedList, part: 'head' | 'next'): Promise<void> {
    const { list: name } = wanted
    const query = queryOf(wanted)
    const abort = new AbortController()
    this.#loading.set(name, { query, abort })
    this.#askedAt.set(name, Date.now())
    this.#store.dispatch({ type: 'pageWanted', list: name })
    try {
      const after = part === 'next' ? this.#store.get().lists[name].endCursor : undefined
      const request = { filter: parseFilter(wanted.filter), sort: wanted.sort, first: pageSize, after, signal: abort.signal }
      const page = await resources[name].load(this.#client, request)
      this.#release(name, abort)
      if (this.#isWanted(name, query, abort)) {
        this.#store.dispatch({ type: 'page', list: name, page: toReceived(resources[name], wanted, { page, part }) })
      }
    } catch (error) {
      this.#release(name, abort)
      if (this.#isWanted(name, query, abort)) this.#fail(name, error)
    }
  }

  #isWanted(name: ListName, query: string, { signal }: AbortController): boolean {
    return !signal.aborted && this.#store.get().lists[name].query === query
  }

  #release(name: ListName, abort: AbortController): void {
    if (this.#loading.get(name)?.abort === abort) this.#loading.delete(name)
  }

  /** Told to wait, it waits; anything else is shown, and tried again with the next connection or by hand. */
  #fail(name: ListName, error: unknown): void {
    if (error instanceof ApiError && error.retryAfterSeconds !== undefined) this.#later(name, 1 + error.retryAfterSeconds * 1000)
    this.#store.dispatch({ type: 'pageFailed', list: name, problem: error instanceof Error ? error.message : String(error) })
  }
}

function isNearEnd(state: State, name: ListName): boolean {
  const list = state.lists[name]
  return list.status === 'ready' && list.index + 2 * layoutOf(state).list.rows >= list.rows.length
}

function inView(state: State): ListName[] {
  const { route } = state
  const shown = new Set(wantedLists(state).map(({ list }) => list))
  if (route.kind === 'detail') shown.add(route.list)
  return listNames.filter((name) => shown.has(name))
}

function toReceived(resource: Resource<Item>, { filter, sort }: WantedList, { page, part }: { page: Page<Item>; part: 'head' | 'next' }) {
  const { total, exact, endCursor, hasMore } = page
  const parsed = parseFilter(filter)
  // The server has searched the text of the lists that it pages by itself.
  const local = resource.pagedByServer ? { ...parsed, words: [] } : parsed
  const rows = page.rows.filter((row) => matches(local, resource.fields(row)))
  const column = resource.pagedByServer ? undefined : resource.columns.find(({ title }) => title === sort?.column)
  const order = column?.order?.bind(column)
  const sorted = order ? rows.toSorted((a, b) => compare(order(a), order(b)) * (sort?.descending ? -1 : 1)) : rows
  const cutAway = rows.length !== page.rows.length
  return { rows: sorted, total: cutAway && !hasMore ? rows.length : total, exact, endCursor, hasMore, part }
}

function compare(a: string | number, b: string | number): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b))
}
