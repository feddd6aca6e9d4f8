// The state of one list and everything that can happen to it, as pure functions: pages and events coming in, moving, marking.
// Selection and marks stick to ids, never to places, so that nothing slips when rows move.
import type { Item } from '../resources/resource.ts'

export interface ListState {
  /** The filter and order it was loaded for. */
  query: string | undefined
  rows: readonly Item[]
  total: number
  exact: boolean
  endCursor: string | undefined
  hasMore: boolean
  status: 'idle' | 'loading' | 'ready' | 'failed'
  problem: string | undefined
  selected: string | undefined
  /** Where the selected row was last seen. */
  index: number
  /** The first row on the screen. */
  offset: number
  /** Nobody has moved since the list was opened or sent to its top: the selection stays there when rows arrive. */
  following: boolean
  marked: ReadonlySet<string>
  /** Where a range began. */
  anchor: string | undefined
  /** News came that only a fresh page can show. */
  stale: boolean
  /** The end of the list is wanted: pages follow until it is there. */
  toEnd: boolean
}

export const emptyList: ListState = {
  query: undefined,
  rows: [],
  total: 0,
  exact: true,
  endCursor: undefined,
  hasMore: false,
  status: 'idle',
  problem: undefined,
  selected: undefined,
  index: 0,
  offset: 0,
  following: true,
  marked: new Set(),
  anchor: undefined,
  stale: false,
  toEnd: false,
}

/** More rows than this are not held, whatever the server has. */
export const mostRows = 50_000

export interface ReceivedPage {
  rows: readonly Item[]
  total: number | undefined
  exact: boolean | undefined
  endCursor: string | null
  hasMore: boolean
  /** `head`: the beginning, anew. `next`: what follows the last row. */
  part: 'head' | 'next'
}

export function receivePage(list: ListState, page: ReceivedPage): ListState {
  const rows = page.part === 'next' ? appendRows(list.rows, page.rows) : mergeHead(list, page)
  const whole = page.part === 'next' || rows === page.rows
  const hasMore = whole ? page.hasMore && rows.length < mostRows : list.hasMore
  return settle({
    ...list,
    rows,
    total: page.total ?? rows.length,
    exact: page.exact ?? !page.hasMore,
    endCursor: whole ? (page.endCursor ?? undefined) : list.endCursor,
    hasMore,
    status: 'ready',
    problem: undefined,
    stale: page.part === 'next' ? list.stale : false,
    toEnd: list.toEnd && hasMore,
    ...(list.toEnd && { index: rows.length - 1, selected: rows.at(-1)?.id, following: false }),
  })
}

function appendRows(rows: readonly Item[], more: readonly Item[]): readonly Item[] {
  const arriving = new Set(more.map(({ id }) => id))
  const known = new Set(rows.flatMap(({ id }) => (arriving.has(id) ? [id] : [])))
  return rows.concat(more.filter(({ id }) => !known.has(id)))
}

/** A fresh first page replaces what it overlaps; rows further down that were loaded before stay. */
function mergeHead({ rows }: ListState, page: ReceivedPage): readonly Item[] {
  const last = page.rows.at(-1)
  if (!page.hasMore || !last || rows.length <= page.rows.length) return page.rows
  const overlap = rows.findIndex(({ id }) => id === last.id)
  if (overlap < 0) return page.rows
  const fresh = new Set(page.rows.map(({ id }) => id))
  return [...page.rows, ...rows.slice(overlap + 1).filter(({ id }) => !fresh.has(id))]
}

/** Changed rows in place, those that no longer belong gone; the very same list when nothing changed. */
export function patchRows(list: ListState, patch: (row: Item) => Item | undefined): ListState {
  let changed = false
  const rows: Item[] = []
  for (const row of list.rows) {
    const fresh = patch(row)
    if (fresh !== row) changed = true
    if (fresh) rows.push(fresh)
  }
  if (!changed) return list
  return settle({ ...list, rows, total: Math.max(0, list.total - (list.rows.length - rows.length)) })
}

/** Puts the selection back on its row, or on the one that took its place; forgets marks of rows that are gone. */
function settle(list: ListState): ListState {
  const { rows, selected } = list
  const found = rows[list.index]?.id === selected ? list.index : rows.findIndex(({ id }) => id === selected)
  const index = found >= 0 ? found : Math.max(0, Math.min(list.index, rows.length - 1))
  const place = list.following ? 0 : index
  const shift = place - list.index
  const marked = list.marked.size === 0 ? list.marked : keepKnown(list.marked, rows)
  return {
    ...list,
    index: place,
    selected: rows[place]?.id,
    offset: list.following ? 0 : Math.max(0, Math.min(list.offset + shift, rows.length - 1)),
    marked,
  }
}

function keepKnown(marked: ReadonlySet<string>, rows: readonly Item[]): ReadonlySet<string> {
  const kept = rows.filter(({ id }) => marked.has(id)).map(({ id }) => id)
  return kept.length === marked.size ? marked : new Set(kept)
}

/** Moves the selection to a place and the window after it. */
export function moveTo(list: ListState, index: number, height: number): ListState {
  const place = Math.max(0, Math.min(index, list.rows.length - 1))
  return scrollToSelection({ ...list, index: place, selected: list.rows[place]?.id, toEnd: false, following: false }, height)
}

export const moveToTop = (list: ListState): ListState => ({
  ...list,
  index: 0,
  offset: 0,
  selected: list.rows[0]?.id,
  toEnd: false,
  following: true,
})

export function scrollToSelection(list: ListState, height: number): ListState {
  const visible = Math.max(1, height)
  const offset = Math.min(Math.max(list.offset, list.index - visible + 1), list.index)
  return offset === list.offset ? list : { ...list, offset }
}

export function toggleMark(list: ListState, id: string): ListState {
  const marked = new Set(list.marked)
  if (!marked.delete(id)) marked.add(id)
  return { ...list, marked, following: false }
}

/** Marks the selected row and goes to the next, so that a row of rows is marked by holding a key. */
export function markAndGoOn(list: ListState, height: number): ListState {
  return list.selected === undefined ? list : moveTo(toggleMark(list, list.selected), list.index + 1, height)
}

/** Marks everything between where the range began and the selection. */
export function markRange(list: ListState): ListState {
  const from = list.rows.findIndex(({ id }) => id === list.anchor)
  if (from < 0) return { ...list, anchor: list.selected, marked: new Set([...list.marked, ...(list.selected ? [list.selected] : [])]) }
  const [first, last] = from < list.index ? [from, list.index] : [list.index, from]
  return { ...list, anchor: undefined, marked: new Set([...list.marked, ...list.rows.slice(first, last + 1).map(({ id }) => id)]) }
}

export function markAll(list: ListState): ListState {
  const all = list.rows.every(({ id }) => list.marked.has(id))
  return { ...list, marked: all ? new Set() : new Set(list.rows.map(({ id }) => id)) }
}

export const clearMarks = (list: ListState): ListState =>
  list.marked.size === 0 && list.anchor === undefined ? list : { ...list, marked: new Set(), anchor: undefined }

/** What an action is about: the marked rows, else the selected one. */
export function chosenRows(list: ListState): readonly Item[] {
  if (list.marked.size > 0) return list.rows.filter(({ id }) => list.marked.has(id))
  const row = list.rows[list.index]
  return row ? [row] : []
}
