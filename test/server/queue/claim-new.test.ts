// Promise: a task that may start at once is stored and started in one transaction, in the strict order and within the limits all the same.
import { setImmediate as turn } from 'node:timers/promises'
import type { ChangeStreamInsertDocument, ClientSession } from 'mongodb'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { removeBudget, setBudget } from '../../../server/budgets/budget-store.ts'
import type { EventRow } from '../../../server/events/event-log.ts'
import { silentLogger } from '../../../server/log.ts'
import { type Database, RetryTransaction } from '../../../server/mongo.ts'
import type { AgentState } from '../../../server/queue/agent-state.ts'
import { ClaimLoop } from '../../../server/queue/claim-loop.ts'
import { type ClaimNew, storeAndClaim } from '../../../server/queue/claim-new.ts'
import { createEnqueue } from '../../../server/queue/enqueue.ts'
import { KnownAgents } from '../../../server/queue/known-agents.ts'
import type { TaskDoc } from '../../../server/queue/task.ts'
import { allClaims, claimsOf } from '../../../server/queue/task-claims.ts'
import type { Worker } from '../../../server/queue/worker.ts'
import { resetCircuit, setAgentEnabled } from '../../../server/tasks/operate-agents.ts'
import { submitTasks } from '../../../server/tasks/submit.ts'
import { admin, createGate, createTestEngine, user } from '../../support/engine.ts'

const engine = await createTestEngine({ agents: [{ maxConcurrent: 2 }] })
const { database } = engine
const tasks = database.collection<TaskDoc>('tasks')
const breaker = { failureRate: 1, minimum: 1_000_000, windowMs: 60_000, openMs: 30_000, disableAfter: 1_000 }
const limits = new Map([['writer', { name: 'writer', maxConcurrent: 2, rateLimit: undefined, breaker }]])
const running = async () => (await database.collection<AgentState>('agents').findOne({ _id: 'writer' }))?.running ?? 0

beforeEach(async () => {
  for (const name of ['tasks', 'agents', 'events']) await database.collection(name).deleteMany({})
})

