// Promise: with a backlog, what has ended goes out while the next comes in, and is counted once: by the next turn, or by whoever buries
// its worker. Where the ends decide what may start, both go together.
import type { Filter, FindOptions } from 'mongodb'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { silentLogger } from '../../../server/log.ts'
import type { Ahead, Database } from '../../../server/mongo.ts'
import type { AgentState } from '../../../server/queue/agent-state.ts'
import { ClaimLoop } from '../../../server/queue/claim-loop.ts'
import { type CycleInput, type CycleResult, runCycle, runCycleAhead } from '../../../server/queue/cycle.ts'
import { KnownAgents } from '../../../server/queue/known-agents.ts'
import { findReady } from '../../../server/queue/ready-tasks.ts'
import { settle, type TaskOutcome } from '../../../server/queue/settlement.ts'
import { startTakeover } from '../../../server/queue/takeover.ts'
import type { TaskDoc } from '../../../server/queue/task.ts'
import type { UncountedEnds } from '../../../server/queue/uncounted-ends.ts'
import { agentStates } from '../../../server/tasks/agent-view.ts'
import { createTestEngine, keepMs } from '../../support/engine.ts'
import { patient } from '../../support/patience.ts'

const engine = await createTestEngine({ agents: [{ maxConcurrent: 1000 }] })
const { database } = engine
const tasks = database.collection<TaskDoc>('tasks')
const rows = database.collection<UncountedEnds>('uncounted_ends')
const breaker = { failureRate: 1, minimum: 1_000_000, windowMs: 60_000, openMs: 30_000, disableAfter: 1_000 }
const limited = (maxConcurrent: number) => new Map([['writer', { name: 'writer', maxConcurrent, rateLimit: undefined, breaker }]])
const limits = limited(1000)
const endAs = (outcome: TaskOutcome) => (task: TaskDoc) =>
  settle({ task, outcome, output: {}, now: new Date(), keepMs, allowRetryAt: (moment) => moment })
const succeed = endAs({ kind: 'succeeded', result: null })
const fail = endAs({ kind: 'failed', error: { code: 'BROKEN', class: 'TRANSIENT', message: 'It broke.' } })
const counter = async () => (await database.collection<AgentState>('agents').findOne({ _id: 'writer' }))?.running
const shown = async () => (await agentStates(database, ['writer']))[0]?.running
const inState = (status: TaskDoc['status']) => tasks.countDocuments({ status })

beforeEach(async () => {
  for (const name of ['tasks', 'agents', 'events', 'workers', 'uncounted_ends']) await database.collection(name).deleteMany({})
})

async function submit(count: number): Promise<void> {
  for (let left = count; left > 0; left -= 100) await engine.submitAll(Array.from({ length: Math.min(left, 100) }, () => ({})))
}

describe('a turn with a backlog', () => {
  const batch = 20
  let known: KnownAgents
  let claimed: TaskDoc[]

  beforeEach(async () => {
    await submit(3 * batch)
    const first = await runCycle({ database, limits, finished: [], want: batch, worker: 'w1' })
    claimed = first.claimed
    known = new KnownAgents()
    known.note(first.states)
  })

  const turn = async (input: Partial<CycleInput> = {}): Promise<CycleResult> => {
    const finished = claimed.map(succeed)
    const { value, durable } = await runCycleAhead({
      database,
      limits,
      finished,
      want: batch,
      worker: 'w1',
      backlog: true,
      known,
      ...input,
    })
    await durable
    known.note(value.states)
    return value
  }

  it('leaves it to the next turn to count what has ended', async () => {
    const next = await turn()
    expect([next.claimed.length, await inState('SUCCEEDED'), await inState('RUNNING')]).toEqual([batch, batch, batch])
    expect(await rows.find().toArray()).toEqual([
      { _id: next.uncounted[0]?._id, worker: 'w1', agents: [{ agent: 'writer', succeeded: batch }] },
    ])
    expect([await counter(), await shown()]).toEqual([2 * batch, batch])
    const last = await turn({ finished: next.claimed.map(succeed), uncounted: next.uncounted })
    expect([last.claimed.length, await counter(), await shown(), await rows.countDocuments()]).toEqual([batch, 2 * batch, batch, 1])
    await turn({ finished: last.claimed.map(succeed), uncounted: last.uncounted, backlog: false })
    expect([await inState('SUCCEEDED'), await counter(), await rows.countDocuments()]).toEqual([3 * batch, 0, 0])
  })

  it('tells of every end and of every start', async () => {
    await turn()
    const types = await database
      .collection('events')
      .aggregate([{ $sortByCount: '$type' }])
      .toArray()
    expect(Object.fromEntries(types.map(({ _id, count }) => [_id, count]))).toEqual({
      'task.queued': 3 * batch,
      'task.started': 2 * batch,
      'task.succeeded': batch,
    })
  })

  const moved = () => {
    known.doubt()
    return {}
  }
  const together: [why: string, input: () => Partial<CycleInput>][] = [
    ['the agent has no room without the ends', () => ({ limits: limited(2 * batch - 1) })],
    ['one of them has failed: its circuit may open', () => ({ finished: [...claimed.slice(1).map(succeed), fail(claimed[0]!)] })],
    ['there are budgets', () => ({ budgeted: true })],
    ['few have ended', () => ({ finished: claimed.slice(1).map(succeed) })],
    ['nothing may come in', () => ({ want: 0 })],
    ['its agents have moved lately', moved],
  ]
  it.each(together)('does both together when %s', async (_why, input) => {
    const next = await turn(input())
    expect([next.uncounted, await rows.countDocuments()]).toEqual([[], 0])
    expect(await counter()).toBe(await inState('RUNNING'))
  })

  it('counts nothing for a task whose claim was taken away', async () => {
    await tasks.updateOne({ _id: claimed[0]!._id }, { $set: { claim: 'somebody else' } })
    const next = await turn()
    expect([...next.fenced]).toEqual([claimed[0]!._id])
    expect((await rows.findOne())?.agents).toEqual([{ agent: 'writer', succeeded: batch - 1 }])
    expect([await inState('SUCCEEDED'), await inState('RUNNING'), await shown()]).toEqual([batch - 1, batch + 1, batch + 1])
  })

  it('does not count what somebody else has counted', async () => {
    const next = await turn()
    const { uncounted } = next
    await runCycle({ database, limits, finished: [], want: 0, worker: 'w1', uncounted })
    expect([await counter(), await rows.countDocuments()]).toEqual([batch, 0])
    await turn({ finished: next.claimed.map(succeed), uncounted, backlog: false })
    expect(await counter()).toBe(await inState('RUNNING'))
  })

  it('is counted by whoever buries its worker', async () => {
    await turn()
    const onRequeued = () => undefined
    const stop = startTakeover({ database, log: silentLogger, limits: () => limits, keepMs: () => keepMs, onRequeued })
    await vi.waitFor(async () => expect([await counter(), await rows.countDocuments()]).toEqual([0, 0]), patient)
    await stop()
    expect([await inState('SUCCEEDED'), await inState('QUEUED')]).toEqual([batch, 2 * batch])
  })
})

