// Builds cursor connections: edges, nodes, pageInfo, and a count that is taken only when somebody asks for it.
// Knows nothing of what the rows are.
import { validationFailed } from '../errors.ts'

export const defaultPageSize = 50
export const maxPageSize = 100

export interface Count {
  value: number
  /** False when counting stopped at the limit. */
  exact: boolean
}

export interface Connection<T> {
  edges: { cursor: string; node: T }[]
  nodes: T[]
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null }
  totalCount(): Promise<number>
  totalCountIsExact(): Promise<boolean>
}

export interface Page<T> {
  /** One row more than the page holds, if there is one: that is how the next page is known. */
  rows: readonly T[]
  size: number
  after: string | null | undefined
  cursorOf: (row: T) => string
  count: () => Promise<Count>
}

/** The page size for `first`; throws VALIDATION_FAILED outside 1 to 100. */
export function pageSize(first: number | null | undefined): number {
  const size = first ?? defaultPageSize
  if (Number.isInteger(size) && size >= 1 && size <= maxPageSize) return size
  throw validationFailed([{ path: 'first', message: `expected a whole number from 1 to ${maxPageSize}, got ${size}` }])
}

export function toConnection<T>({ rows, size, after, cursorOf, count }: Page<T>): Connection<T> {
  const nodes = rows.slice(0, size)
  const edges = nodes.map((node) => ({ cursor: cursorOf(node), node }))
  let counted: Promise<Count> | undefined
  const countOnce = () => (counted ??= count())
  return {
    edges,
    nodes,
    pageInfo: {
      hasNextPage: rows.length > size,
      hasPreviousPage: Boolean(after),
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount: async () => (await countOnce()).value,
    totalCountIsExact: async () => (await countOnce()).exact,
  }
}
