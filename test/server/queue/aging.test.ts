// Promise: whoever waits is lifted level by level, so that after a guaranteed time nothing submitted later goes first.
import { beforeEach, describe, expect, it } from 'vitest'
import { liftWaiting } from '../../../server/queue/aging.ts'
import { agingMs } from '../../../server/queue/claim-order.ts'
import type { TaskDoc } from '../../../server/queue/task.ts'
import { createTestEngine } from '../../support/engine.ts'

const engine = await createTestEngine()
const { database } = engine
const tasks = database.collection<TaskDoc>('tasks')
const later = (levels: number) => new Date(Date.now() + levels * agingMs + 1000)

beforeEach(async () => {
  await tasks.deleteMany({})
})

async function order(): Promise<string[]> {
  return (await tasks.find({}, { sort: { order: 1 } }).toArray()).map(({ _id }) => _id)
}

describe('aging', () => {
  it('lifts nothing before its time', async () => {
    await engine.submit({ priority: 'LOW' })
    expect(await liftWaiting(database, new Date(Date.now() + agingMs - 60_000))).toBe(0)
  })

  it('lifts one level each time, and all that are due at once after a long pause', async () => {
    const { _id } = await engine.submit({ priority: 'LOW' })
    expect(await liftWaiting(database, later(1))).toBe(1)
    expect(await engine.task(_id)).toMatchObject({ lifted: 1, priority: 'LOW' })
    expect(await liftWaiting(database, later(1))).toBe(0)
    expect(await liftWaiting(database, later(9))).toBe(1)
    expect((await engine.task(_id)).lifted).toBe(3)
  })

  it('lets the lowest go before everything that came later, even before a deadline, after three steps', async () => {
    const low = await engine.submit({ priority: 'LOW', urgency: 0 })
    await liftWaiting(database, later(3))
    const critical = await engine.submit({ priority: 'CRITICAL', urgency: 9 })
    const urgent = await engine.submit({ priority: 'CRITICAL', urgency: 9, deadline: new Date(low.seq / 4096 + 60_000) })
    expect(await order()).toEqual([low._id, urgent._id, critical._id])
  })

  it('keeps the order of submission among those it lifted to the top', async () => {
    const [first, second] = await engine.submitAll([{ priority: 'LOW' }, { priority: 'HIGH' }])
    await liftWaiting(database, later(3))
    expect(await order()).toEqual([first!._id, second!._id])
  })

  it('counts from the moment a task became ready: one scheduled long ago gets no advantage', async () => {
    const task = await engine.submit()
    await tasks.updateOne({ _id: task._id }, { $set: { createdAt: new Date(Date.now() - 10 * agingMs) } })
    expect(await liftWaiting(database, new Date())).toBe(0)
  })

  it('is safe on several servers and goes through any number', async () => {
    for (let n = 0; n < 12; n++) await engine.submitAll(Array.from({ length: 100 }, () => ({ priority: 'LOW' as const })))
    const other = await engine.join()
    const [a, b] = await Promise.all([liftWaiting(database, later(1)), liftWaiting(other.database, later(1))])
    expect(a + b).toBe(1200)
    expect(await tasks.countDocuments({ lifted: 1 })).toBe(1200)
  })
})
