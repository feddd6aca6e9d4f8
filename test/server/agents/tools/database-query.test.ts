// What a model may ask a database: it reads, from the listed collections, so many rows and for so long.
import { afterAll, describe, expect, it } from 'vitest'
import type { DatabaseQueryTool } from '../../../../server/agents/config.ts'
import { databaseQueryTool } from '../../../../server/agents/tools/database-query.ts'
import { createQueryStore } from '../../../../server/agents/tools/query-store.ts'
import { createTestDatabase } from '../../../support/database.ts'

const database = createTestDatabase()
const store = createQueryStore({ url: database.url, database: undefined })
afterAll(() => store.close())
const settings: DatabaseQueryTool = {
  name: 'database_query',
  urlSecret: 'SHOP_URL',
  database: undefined,
  collections: ['orders', 'customers'],
  maxRows: 3,
  timeoutMs: 5_000,
}
const never = new AbortController().signal
const ask = (input: object, change: Partial<DatabaseQueryTool> = {}) =>
  databaseQueryTool({ ...settings, ...change }, store).run(input, never)

await database.db.collection('orders').insertMany(
  [10, 20, 30, 40].map((total, index) => ({
    _id: index + 1,
    customer: index % 2,
    total,
    at: new Date(`2026-01-0${index + 1}T00:00:00Z`),
  })) as never[],
)
await database.db.collection('customers').insertOne({ _id: 0, name: 'Ada' } as never)
await database.db.collection('secrets').insertOne({ _id: 0, key: 'hidden' } as never)

describe('a question to a database', () => {
  it('is a filter with order and fields', async () => {
    expect(
      await ask({ collection: 'orders', filter: { total: { $gte: 20 } }, sort: { total: -1 }, projection: { total: 1, _id: 0 } }),
    ).toBe('3 rows\n[{"total":40},{"total":30},{"total":20}]')
    expect(await ask({ collection: 'orders', filter: { at: { $lt: { $date: '2026-01-02T00:00:00Z' } } } })).toContain('1 rows')
  })

  it('is an aggregation, over several open collections too', async () => {
    const joined = await ask({
      collection: 'orders',
      pipeline: [
        { $group: { _id: '$customer', sum: { $sum: '$total' } } },
        { $lookup: { from: 'customers', localField: '_id', foreignField: '_id', as: 'who' } },
        { $sort: { _id: 1 } },
      ],
    })
    expect(joined).toBe('2 rows\n[{"_id":0,"sum":40,"who":[{"_id":0,"name":"Ada"}]},{"_id":1,"sum":60,"who":[]}]')
  })

  it('gets no more rows than it may and is told that there are more', async () => {
    expect(await ask({ collection: 'orders', projection: { _id: 1 } })).toBe('3 rows, and there are more\n[{"_id":1},{"_id":2},{"_id":3}]')
    expect(await ask({ collection: 'orders', limit: 1, projection: { _id: 1 } })).toBe('1 rows, and there are more\n[{"_id":1}]')
    expect(await ask({ collection: 'orders', limit: 1000, projection: { _id: 1 } })).toContain('3 rows, and')
  })

  it('is given up after its time', async () => {
    const slow = { collection: 'orders', pipeline: [{ $match: { $expr: { $gt: [{ $reduce: busy(3) }, -1] } } }] }
    await expect(ask(slow, { timeoutMs: 50 })).rejects.toThrow('the query took longer than 0.05 seconds')
  })

  it.each([
    ['another collection', { collection: 'secrets' }, /"secrets" is not open to this agent; open are orders, customers/],
    ['another collection by a join', join('secrets'), /"secrets" is not open/],
    [
      'another collection by a join inside a facet',
      { collection: 'orders', pipeline: [{ $facet: { a: join('secrets').pipeline } }] },
      /not open/,
    ],
    ['another collection by a union', { collection: 'orders', pipeline: [{ $unionWith: 'secrets' }] }, /stage \$unionWith is not allowed/],
    ['a write', { collection: 'orders', pipeline: [{ $out: 'orders' }] }, /stage \$out is not allowed/],
    ['a write by merging', { collection: 'orders', pipeline: [{ $merge: { into: 'orders' } }] }, /stage \$merge is not allowed/],
    ['two stages in one', { collection: 'orders', pipeline: [{ $match: {}, $out: 'orders' }] }, /expected a stage such as/],
    ['code in a filter', { collection: 'orders', filter: { $where: 'true' } }, /\$where is not allowed/],
    ['code deep in a filter', { collection: 'orders', filter: { $or: [{ $expr: { $function: {} } }] } }, /\$function is not allowed/],
    ['code as a value', { collection: 'orders', filter: { a: { $code: 'x' } } }, /\$code is not allowed/],
    ['no collection', {}, /the input is not right: collection/],
  ])('for %s is refused', async (_name, input, message) => {
    await expect(ask(input)).rejects.toThrow(message)
    expect(await database.db.collection('orders').countDocuments()).toBe(4)
  })
})

function join(from: string) {
  return { collection: 'orders', pipeline: [{ $lookup: { from, localField: '_id', foreignField: '_id', as: 'x' } }] }
}

/** A million steps for each document. */
function busy(depth: number): object {
  const input = { $range: [0, 100] }
  const inner = depth > 1 ? { $reduce: busy(depth - 1) } : '$$this'
  return { input, initialValue: 0, in: { $add: ['$$value', inner] } }
}
