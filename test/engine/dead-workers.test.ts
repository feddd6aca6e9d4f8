// Promise: what a worker process held when it died or froze runs again elsewhere as soon as its lease has run out, and the dead write
// nothing more.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { silentLogger } from '../../server/log.ts'
import type { AgentLimits } from '../../server/queue/agent-state.ts'
import { runCycle } from '../../server/queue/cycle.ts'
import { type DeadLetterDoc, deadLetterId } from '../../server/queue/dead-letter-store.ts'
import { startTakeover } from '../../server/queue/takeover.ts'
import type { TaskDoc } from '../../server/queue/task.ts'
import { claimsOf } from '../../server/queue/task-claims.ts'
import { leaseMs, type WorkerDoc } from '../../server/queue/worker-lease.ts'
import { type CrashWorker, createCrashCrew } from '../support/crash-crew.ts'
import { createTestEngine, fakeAgent, keepMs } from '../support/engine.ts'
import { expireLeases } from '../support/leases.ts'
import { takeSnapshot } from '../support/snapshot.ts'

const crew = createCrashCrew()
const engine = await createTestEngine()
const { database, url } = engine
const agents = [fakeAgent()]
const { name, maxConcurrent, rateLimit, breaker } = fakeAgent()
const limits = new Map<string, AgentLimits>([[name, { name, maxConcurrent, rateLimit, breaker }]])
const workers = database.collection<WorkerDoc>('workers')

let started: CrashWorker[] = []
const startWorker = async (settings: { capacity?: number; graceMs?: number } = {}) => {
  const worker = await crew.start({ url, agents, ...settings })
  started.push(worker)
  return worker
}
const hold = (count: number) => engine.submitAll(Array.from({ length: count }, () => ({ parameters: { topic: 'hold' } })))
/** Begins to look; stopping waits until it has looked. */
const lookForDead = () =>
  startTakeover({ database, log: silentLogger, limits: () => limits, keepMs: () => keepMs, onRequeued: () => undefined })
/** As if the lease had run out and somebody had looked. */
async function declareDead(_id: string): Promise<void> {
  await expireLeases(database.db, _id)
  await lookForDead()()
}
const ended = async (ids: readonly TaskDoc[]) => Promise.all(ids.map(({ _id }) => engine.waitFor(_id, 'SUCCEEDED')))
const successes = async ({ _id }: TaskDoc) => (await engine.events(_id)).filter(({ type }) => type === 'task.succeeded').length

beforeEach(() => {
  started = []
})

afterEach(async () => {
  for (const worker of started) await worker.kill()
})

describe('a worker process that is killed', () => {
  it('has all its running tasks run elsewhere when its lease of eight seconds is over', async () => {
    const victim = await startWorker()
    const tasks = await hold(5)
    await victim.began(5)
    const heir = await startWorker()
    await victim.kill()
    const { leaseUntil } = (await workers.findOne({ _id: victim.id }))!
    expect(leaseUntil.getTime() - Date.now()).toBeLessThanOrEqual(leaseMs)
    await heir.began(5)
    for (const { _id } of tasks) {
      const runs = (await engine.events(_id)).filter(({ type }) => type === 'task.started')
      expect(runs.map(({ payload }) => payload.worker)).toEqual([victim.id, heir.id])
      expect(runs.at(-1)!.at.getTime()).toBeGreaterThanOrEqual(leaseUntil.getTime())
    }
    heir.release()
    for (const task of await ended(tasks)) {
      const error = { code: 'WORKER_LOST', message: `Worker ${victim.id} died or stopped answering.` }
      expect(task).toMatchObject({ crashes: 1, failures: 0, fence: 2, attempts: [{ outcome: 'lost', error }, { outcome: 'succeeded' }] })
    }
    expect((await takeSnapshot(database)).agents).toMatchObject([{ running: 0, counter: 0 }])
  })

  it('while it was leaving costs its tasks nothing: they were broken off, and no worker was lost', async () => {
    const victim = await startWorker({ graceMs: 60_000 })
    const task = await engine.submit({ parameters: { topic: 'hold' } })
    await victim.began(1)
    void victim.stop()
    await engine.waitUntil('it to say that it goes', async () => (await workers.findOne({ _id: victim.id }))?.leaving === true)
    expect(await workers.findOne({ _id: victim.id })).toMatchObject({ status: 'DRAINING' })
    await victim.kill()
    await declareDead(victim.id)
    const why = `Worker ${victim.id} was stopped before the run had ended.`
    expect(await engine.waitFor(task._id, 'QUEUED')).toMatchObject({
      crashes: 0,
      attempts: [{ outcome: 'interrupted', error: { code: 'INTERRUPTED', message: why } }],
    })
    expect(await workers.findOne({ _id: victim.id })).toMatchObject({ status: 'STOPPED' })
    const told = (await engine.events(victim.id)).map(({ type, payload }) => [type, payload['forced'] ?? false])
    expect(told).toEqual([
      ['worker.started', false],
      ['worker.draining', false],
      ['worker.stopped', true],
    ])
    await database.collection('tasks').deleteOne({ _id: task._id as never })
  })

  it('takes a task that kills three workers out of the queue, with a dead letter', async () => {
    await Promise.all([startWorker(), startWorker(), startWorker()])
    const task = await engine.submit({ parameters: { topic: 'die' } })
    for (let death = 1; death <= 3; death++) {
      await engine.waitUntil(`run ${death}`, async () => (await engine.task(task._id)).fence === death)
      const { worker = '' } = await engine.task(task._id)
      await started.find(({ id }) => id === worker)?.gone
      await declareDead(worker)
    }
    expect(await engine.waitFor(task._id, 'FAILED')).toMatchObject({ crashes: 3, error: { code: 'POISON' } })
    const letter = await database.collection<DeadLetterDoc>('dead_letters').findOne({ _id: deadLetterId(task._id) })
    expect(letter).toMatchObject({ open: true, task: task._id, error: { code: 'POISON' } })
  })
})

describe('a worker process that freezes and wakes again', () => {
  it('can write nothing for the tasks that run elsewhere by then', async () => {
    const sleeper = await startWorker()
    const tasks = await hold(3)
    await sleeper.began(3)
    sleeper.freeze()
    const heir = await startWorker()
    await declareDead(sleeper.id)
    await heir.began(3)
    sleeper.release()
    sleeper.thaw()
    expect(await sleeper.stop()).toBe(0)
    for (const { _id } of tasks) expect(await engine.task(_id)).toMatchObject({ status: 'RUNNING', worker: heir.id, fence: 2 })
    heir.release()
    for (const task of await ended(tasks)) {
      expect(engine.resultOf(task)).toEqual({ fence: 2 })
      expect(await successes(task)).toBe(1)
    }
  })

  it('loses nothing that it claims after it was declared lost', async () => {
    const _id = 'buried'
    await workers.insertOne({ _id, status: 'LOST', running: 0, leaseUntil: new Date(0) } as WorkerDoc)
    const task = await engine.submit()
    const { claimed } = await runCycle({ database, limits, finished: [], want: 1, worker: _id })
    expect(claimed).toHaveLength(1)
    await lookForDead()()
    expect(await engine.task(task._id)).toMatchObject({ status: 'QUEUED', crashes: 1 })
    expect(await claimsOf(database).countDocuments({ worker: _id })).toBe(0)
  })
})
