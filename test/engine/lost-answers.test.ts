// Promise: a claim that was committed is run or handed back, also when the worker hears of it late or never.
import { MongoNetworkError } from 'mongodb'
import { expect, it } from 'vitest'
import type { Database } from '../../server/mongo.ts'
import { createEnqueue } from '../../server/queue/enqueue.ts'
import type { TaskDoc } from '../../server/queue/task.ts'
import { submitTasks } from '../../server/tasks/submit.ts'
import { createGate, createTestEngine, user } from '../support/engine.ts'
import { takeSnapshot } from '../support/snapshot.ts'

const engine = await createTestEngine()
const { database } = engine

/** A connection on which `after` decides what becomes of the answer to each committed claim. */
function connectionWith(after: () => Promise<void>, isMeant = hasClaims): Database {
  return {
    ...database,
    transaction: async (work) => {
      const answer = await database.transaction(work)
      if (isMeant(answer)) await after()
      return answer
    },
  }
}

function hasClaims(answer: unknown): boolean {
  const { claimed = [] } = (answer ?? {}) as { claimed?: unknown[] }
  return claimed.length > 0
}

/** Of a transaction that stored what it claimed. */
function hasNewClaims(answer: unknown): boolean {
  return hasClaims((answer as { result?: unknown } | undefined)?.result)
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

it('runs what it had claimed in storing it although the connection broke before anybody was told so', async () => {
  let lost = 0
  const connection = connectionWith(async () => {
    if (lost++ === 0) throw new MongoNetworkError('connection closed on purpose')
  }, hasNewClaims)
  const worker = await engine.startWorker(10, connection)
  const enqueue = createEnqueue({
    database: connection,
    queueLimit: () => 100,
    onStored: () => worker.wake(['writer']),
    claimWith: (agents, store) => worker.claimWith(agents, store),
  })
  const input = { agent: 'writer', parameters: { topic: 'tests' } }
  const tasks = database.collection<TaskDoc>('tasks')
  const allEnded = () =>
    engine.waitUntil('all to have ended', async () => (await tasks.countDocuments({ status: { $ne: 'SUCCEEDED' } })) === 0)
  const earlier = await tasks.distinct('_id')
  // While a look of its own is under way it leaves storing to others.
  while (lost === 0) {
    await submitTasks({ ...engine, enqueue }, { viewer: user, origin: 'test' }, [input]).catch(() => undefined)
    await allEnded()
  }
  const twice = { _id: { $nin: earlier }, $or: [{ crashes: { $gt: 0 } }, { fence: { $gt: 1 } }] }
  expect(await tasks.countDocuments(twice)).toBe(0)
  await worker.stop(1000)
  expect((await takeSnapshot(database)).agents).toMatchObject([{ running: 0, counter: 0 }])
})
