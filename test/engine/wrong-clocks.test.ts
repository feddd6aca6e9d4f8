// Promise: on a machine whose clock is wrong, tasks run and limits hold by the database's time.
import { expect, it } from 'vitest'
import { silentLogger } from '../../server/log.ts'
import type { Database } from '../../server/mongo.ts'
import { releaseDue } from '../../server/queue/due.ts'
import { submitTasks } from '../../server/tasks/submit.ts'
import { createTestEngine, user } from '../support/engine.ts'

const hourMs = 3600_000
const engine = await createTestEngine({
  agents: [{ retry: { maxAttempts: 2, strategy: 'fixed', delayMs: 60_000, factor: 1, maxDelayMs: 60_000, jitter: 0 } }],
})

/** For this process it is an hour later than its own clock says. */
const laterBy = (ms: number): Database => ({ ...engine.database, now: () => new Date(Date.now() + ms) })
const isNear = (moment: Date | undefined, wanted: number) => expect(Math.abs(moment!.getTime() - wanted)).toBeLessThan(hourMs / 2)

const release = (database: Database) =>
  releaseDue({ database, log: silentLogger, pausedUntil: () => undefined, holdsBack: () => false, onReady: () => undefined })

it('a task becomes due by the time of the database', async () => {
  const task = await engine.submit({ runAt: new Date(Date.now() + hourMs / 2) })
  expect([await release(engine.database), await release(laterBy(hourMs))]).toEqual([0, 1])
  expect(await engine.task(task._id)).toMatchObject({ status: 'QUEUED' })
})

it('a task is submitted, and waits for its next try, by the time of the database', async () => {
  const database = laterBy(hourMs)
  const request = { viewer: user, origin: 'test' }
  const [task] = await submitTasks({ ...engine, database }, request, [{ agent: 'writer', parameters: { topic: 'tests' } }])
  isNear(task!.createdAt, Date.now() + hourMs)
  engine.handle(async () => ({ kind: 'failed', error: { code: 'TIRED', class: 'TRANSIENT', message: 'not now' } }))
  await engine.startWorker(10, database)
  isNear((await engine.waitFor(task!._id, 'RETRYING')).dueAt, Date.now() + hourMs)
})
