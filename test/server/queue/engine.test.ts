// Promise: tasks run in the promised order, within their agents' limits, each once; counters never drift and a dead worker loses nothing.
import type { FindOptions } from 'mongodb'
import { beforeEach, describe, expect, it } from 'vitest'
import { silentLogger } from '../../../server/log.ts'
import type { AgentState } from '../../../server/queue/agent-state.ts'
import { runCycle } from '../../../server/queue/cycle.ts'
import { KnownAgents } from '../../../server/queue/known-agents.ts'
import { settle } from '../../../server/queue/settlement.ts'
import { startTakeover } from '../../../server/queue/takeover.ts'
import type { TaskDoc } from '../../../server/queue/task.ts'
import type { WorkerDoc } from '../../../server/queue/worker-lease.ts'
import { agentCounters } from '../../support/agent-counters.ts'
import { createTestEngine, keepMs } from '../../support/engine.ts'

const engine = await createTestEngine({ agents: [{ maxConcurrent: 3 }, { name: 'coder', maxConcurrent: 2 }] })
const { database } = engine
const tasks = database.collection<TaskDoc>('tasks')
const breaker = { failureRate: 1, minimum: 1_000_000, windowMs: 60_000, openMs: 30_000, disableAfter: 1_000 }
const limits = new Map([
  ['writer', { name: 'writer', maxConcurrent: 3, rateLimit: undefined, breaker }],
  ['coder', { name: 'coder', maxConcurrent: 2, rateLimit: undefined, breaker }],
])

const claim = (want: number, worker = 'w1', finished: Parameters<typeof runCycle>[0]['finished'] = [], db = database) =>
  runCycle({ database: db, limits, finished, want, worker })
const succeed = (task: TaskDoc) =>
  settle({ task, outcome: { kind: 'succeeded', result: null }, output: {}, now: new Date(), keepMs, allowRetryAt: (moment) => moment })
const counters = async () => Object.fromEntries((await agentCounters(database)).map(({ _id, running }) => [_id, running]))

beforeEach(async () => {
  for (const name of ['tasks', 'agents', 'events', 'workers']) await database.collection(name).deleteMany({})
})

