// Promise: a database of an earlier version is taken over with what waits in it.
import { afterAll, expect, it } from 'vitest'
import { connectDatabase } from '../../../server/mongo.ts'
import { prepareCollections } from '../../../server/queue/collections.ts'
import { allClaims, type ClaimDoc, claimsOf } from '../../../server/queue/task-claims.ts'
import { createTestDatabase } from '../../support/database.ts'

const { url, name } = createTestDatabase()
const database = await connectDatabase(url, name)
afterAll(() => database.close())

it('what manual mode held back is still held back, in the one index for claims', async () => {
  const tasks = database.collection<{ _id: string; workspace: string; agent: string; order: string; held?: true; ready?: boolean }>('tasks')
  await tasks.createIndexes([
    { key: { agent: 1, order: 1 }, name: 'claim', partialFilterExpression: { ready: true } },
    { key: { workspace: 1, order: 1 }, name: 'held', partialFilterExpression: { held: true } },
  ])
  const place = { workspace: 'default', agent: 'writer' }
  await tasks.insertMany([
    { _id: 'T-1', ...place, order: '1', held: true },
    { _id: 'T-2', ...place, order: '2', ready: true },
    { _id: 'T-3', ...place, order: '3' },
  ])
  await prepareCollections(database)
  await prepareCollections(database)
  const inIndex = await tasks.find({ ready: { $exists: true } }, { hint: 'claim', sort: { order: 1 } }).toArray()
  expect(inIndex).toEqual([
    { _id: 'T-1', ...place, order: '1', ready: false },
    { _id: 'T-2', ...place, order: '2', ready: true },
  ])
  const { claim, held } = Object.fromEntries((await tasks.indexes()).map(({ name: index, key }) => [index, key]))
  expect([Object.keys(claim), held]).toEqual([['ready', 'agent', 'order'], undefined])
})

it('what a worker held when the claims still had a collection of their own is there to be taken over', async () => {
  const at = new Date(0)
  await database.db.collection<ClaimDoc>('claims').insertOne({ _id: 'claim', worker: 'w1', tasks: ['T-1'], at })
  await prepareCollections(database)
  await prepareCollections(database)
  expect(await claimsOf(database).find(allClaims).toArray()).toEqual([{ _id: 'claim', worker: 'w1', tasks: ['T-1'], at }])
  expect(await database.db.listCollections({ name: 'claims' }).toArray()).toEqual([])
})
