import { MongoServerSelectionError } from 'mongodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createRateLimiter, type Limits } from '../../../server/auth/rate-limit.ts'
import type { Viewer } from '../../../server/auth/viewer.ts'
import { connectDatabase, type Database } from '../../../server/mongo.ts'
import { prepareCollections } from '../../../server/queue/collections.ts'
import { createTestDatabase } from '../../support/database.ts'
import { eventually } from '../../support/eventually.ts'

const { url } = createTestDatabase()
let database: Database
beforeAll(async () => {
  database = await connectDatabase(url)
  await prepareCollections(database)
})
afterAll(() => database.close())

let people = 0
const somebody = (more: Partial<Viewer> = {}): Viewer => {
  people += 1
  return { id: `U-${people}`, name: 'Somebody', role: 'user', workspace: 'default', ...more }
}
const somebodyElse = somebody()
const many: Limits = { minute: 100, hour: 1000, second: 1000 }

/** How many of so many were let through. */
async function count(take: () => Promise<unknown>, times: number): Promise<{ taken: number; refusals: unknown[] }> {
  const refusals: unknown[] = []
  for (let n = 0; n < times; n += 1) await take().catch((error: unknown) => refusals.push(error))
  return { taken: times - refusals.length, refusals }
}

describe('the rate limiter', () => {
  it('lets through a hundred a minute, tells how many are left, and says when to come back', async () => {
    const limiter = createRateLimiter({ database, byRole: { user: many } })
    const viewer = somebody()
    expect(await limiter.take(viewer)).toMatchObject({ limit: 100, remaining: 99 })
    const { taken, refusals } = await count(() => limiter.take(viewer), 120)
    expect(taken).toBe(99)
    expect(refusals[0]).toMatchObject({ code: 'RATE_LIMITED', standing: { limit: 100, remaining: 0 } })
    const { retryAfterSeconds } = (refusals[0] as { details: { retryAfterSeconds: number } }).details
    expect(retryAfterSeconds).toBeGreaterThan(0)
    expect(retryAfterSeconds).toBeLessThanOrEqual(60)
    expect(await limiter.take(somebody())).toMatchObject({ remaining: 99 })
  })

  it('lets through no more than twenty in a second, and no more an hour than that allows', async () => {
    const limiter = createRateLimiter({ database, now: () => 1_800_000_000_000 })
    const viewer = somebody()
    const burst = await count(() => limiter.take(viewer), 50)
    expect(burst.taken).toBe(20)
    expect(burst.refusals[0]).toMatchObject({ message: expect.stringContaining('a second') as string })
    const hourly = createRateLimiter({ database, byRole: { user: { ...many, hour: 50 } } })
    const { taken, refusals } = await count(() => hourly.take(somebodyElse), 120)
    expect(taken).toBe(50)
    expect(refusals[0]).toMatchObject({ message: expect.stringContaining('an hour') as string })
  })

  it('counts on all servers together', async () => {
    const servers = [1, 2, 3].map(() => createRateLimiter({ database, byRole: { user: many } }))
    const viewer = somebody()
    let taken = 0
    for (let n = 0; n < 60; n += 1) {
      for (const server of servers) taken += (await count(() => server.take(viewer), 1)).taken
    }
    // Each server may be a few operations ahead of what it has told the others.
    expect(taken).toBeGreaterThanOrEqual(100)
    expect(taken).toBeLessThanOrEqual(150)
    const late = createRateLimiter({ database, byRole: { user: many } })
    // It waits a moment for what the others have counted, and goes by its own count until it knows.
    const outcome = () =>
      late.take(viewer).then(
        () => 'taken',
        ({ code }: { code: string }) => code,
      )
    expect(await eventually(outcome, (code) => code !== 'taken')).toBe('RATE_LIMITED')
  })

  it('gives a key the number it was made with, and the operator no limit', async () => {
    const limiter = createRateLimiter({ database })
    const key = somebody({ keyId: 'k1', allowance: 3 })
    expect((await count(() => limiter.take(key), 10)).taken).toBe(1)
    expect(await limiter.take(somebody({ allowance: 6000 }))).toMatchObject({ limit: 6000 })
    const operator = somebody({ allowance: 'unlimited' })
    expect((await count(() => limiter.take(operator), 300)).taken).toBe(300)
    expect(await limiter.take(operator)).toBeUndefined()
  })

  it('goes on counting by itself while the database is away', async () => {
    const collection = {
      findOneAndUpdate: () => Promise.reject(new MongoServerSelectionError('away', { type: 'Unknown' } as never)),
    }
    const away = { client: { db: () => ({ collection: () => collection }) }, db: { databaseName: 'away' } } as unknown as Database
    const limiter = createRateLimiter({ database: away, byRole: { user: many } })
    const viewer = somebody()
    expect((await count(() => limiter.take(viewer), 200)).taken).toBe(100)
  })

  it('asks the database for few of many operations', async () => {
    let asked = 0
    const counting = {
      db: database.db,
      client: new Proxy(database.client, {
        get: (client, name) =>
          name === 'db'
            ? (of: string) => ({
                collection: (collection: string) => ({
                  findOneAndUpdate: (...args: Parameters<ReturnType<typeof database.db.collection>['findOneAndUpdate']>) => {
                    asked += 1
                    return client
                      .db(of)
                      .collection(collection)
                      .findOneAndUpdate(...args)
                  },
                }),
              })
            : (Reflect.get(client, name) as unknown),
      }),
    } as unknown as Database
    const limiter = createRateLimiter({ database: counting, byRole: { user: { minute: 10_000, hour: 10_000, second: 10_000 } } })
    const viewer = somebody()
    await count(() => limiter.take(viewer), 1000)
    expect(asked).toBeLessThan(20)
  })
})