describe('one turn of the engine', () => {
  it('claims in strict order, over all agents that may start, and leaves saturated ones out', async () => {
    const [low, critical, normal, high, coderLow] = await engine.submitAll([
      { priority: 'LOW' },
      { priority: 'CRITICAL' },
      { priority: 'NORMAL' },
      { priority: 'HIGH' },
      { agent: 'coder', priority: 'LOW' },
    ])
    const { claimed } = await claim(10)
    expect(claimed.map(({ _id }) => _id)).toEqual([critical!._id, high!._id, normal!._id, coderLow!._id])
    expect((await engine.task(low!._id)).status).toBe('QUEUED')
    expect(await counters()).toEqual({ writer: 3, coder: 1 })
  })

  it('never claims more than can start now', async () => {
    await engine.submitAll([{}, {}, {}])
    expect((await claim(2)).claimed).toHaveLength(2)
    expect((await claim(0)).claimed).toHaveLength(0)
  })

  it('takes the finished batch out and the next batch in together, and the counters follow', async () => {
    await engine.submitAll([{}, {}, {}, {}, {}])
    const { claimed } = await claim(5)
    expect(claimed).toHaveLength(3)
    const next = await claim(5, 'w1', claimed.map(succeed))
    expect(next.claimed).toHaveLength(2)
    expect(await counters()).toMatchObject({ writer: 2 })
    expect(await tasks.countDocuments({ status: 'SUCCEEDED', list: 'MAIN', claim: { $exists: false } })).toBe(3)
  })

  it('gives each task to one of many who ask at the same moment, within the limits', async () => {
    await engine.submitAll(Array.from({ length: 20 }, (_, n) => ({ agent: n % 2 ? 'writer' : 'coder' })))
    const other = await engine.join()
    const results = await Promise.all(Array.from({ length: 8 }, (_, n) => claim(2, `w${n}`, [], n % 2 ? database : other.database)))
    const ids = results.flatMap(({ claimed }) => claimed.map(({ _id }) => _id))
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).toHaveLength(5)
    expect(await counters()).toEqual({ writer: 3, coder: 2 })
  })

  it('finds what has come in above the backlog when it looks for the next ones while it writes the last ones', async () => {
    await engine.submitAll([{}, {}, {}])
    const { claimed } = await claim(1)
    const [urgent] = await engine.submitAll([{ priority: 'CRITICAL' }])
    const next = await runCycle({ database, limits, finished: claimed.map(succeed), want: 1, worker: 'w1', backlog: true })
    expect(next.claimed.map(({ _id }) => _id)).toEqual([urgent!._id])
    expect(await counters()).toMatchObject({ writer: 1 })
  })

  it('runs again when it has found a task that came in after its snapshot', async () => {
    await engine.submitAll([{}, {}, {}])
    const { claimed } = await claim(1)
    let urgent: TaskDoc | undefined
    let looks = 0
    const find: typeof tasks.find = (filter = {}, options: FindOptions = {}) => {
      looks++
      const cursor = tasks.find(filter, options)
      if (options.session) return cursor
      return Object.assign(Object.create(cursor), {
        toArray: async () => {
          urgent = await engine.submit({ priority: 'CRITICAL' })
          return tasks.find(filter, options).toArray()
        },
      })
    }
    const watched = new Proxy(tasks, { get: (target, name) => (name === 'find' ? find : Reflect.get(target, name, target)) })
    const collection = ((name: string) => (name === 'tasks' ? watched : database.collection(name))) as typeof database.collection
    const input = { database: { ...database, collection }, limits, finished: claimed.map(succeed), want: 1, worker: 'w1', backlog: true }
    const next = await runCycle(input)
    expect(looks).toBe(2)
    expect(next.claimed.map(({ _id }) => _id)).toEqual([urgent!._id])
    expect(await tasks.countDocuments({ status: 'SUCCEEDED' })).toBe(1)
    expect(await counters()).toMatchObject({ writer: 1 })
  })

  it('gives each task once when many look for the next ones while it writes the last ones', async () => {
    await engine.submitAll([{}, {}, { agent: 'coder' }, {}, {}, { agent: 'coder' }, {}, { agent: 'coder' }])
    const others = await Promise.all([engine.join(), engine.join()])
    const first = await Promise.all(['w0', 'w1', 'w2'].map((worker) => claim(1, worker)))
    const next = await Promise.all(
      first.map(({ claimed }, n) =>
        runCycle({
          database: others[n]?.database ?? database,
          limits,
          finished: claimed.map(succeed),
          want: 2,
          worker: `w${n}`,
          backlog: true,
        }),
      ),
    )
    const ids = [...first, ...next].flatMap(({ claimed }) => claimed.map(({ _id }) => _id))
    expect(new Set(ids).size).toBe(ids.length)
    expect(await tasks.countDocuments({ status: 'SUCCEEDED' })).toBe(3)
    const running = Object.values(await counters()).reduce((sum, count) => sum + count, 0)
    expect(running).toBe(await tasks.countDocuments({ status: 'RUNNING' }))
  })

  it('writes nothing for a worker whose claim was taken away, and everything for the others of its batch', async () => {
    await engine.submitAll([{}, {}])
    const { claimed } = await claim(2)
    await tasks.updateOne({ _id: claimed[0]!._id }, { $set: { claim: 'somebody else', fence: 9 } })
    const { fenced } = await claim(0, 'w1', claimed.map(succeed))
    expect([...fenced]).toEqual([claimed[0]!._id])
    expect(await engine.task(claimed[0]!._id)).toMatchObject({ status: 'RUNNING', claim: 'somebody else' })
    expect(await engine.task(claimed[1]!._id)).toMatchObject({ status: 'SUCCEEDED' })
    expect(await counters()).toMatchObject({ writer: 1 })
  })

  it('raises the fence with every claim', async () => {
    await engine.submit()
    const [first] = (await claim(1)).claimed
    const again = settle({
      task: first!,
      outcome: { kind: 'interrupted' },
      output: {},
      now: new Date(),
      keepMs,
      allowRetryAt: (moment) => moment,
    })
    await claim(0, 'w1', [again])
    const [second] = (await claim(1, 'w2')).claimed
    expect(second!._id).toBe(first!._id)
    expect(second!.fence).toBe(first!.fence + 1)
  })
})

