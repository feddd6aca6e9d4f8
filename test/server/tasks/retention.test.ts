// Promise: finished tasks leave when their time has come, with all that belongs to them, and nothing leaves before.
import { ObjectId } from 'mongodb'
import { beforeEach, describe, expect, it } from 'vitest'
import { type EventRow, type NewEvent, toEventRow } from '../../../server/events/event-log.ts'
import type { DeadLetterDoc } from '../../../server/queue/dead-letter-store.ts'
import type { EdgeDoc } from '../../../server/queue/dependencies.ts'
import type { TaskDoc } from '../../../server/queue/task.ts'
import { createArtifacts } from '../../../server/tasks/artifact-store.ts'
import { createRetention } from '../../../server/tasks/retention.ts'
import { createTestEngine, failing } from '../../support/engine.ts'

const engine = await createTestEngine()
const { database } = engine
const artifacts = createArtifacts(database, engine.vault)
const tasks = database.collection<TaskDoc>('tasks')
const edges = database.collection<EdgeDoc>('dependencies')
await engine.startWorker()

const dayMs = 24 * 3600_000
const aged: NewEvent = { type: 'task.started', workspace: 'default', subject: 'T-old' }
const tomorrow = () => new Date(Date.now() + dayMs + 60_000)
const retention = () => createRetention({ database, artifacts, shortestKeepMs: () => dayMs, eventsKeepMs: 3 * dayMs })

beforeEach(async () => {
  for (const name of ['tasks', 'dependencies', 'dead_letters']) await database.collection(name).deleteMany({})
})

describe('retention', () => {
  it('keeps events for as long as it is told', async () => {
    const events = database.collection<EventRow>('events')
    const daysAgo = (days: number) => ObjectId.createFromTime(Math.floor((Date.now() - days * dayMs) / 1000))
    const [old, recent] = [daysAgo(3.1), daysAgo(2.9)].map((_id) => ({ ...toEventRow(aged, new Date()), _id }))
    await events.insertMany([old!, recent!])
    await retention().sweep(new Date())
    expect(await events.find({ subject: aged.subject }).toArray()).toMatchObject([{ _id: recent!._id }])
  })

  it('removes what has expired with its dependencies, dead letter and files, and keeps the rest', async () => {
    engine.handle(async (_agent, context) => {
      await context.saveArtifact({ name: 'a.txt', contentType: 'text/plain', data: Buffer.from('a') })
      return context.parameters.topic === 'bad' ? failing() : { kind: 'succeeded', result: null }
    })
    const [good, bad, child] = await engine.submitAll([{}, { parameters: { topic: 'bad' } }, { dependsOn: ['#1'] }])
    const scheduled = await engine.submit({ runAt: new Date(Date.now() + 10 * dayMs) })
    await engine.waitFor(bad!._id, 'FAILED')
    await engine.waitFor(child!._id, 'SUCCEEDED')
    expect(await retention().sweep(new Date())).toBe(0)
    expect(await retention().sweep(tomorrow())).toBe(3)
    expect((await tasks.find().toArray()).map(({ _id }) => _id)).toEqual([scheduled._id])
    expect(await edges.countDocuments()).toBe(0)
    expect(await database.collection<DeadLetterDoc>('dead_letters').countDocuments()).toBe(0)
    expect(await artifacts.ofTasks([good!._id, bad!._id, child!._id])).toEqual([])
  })

  it('removes parts of files whose process died while it wrote or removed them, page by page', async () => {
    engine.handle(async () => ({ kind: 'succeeded', result: null }))
    const parts = database.collection<{ files_id: ObjectId; n: number }>('artifacts.chunks')
    const task = await engine.submit()
    const { id } = await artifacts.save(task, { name: 'whole.txt', contentType: 'text/plain', data: Buffer.from('whole') }, 9 * dayMs)
    const torn = Array.from({ length: 700 }, () => new ObjectId())
    await parts.insertMany(torn.flatMap((files_id) => [0, 1].map((n) => ({ files_id, n }))))
    const keeper = retention()
    const left = async () => (await parts.distinct('files_id')).length
    await keeper.sweep(new Date())
    expect(await left()).toBe(701)
    await keeper.sweep(tomorrow())
    expect(await left()).toBe(202)
    await keeper.sweep(tomorrow())
    expect((await parts.distinct('files_id')).map(String)).toEqual([id])
    const late = new ObjectId()
    await parts.insertOne({ files_id: late, n: 0 })
    await keeper.sweep(tomorrow())
    expect(await left()).toBe(1)
  })

  it('keeps a task that somebody retried, and one kept longer does not hide those behind it', async () => {
    engine.handle(async () => ({ kind: 'succeeded', result: null }))
    const [long, short] = await engine.submitAll([{}, {}])
    for (const task of [long, short]) await engine.waitFor(task!._id, 'SUCCEEDED')
    await tasks.updateOne({ _id: long!._id }, { $set: { expireAt: new Date(Date.now() + 30 * dayMs) } })
    expect(await retention().sweep(tomorrow())).toBe(1)
    expect((await tasks.find().toArray()).map(({ _id }) => _id)).toEqual([long!._id])
  })

  it('goes through any number of them, page by page, and starts again at the oldest', async () => {
    engine.handle(async () => ({ kind: 'succeeded', result: null }))
    const model = await engine.waitFor((await engine.submit())._id, 'SUCCEEDED')
    const { _id, seq, ...same } = model
    await tasks.insertMany(
      Array.from({ length: 1300 }, (_, index) => ({
        ...same,
        _id: `${_id}${index}`,
        seq: seq - index,
        ...(index % 2 === 0 && { expireAt: new Date(Date.now() + 9 * dayMs) }),
      })),
    )
    const keeper = retention()
    expect(await keeper.sweep(tomorrow())).toBe(651)
    expect(await keeper.sweep(tomorrow())).toBe(0)
    expect(await keeper.sweep(new Date(Date.now() + 10 * dayMs))).toBe(650)
  })

  it('removes all that has expired in one sweep, however much it is', async () => {
    const { _id, seq, ...same } = await engine.waitFor((await engine.submit())._id, 'SUCCEEDED')
    const count = 10_600
    await tasks.insertMany(Array.from({ length: count }, (_, index) => ({ ...same, _id: `${_id}${index}`, seq: seq - index })))
    expect(await retention().sweep(tomorrow())).toBe(count + 1)
  })
})
