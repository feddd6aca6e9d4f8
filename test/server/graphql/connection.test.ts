import { expect, test, vi } from 'vitest'
import { pageSize, toConnection } from '../../../server/graphql/connection.ts'

const page = (ids: string[], size: number, after?: string) => {
  const count = vi.fn(async () => ({ value: 10_000, exact: false }))
  const connection = toConnection({ rows: ids.map((id) => ({ id })), size, after, cursorOf: ({ id }) => `@${id}`, count })
  return { connection, count }
}

test('takes 1 to 100 rows, 50 when nothing is said', () => {
  expect([pageSize(undefined), pageSize(null), pageSize(1), pageSize(100)]).toEqual([50, 50, 1, 100])
})

test.each([0, -1, 101, 1.5, Number.NaN])('refuses a page of %d, at "first"', (first) => {
  expect(() => pageSize(first)).toThrow(
    expect.objectContaining({ code: 'VALIDATION_FAILED', details: { violations: [expect.objectContaining({ path: 'first' })] } }),
  )
})

test('knows by one row more that there is a next page, and does not show that row', () => {
  const { connection } = page(['a', 'b', 'c'], 2, '@0')
  expect(connection).toMatchObject({
    nodes: [{ id: 'a' }, { id: 'b' }],
    edges: [
      { cursor: '@a', node: { id: 'a' } },
      { cursor: '@b', node: { id: 'b' } },
    ],
    pageInfo: { hasNextPage: true, hasPreviousPage: true, startCursor: '@a', endCursor: '@b' },
  })
})

test('an empty list has no cursors and no other pages', () => {
  expect(page([], 2).connection.pageInfo).toEqual({ hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null })
})

test('counts only when asked, and once', async () => {
  const { connection, count } = page(['a'], 2)
  expect(count).not.toHaveBeenCalled()
  expect(await Promise.all([connection.totalCount(), connection.totalCountIsExact()])).toEqual([10_000, false])
  expect(count).toHaveBeenCalledTimes(1)
})
