// Promise: a claim that was committed is run or handed back, also when the worker hears of it late or never.
import { MongoNetworkError } from 'mongodb'
import { expect, it } from 'vitest'
import type { Database } from '../../server/mongo.ts'
import { createGate, createTestEngine } from '../support/engine.ts'
import { takeSnapshot } from '../support/snapshot.ts'

const engine = await createTestEngine()
const { database } = engine

/** A connection on which `after` decides what becomes of the answer to each committed claim. */
function connectionWith(after: () => Promise<void>): Database {
  return {
    ...database,
    transaction: async (work) => {
      const answer = await database.transaction(work)
      if (hasClaims(answer)) await after()
      return answer
    },
  }
}

function hasClaims(answer: unknown): boolean {
  const { claimed = [] } = (answer ?? {}) as { claimed?: unknown[] }
  return claimed.length > 0
}

const submit = (count: number) => engine.submitAll(Array.from({ length: count }, () => ({})))

it('hands back what it had claimed and not begun when it was told to stop', async () => {
  const [committed, answered] = [createGate(), createGate()]
  const connection = connectionWith(async () => {
    committed.open()
    await answered.passed
  })
  const tasks = await submit(5)
  const worker = await engine.startWorker(10, connection)
  await committed.passed
  const stopped = worker.stop(1000)
  answered.open()
  await stopped
  const { statuses, agents } = await takeSnapshot(database)
  expect(statuses.RUNNING ?? 0).toBe(0)
  expect(agents).toMatchObject([{ counter: 0 }])
  for (const { _id } of tasks) expect(await engine.task(_id)).toMatchObject({ failures: 0, crashes: 0 })
  const next = await engine.startWorker()
  for (const { _id } of tasks) await engine.waitFor(_id, 'SUCCEEDED')
  await next.stop(1000)
})

it('runs what it had claimed although the connection broke before it was told so', async () => {
  let lost = 0
  const connection = connectionWith(async () => {
    if (lost++ === 0) throw new MongoNetworkError('connection closed on purpose')
  })
  const tasks = await submit(5)
  const worker = await engine.startWorker(10, connection)
  for (const { _id } of tasks) expect(await engine.waitFor(_id, 'SUCCEEDED')).toMatchObject({ crashes: 0, fence: 1 })
  expect(lost).toBeGreaterThan(0)
  await worker.stop(1000)
  expect((await takeSnapshot(database)).agents).toMatchObject([{ running: 0, counter: 0 }])
})
