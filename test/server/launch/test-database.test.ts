// The database a test file gets is real, empty, and its own.
import { expect, it } from 'vitest'
import { createTestDatabase } from '../../support/database.ts'

const first = createTestDatabase()
const second = createTestDatabase()

it('is empty, and another one for each who asks', async () => {
  expect(await first.db.collections()).toEqual([])
  await first.db.collection('things').insertOne({})
  expect(await second.db.collection('things').countDocuments()).toBe(0)
})

it('can be reached by its URL, and takes transactions', async () => {
  expect(first.url).toContain(`/${first.name}?`)
  await first.client.withSession((session) =>
    session.withTransaction(() => first.db.collection('things').insertOne({ second: true }, { session })),
  )
  expect(await first.db.collection('things').countDocuments()).toBe(2)
})
