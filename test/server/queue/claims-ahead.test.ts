// Promise: where short runs follow one another, a worker claims for places that will be free by then. No more run at once than it has
// places, and whoever finds none goes back to the queue, for others to run.
import { expect, it, vi } from 'vitest'
import type { Database } from '../../../server/mongo.ts'
import type { WorkerDoc } from '../../../server/queue/worker-lease.ts'
import { createGate, createTestEngine } from '../../support/engine.ts'
import { patient } from '../../support/patience.ts'

const engine = await createTestEngine({ agents: [{ maxConcurrent: 100 }] })
const { database } = engine
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
  const now = new Date()
  const connection: Database = {
    ...database,
    // Every run is as short as can be.
    now: () => now,
    transactionAhead: async (work) => {
      const ahead = await database.transactionAhead(work)
      return { ...ahead, durable: durable.passed.then(() => ahead.durable) }
    },
  }
  const ends: (() => void)[] = []
  engine.handle(async () => {
    await new Promise<void>((resolve) => ends.push(resolve))
    return { kind: 'succeeded', result: null }
  })
  const submitted = await engine.submitAll([{}, {}, {}, {}, {}, {}])
  const worker = await engine.startWorker(2, connection)
  await vi.waitFor(() => expect(ends).toHaveLength(2), patient)
  ends[0]!()
  await until({ SUCCEEDED: 1, RUNNING: 2, QUEUED: 3 })
  // The third task has been claimed and not begun: it is expected to be as short as the others.
  ends[1]!()
  await until({ SUCCEEDED: 2, RUNNING: 3, QUEUED: 1 })
  const row = await vi.waitFor(async () => {
    const found = await database.collection<WorkerDoc>('workers').findOne({ _id: worker.id(), running: 2 })
    return found ?? expect.fail('not renewed yet')
  }, patient)
  expect(row.capacity).toBe(2)
  expect(ends).toHaveLength(2)

  durable.open()
  await until({ SUCCEEDED: 2, RUNNING: 2, QUEUED: 2 })
  expect(ends).toHaveLength(4)
  const late = await engine.task(submitted[4]!._id)
  expect(late.attempts).toMatchObject([{ outcome: 'interrupted', error: { message: 'No place became free in its worker.' } }])

  await engine.startWorker(2)
  await vi.waitFor(() => expect(ends).toHaveLength(6), patient)
  for (const end of ends) end()
  await until({ SUCCEEDED: 6 })
  expect((await engine.task(late._id)).attempts.map(({ outcome }) => outcome)).toEqual(['interrupted', 'succeeded'])
})