describe('storing and claiming together', () => {
  /** A task as it is before it is stored. */
  async function newcomer(id: string, priority: TaskDoc['priority']): Promise<TaskDoc> {
    const { _id } = await engine.submit({ priority })
    const task = await engine.task(_id)
    await tasks.deleteOne({ _id })
    return { ...task, _id: id }
  }

  const storing = (newcomers: TaskDoc[]) => async (session: ClientSession, claim: ClaimNew) => {
    const { tasks: asTheyAre, events } = await claim(newcomers)
    await tasks.insertMany([...asTheyAre], { session })
    return events.map(({ type, subject }) => `${type} ${subject}`)
  }

  it('lets a newcomer go before what waits behind it, and no earlier', async () => {
    const [low, critical] = await engine.submitAll([{ priority: 'LOW' }, { priority: 'CRITICAL' }])
    const high = await newcomer('T-901', 'HIGH')
    const { value, result } = await storeAndClaim({ database, limits, want: 10, worker: 'w1' }, storing([high]))
    expect(value).toEqual([`task.started ${critical!._id}`, 'task.started T-901'])
    expect(result?.claimed.map(({ _id }) => _id)).toEqual([critical!._id, 'T-901'])
    const stored = await engine.task('T-901')
    expect(stored).toMatchObject({ status: 'RUNNING', worker: 'w1', fence: high.fence + 1 })
    expect(stored.ready).toBeUndefined()
    expect(await engine.task(critical!._id)).toMatchObject({ status: 'RUNNING', claim: stored.claim, fence: 1 })
    expect(await claimsOf(database).findOne(allClaims)).toMatchObject({ _id: stored.claim, tasks: [critical!._id, 'T-901'] })
    expect((await engine.task(low!._id)).status).toBe('QUEUED')
    expect(await running()).toBe(2)
  })

  const claiming = { database, limits, want: 10, worker: 'w1', budgeted: true }

  /** What the database is asked and told meanwhile, in this order; every row that a statement updates counts by itself. */
  async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
    const profile = database.db.collection<{ ns: string; op: string }>('system.profile')
    await database.db.setProfilingLevel('all')
    await work()
    await database.db.setProfilingLevel('off')
    const rows = await profile.find({ appName: 'capstan', op: { $in: ['query', 'command', 'update', 'insert'] } }).toArray()
    await profile.drop()
    return rows.map(({ ns, op }) => `${op} ${ns.slice(database.db.databaseName.length + 1)}`).filter((row) => !row.endsWith('$cmd'))
  }

  it('asks one question about everything when nobody else waits', async () => {
    const newcomers = [await newcomer('T-903', 'HIGH')]
    expect(await statementsOf(() => storeAndClaim(claiming, storing(newcomers)))).toEqual([
      'command $cmd.aggregate',
      'update agents',
      'update agents',
      'insert tasks',
    ])
    expect((await engine.task('T-903')).status).toBe('RUNNING')
  })

  describe('with agents it knows', () => {
    /** As the process that claims learns them: from a claim of its own. */
    async function knowing(): Promise<KnownAgents> {
      const { result } = await storeAndClaim(claiming, storing([await newcomer('T-910', 'NORMAL')]))
      const known = new KnownAgents()
      known.note(result!.states)
      return known
    }

    it('reads nothing first, and asks beside the transaction whether anything speaks against it', async () => {
      const known = await knowing()
      const newcomers = [await newcomer('T-911', 'HIGH')]
      const statements = await statementsOf(() => storeAndClaim({ ...claiming, known }, storing(newcomers)))
      expect(statements.toSorted()).toEqual(['insert tasks', 'query tasks', 'update agents', 'update agents'])
      expect((await engine.task('T-911')).status).toBe('RUNNING')
      expect(await running()).toBe(2)
    })

    it('looks again when an agent has moved since', async () => {
      const known = await knowing()
      await database.collection<AgentState>('agents').updateOne({ _id: 'writer' }, { $inc: { running: 1, version: 1 } })
      const { result } = await storeAndClaim({ ...claiming, known }, storing([await newcomer('T-911', 'HIGH')]))
      expect(result).toMatchObject({ claimed: [], waiting: new Set(['writer']) })
      expect((await engine.task('T-911')).status).toBe('QUEUED')
      expect(await running()).toBe(2)
    })

    it('looks again when an agent was switched off since', async () => {
      const known = await knowing()
      await setAgentEnabled(engine, admin, { name: 'writer', enabled: false })
      await storeAndClaim({ ...claiming, known }, storing([await newcomer('T-911', 'HIGH')]))
      expect((await engine.task('T-911')).status).toBe('QUEUED')
    })

    it('looks again when a person closed its circuit since, and leaves it as that person did', async () => {
      const known = await knowing()
      const agents = database.collection<AgentState>('agents')
      await agents.updateOne({ _id: 'writer' }, { $set: { 'circuit.state': 'OPEN' } })
      await resetCircuit(engine, admin, 'writer')
      const closed = await agents.findOne({ _id: 'writer' })
      await storeAndClaim({ ...claiming, known }, storing([await newcomer('T-911', 'HIGH')]))
      expect(await agents.findOne({ _id: 'writer' })).toMatchObject({ circuit: closed!.circuit, running: 2 })
    })

    it('looks again when it knows of no free place, for there may be one by now', async () => {
      const known = await knowing()
      known.note(new Map([['writer', { ...known.all(['writer'])!.get('writer')!, running: 2 }]]))
      await storeAndClaim({ ...claiming, known }, storing([await newcomer('T-911', 'HIGH')]))
      expect((await engine.task('T-911')).status).toBe('RUNNING')
    })

    it('lets nobody go before those that wait', async () => {
      const known = await knowing()
      const [critical] = await engine.submitAll([{ priority: 'CRITICAL' }])
      await storeAndClaim({ ...claiming, known }, storing([await newcomer('T-911', 'HIGH')]))
      expect((await engine.task(critical!._id)).status).toBe('RUNNING')
      expect((await engine.task('T-911')).status).toBe('QUEUED')
    })

    it('keeps to a budget that was set a moment ago, until it is removed', async () => {
      const known = await knowing()
      const start = async (id: string) => {
        const { result } = await storeAndClaim({ ...claiming, known }, storing([await newcomer(id, 'HIGH')]))
        known.note(result!.states)
        return (await engine.task(id)).status
      }
      const input = { scope: 'AGENT', subject: 'writer', period: 'DAY', runs: 0 } as const
      const spent = await setBudget({ database, knowsAgent: () => true }, admin, input)
      expect(await start('T-911')).toBe('QUEUED')
      expect(await start('T-912')).toBe('QUEUED')
      await tasks.deleteMany({ status: 'QUEUED' })
      await removeBudget(database, admin, spent._id)
      expect(await start('T-913')).toBe('RUNNING')
    })
  })

  it('stores a newcomer as it came when its turn has not come', async () => {
    const [first] = await engine.submitAll([{ priority: 'CRITICAL' }])
    const low = await newcomer('T-902', 'LOW')
    const { result } = await storeAndClaim({ database, limits, want: 1, worker: 'w1' }, storing([low]))
    expect(result?.claimed.map(({ _id }) => _id)).toEqual([first!._id])
    expect(await engine.task('T-902')).toEqual(low)
  })

  it('stores without claiming when others have come in between', async () => {
    let tries = 0
    const contested: Database = {
      ...database,
      transaction: (work) =>
        database.transaction(async (session) => {
          const answer = await work(session)
          if (++tries <= 2) throw new RetryTransaction('somebody else was first')
          return answer
        }),
    }
    const task = await newcomer('T-903', 'NORMAL')
    const { result } = await storeAndClaim({ database: contested, limits, want: 1, worker: 'w1' }, storing([task]))
    expect(result).toBeUndefined()
    expect((await engine.task('T-903')).status).toBe('QUEUED')
    expect([await running(), tries]).toEqual([0, 3])
  })
})

