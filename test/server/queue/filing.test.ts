// Claimed tasks leave the claim index with the end of their run or, if that lasts, before.
import { expect, it, vi } from 'vitest'
import { Filing } from '../../../server/queue/filing.ts'
import type { TaskDoc } from '../../../server/queue/task.ts'
import { createGate, createTestEngine } from '../../support/engine.ts'
import { patient } from '../../support/patience.ts'

const engine = await createTestEngine({
  agents: [{ name: 'writer', retry: { maxAttempts: 2, strategy: 'fixed', delayMs: 3600_000, factor: 1, maxDelayMs: 3600_000, jitter: 0 } }],
})
const tasks = engine.database.collection<TaskDoc>('tasks')

it('a task leaves the index while it runs, and comes back when it is to run again', async () => {
  const gate = createGate()
  engine.handle(async () => {
    await gate.passed
    return { kind: 'succeeded', result: null }
  })
  const [task] = await engine.submitAll([{}])
  const worker = await engine.startWorker(5)
  await engine.waitFor(task!._id, 'RUNNING')
  await vi.waitFor(async () => expect(await tasks.countDocuments({ ready: true })).toBe(0), patient)
  await worker.stop(0)
  expect(await engine.task(task!._id)).toMatchObject({ status: 'QUEUED', ready: true })
  gate.open()
  const other = await engine.startWorker(5)
  await engine.waitFor(task!._id, 'SUCCEEDED')
  await other.stop(1000)
  expect(await tasks.countDocuments({ ready: true })).toBe(0)
})

it('a task that is over sooner leaves the index with the end of its run, however it ends', async () => {
  engine.handle(async (_agent, { parameters: { topic } }) =>
    topic === 'done'
      ? { kind: 'succeeded', result: null }
      : { kind: 'failed', error: { code: 'NO', class: topic === 'lost' ? 'PERMANENT' : 'TRANSIENT', message: 'no' } },
  )
  const [done, paused, lost] = await engine.submitAll(['done', 'paused', 'lost'].map((topic) => ({ parameters: { topic } })))
  const worker = await engine.startWorker(5)
  await engine.waitFor(done!._id, 'SUCCEEDED')
  await engine.waitFor(paused!._id, 'RETRYING')
  await engine.waitFor(lost!._id, 'FAILED')
  await worker.stop(1000)
  expect(await tasks.countDocuments({ ready: true })).toBe(0)
})

it('whoever is about to write the end of tasks waits until they are filed, and for no others', async () => {
  const [one] = await engine.submitAll([{}])
  await tasks.updateOne({ _id: one!._id }, { $set: { status: 'RUNNING', claim: 'c1', startedAt: new Date(0) } })
  const gate = createGate()
  const updateMany: typeof tasks.updateMany = async (...statement) => {
    await gate.passed
    return tasks.updateMany(...statement)
  }
  const slow = new Proxy(tasks, { get: (target, name) => (name === 'updateMany' ? updateMany : Reflect.get(target, name, target)) })
  const filing = new Filing({ ...engine.database, collection: (() => slow) as unknown as typeof engine.database.collection })
  void filing.fileAway([await engine.task(one!._id)])
  let isLetGo = false
  const letGo = filing.letGo([{ claim: 'c1' }]).then(() => (isLetGo = true))
  await filing.letGo([{ claim: 'c2' }])
  expect(isLetGo).toBe(false)
  gate.open()
  await letGo
  expect((await engine.task(one!._id)).ready).toBeUndefined()
})
