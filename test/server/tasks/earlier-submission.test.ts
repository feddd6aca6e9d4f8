// Promise: the same key with the same input gives the same task for a day, whatever has changed meanwhile and whoever else asks.
import { beforeEach, describe, expect, it } from 'vitest'
import type { TaskDoc } from '../../../server/queue/task.ts'
import { submitTasks } from '../../../server/tasks/submit.ts'
import { admin, createTestEngine, onlooker, user } from '../../support/engine.ts'

const engine = await createTestEngine({ agents: [{}] })
const { database } = engine
const tasks = database.collection<TaskDoc>('tasks')

beforeEach(async () => {
  for (const name of ['tasks', 'events', 'idempotency', 'timers', 'dependencies']) await database.collection(name).deleteMany({})
})

describe('an idempotency key', () => {
  it('gives the same task for the same input, in any order of its fields, and makes one', async () => {
    const first = await engine.submit({ idempotencyKey: 'k', parameters: { topic: 'abc', words: 3 } })
    const again = await engine.submit({ idempotencyKey: 'k', parameters: { words: 3, topic: 'abc' } })
    expect(again._id).toBe(first._id)
    expect(await tasks.countDocuments()).toBe(1)
    expect(await engine.events(first._id)).toHaveLength(1)
  })

  it('is refused with other input and names the task', async () => {
    const { _id } = await engine.submit({ idempotencyKey: 'k' })
    await expect(engine.submit({ idempotencyKey: 'k', parameters: { topic: 'other' } })).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining(_id),
    })
  })

  it('makes one task when two servers get the same request many times at once', async () => {
    const other = await engine.join()
    const input = { agent: 'writer', parameters: { topic: 'tests' }, idempotencyKey: 'race' }
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, n) => submitTasks(n % 2 ? engine : other, { viewer: user, origin: 'test' }, [input])),
    )
    expect(new Set(answers.map(([task]) => task?._id)).size).toBe(1)
    expect(await tasks.countDocuments()).toBe(1)
  })

  it('is free again after a day, and not before', async () => {
    const keys = database.collection<{ _id: string; expireAt: Date }>('idempotency')
    const submitted = Date.now()
    const first = await engine.submit({ idempotencyKey: 'daily' })
    const { expireAt } = (await keys.findOne())!
    expect(expireAt.getTime() - submitted).toBeGreaterThan(24 * 3600_000 - 1000)
    await keys.updateOne({}, { $set: { expireAt: new Date(Date.now() + 1000_000) } })
    expect((await engine.submit({ idempotencyKey: 'daily' }))._id).toBe(first._id)
    await keys.updateOne({}, { $set: { expireAt: new Date(Date.now() - 1000) } })
    expect((await engine.submit({ idempotencyKey: 'daily', priority: 'LOW' }))._id).not.toBe(first._id)
  })

  it('is the same input when a field is null instead of left out', async () => {
    const { _id } = await engine.submit({ idempotencyKey: 'k' })
    expect((await engine.submit({ idempotencyKey: 'k', priority: null, runAt: null }))._id).toBe(_id)
  })

  it('gives the task although its like would be refused by now: the agent is off, the deadline has passed', async () => {
    const input = { agent: 'writer', parameters: { topic: 'tests' }, idempotencyKey: 'k', deadline: new Date(Date.now() + 3600_000) }
    const request = { viewer: user, origin: 'test' }
    const [task] = await submitTasks(engine, request, [input])
    const later = { ...engine, offReason: () => 'Maintenance' }
    expect((await submitTasks(later, request, [input]))[0]?._id).toBe(task?._id)
    for (const refused of [
      { ...input, idempotencyKey: 'new' },
      { ...input, priority: 'LOW' as const },
    ])
      await expect(submitTasks(later, request, [refused])).rejects.toMatchObject({ code: 'ILLEGAL_STATE' })
    await expect(submitTasks(later, { ...request, viewer: onlooker }, [input])).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(submitTasks(later, request, [input, { ...input, idempotencyKey: 'new' }])).rejects.toMatchObject({ code: 'ILLEGAL_STATE' })
    expect(await tasks.countDocuments()).toBe(1)
  })

  it('counts inside its workspace only', async () => {
    const mine = await engine.submit({ idempotencyKey: 'k' })
    const theirs = await engine.submit({ idempotencyKey: 'k' }, { ...admin, workspace: 'elsewhere' })
    expect(theirs._id).not.toBe(mine._id)
  })

  it('used twice in one request is refused', async () => {
    const same = { idempotencyKey: 'twice' }
    await expect(engine.submitAll([same, same])).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      details: { violations: [{ path: 'inputs.1.idempotencyKey' }] },
    })
  })
})
