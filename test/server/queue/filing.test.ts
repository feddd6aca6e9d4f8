// Finished tasks leave the claim index a moment after their end, also those that a dead process left behind.
import { expect, it } from 'vitest'
import { fileForgotten } from '../../../server/queue/filing.ts'
import type { TaskDoc } from '../../../server/queue/task.ts'
import { createTestEngine } from '../../support/engine.ts'

const engine = await createTestEngine({ agents: [{ name: 'writer' }] })
const tasks = engine.database.collection<TaskDoc>('tasks')

it('a finished task is filed, and one that waits stays claimable', async () => {
  const [done] = await engine.submitAll([{}])
  const worker = await engine.startWorker(5)
  await engine.waitFor(done!._id, 'SUCCEEDED')
  await worker.stop(1000)
  expect(await tasks.countDocuments({ ready: true })).toBe(0)
  const [waiting] = await engine.submitAll([{}])
  await tasks.updateOne({ _id: done!._id }, { $set: { ready: true } })
  expect(await fileForgotten(engine.database)).toBe(1)
  expect((await tasks.find({ ready: true }).toArray()).map(({ _id }) => _id)).toEqual([waiting!._id])
})
