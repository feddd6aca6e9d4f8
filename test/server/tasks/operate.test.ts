// Promise: people cancel, retry and reprioritise tasks from exactly the states that allow it, and the event log says who did.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { liftWaiting } from '../../../server/queue/aging.ts'
import { agingMs } from '../../../server/queue/claim-order.ts'
import type { DeadLetterDoc } from '../../../server/queue/dead-letter-store.ts'
import type { TaskDoc } from '../../../server/queue/task.ts'
import { cancelTask } from '../../../server/tasks/cancel.ts'
import { reprioritizeTask } from '../../../server/tasks/reprioritize.ts'
import { retryTask } from '../../../server/tasks/retry-task.ts'
import { admin, createGate, createTestEngine, failing, keepMs, onlooker, user } from '../../support/engine.ts'

const engine = await createTestEngine({
  agents: [
    {},
    { name: 'asleep', maxConcurrent: 0 },
    { name: 'stubborn', graceMs: 50 },
    { name: 'shaky', retry: { maxAttempts: 3, strategy: 'fixed', delayMs: 5, factor: 1, maxDelayMs: 10, jitter: 0 } },
  ],
})
const { database } = engine
const worker = await engine.startWorker()
const cancelDeps = { database, keepMs: () => keepMs, onEnded: (ids: readonly string[]) => worker.ended(ids) }
const retryDeps = { ...engine, wake: () => worker.wake() }
const other = { ...user, id: 'otto', name: 'Otto' }
let gate = createGate()

beforeEach(() => {
  gate = createGate()
})
afterEach(() => gate.open())

/** Runs until it is aborted or the gate opens. */
async function startRunning(agent = 'writer'): Promise<TaskDoc> {
  engine.handle(async (_agent, { signal }) => {
    const aborted = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
    await Promise.race([gate.passed, ...(agent === 'stubborn' ? [] : [aborted])])
    return { kind: 'failed', error: { code: 'STOPPED', class: 'TRANSIENT', message: 'stopped' } }
  })
  return engine.waitFor((await engine.submit({ agent }))._id, 'RUNNING')
}

async function fail(): Promise<TaskDoc> {
  engine.handle(async () => failing())
  return engine.waitFor((await engine.submit())._id, 'FAILED')
}

const succeedFromNowOn = () => engine.handle(async (_agent, { parameters }) => ({ kind: 'succeeded', result: parameters }))

