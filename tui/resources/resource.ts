// What every list of the dashboard is made of: where its rows come from, how they look, which news change them, what can be done with
// them. Knows no list in particular.
import type { CapstanClient } from '../client/client.ts'
import type { FieldValues, Filter } from '../text/filter.ts'
import type { Glyphs, Line, Span } from '../theme.ts'

/** A row: whatever it is, it has an id that stays. */
export interface Item {
  readonly id: string
}

export const listNames = [
  'tasks',
  'running',
  'workflows',
  'requests',
  'deadLetterGroups',
  'deadLetters',
  'schedules',
  'agents',
  'workers',
  'alerts',
  'audit',
  'events',
  'users',
  'apiKeys',
] as const

export type ListName = (typeof listNames)[number]

/** What a cell needs to know besides its row. */
export interface Surroundings {
  now: number
  glyphs: Glyphs
}

export interface Column<Row extends Item> {
  title: string
  width: number
  /** Share of the space that is left over. */
  grow?: number
  /** Columns with a higher number go first when there is no room; 0 stays. */
  drop: number
  align?: 'right'
  cell(row: Row, around: Surroundings): Span | Line
  /** What rows are ordered by when this column is chosen. */
  order?(row: Row): string | number
}

export interface Page<Row extends Item> {
  rows: readonly Row[]
  /** How many there are in all, when known. */
  total?: number | undefined
  exact?: boolean | undefined
  endCursor: string | null
  hasMore: boolean
}

/** What the server answers a question for a page with. */
interface Connection<Row extends Item> {
  readonly nodes: readonly Row[]
  readonly totalCount: number
  readonly totalCountIsExact: boolean
  readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean }
}

export function toPage<Row extends Item>({ nodes, totalCount, totalCountIsExact, pageInfo }: Connection<Row>): Page<Row> {
  const { endCursor, hasNextPage: hasMore } = pageInfo
  return { rows: nodes, total: totalCount, exact: totalCountIsExact, endCursor, hasMore }
}

export interface Sort {
  column: string
  descending: boolean
}

export interface PageRequest {
  filter: Filter
  sort: Sort | undefined
  first: number
  after: string | undefined
  signal: AbortSignal
}

/** A message of the event feed. */
export interface FeedEvent {
  readonly id: string
  readonly type: string
  readonly at: string
  readonly subject: string
  readonly payload: unknown
}

/** A titled part of a detail page. */
export interface Section {
  title: string
  lines: readonly Line[]
}

export const actionNames = [
  'retry',
  'cancel',
  'priority',
  'pause',
  'drain',
  'discard',
  'note',
  'edit',
  'approve',
  'reject',
  'answer',
  'acknowledge',
  'reset',
  'assign',
] as const

export type ActionName = (typeof actionNames)[number]

export interface ActionInput {
  reason?: string
  choice?: string
}

export interface RowAction<Row extends Item> {
  /** A verb as a button would have it: Cancel, Retry. */
  label(row: Row): string
  /** Why it cannot be done now; undefined when it can. */
  refusal?(row: Row): string | undefined
  /** Changes work that others rely on: asks first, naming the object. */
  danger: boolean
  /** A text the person is asked for. */
  reason?: 'optional' | 'required'
  /** What the text is. */
  ask?: string
  /** What to have read before. */
  about?(row: Row): string
  /** One of these has to be chosen first. */
  choices?: readonly string[]
  /** Answers what to tell the person. */
  perform(client: CapstanClient, row: Row, input: ActionInput): Promise<string>
  /** The same action with this input takes it back. */
  undo?(row: Row, input: ActionInput): ActionInput | undefined
}

export interface Resource<Row extends Item> {
  name: ListName
  /** As a tab has it. */
  title: string
  /** One of its rows in words. */
  noun: string
  columns: readonly Column<Row>[]
  /** Glyph and word of its state come first, so that colour is never alone. */
  nameOf(row: Row): string
  load(client: CapstanClient, request: PageRequest): Promise<Page<Row>>
  /** Filtered and sorted by the server; else it is done here over all rows. */
  pagedByServer: boolean
  /** Fields that the filter understands. */
  fields(row: Row): FieldValues
  /** Rows have come, gone or changed in a way that `patch` does not know. */
  stale(event: FeedEvent, row: Row | undefined): boolean
  /** Whether a row that changed still belongs to the list, whatever the filter is. */
  keeps?(row: Row): boolean
  /** The row after an event about it, as far as the event tells. */
  patch?(row: Row, event: FeedEvent): Row
  describe(row: Row, around: Surroundings): readonly Section[]
  actions: { readonly [name in ActionName]?: RowAction<Row> }
  /** What to say and suggest when there are no rows, whatever they are. */
  empty: string
}

export const whenEmpty = ({ noun, empty }: Pick<Resource<Item>, 'noun' | 'empty'>, filter: string): string =>
  filter === '' ? empty : `No ${noun} matches ${filter}.`
