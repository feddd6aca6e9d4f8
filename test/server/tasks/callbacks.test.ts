// Promise: what an agent that answers later sends is kept once and in order, however much of it comes at the same moment and wherever.
import { getEventListeners } from 'node:events'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AgentLine } from '../../../server/agents/agent-line.ts'
import type { EventRow } from '../../../server/events/event-log.ts'
import { createFeed, type Feed } from '../../../server/events/feed.ts'
import { silentLogger } from '../../../server/log.ts'
import { connectDatabase, type Database } from '../../../server/mongo.ts'
import { prepareCollections } from '../../../server/queue/collections.ts'
import { type Callbacks, createCallbacks } from '../../../server/tasks/callback-store.ts'
import { createVault } from '../../../server/tasks/vault.ts'
import { createTestDatabase } from '../../support/database.ts'

const { url, name, db } = createTestDatabase()
const count = 120
let database: Database
let feed: Feed
let stopFeed: () => Promise<void>
let transactions = 0
/** Two servers of one installation. */
let servers: [Callbacks, Callbacks]

beforeAll(async () => {
  database = await connectDatabase(url, name)
  await prepareCollections(database)
  feed = createFeed({ database, log: silentLogger })
  stopFeed = await feed.start()
  const counting: Database = {
    ...database,
    transaction: (work) => {
      transactions += 1
      return database.transaction(work)
    },
  }
  const deps = { database: counting, vault: createVault('the root key of this database, long'), feed }
  servers = [createCallbacks(deps), createCallbacks(deps)]
})

afterAll(async () => {
  await stopFeed()
  await database.close()
})

async function beginRun(id: string) {
  await db
    .collection<{ _id: string }>('tasks')
    .insertOne({ _id: id, status: 'RUNNING', fence: 1, workspace: 'default', agent: 'remote' } as { _id: string })
  const callback = servers[0].open({ taskId: id, fence: 1 }, 'http://capstan.example')
  const send = (to: Callbacks, number: number) => {
    const messageId = `m-${number}`
    const body = JSON.stringify({ type: 'partial', text: `${number} ` })
    const at = new Date()
    const headers = {
      'webhook-id': messageId,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(callback.secret).sign(messageId, at, body),
    }
    return to.receive({ task: id, fence: 1, body, headers })
  }
  return { callback, send }
}

async function take(lines: AsyncIterable<AgentLine>, wanted: number): Promise<string[]> {
  const texts: string[] = []
  for await (const line of lines) if (texts.push(line.type === 'partial' ? line.text : line.type) === wanted) break
  return texts
}

const everyOne = Array.from({ length: count }, (_, number) => number)
const texts = everyOne.map((number) => `${number} `)
const stored = () => db.collection('callbacks').find({ run: 'T-2.1' }).sort({ number: 1 }).toArray()
const byNumber = (one: string, other: string) => Number(one) - Number(other)

describe('messages that come at the same moment', () => {
  it('are all kept, each once, in few transactions', async () => {
    const { callback, send } = await beginRun('T-1')
    const reading = take(callback.lines(AbortSignal.timeout(30_000)), count)
    transactions = 0
    await Promise.all(everyOne.map((number) => send(servers[0], number)))
    expect(transactions).toBeLessThan(count / 2)
    expect((await reading).sort(byNumber)).toEqual(texts)
    expect(await db.collection<EventRow>('events').countDocuments({ type: 'task.called_back', subject: 'T-1' })).toBe(count)
  })

  it('count once when they come twice, to the same server or to another', async () => {
    const { callback, send } = await beginRun('T-2')
    const reading = take(callback.lines(AbortSignal.timeout(30_000)), count)
    await Promise.all(everyOne.flatMap((number) => [send(servers[0], number), send(servers[1], number), send(servers[1], number)]))
    expect((await stored()).map(({ number }) => number)).toEqual(everyOne)
    expect((await reading).sort(byNumber)).toEqual(texts)
  })
})

it('whoever reads holds one thing of its run, and ends with it', async () => {
  const { callback, send } = await beginRun('T-3')
  const run = new AbortController()
  const lines = callback.lines(run.signal)[Symbol.asyncIterator]()
  for (const number of [0, 1, 2, 3]) {
    const next = lines.next()
    await send(servers[0], number)
    expect((await next).value).toMatchObject({ text: `${number} ` })
    expect(getEventListeners(run.signal, 'abort')).toHaveLength(1)
  }
  const last = lines.next()
  run.abort()
  expect(await last).toMatchObject({ done: true })
  expect(getEventListeners(run.signal, 'abort')).toHaveLength(0)
})