describe('cancelling', () => {
  it('ends a waiting task at once, with reason and person', async () => {
    const { _id } = await engine.submit({ agent: 'asleep' })
    const cancelled = await cancelTask(cancelDeps, user, { id: _id.toLowerCase(), reason: ' not needed ' })
    expect(cancelled).toMatchObject({
      status: 'CANCELLED',
      list: 'CANCELLED',
      error: { code: 'CANCELLED', message: 'Cancelled by Uma: not needed' },
    })
    expect(cancelled.ready).toBeUndefined()
    expect((await engine.events(_id)).at(-1)).toMatchObject({
      type: 'task.cancelled',
      payload: { by: { id: 'uma', name: 'Uma' }, reason: 'not needed' },
    })
  })

  it('ends a scheduled task and its timer', async () => {
    const { _id } = await engine.submit({ runAt: new Date(Date.now() + 3600_000) })
    await cancelTask(cancelDeps, user, { id: _id })
    expect(await database.collection<{ _id: string }>('timers').countDocuments({ _id })).toBe(0)
  })

  it('stops a running task by its signal', async () => {
    const { _id } = await startRunning()
    expect(await cancelTask(cancelDeps, admin, { id: _id, reason: 'wrong input' })).toMatchObject({
      status: 'RUNNING',
      cancel: { reason: 'wrong input' },
    })
    const ended = await engine.waitFor(_id, 'CANCELLED')
    expect(ended.error?.message).toBe('Cancelled by Ada: wrong input')
    expect(ended.attempts).toMatchObject([{ outcome: 'cancelled' }])
    expect((await engine.events(_id)).map(({ type }) => type)).toEqual([
      'task.queued',
      'task.started',
      'task.cancel_requested',
      'task.cancelled',
    ])
  })

  it('gives up a run that does not listen, after its grace', async () => {
    const { _id } = await startRunning('stubborn')
    await cancelTask(cancelDeps, user, { id: _id })
    expect((await engine.waitFor(_id, 'CANCELLED')).error?.code).toBe('CANCELLED')
  })

  it('of a finished task is refused', async () => {
    succeedFromNowOn()
    const { _id } = await engine.waitFor((await engine.submit())._id, 'SUCCEEDED')
    await expect(cancelTask(cancelDeps, user, { id: _id })).rejects.toMatchObject({
      code: 'ILLEGAL_STATE',
      details: { legacyCode: 'TASK_004' },
    })
  })

  it('is for the owner and admins', async () => {
    const { _id } = await engine.submit({ agent: 'asleep' })
    for (const viewer of [other, onlooker])
      await expect(cancelTask(cancelDeps, viewer, { id: _id })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(cancelTask(cancelDeps, { ...admin, workspace: 'elsewhere' }, { id: _id })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await cancelTask(cancelDeps, admin, { id: _id })
  })

  it.each([
    [{ id: 'nonsense' }, 'VALIDATION_FAILED'],
    [{ id: 'T-999999' }, 'NOT_FOUND'],
    [{ id: 'T-1', reason: 'x'.repeat(501) }, 'VALIDATION_FAILED'],
  ])('of %j is refused with %s', async (input, code) => {
    await expect(cancelTask(cancelDeps, admin, input)).rejects.toMatchObject({ code })
  })

  it('twice at the same moment ends it once', async () => {
    const { _id } = await engine.submit({ agent: 'asleep' })
    const ends = await Promise.allSettled([1, 2, 3].map(() => cancelTask(cancelDeps, user, { id: _id })))
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect((await engine.events(_id)).filter(({ type }) => type === 'task.cancelled')).toHaveLength(1)
  })
})

describe('retrying', () => {
  it('runs a failed task again, keeps its attempts and closes its dead letter with who did it', async () => {
    const { _id } = await fail()
    succeedFromNowOn()
    await retryTask(retryDeps, user, { id: _id })
    const done = await engine.waitFor(_id, 'SUCCEEDED')
    expect(done.attempts.map(({ number, outcome }) => [number, outcome])).toEqual([
      [1, 'failed'],
      [2, 'succeeded'],
    ])
    expect(done.error).toBeUndefined()
    expect(await database.collection<DeadLetterDoc>('dead_letters').findOne({ task: _id })).toMatchObject({
      open: false,
      history: [{ status: 'RETRIED', by: 'Uma', at: expect.any(Date) }],
    })
    const letter = _id.replace('T-', 'D-')
    expect((await engine.events(letter)).at(-1)).toMatchObject({ type: 'dead_letter.retried', payload: { task: _id, by: { id: 'uma' } } })
    expect((await engine.events(_id)).find(({ payload }) => payload.reason === 'retried')).toMatchObject({
      payload: { by: { id: 'uma', name: 'Uma' } },
    })
  })

  it('runs a cancelled task again', async () => {
    const { _id } = await engine.submit({ runAt: new Date(Date.now() + 3600_000) })
    await cancelTask(cancelDeps, user, { id: _id })
    succeedFromNowOn()
    await retryTask(retryDeps, user, { id: _id })
    await engine.waitFor(_id, 'SUCCEEDED')
  })

  it('takes edited parameters and keeps the old ones as a version', async () => {
    const { _id } = await fail()
    succeedFromNowOn()
    await retryTask(retryDeps, user, { id: _id, parameters: { topic: 'edited' } })
    const done = await engine.waitFor(_id, 'SUCCEEDED')
    expect(engine.resultOf(done)).toEqual({ topic: 'edited', words: 500 })
    expect(done.versions).toMatchObject([{ replacedBy: 'Uma' }])
    expect(engine.parametersOf({ ...done, parameters: done.versions![0]!.parameters })).toEqual({ topic: 'tests', words: 500 })
  })

  it('changes nothing when the edited parameters are wrong', async () => {
    const { _id } = await fail()
    await expect(retryTask(retryDeps, user, { id: _id, parameters: { topic: 'x' } })).rejects.toMatchObject({ code: 'VALIDATION_FAILED' })
    expect(await engine.task(_id)).toMatchObject({ status: 'FAILED' })
  })

  it.each([
    [false, 4],
    [true, 6],
  ])('with resetAttempts %s tries %i times in all', async (resetAttempts, tries) => {
    engine.handle(async () => failing('FLAKY', 'TRANSIENT'))
    const { _id } = await engine.waitFor((await engine.submit({ agent: 'shaky' }))._id, 'FAILED')
    await retryTask(retryDeps, user, { id: _id, resetAttempts })
    const fails = async () => (await engine.events(_id)).filter(({ type }) => type === 'task.failed').length
    await engine.waitUntil('the second end', async () => (await fails()) === 2)
    expect((await engine.task(_id)).attempts).toHaveLength(tries)
  })

  it('of a task that has not ended, or has succeeded, is refused', async () => {
    const waiting = await engine.submit({ agent: 'asleep' })
    const running = await startRunning()
    for (const { _id } of [waiting, running]) {
      const { status, seq, parameters } = await engine.task(_id)
      const edited = { id: _id, parameters: { topic: 'edited' } }
      await expect(retryTask(retryDeps, user, edited)).rejects.toMatchObject({ code: 'ILLEGAL_STATE' })
      expect(await engine.task(_id)).toMatchObject({ status, seq, parameters })
    }
    gate.open()
    succeedFromNowOn()
    const done = await engine.waitFor((await engine.submit())._id, 'SUCCEEDED')
    await expect(retryTask(retryDeps, user, { id: done._id })).rejects.toMatchObject({ code: 'ILLEGAL_STATE' })
    await cancelTask(cancelDeps, user, { id: waiting._id })
  })

  it('at the same moment by several people happens once', async () => {
    const { _id } = await fail()
    succeedFromNowOn()
    const ends = await Promise.allSettled([1, 2, 3].map(() => retryTask(retryDeps, user, { id: _id })))
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await engine.waitFor(_id, 'SUCCEEDED')
  })
})

describe('reprioritising', () => {
  it('moves a waiting task and says from where to where', async () => {
    const low = await engine.submit({ agent: 'asleep', priority: 'LOW' })
    const high = await engine.submit({ agent: 'asleep', priority: 'HIGH' })
    const moved = await reprioritizeTask(engine, user, { id: low._id, priority: 'CRITICAL' })
    expect(moved).toMatchObject({ priority: 'CRITICAL', urgency: 9 })
    expect(moved.order < high.order).toBe(true)
    expect((await engine.events(low._id)).at(-1)).toMatchObject({
      type: 'task.reprioritized',
      payload: { from: 'LOW', to: 'CRITICAL', urgency: 9, by: { id: 'uma', name: 'Uma' } },
    })
  })

  it('leaves a task what it has waited for', async () => {
    const aged = await engine.submit({ agent: 'asleep', priority: 'LOW' })
    const fresh = await engine.submit({ agent: 'asleep', priority: 'HIGH', urgency: 9 })
    await liftWaiting(engine.database, new Date(Date.now() + 2 * agingMs))
    const moved = await reprioritizeTask(engine, user, { id: aged._id, priority: 'NORMAL' })
    expect(moved.lifted).toBe(2)
    expect(moved.order < fresh.order).toBe(true)
  })

  it('refuses an urgency out of range, a started task and other people', async () => {
    const { _id } = await engine.submit({ agent: 'asleep' })
    await expect(reprioritizeTask(engine, user, { id: _id, priority: 'HIGH', urgency: 10 })).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
    })
    await expect(reprioritizeTask(engine, other, { id: _id, priority: 'HIGH' })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    const running = await startRunning()
    await expect(reprioritizeTask(engine, user, { id: running._id, priority: 'HIGH' })).rejects.toMatchObject({ code: 'ILLEGAL_STATE' })
  })
})