describe('a worker with more to do than it can start', () => {
  type TransactionAhead = Database['transactionAhead']
  const total = 400

  /** Runs everything until each end was told; answers how often each task was started. */
  async function drain(transactionAhead: TransactionAhead): Promise<Map<string, number>> {
    await submit(total)
    const starts = new Map<string, number>()
    let told = 0
    const loop = new ClaimLoop({
      database: { ...database, transactionAhead },
      log: silentLogger,
      worker: () => 'w1',
      capacity: 80,
      limits: () => limits,
      budgeted: () => false,
      deliver: (claimed) => {
        for (const task of claimed) {
          starts.set(task._id, (starts.get(task._id) ?? 0) + 1)
          void loop.settle(succeed(task)).then(() => told++)
        }
      },
    })
    const stop = loop.start()
    await vi.waitFor(async () => expect([await inState('SUCCEEDED'), told]).toEqual([total, total]), patient)
    await stop()
    return starts
  }

  const expectAllOnce = async (starts: ReadonlyMap<string, number>) => {
    expect([...starts.values()].filter((count) => count !== 1)).toEqual([])
    expect(starts.size).toBe(total)
    expect([await counter(), await rows.countDocuments()]).toEqual([0, 0])
  }

  it('has counted everything when it stops', async () => {
    let aheads = 0
    let leftBehind = 0
    const starts = await drain(async (work) => {
      const ahead = await database.transactionAhead(work)
      aheads++
      await ahead.durable
      leftBehind = Math.max(leftBehind, await rows.countDocuments())
      return ahead
    })
    await expectAllOnce(starts)
    expect([aheads > 2, leftBehind > 0]).toEqual([true, true])
  })

  it('looks beside its transaction for what is written, whether that is durable or not', async () => {
    const asked: unknown[] = []
    const find = (filter: Filter<TaskDoc>, options: FindOptions) => {
      asked.push(options.readConcern)
      return tasks.find(filter, options)
    }
    const watched = new Proxy(tasks, { get: (target, name) => (name === 'find' ? find : Reflect.get(target, name, target)) })
    await findReady({ tasks: watched }, { agents: ['writer'], limit: 1, skip: [], closed: [] })
    expect(asked).toEqual(['local'])
  })

  const broken = new Error('the database has crashed')
  const undone = async <T>(work: Parameters<typeof database.transaction<T>>[0]): Promise<never> => {
    await database
      .transaction(async (session) => {
        await work(session)
        throw broken
      })
      .catch((error: unknown) => expect(error).toBe(broken))
    throw broken
  }
  const unheardOf = async <T>(work: Parameters<typeof database.transaction<T>>[0]): Promise<Ahead<T>> => {
    await (await database.transactionAhead(work)).durable
    throw broken
  }
  const nowAndThen = (fails: TransactionAhead): TransactionAhead => {
    let aheads = 0
    return (work) => (++aheads % 4 === 0 ? fails(work) : database.transactionAhead(work))
  }

  it.each([
    ['undone', nowAndThen(undone)],
    ['written, but nobody could say so', nowAndThen(unheardOf)],
  ])('starts and counts each task once when one half of a turn is %s', async (_how, transactionAhead) => {
    const starts = await drain(transactionAhead)
    await expectAllOnce(starts)
  })
})
