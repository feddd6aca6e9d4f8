// Promise: a busy worker goes on before the last turn is durable, but starts nothing and tells nobody before; what a crash undid is done again.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { silentLogger } from '../../../server/log.ts'
import type { Ahead, Database } from '../../../server/mongo.ts'
import type { AgentState } from '../../../server/queue/agent-state.ts'
import { ClaimLoop } from '../../../server/queue/claim-loop.ts'
import { settle } from '../../../server/queue/settlement.ts'
import type { TaskDoc } from '../../../server/queue/task.ts'
import { createGate, createTestEngine, keepMs } from '../../support/engine.ts'
import { patient } from '../../support/patience.ts'

const engine = await createTestEngine({ agents: [{ maxConcurrent: 10 }] })
const { database } = engine
const breaker = { failureRate: 1, minimum: 1_000_000, windowMs: 60_000, openMs: 30_000, disableAfter: 1_000 }
const limits = new Map([['writer', { name: 'writer', maxConcurrent: 10, rateLimit: undefined, breaker }]])
const counts = async () => {
  const rows = await database
    .collection('tasks')
    .aggregate([{ $group: { _id: '$status', count: { $sum: 1 } } }])
    .toArray()
  return Object.fromEntries(rows.map(({ _id, count }) => [_id, count]))
}
const running = async () => (await database.collection<AgentState>('agents').findOne({ _id: 'writer' }))?.running
const succeed = (task: TaskDoc) =>
  settle({ task, outcome: { kind: 'succeeded', result: null }, output: {}, now: new Date(), keepMs, allowRetryAt: (moment) => moment })

type TransactionAhead = Database['transactionAhead']

describe('a worker with more to do than it can start', () => {
  let started: TaskDoc[]
  let loop: ClaimLoop
  let stop: () => Promise<void>

  beforeEach(async () => {
    for (const name of ['tasks', 'agents', 'events']) await database.collection(name).deleteMany({})
  })

  afterEach(async () => {
    loop.abandon()
    await stop()
  })

  /** Runs two at a time; what it was told of is in `started`. */
  async function begin(transactionAhead: TransactionAhead): Promise<void> {
    started = []
    await engine.submitAll([{}, {}, {}, {}, {}, {}])
    loop = new ClaimLoop({
      database: { ...database, transactionAhead },
      log: silentLogger,
      worker: () => 'w1',
      capacity: 2,
      limits: () => limits,
      budgeted: () => false,
      deliver: (tasks) => void started.push(...tasks),
    })
    stop = loop.start()
    await vi.waitFor(() => expect(started).toHaveLength(2), patient)
  }

  it('starts what it claimed, and says that a task has ended, only when that is durable', async () => {
    const gate = createGate()
    let aheads = 0
    await begin(async (work) => {
      const { value, durable } = await database.transactionAhead(work)
      aheads++
      return { value, durable: gate.passed.then(() => durable) }
    })
    let told = 0
    const tell = () => told++
    void loop.settle(succeed(started[0]!)).then(tell)
    await vi.waitFor(async () => expect(await counts()).toEqual({ SUCCEEDED: 1, RUNNING: 2, QUEUED: 3 }), patient)
    void loop.settle(succeed(started[1]!)).then(tell)
    await vi.waitFor(async () => expect(await counts()).toEqual({ SUCCEEDED: 2, RUNNING: 2, QUEUED: 2 }), patient)
    expect([aheads, started.length, told]).toEqual([2, 2, 0])
    gate.open()
    await vi.waitFor(() => expect([started.length, told]).toEqual([4, 2]), patient)
    expect(new Set(started.map(({ _id }) => _id)).size).toBe(4)
    expect(await running()).toBe(2)
  })

  it('does again what was undone before it was durable', async () => {
    let failures = 0
    const undone: TransactionAhead = async <T>(work: Parameters<typeof database.transaction<T>>[0]): Promise<Ahead<T>> => {
      if (failures > 0) return database.transactionAhead(work)
      failures++
      const box: { value?: T } = {}
      const undo = new Error('the database has crashed')
      await database
        .transaction(async (session) => {
          box.value = await work(session)
          throw undo
        })
        .catch((error: unknown) => expect(error).toBe(undo))
      const durable = Promise.reject(undo)
      durable.catch(() => undefined)
      return { value: box.value as T, durable }
    }
    await begin(undone)
    const written = loop.settle(succeed(started[0]!))
    expect(await written).toBe(true)
    expect(failures).toBe(1)
    await vi.waitFor(() => expect(started).toHaveLength(3), patient)
    expect(new Set(started.map(({ _id }) => _id)).size).toBe(3)
    expect(await counts()).toEqual({ SUCCEEDED: 1, RUNNING: 2, QUEUED: 3 })
    expect(await running()).toBe(2)
  })

  it('starts once what was claimed although nobody could say so', async () => {
    let failures = 0
    await begin(async (work) => {
      const ahead = await database.transactionAhead(work)
      if (failures++ > 0) return ahead
      await ahead.durable
      const durable = Promise.reject(new Error('no answer'))
      durable.catch(() => undefined)
      return { value: ahead.value, durable }
    })
    // Somebody who was not told that the end is written is told that it is not theirs any more.
    expect(await loop.settle(succeed(started[0]!))).toBe(false)
    await vi.waitFor(() => expect(started).toHaveLength(3), patient)
    expect(new Set(started.map(({ _id }) => _id)).size).toBe(3)
    expect(await counts()).toEqual({ SUCCEEDED: 1, RUNNING: 2, QUEUED: 3 })
    expect(await running()).toBe(2)
  })
})
