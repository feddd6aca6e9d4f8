// Promise: a worker that is told to stop loses nothing: what runs may finish, what cannot is handed back and has cost no attempt.
import { beforeEach, describe, expect, it } from 'vitest'
import { createCrashCrew } from '../support/crash-crew.ts'
import { createGate, createTestEngine, fakeAgent } from '../support/engine.ts'
import { takeSnapshot } from '../support/snapshot.ts'

const crew = createCrashCrew()
const engine = await createTestEngine()
const { database, url } = engine
const agents = [fakeAgent()]
const hold = (count: number) => engine.submitAll(Array.from({ length: count }, () => ({ parameters: { topic: 'hold' } })))

beforeEach(async () => {
  for (const name of ['tasks', 'agents', 'workers']) await database.collection(name).deleteMany({})
})

describe('SIGTERM', () => {
  it('lets running tasks finish and starts no other', async () => {
    const worker = await crew.start({ url, agents, capacity: 3, graceMs: 20_000 })
    const tasks = await hold(6)
    await worker.began(3)
    const stopped = worker.stop()
    worker.release()
    expect(await stopped).toBe(0)
    const { statuses } = await takeSnapshot(database)
    expect(statuses).toEqual({ SUCCEEDED: 3, QUEUED: 3 })
    for (const { _id } of tasks) expect(await engine.task(_id)).toMatchObject({ failures: 0, crashes: 0 })
  })

  it('hands back what does not finish in time, at no cost, and another worker runs it', async () => {
    const worker = await crew.start({ url, agents, graceMs: 50 })
    const tasks = await hold(4)
    await worker.began(4)
    expect(await worker.stop()).toBe(0)
    const error = { code: 'INTERRUPTED', message: 'Its worker was stopped, and the run had not ended in the time it was given.' }
    for (const { _id } of tasks) {
      expect(await engine.task(_id)).toMatchObject({
        status: 'QUEUED',
        failures: 0,
        crashes: 0,
        attempts: [{ outcome: 'interrupted', error }],
      })
    }
    const next = await crew.start({ url, agents })
    await next.began(4)
    next.release()
    for (const { _id } of tasks) await engine.waitFor(_id, 'SUCCEEDED')
    expect(await next.stop()).toBe(0)
  })
})

describe('a worker that stops in the middle of a rush', () => {
  it('leaves nothing behind that nobody runs, at whatever moment it stops', async () => {
    await engine.submitAll(Array.from({ length: 100 }, () => ({})))
    await engine.submitAll(Array.from({ length: 100 }, () => ({})))
    for (let round = 1; round <= 8; round++) {
      const gate = createGate()
      const stopListening = engine.feed.onEvent(({ type }) => {
        if (type === 'task.started') gate.open()
      })
      const worker = await engine.startWorker(10)
      await gate.passed
      stopListening()
      await worker.stop(1000)
      const { agents: samples, statuses } = await takeSnapshot(database)
      expect(statuses.RUNNING ?? 0).toBe(0)
      expect(samples).toMatchObject([{ counter: 0 }])
    }
    const { statuses } = await takeSnapshot(database)
    expect(Object.values(statuses).reduce((sum, count) => sum + count, 0)).toBe(200)
  })

  it('hands back what it was claiming at that moment', async () => {
    for (let round = 1; round <= 8; round++) {
      await engine.submitAll(Array.from({ length: 10 }, () => ({})))
      const worker = await engine.startWorker(10)
      // Its first claim is under way.
      await worker.stop(1000)
      expect((await takeSnapshot(database)).statuses.RUNNING ?? 0).toBe(0)
    }
  })
})
