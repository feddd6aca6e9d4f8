// Promise: "run the queue now" starts waiting tasks in order, never more together than asked for, waits for them and says what came of it.
import { beforeEach, describe, expect, it } from 'vitest'
import type { AgentState } from '../../../server/queue/agent-state.ts'
import type { TaskDoc } from '../../../server/queue/task.ts'
import type { TimerDoc } from '../../../server/queue/timers.ts'
import { type RunQueueInput, runQueue } from '../../../server/tasks/run-queue.ts'
import { admin, createGate, createTestEngine, failing, user } from '../../support/engine.ts'
import { overtaken } from '../../support/overtaken.ts'

const engine = await createTestEngine({ agents: [{}, { name: 'coder', type: 'developer' }] })
const { database, workspaces } = engine
const worker = await engine.startWorker(20)
const deps = { ...engine, wake: () => worker.wake() }
const run = (input: RunQueueInput = {}) => runQueue(deps, admin, input)

beforeEach(async () => {
  await database.collection<TaskDoc>('tasks').deleteMany({})
  await workspaces.update(admin, { manual: true, quietHours: null })
  engine.handle(async () => ({ kind: 'succeeded', result: null }))
})

describe('running the queue', () => {
  it('runs what manual mode holds back and counts what succeeded, what failed and what still waits', async () => {
    engine.handle(async (_agent, { parameters }) => (parameters.topic === 'bad' ? failing() : { kind: 'succeeded', result: null }))
    const [, bad] = await engine.submitAll([{ priority: 'HIGH' }, { parameters: { topic: 'bad' }, priority: 'HIGH' }, { priority: 'LOW' }])
    const { log, ...counts } = await run({ limit: 2 })
    expect(counts).toEqual({ executed: 1, failed: 1, remaining: 1 })
    expect(log).toHaveLength(2)
    expect(log).toContainEqual(`${bad!._id} writer: failed: broken on purpose`)
    expect(await engine.events(bad!._id)).toContainEqual(
      expect.objectContaining({ type: 'task.queued', payload: { reason: 'RUN_QUEUE', by: { id: 'ada', name: 'Ada' } } }),
    )
  })

  it('looks no further for what manual mode holds back when what it waited for has failed', async () => {
    engine.handle(async () => failing())
    const parent = await engine.submit()
    const child = await engine.submit({ dependsOn: [parent._id] })
    expect(child).toMatchObject({ status: 'BLOCKED', ready: false })
    await run()
    expect((await engine.waitFor(child._id, 'FAILED')).ready).toBeUndefined()
  })

  it('also starts what was scheduled, blocked or to be tried again when manual mode began, and nothing else does', async () => {
    await workspaces.update(admin, { manual: false })
    let runs = 0
    const gate = createGate()
    engine.handle(async (_agent, { parameters }) => {
      if (parameters.topic === 'parent') await gate.passed
      return parameters.topic === 'again' && runs++ === 0 ? failing('BROKEN', 'TRANSIENT') : { kind: 'succeeded', result: null }
    })
    const retry = { maxAttempts: 2, delaySeconds: 3600 }
    const again = await engine.submit({ parameters: { topic: 'again' }, retry })
    const parent = await engine.submit({ parameters: { topic: 'parent' } })
    const [scheduled, blocked] = await engine.submitAll([{ runAt: new Date(Date.now() + 3600_000) }, { dependsOn: [parent._id] }])
    await engine.waitFor(again._id, 'RETRYING')
    await engine.waitFor(parent._id, 'RUNNING')
    await workspaces.update(admin, { manual: true })
    gate.open()
    await database.collection<TimerDoc>('timers').updateMany({}, { $set: { at: new Date() } })
    engine.expectDue(new Date())
    for (const { _id } of [again, scheduled!, blocked!]) {
      const task = await engine.waitFor(_id, 'QUEUED')
      expect(task).toMatchObject({ ready: false })
      expect((await engine.events(_id)).at(-1)?.type).toBe('task.held')
    }
    expect(await run()).toMatchObject({ executed: 3, failed: 0, remaining: 0 })
  })

  it('lets what it started be tried again by itself', async () => {
    let runs = 0
    engine.handle(async () => (runs++ === 0 ? failing('BROKEN', 'TRANSIENT') : { kind: 'succeeded', result: null }))
    await engine.submit({ retry: { maxAttempts: 2, delaySeconds: 0.01 } })
    expect(await run()).toMatchObject({ executed: 1, failed: 0, remaining: 0 })
  })

  it('starts the most urgent first', async () => {
    const started: string[] = []
    engine.handle(async (_agent, { taskId }) => {
      started.push(taskId)
      return { kind: 'succeeded', result: null }
    })
    const tasks = await engine.submitAll([{ priority: 'LOW' }, { priority: 'CRITICAL' }, { priority: 'NORMAL' }])
    await run({ maxConcurrent: 1 })
    expect(started).toEqual([tasks[1]!._id, tasks[2]!._id, tasks[0]!._id])
  })

  it('never runs more together than asked for', async () => {
    let now = 0
    let most = 0
    const gate = createGate()
    engine.handle(async () => {
      most = Math.max(most, ++now)
      if (most === 3) gate.open()
      await gate.passed
      now--
      return { kind: 'succeeded', result: null }
    })
    await engine.submitAll(Array.from({ length: 12 }, () => ({})))
    expect(await run({ maxConcurrent: 3 })).toMatchObject({ executed: 12, remaining: 0 })
    expect(most).toBe(3)
  })

  it('runs what depends on the tasks it ran, phase by phase', async () => {
    await engine.submitAll([{}, { dependsOn: ['#1'] }, { dependsOn: ['#1'] }, { dependsOn: ['#2', '#3'] }])
    expect(await run()).toMatchObject({ executed: 4, failed: 0, remaining: 0 })
  })

  it('runs what was let go between its look at the queue and its look at what is about to follow', async () => {
    let looks = 0
    const letGo = async () => {
      await engine.submit()
      return []
    }
    const late = (name: string) =>
      name === 'dependencies' && looks++ === 0 ? { find: () => ({ toArray: letGo }) } : database.collection(name)
    const answer = await runQueue({ ...deps, database: { ...database, collection: late as typeof database.collection } }, admin, {})
    expect(answer).toMatchObject({ executed: 1, remaining: 0 })
  })

  it('does not wait for what depends on something else as well', async () => {
    const later = await engine.submit({ runAt: new Date(Date.now() + 3600_000) })
    await engine.submitAll([{}, { dependsOn: ['#1', later._id] }])
    expect(await run()).toMatchObject({ executed: 1, failed: 0, remaining: 0 })
  })

  it('takes only the level, agent or type asked for', async () => {
    await engine.submitAll([{ priority: 'LOW' }, { priority: 'HIGH' }, { agent: 'coder', priority: 'HIGH' }, { agent: 'coder' }])
    expect(await run({ filter: { type: 'developer', minimumPriority: 'HIGH' } })).toMatchObject({ executed: 1, remaining: 0 })
    expect(await run({ filter: { agent: 'writer', minimumPriority: 'NORMAL' } })).toMatchObject({ executed: 1, remaining: 0 })
    expect(await run()).toMatchObject({ executed: 2, remaining: 0 })
  })

  it.each([
    [{ agent: 'nobody' }, 'UNKNOWN_AGENT', /"nobody"/],
    [{ agent: '' }, 'UNKNOWN_AGENT', /""/],
    [{ type: 'developr' }, 'VALIDATION_FAILED', /filter\.type.*did you mean "developer"/],
    [{ type: '' }, 'VALIDATION_FAILED', /filter\.type/],
  ])('refuses the filter %j and starts nothing', async (filter, code, message) => {
    const task = await engine.submit()
    await expect(run({ filter })).rejects.toMatchObject({ code, message: expect.stringMatching(message) })
    expect(await engine.task(task._id)).toMatchObject({ status: 'QUEUED', ready: false })
  })

  it.each<[string, Partial<AgentState>]>([
    ['is switched off', { disabled: { by: 'Ada', at: new Date(), drain: true } }],
    ['has an open circuit', { circuit: { state: 'OPEN', since: new Date(), until: new Date(Date.now() + 3600_000), ended: [] } }],
  ])('leaves the tasks of an agent that %s where they are, says so, and runs the others', async (_what, state) => {
    const agents = database.collection<AgentState>('agents')
    await agents.updateOne({ _id: 'coder' }, { $set: { running: 0, starts: [], ...state } }, { upsert: true })
    const [stays] = await engine.submitAll([{ agent: 'coder', priority: 'CRITICAL' }, {}, {}])
    const answer = await run({ maxConcurrent: 1 })
    await agents.deleteOne({ _id: 'coder' })
    expect(answer).toMatchObject({ executed: 2, failed: 0, remaining: 1 })
    expect(answer.log.at(-1)).toBe('coder takes no work now: 1 of its tasks still wait.')
    expect(await engine.task(stays!._id)).toMatchObject({ status: 'QUEUED', ready: false })
  })

  it('counts what another caller has let go as the work of that one', async () => {
    const [first, second] = await engine.submitAll([{ priority: 'HIGH' }, {}])
    const tasks = database.collection<TaskDoc>('tasks')
    const letGo = () => tasks.updateOne({ _id: first!._id }, { $set: { status: 'SUCCEEDED' }, $unset: { ready: 1 } })
    const answer = await runQueue({ ...deps, database: overtaken(database, 'tasks', letGo) }, admin, {})
    expect(answer).toMatchObject({ executed: 1, failed: 0, remaining: 0 })
    expect(answer.log[0]).toMatch(second!._id)
  })

  it('waits for tasks that are ready anyway when the workspace is not in manual mode', async () => {
    await workspaces.update(admin, { manual: false })
    const gate = createGate()
    engine.handle(async () => {
      await gate.passed
      return { kind: 'succeeded', result: null }
    })
    worker.wake()
    await engine.submitAll([{}, {}])
    gate.open()
    expect(await run()).toMatchObject({ failed: 0, remaining: 0 })
  })

  it('starts only urgent work in quiet hours and says so', async () => {
    const hour = (offset: number) => `${String((new Date().getUTCHours() + 24 + offset) % 24).padStart(2, '0')}:00`
    const [low, high] = await engine.submitAll([{ priority: 'LOW' }, { priority: 'HIGH' }])
    await workspaces.update(admin, { quietHours: { timezone: 'UTC', from: hour(-1), to: hour(2) } })
    const answer = await run()
    expect(answer).toMatchObject({ executed: 1, failed: 0 })
    expect(answer.log[0]).toMatch(/^Quiet hours until/)
    expect((await engine.task(high!._id)).status).toBe('SUCCEEDED')
    expect((await engine.task(low!._id)).ready).toBe(false)
  })

  it('stops waiting when the caller has gone; what runs goes on', async () => {
    const gate = createGate()
    const begun = createGate()
    engine.handle(async () => {
      begun.open()
      await gate.passed
      return { kind: 'succeeded', result: null }
    })
    const task = await engine.submit()
    const caller = new AbortController()
    const answer = run({ signal: caller.signal })
    await begun.passed
    caller.abort()
    expect((await answer).log.at(-1)).toMatch(/^Stopped waiting; 1 tasks/)
    gate.open()
    await engine.waitFor(task._id, 'SUCCEEDED')
  })

  it.each([{ maxConcurrent: 0 }, { maxConcurrent: 51 }, { limit: 0 }, { limit: 101 }, { limit: 1.5 }])('refuses %j', async (input) => {
    await expect(run(input)).rejects.toMatchObject({ code: 'VALIDATION_FAILED' })
  })

  it('is for those who operate the queue', async () => {
    await expect(runQueue(deps, user, {})).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })
})
