// From what happens to alerts and figures: each counted once, opened once, resolved when it has passed.
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { acknowledgeAlert } from '../../../server/alerts/acknowledge.ts'
import type { AlertDoc } from '../../../server/alerts/alert.ts'
import { createAlertStore } from '../../../server/alerts/alert-store.ts'
import { usualThresholds } from '../../../server/alerts/rules.ts'
import { lookAround, startWatch, takeIn } from '../../../server/alerts/watch.ts'
import type { EventRow } from '../../../server/events/event-log.ts'
import { toEventRow } from '../../../server/events/event-log.ts'
import { createIdSource } from '../../../server/ids.ts'
import { silentLogger } from '../../../server/log.ts'
import { findBottlenecks } from '../../../server/performance/bottlenecks.ts'
import { agentPerformance, throughput } from '../../../server/performance/performance.ts'
import { readPosition } from '../../../server/performance/rollup-store.ts'
import type { DeliveryDoc } from '../../../server/queue/deliveries.ts'
import type { TaskDoc } from '../../../server/queue/task.ts'
import { createTaskStore } from '../../../server/tasks/task-store.ts'
import { admin, createGate, createTestEngine, failing, onlooker } from '../../support/engine.ts'

const engine = await createTestEngine({ agents: [{}, { name: 'editor', maxConcurrent: 1 }] })
const { database, feed, registry } = engine
const alerts = createAlertStore({ database, alertIds: createIdSource(database, 'A'), notify: [{ kind: 'SLACK', address: '#ops' }] })
const deps = { database, registry, alerts, limits: { ...usualThresholds, queue: 3 } }
const rows = () =>
  database
    .collection<AlertDoc>('alerts')
    .find({}, { sort: { firstAt: 1 } })
    .toArray()
const standing = async () => (await alerts.standing()).map(({ kind, subject, count }) => `${kind} ${subject} ${count}`).toSorted()
const now = new Date()
const event = (type: EventRow['type'], subject: string) => toEventRow({ type, workspace: '*', subject, payload: {} }, now)
const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000)

