// Promise: who reads what people did goes on for as long as it likes, however the events fall between its questions.
import { afterEach, beforeEach, expect, it } from 'vitest'
import { followAudited } from '../../../server/audit/audited-feed.ts'
import { appendEvents, type EventRow } from '../../../server/events/event-log.ts'
import { connectDatabase, type Database } from '../../../server/mongo.ts'
import { createTestDatabase } from '../../support/database.ts'

const { url, name } = createTestDatabase()
let database: Database

beforeEach(async () => {
  database = await connectDatabase(url, name)
})
afterEach(() => database.close())

const append = (subject: string) =>
  appendEvents(database, [{ type: 'auth.logged_in', workspace: '-', subject, payload: {}, actor: { id: 'ada', name: 'Ada' } }])

it('waits for more after a batch that was taken while it was still being gathered', async () => {
  await append('U-0')
  const stopping = new AbortController()
  const witness = database.collection<EventRow>('events').watch()
  const opened = new Promise((resolve) => witness.once('resumeTokenChanged', resolve))
  await witness.tryNext()
  await opened
  const read: string[] = []
  for await (const { events } of followAudited({ database, resume: undefined, since: undefined, signal: stopping.signal })) {
    read.push(...events.map(({ subject }) => subject))
    if (read.length === 6) break
    await append(`U-${read.length}`)
    // Its own stream has it by now or will in a moment, and it is asked for the next batch while it gathers.
    await witness.next()
  }
  stopping.abort()
  await witness.close()
  expect(read).toEqual(['U-0', 'U-1', 'U-2', 'U-3', 'U-4', 'U-5'])
})