describe('a turn of a worker that knows its agents', () => {
  /** As it left them: after claiming two of four tasks. */
  async function begin(): Promise<{ known: KnownAgents; claimed: TaskDoc[] }> {
    await engine.submitAll([{}, {}, {}, {}])
    const { states, claimed } = await claim(2)
    const known = new KnownAgents()
    known.note(states)
    return { known, claimed }
  }
  let reads = 0
  const turn = async (known: KnownAgents, finished: readonly TaskDoc[]) => {
    reads = 0
    const agents = database.collection<AgentState>('agents')
    const find: typeof agents.find = (filter = {}, options: FindOptions = {}) => {
      reads++
      return agents.find(filter, options)
    }
    const watched = new Proxy(agents, { get: (target, name) => (name === 'find' ? find : Reflect.get(target, name, target)) })
    const collection = ((name: string) => (name === 'agents' ? watched : database.collection(name))) as typeof database.collection
    const input = { limits: new Map([['writer', limits.get('writer')!]]), finished: finished.map(succeed), want: 5, worker: 'w1', known }
    return runCycle({ database: { ...database, collection }, ...input })
  }

  it('does not read them', async () => {
    const { known, claimed } = await begin()
    const next = await turn(known, claimed)
    expect([next.claimed.length, reads]).toEqual([2, 0])
    expect(await counters()).toMatchObject({ writer: 2 })
  })

  it('reads them when somebody has moved them, and the longer afterwards the more often that happens', async () => {
    const { known, claimed } = await begin()
    await database.collection<AgentState>('agents').updateOne({ _id: 'writer' }, { $inc: { running: 2, version: 1 } })
    const next = await turn(known, claimed)
    expect([next.claimed.length, reads]).toEqual([1, 1])
    expect(await counters()).toMatchObject({ writer: 3 })
    known.note(next.states)
    const last = await turn(known, next.claimed)
    expect(reads).toBe(0)
    known.note(last.states)
    const doubtful = () => {
      let turns = 0
      for (known.doubt(); !known.all(['writer']); turns++) known.note(new Map())
      return turns
    }
    expect(Array.from({ length: 7 }, doubtful)).toEqual([1, 2, 4, 8, 16, 32, 32])
    for (let calm = 0; calm < 4; calm++) known.note(new Map())
    expect(doubtful()).toBe(2)
  })

  it('reads them when it knows of one that must wait: it may be free by now', async () => {
    const { known } = await begin()
    const full = await claim(5)
    known.note(full.states)
    expect(full.waiting).toEqual(new Set(['writer']))
    await database.collection<AgentState>('agents').updateOne({ _id: 'writer' }, { $set: { running: 0 }, $inc: { version: 1 } })
    const next = await turn(known, [])
    expect([next.claimed.length, reads]).toEqual([1, 1])
  })
})

describe('a dead worker', () => {
  it('loses its tasks to the queue, its slots come free, and it can write nothing afterwards', async () => {
    await engine.submitAll([{}, {}])
    const { claimed } = await claim(2, 'dead')
    const lease = { _id: 'dead', status: 'ACTIVE' as const, running: 2, leaseUntil: new Date(Date.now() - 1000) }
    await database.collection<Partial<WorkerDoc> & { _id: string }>('workers').insertOne(lease)
    const stop = startTakeover({ database, log: silentLogger, limits: () => limits, keepMs: () => keepMs, onRequeued: () => undefined })
    for (const { _id } of claimed) await engine.waitFor(_id, 'QUEUED')
    await stop()
    expect(await counters()).toMatchObject({ writer: 0 })
    expect(await engine.task(claimed[0]!._id)).toMatchObject({ crashes: 1, attempts: [{ outcome: 'lost', worker: 'dead' }] })
    const { fenced } = await claim(0, 'dead', claimed.map(succeed))
    expect(fenced.size).toBe(2)
    expect(await tasks.countDocuments({ status: 'SUCCEEDED' })).toBe(0)
  })

  it('does not bring back a task that somebody asked to cancel', async () => {
    await engine.submit()
    const [task] = (await claim(1, 'dead')).claimed
    await tasks.updateOne({ _id: task!._id }, { $set: { cancel: { by: { id: 'ada', name: 'Ada' }, at: new Date() } } })
    const lease = { _id: 'dead', status: 'ACTIVE' as const, running: 1, leaseUntil: new Date(Date.now() - 1000) }
    await database.collection<Partial<WorkerDoc> & { _id: string }>('workers').insertOne(lease)
    const stop = startTakeover({ database, log: silentLogger, limits: () => limits, keepMs: () => keepMs, onRequeued: () => undefined })
    await engine.waitFor(task!._id, 'CANCELLED')
    await stop()
  })
})
