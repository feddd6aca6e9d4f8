// Promise: what is refused is written down with who asked; a flood of it is counted, not written line by line.
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createDenialLog, type Denial } from '../../../server/audit/denials.ts'
import type { EventRow } from '../../../server/events/event-log.ts'
import { silentLogger } from '../../../server/log.ts'
import { connectDatabase, type Database } from '../../../server/mongo.ts'
import { createTestDatabase } from '../../support/database.ts'

const { url, name, db } = createTestDatabase()
const events = () =>
  db
    .collection<EventRow>('events')
    .find({}, { sort: { _id: 1 } })
    .toArray()
const eve: Denial = {
  code: 'FORBIDDEN',
  viewer: { id: 'eve', name: 'Eve', role: 'user', workspace: 'w', address: '10.0.0.9' },
  asked: 'SetAgent',
  requestId: 'R-1',
}
let database: Database
let now = 0

beforeEach(async () => {
  database = await connectDatabase(url, name)
  await db.collection('events').deleteMany({})
})
afterEach(() => database.close())

it('names who was refused what, and a stranger by address', async () => {
  const log = createDenialLog({ database, log: silentLogger }, () => now)
  const stop = log.start()
  log.report(eve)
  log.report({ code: 'UNAUTHENTICATED', address: '10.0.0.7', asked: '/graphql', requestId: 'R-2' })
  await stop()
  expect(await events()).toMatchObject([
    {
      type: 'auth.denied',
      workspace: 'w',
      subject: 'SetAgent',
      requestId: 'R-1',
      actor: { id: 'eve', address: '10.0.0.9' },
      payload: { code: 'FORBIDDEN', count: 1 },
    },
    {
      type: 'auth.denied',
      workspace: '-',
      subject: '/graphql',
      actor: { id: 'nobody', address: '10.0.0.7' },
      payload: { code: 'UNAUTHENTICATED' },
    },
  ])
})

it('counts a flood: 10,000 refusals of one caller are seven events that add up', async () => {
  const log = createDenialLog({ database, log: silentLogger }, () => now)
  const stop = log.start()
  for (let count = 0; count < 10_000; count += 1) log.report(eve)
  await stop()
  const counts = (await events()).map(({ payload }) => Number(payload.count))
  expect(counts).toHaveLength(7)
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(10_000)
})

it('begins anew after a minute, with what was counted written first', async () => {
  const log = createDenialLog({ database, log: silentLogger }, () => now)
  const stop = log.start()
  for (let count = 0; count < 10; count += 1) log.report(eve)
  now += 60_000
  log.report(eve)
  await vi.waitFor(async () => expect((await events()).map(({ payload }) => payload.count)).toEqual([1, 1, 1, 1, 1, 1, 4, 1]), {
    timeout: 60_000,
  })
  await stop()
})

it('remembers no more callers than it may, whoever floods from wherever', async () => {
  const log = createDenialLog({ database, log: silentLogger }, () => now)
  const stop = log.start()
  for (let count = 0; count < 5_000; count += 1) log.report({ ...eve, viewer: undefined, address: `10.1.${count >> 8}.${count & 255}` })
  await stop()
  const rows = await events()
  expect(rows.length).toBeLessThan(1_010)
  expect(rows.reduce((sum, { payload }) => sum + Number(payload.count), 0)).toBe(5_000)
})
