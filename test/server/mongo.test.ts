// Promise: what a silent network breaks off is done once, or whoever asked is told that the database is away.
import { MongoServerError } from 'mongodb'
import { expect, it } from 'vitest'
import { isUnavailable } from '../../server/graphql/unavailable.ts'
import { connectDatabase, insertRows, isDatabaseAway, isDuplicateKey } from '../../server/mongo.ts'
import { createTestDatabase } from '../support/database.ts'
import { createNetwork } from '../support/network.ts'

const { url, db } = createTestDatabase()
const network = await createNetwork(url)

async function connect() {
  const database = await connectDatabase(network.url)
  return { database, things: database.collection<{ _id: string }>('things') }
}

it('a transaction whose connection goes silent is run again on another, and stored once', async () => {
  const { database, things } = await connect()
  let runs = 0
  await database.transaction(async (session) => {
    await things.updateOne({ _id: 'counted' }, { $inc: { count: 1 } }, { upsert: true, session })
    if (runs++ === 0) network.silenceOpen()
    await things.insertMany([{ _id: `run ${runs}` }], { session })
  })
  expect(runs).toBe(2)
  expect(await db.collection('things').find().sort({ _id: 1 }).toArray()).toEqual([{ _id: 'counted', count: 1 }, { _id: 'run 2' }])
  network.heal()
  await database.close()
})

it('what a transaction wrote ahead is seen at once, and is known to be durable although the connection goes silent', async () => {
  const { database, things } = await connect()
  const { value, durable } = await database.transactionAhead(async (session) => {
    await things.insertOne({ _id: 'ahead' }, { session })
    return 'done'
  })
  network.silenceOpen()
  expect(value).toBe('done')
  expect(await db.collection<{ _id: string }>('things').countDocuments({ _id: 'ahead' })).toBe(1)
  await durable
  network.heal()
  await database.close()
})

it.each([1, 11])('a row that is there already is refused among %i, and none is stored', async (count) => {
  const { database, things } = await connect()
  await things.insertOne({ _id: `taken ${count}` })
  const rows = Array.from({ length: count }, (_, index) => ({ _id: `${index === count - 1 ? 'taken' : index} ${count}` }))
  const storing = database.transaction((session) => insertRows(database, { collection: 'things', rows }, session))
  expect(isDuplicateKey(await storing.catch((error: unknown) => error))).toBe(true)
  expect(await db.collection('things').countDocuments({ _id: { $in: rows.map(({ _id }) => _id) as never[] } })).toBe(1)
  await database.close()
})

it('a transaction ahead that fails stores nothing', async () => {
  const { database, things } = await connect()
  const failing = database.transactionAhead(async (session) => {
    await things.insertOne({ _id: 'half' }, { session })
    throw new Error('broken')
  })
  await expect(failing).rejects.toThrow('broken')
  expect(await db.collection<{ _id: string }>('things').countDocuments({ _id: 'half' })).toBe(0)
  await database.close()
})

it.each([
  ['is silent', network.silence],
  ['lets nothing of ours through', network.deafen],
])('the database is away behind a network that %s: for one write, a write of many and a transaction', async (_, fail) => {
  const { database, things } = await connect()
  fail()
  const writes = [
    () => things.insertOne({ _id: 'one' }),
    () => things.insertMany([{ _id: 'two' }, { _id: 'three' }]),
    () => database.transaction((session) => things.insertMany([{ _id: 'four' }], { session })),
  ]
  for (const error of await Promise.all(writes.map((write) => write().catch((reason: unknown) => reason))))
    expect([isDatabaseAway(error), isUnavailable(error)]).toEqual([true, true])
  network.heal()
  await database.close()
})

it('a transaction that met others again and again is told to come later', async () => {
  const { database } = await connect()
  const met = () => {
    const error = new MongoServerError({ message: 'Write conflict' })
    error.addErrorLabel('TransientTransactionError')
    return Promise.reject(error)
  }
  expect(isUnavailable(await database.transaction(met).catch((reason: unknown) => reason))).toBe(true)
  await database.close()
})
