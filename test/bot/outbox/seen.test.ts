// What Slack sends twice is handled once, and what failed may come again.
import { afterAll, expect, it } from 'vitest'
import { connectStore } from '../../../bot/store/mongo-store.ts'
import { createSeen, eventKeys } from '../../../bot/store/seen-store.ts'
import { createTestDatabase } from '../../support/database.ts'

const database = createTestDatabase()
const connecting = connectStore(database.url)
const opening = connecting.then(createSeen)
afterAll(async () => (await connecting).close())

it('a key is new once', async () => {
  const seen = await opening
  expect(await seen.seen('trigger:1')).toBe(false)
  expect(await seen.seen('trigger:1')).toBe(true)
})

it('of ten deliveries at once one is handled', async () => {
  const seen = await opening
  let handled = 0
  const work = async () => {
    handled++
  }
  const answers = await Promise.all(Array.from({ length: 10 }, () => seen.once(['event:2', 'message:2'], work)))
  expect(handled).toBe(1)
  expect(answers.filter(Boolean)).toHaveLength(1)
})

it('the same message under another event id is not handled again', async () => {
  const seen = await opening
  const event = { team: 'T1', channel: 'C1', ts: '1.2', type: 'message' }
  expect(await seen.once(eventKeys({ ...event, eventId: 'Ev1' }), async () => {})).toBe(true)
  expect(await seen.once(eventKeys({ ...event, eventId: 'Ev2' }), async () => {})).toBe(false)
})

it('work that failed is done when it is delivered again', async () => {
  const seen = await opening
  await expect(seen.once(['event:3'], () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await seen.once(['event:3'], async () => {})).toBe(true)
})

it('work of a bot that died is done again, and keys go by themselves', async () => {
  const seen = await opening
  const rows = database.db.collection<{ _id: string; done: boolean; until: Date; expireAt: Date }>('bot_seen')
  await rows.insertOne({ _id: 'event:4', done: false, until: new Date(0), expireAt: new Date(Date.now() + 60_000) })
  expect(await seen.once(['event:4'], async () => {})).toBe(true)
  expect(await seen.once(['event:4'], async () => {})).toBe(false)
  expect(await rows.indexes()).toContainEqual(expect.objectContaining({ expireAfterSeconds: 0 }))
  const { expireAt } = (await rows.findOne({ _id: 'event:4' }))!
  expect(expireAt.getTime() - Date.now()).toBeGreaterThan(10 * 60_000)
})
