// Promise: where short runs follow one another, a worker claims for places that will be free by then. No more run at once than it has
// places, and whoever finds none goes back to the queue, for others to run.
import { expect, it, onTestFinished, vi } from 'vitest'
import { silentLogger } from '../../../server/log.ts'
import type { Database } from '../../../server/mongo.ts'
import type { TaskDoc } from '../../../server/queue/task.ts'
import { createWorker } from '../../../server/queue/worker.ts'
import type { WorkerDoc } from '../../../server/queue/worker-lease.ts'
import { createGate, createTestEngine, keepMs } from '../../support/engine.ts'
import { patient } from '../../support/patience.ts'

const engine = await createTestEngine()
const { database } = engine
const breaker = { failureRate: 1, minimum: 1_000_000, windowMs: 60_000, openMs: 30_000, disableAfter: 1_000 }
const limits = new Map([['writer', { name: 'writer', maxConcurrent: 1000, rateLimit: undefined, breaker }]])
const statuses = async () => {
  const rows = await database
    .collection('tasks')
    .aggregate([{ $group: { _id: '$status', count: { $sum: 1 } } }])
    .toArray()
  return Object.fromEntries(rows.map(({ _id, count }) => [_id, count]))
}
const until = (wanted: Record<string, number>) => vi.waitFor(async () => expect(await statuses()).toEqual(wanted), patient)

it('claims ahead, keeps to its places, and turns away who finds none', async () => {
  const durable = createGate()
  const connection: Database = {
    ...database,
    transactionAhead: async (work) => {
      const ahead = await database.transactionAhead(work)
      return { ...ahead, durable: durable.passed.then(() => ahead.durable) }
    },
  }
  const [few, many, rest] = [createGate(), createGate(), createGate()]
  let begun = 0
  const startWorker = async (over: Database) => {
    const worker = createWorker({
      database: over,
      log: silentLogger,
      feed: engine.feed,
      capacity: 40,
      teams: [],
      limits: () => limits,
      // Those that wait for one gate end in one moment.
      execute: async () => {
        const turn = begun++
        await (turn < 10 ? few : turn < 40 ? many : rest).passed
        return { outcome: { kind: 'succeeded', result: null }, output: {} }
      },
      keepMs: () => keepMs,
      allowRetryAt: (_workspace, moment) => moment,
      pausedUntil: () => undefined,
    })
    await worker.start()
    onTestFinished(() => {
      for (const gate of [few, many, rest, durable]) gate.open()
      return worker.stop(1000)
    })
    return worker
  }
  for (let n = 0; n < 2; n++) await engine.submitAll(Array.from({ length: 55 }, () => ({})))
  const worker = await startWorker(connection)
  await vi.waitFor(() => expect(begun).toBe(40), patient)
  few.open()
  await until({ SUCCEEDED: 10, RUNNING: 40, QUEUED: 60 })
  // Ten have been claimed and not begun; three quarters of the batch before them was over at once.
  many.open()
  await until({ SUCCEEDED: 40, RUNNING: 47, QUEUED: 23 })
  await vi.waitFor(async () => {
    const row = await database.collection<WorkerDoc>('workers').findOne({ _id: worker.id() })
    expect(row).toMatchObject({ capacity: 40, running: 40 })
  }, patient)
  expect(begun).toBe(40)

  durable.open()
  await until({ SUCCEEDED: 40, RUNNING: 40, QUEUED: 30 })
  expect(begun).toBe(80)
  const late = await database
    .collection<TaskDoc>('tasks')
    .find({ status: 'QUEUED', 'attempts.0': { $exists: true } })
    .toArray()
  expect(late).toHaveLength(7)
  expect(late[0]?.attempts).toMatchObject([{ outcome: 'interrupted', error: { message: 'No place became free in its worker.' } }])

  await startWorker(database)
  await vi.waitFor(() => expect(begun).toBe(110), patient)
  rest.open()
  await until({ SUCCEEDED: 110 })
  expect((await engine.task(late[0]!._id)).attempts.map(({ outcome }) => outcome)).toEqual(['interrupted', 'succeeded'])
})
