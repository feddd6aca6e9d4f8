// Who may let a worker drain and take it back, and what that leaves in the log.
import { expect, it } from 'vitest'
import type { WorkerDoc } from '../../../server/queue/worker-lease.ts'
import { drainWorker, resumeWorker } from '../../../server/tasks/operate-workers.ts'
import { admin, createTestEngine, user } from '../../support/engine.ts'

const engine = await createTestEngine()
const { database } = engine
const id = (await engine.startWorker()).id()
const workers = database.collection<WorkerDoc>('workers')

it('is said once for each change, with the person', async () => {
  for (const order of [drainWorker, drainWorker, resumeWorker, resumeWorker]) await order(engine, admin, id)
  expect((await engine.events(id)).map(({ type, actor }) => [type, actor?.id])).toEqual([
    ['worker.started', undefined],
    ['worker.draining', admin.id],
    ['worker.resumed', admin.id],
  ])
  expect(await workers.findOne({ _id: id })).toMatchObject({ status: 'ACTIVE' })
})

it('is for admins, and for workers that are there', async () => {
  await expect(resumeWorker(engine, user, id)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await expect(resumeWorker(engine, admin, 'nobody')).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

it('does not bring back one that was told to stop, and changes nothing of it', async () => {
  await workers.insertOne({ ...(await workers.findOne({ _id: id }))!, _id: 'going', status: 'DRAINING', leaving: true })
  await expect(resumeWorker(engine, admin, 'going')).rejects.toMatchObject({
    code: 'ILLEGAL_STATE',
    message: expect.stringContaining('told to stop'),
  })
  expect(await workers.findOne({ _id: 'going' })).toMatchObject({ status: 'DRAINING', leaving: true })
  expect(await engine.events('going')).toEqual([])
})