describe('an alert', () => {
  it('is one, however often the same is seen, and tells who is to be told', async () => {
    await takeIn(deps, [event('worker.lost', 'w1'), event('worker.lost', 'w1'), event('worker.lost', 'w2')], 'c1')
    expect(await standing()).toEqual(['worker.lost w1 2', 'worker.lost w2 1'])
    const [first] = await rows()
    expect((await engine.events(first?._id ?? '')).map(({ type }) => type)).toEqual(['alert.opened', 'notification.due'])
    const [told] = await database
      .collection<DeliveryDoc>('deliveries')
      .find({ task: first?._id ?? '' })
      .toArray()
    expect(told).toMatchObject({ kind: 'SLACK', address: '#ops', said: { title: 'WARNING: Worker w1 was lost' } })
  })

  it('is acknowledged by people who may, and stays until it has passed', async () => {
    const [alert] = await rows()
    const id = alert?._id ?? ''
    await expect(acknowledgeAlert(database, onlooker, { id })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect(await acknowledgeAlert(database, admin, { id, note: 'On it' })).toMatchObject({
      status: 'ACKNOWLEDGED',
      note: 'On it',
      acknowledgedBy: { id: 'ada' },
    })
    await lookAround(deps, later(5))
    expect(await standing()).toHaveLength(2)
    await lookAround(deps, later(11))
    expect(await standing()).toEqual([])
    await expect(acknowledgeAlert(database, admin, { id })).rejects.toMatchObject({ code: 'ILLEGAL_STATE' })
    expect((await engine.events(id)).map(({ type }) => type)).toEqual([
      'alert.opened',
      'notification.due',
      'alert.acknowledged',
      'alert.resolved',
      'notification.due',
    ])
  })

  it('is opened anew when it comes again after it had passed', async () => {
    await takeIn(deps, [event('worker.lost', 'w1')], 'c2')
    expect((await rows()).filter(({ subject }) => subject === 'w1')).toHaveLength(2)
    await lookAround(deps, later(11))
  })

  it('of a circuit passes when the circuit closes', async () => {
    await takeIn(deps, [event('agent.circuit_opened', 'writer')], 'c3')
    expect(await standing()).toEqual(['circuit.open writer 1'])
    await takeIn(deps, [event('agent.circuit_closed', 'writer')], 'c4')
    expect(await standing()).toEqual([])
  })

  it('of a queue stands while the queue is long', async () => {
    const tasks = await engine.submitAll(Array.from({ length: 4 }, () => ({ agent: 'editor' })))
    await lookAround(deps, now)
    expect(await standing()).toEqual(['queue.depth editor 1'])
    await lookAround(deps, now)
    expect(await standing()).toEqual(['queue.depth editor 1'])
    await database.collection<{ _id: string }>('tasks').deleteMany({ _id: { $in: tasks.map(({ _id }) => _id) } })
    await lookAround(deps, now)
    expect(await standing()).toEqual([])
  })

  it('of a schedule that nobody fires says so', async () => {
    const schedules = database.collection<{ _id: string; name: string; workspace: string; nextAt: Date }>('schedules')
    await schedules.insertOne({ _id: 'S-1', name: 'Nightly', workspace: 'default', nextAt: later(-1) })
    await lookAround(deps, now)
    expect(await standing()).toEqual(['schedule.late S-1 1'])
    await schedules.deleteOne({ _id: 'S-1' })
    await lookAround(deps, now)
  })
})

describe('the watch', () => {
  it('ends when it is told to while it still begins', async () => {
    const stop = await startWatch({ ...deps, feed, log: silentLogger })
    await stop()
  }, 20_000)

  it('counts every end once, also over a change of the leader, and opens what is worth it', async () => {
    await database.collection<{ _id: string }>('rollups').deleteMany({})
    const watch = { ...deps, feed, log: silentLogger }
    engine.handle(async (_agent, { parameters }) =>
      parameters['topic'] === 'bad'
        ? failing()
        : { kind: 'succeeded', result: {}, usage: { inputTokens: 3, outputTokens: 4, costMicros: 5 } },
    )
    const stopFirst = await startWatch(watch)
    await engine.startWorker()
    const run = async (topic: string, count: number) => {
      const tasks = await engine.submitAll(Array.from({ length: count }, () => ({ parameters: { topic } })))
      for (const { _id } of tasks) await engine.waitFor(_id, topic === 'bad' ? 'FAILED' : 'SUCCEEDED')
    }
    const figures = async () => (await agentPerformance(database, { workspace: 'default' }, new Date()))[0]
    await run('good', 5)
    await until('five to be counted', async () => (await figures())?.runs === 5)
    await stopFirst()
    const position = await readPosition(database)
    await run('bad', 7)
    const stopSecond = await startWatch(watch)
    await run('good', 3)
    await until('all to be counted', async () => (await figures())?.runs === 15)
    await stopSecond()
    expect(await readPosition(database)).not.toBe(position)
    expect(await figures()).toMatchObject({
      agent: 'writer',
      runs: 15,
      succeeded: 8,
      failed: 7,
      usage: { inputTokens: 24, costMicros: 40 },
    })
    expect((await figures())?.p95Seconds).toBeLessThan(10)
    const minutes = await throughput(database, { workspace: 'default', minutes: 3 }, new Date())
    expect(minutes).toHaveLength(3)
    expect(minutes.reduce((sum, { succeeded, failed }) => sum + succeeded + failed, 0)).toBe(15)
    await lookAround(deps, new Date())
    expect(await standing()).toEqual(['failures.burst default 1', 'failures.rate writer 1'])
  })
})

describe('bottlenecks', () => {
  it('name in words what holds work back, and the tasks that took or wait longest', async () => {
    const gate = createGate()
    engine.handle(async () => {
      await gate.passed
      return { kind: 'succeeded', result: {} }
    })
    const tasks = await engine.submitAll([{ agent: 'editor' }, { agent: 'editor' }, { agent: 'editor' }])
    await engine.waitUntil(
      'one to run',
      async () => (await database.collection<TaskDoc>('tasks').countDocuments({ status: 'RUNNING' })) === 1,
    )
    const parts = { database, registry, taskStore: createTaskStore(database), workspaces: engine.workspaces, offReason: () => undefined }
    const found = await findBottlenecks(parts, { workspace: 'default' }, new Date())
    expect(found.findings).toEqual([
      'editor is saturated: it runs 1 of 1 at a time, and 2 tasks wait.',
      expect.stringMatching(/^writer fails often: 7 of 15 runs\.$/),
    ])
    expect(found.longestWaiting).toHaveLength(2)
    expect(found.slowest).toHaveLength(10)
    const off = await findBottlenecks({ ...parts, offReason: () => 'Ada' }, { workspace: 'default' }, new Date())
    expect(off.findings[0]).toBe('editor is switched off by Ada: 2 tasks wait.')
    gate.open()
    for (const { _id } of tasks) await engine.waitFor(_id, 'SUCCEEDED')
    await expect(findBottlenecks(parts, { workspace: 'default', since: new Date(0) }, new Date())).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
    })
  })
})

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 20_000
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`waited 20 s for ${what}`)
    await pause(20)
  }
}
