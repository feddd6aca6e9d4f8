// Promise: a task that waits for others starts when they have succeeded, and follows its policy when one did not.
import { describe, expect, it } from 'vitest'
import type { CapstanError } from '../../../server/errors.ts'
import type { EdgeDoc } from '../../../server/queue/dependencies.ts'
import { cancelTask } from '../../../server/tasks/cancel.ts'
import { retryTask } from '../../../server/tasks/retry-task.ts'
import { createGate, createTestEngine, failing, keepMs, user } from '../../support/engine.ts'

const engine = await createTestEngine({ agents: [{}, { name: 'asleep', maxConcurrent: 0 }] })
const { database } = engine
const worker = await engine.startWorker()
const cancelDeps = { database, keepMs: () => keepMs, onEnded: (ids: readonly string[]) => worker.ended(ids) }
engine.handle(async (_agent, { parameters }) => (parameters.topic === 'bad' ? failing() : { kind: 'succeeded', result: null }))

const bad = { parameters: { topic: 'bad' } }

describe('dependencies', () => {
  it('hold a task back until all it waits for have succeeded', async () => {
    const gate = createGate()
    const ended: string[] = []
    engine.handle(async (_agent, { taskId }) => {
      if (ended.length === 0) await gate.passed
      ended.push(taskId)
      return { kind: 'succeeded', result: null }
    })
    const [a, b, c] = await engine.submitAll([{}, {}, { dependsOn: ['#1', '#2'] }])
    expect(c!.status).toBe('BLOCKED')
    gate.open()
    await engine.waitFor(c!._id, 'SUCCEEDED')
    expect(ended.at(-1)).toBe(c!._id)
    expect([...ended].sort()).toEqual([a!._id, b!._id, c!._id].sort())
    expect((await engine.events(c!._id)).map(({ type }) => type)).toEqual(['task.blocked', 'task.queued', 'task.started', 'task.succeeded'])
    expect(await database.collection<EdgeDoc>('dependencies').countDocuments({ child: c!._id, open: true })).toBe(0)
    engine.handle(async (_agent, { parameters }) => (parameters.topic === 'bad' ? failing() : { kind: 'succeeded', result: null }))
  })

  it('that have succeeded already hold nothing back', async () => {
    const done = await engine.waitFor((await engine.submit())._id, 'SUCCEEDED')
    expect((await engine.submit({ dependsOn: [done._id] })).status).not.toBe('BLOCKED')
  })

  it.each([
    ['FAIL', 'FAILED', 'DEPENDENCY_FAILED'],
    ['SKIP', 'CANCELLED', 'DEPENDENCY_SKIPPED'],
    ['RUN', 'SUCCEEDED', undefined],
  ] as const)('with policy %s end as %s when one of them fails', async (onDependencyFailure, status, code) => {
    const [parent, child] = await engine.submitAll([bad, { dependsOn: ['#1'], onDependencyFailure }])
    const ended = await engine.waitFor(child!._id, status)
    expect(ended.error?.code).toBe(code)
    if (code) expect(ended.error?.message).toContain(parent!._id)
  })

  it('that failed before the submission count as well', async () => {
    const failed = await engine.waitFor((await engine.submit(bad))._id, 'FAILED')
    const child = await engine.submit({ dependsOn: [failed._id] })
    await engine.waitFor(child._id, 'FAILED')
  })

  it('pass a failure on through a chain', async () => {
    const tasks = await engine.submitAll([bad, { dependsOn: ['#1'] }, { dependsOn: ['#2'] }, { dependsOn: ['#3'] }])
    for (const { _id } of tasks) await engine.waitFor(_id, 'FAILED')
  })

  it('move on when what they wait for is cancelled', async () => {
    const parent = await engine.submit({ agent: 'asleep' })
    const child = await engine.submit({ dependsOn: [parent._id], onDependencyFailure: 'SKIP' })
    await cancelTask(cancelDeps, user, { id: parent._id })
    await engine.waitFor(child._id, 'CANCELLED')
  })

  it('respect the moment a task is not to start before', async () => {
    const runAt = new Date(Date.now() + 3600_000)
    const [, child] = await engine.submitAll([{}, { dependsOn: ['#1'], runAt }])
    expect(await engine.waitFor(child!._id, 'SCHEDULED')).toMatchObject({ dueAt: runAt })
  })

  it('are waited for however they race with their end', async () => {
    for (let round = 0; round < 20; round++) {
      const parent = await engine.submit()
      const child = await engine.submit({ dependsOn: [parent._id] })
      await engine.waitFor(child._id, 'SUCCEEDED')
    }
  })

  it('a task retried by hand after its dependency failed runs without it', async () => {
    const [, child] = await engine.submitAll([bad, { dependsOn: ['#1'] }])
    await engine.waitFor(child!._id, 'FAILED')
    await retryTask({ ...engine, wake: () => worker.wake() }, user, { id: child!._id })
    await engine.waitFor(child!._id, 'SUCCEEDED')
  })

  it.each(['cancelled', 'failed'] as const)('hold back a task that had %s and is retried by hand while they are open', async (end) => {
    const gate = createGate()
    const ended: string[] = []
    engine.handle(async (_agent, { taskId, attempt, parameters }) => {
      if (parameters.topic === 'bad' && attempt === 1) return failing()
      await gate.passed
      ended.push(taskId)
      return { kind: 'succeeded', result: null }
    })
    const [parent, child] = await engine.submitAll([end === 'failed' ? bad : {}, { dependsOn: ['#1'] }])
    const again = (id: string) => retryTask({ ...engine, wake: () => worker.wake() }, user, { id })
    if (end === 'failed') {
      await engine.waitFor(child!._id, 'FAILED')
      await again(parent!._id)
    } else await cancelTask(cancelDeps, user, { id: child!._id })
    expect(await again(child!._id)).toMatchObject({ status: 'BLOCKED' })
    expect((await engine.events(child!._id)).at(-1)).toMatchObject({ type: 'task.blocked', payload: { dependsOn: [parent!._id] } })
    gate.open()
    await engine.waitFor(child!._id, 'SUCCEEDED')
    expect(ended).toEqual([parent!._id, child!._id])
  })

  it('may be tasks of the same request that were submitted before under their key', async () => {
    engine.handle(async () => ({ kind: 'succeeded', result: null }))
    const known = { idempotencyKey: 'the first step' }
    const parent = await engine.submit(known)
    const [same, child] = await engine.submitAll([known, { dependsOn: ['#1', parent._id] }])
    expect(same!._id).toBe(parent._id)
    expect(child!.dependsOn).toEqual([parent._id])
    await engine.waitFor(child!._id, 'SUCCEEDED')
    for (const { type, payload } of await engine.events(child!._id))
      if (type === 'task.blocked') expect(payload.dependsOn).toEqual([parent._id])
  })

  it('that are wrong are named with their place', async () => {
    const placesOf = (work: Promise<unknown>) => work.catch((error: CapstanError) => error.details.violations?.map(({ path }) => path))
    expect(await placesOf(engine.submitAll([{}, { dependsOn: ['T-999999', 'T-888888'] }, { dependsOn: ['T-999999'] }]))).toEqual([
      'inputs.1.dependsOn',
      'inputs.1.dependsOn',
      'inputs.2.dependsOn',
    ])
    expect(await placesOf(engine.submit({ dependsOn: ['T-999999'] }))).toEqual(['dependsOn'])
    await expect(engine.submit({ dependsOn: ['#1'] })).rejects.toThrow(
      'dependsOn: #1 names another task of the same submitTasks request, and this one stands alone',
    )
  })
})