describe('a worker in the process that stores', () => {
  let transactions = 0
  let open = 0
  const counted: Database = {
    ...database,
    transaction: async (work) => {
      transactions++
      open++
      return database.transaction(work).finally(() => open--)
    },
  }
  let held = createGate()
  let worker: Worker
  const someTurns = async () => {
    for (let n = 0; n < 5; n++) await turn()
  }
  const untilIdle = () =>
    vi.waitFor(
      async () => {
        expect(open).toBe(0)
        await someTurns()
        expect(open).toBe(0)
      },
      { timeout: 60_000, interval: 5 },
    )

  async function startHoldingWorker(): Promise<void> {
    held = createGate()
    engine.handle(async () => {
      await held.passed
      return { kind: 'succeeded', result: null }
    })
    worker = await engine.startWorker(10, counted)
    await untilIdle()
  }

  const enqueue = createEnqueue({
    database: counted,
    queueLimit: () => 100,
    onStored: () => worker.wake(['writer']),
    claimWith: (agents, store) => worker.claimWith(agents, store),
  })
  async function submit(count: number): Promise<TaskDoc[]> {
    const input = { agent: 'writer', parameters: { topic: 'tests' } }
    return submitTasks(
      { ...engine, enqueue },
      { viewer: user, origin: 'test' },
      Array.from({ length: count }, () => input),
    )
  }

  it('starts what is submitted in the transaction that stores it', async () => {
    await startHoldingWorker()
    const stream = database.collection<EventRow>('events').watch<EventRow, ChangeStreamInsertDocument<EventRow>>()
    const opened = new Promise((resolve) => stream.once('resumeTokenChanged', resolve))
    const next = stream.next()
    await opened
    const [task] = await submit(1)
    const { _id } = task!
    const { status, claim, startedAt, fence } = await engine.task(_id)
    expect(task).toMatchObject({ status, claim, startedAt, fence, worker: worker.id() })
    expect(status).toBe('RUNNING')
    const changes = [await next, await stream.next()]
    expect(changes.map(({ fullDocument: { type, subject } }) => [type, subject])).toEqual([
      ['task.queued', _id],
      ['task.started', _id],
    ])
    expect(changes[0]!.txnNumber).toEqual(changes[1]!.txnNumber)
    expect(changes[0]!.lsid).toEqual(changes[1]!.lsid)
    await stream.close()
    held.open()
    await engine.waitFor(_id, 'SUCCEEDED')
    await worker.stop(1000)
  })

  it('does not look at once when more comes for an agent that has to wait', async () => {
    await startHoldingWorker()
    const [, , third] = await submit(3)
    await vi.waitFor(() => expect(worker.running()).toHaveLength(2), 40_000)
    await untilIdle()
    const before = transactions
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    worker.wake(['writer'])
    await someTurns()
    expect(transactions).toBe(before)
    worker.wake()
    await someTurns()
    expect(transactions).toBe(before + 1)
    vi.useRealTimers()
    held.open()
    await engine.waitFor(third!._id, 'SUCCEEDED')
    await worker.stop(1000)
  })

  it('comes to rest when it is full, whatever it hears', async () => {
    const claimed: TaskDoc[] = []
    const options = { database, log: silentLogger, worker: () => 'w1', limits: () => limits, budgeted: () => false }
    const loop = new ClaimLoop({ ...options, capacity: 1, deliver: (batch) => claimed.push(...batch) })
    const stop = loop.start()
    await loop.idle()
    await engine.submitAll([{}, {}])
    loop.wake(['writer'])
    await loop.idle()
    loop.wake(['writer'])
    await loop.idle()
    expect(claimed).toHaveLength(1)
    await stop()
  })
})
