// Promise: on a machine whose clock is wrong, tasks run and limits hold by the database's time.
import { expect, it } from 'vitest'
import { silentLogger } from '../../server/log.ts'
import type { Database } from '../../server/mongo.ts'
import { releaseDue } from '../../server/queue/due.ts'
import { createEnqueue } from '../../server/queue/enqueue.ts'
import { findKey, findMade, keepKey } from '../../server/queue/keys.ts'
import { submitTasks } from '../../server/tasks/submit.ts'
import { createTestEngine, user } from '../support/engine.ts'

const hourMs = 3600_000
const engine = await createTestEngine({
  agents: [{ retry: { maxAttempts: 2, strategy: 'fixed', delayMs: 60_000, factor: 1, maxDelayMs: 60_000, jitter: 0 } }],
})

/** For this process it is so much later than its own clock says. */
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
  // Earlier: the numbers that stand for moments of submission never go back in a process, and other tests run in this one.
  const database = laterBy(-hourMs)
  const request = { viewer: user, origin: 'test' }
  const [task] = await submitTasks({ ...engine, database }, request, [{ agent: 'writer', parameters: { topic: 'tests' } }])
  isNear(task!.createdAt, Date.now() - hourMs)
  engine.handle(async () => ({ kind: 'failed', error: { code: 'TIRED', class: 'TRANSIENT', message: 'not now' } }))
  await engine.startWorker(10, database)
  isNear((await engine.waitFor(task!._id, 'RETRYING')).dueAt, Date.now() - hourMs)
})

it('an idempotency key holds for a day by the time of the database', async () => {
  const [soon, late] = [laterBy(23 * hourMs), laterBy(25 * hourMs)]
  const key = { id: 'k', hash: 'same input' }
  await engine.database.transaction((session) => keepKey(engine.database, { ...key, made: 'W-1' }, session))
  expect([await findKey(soon, key), await findMade(soon, [key])]).toEqual(['W-1', ['W-1']])
  expect([await findKey(late, key), await findMade(late, [key])]).toEqual([undefined, undefined])
  await late.transaction((session) => keepKey(late, { ...key, made: 'W-2' }, session))
  expect(await findKey(laterBy(48 * hourMs), key)).toBe('W-2')

  const task = await engine.submit()
  const submitBy = async (database: Database, _id: string) => {
    const enqueue = createEnqueue({ database, queueLimit: () => 100, onStored: () => undefined })
    const keys = [{ key: 'daily', hash: 'same input', task: _id }]
    return (await enqueue.submit({ tasks: [{ ...task, _id }], events: [], keys })).ids
  }
  expect(await submitBy(engine.database, 'T-901')).toEqual(['T-901'])
  expect(await submitBy(soon, 'T-902')).toEqual(['T-901'])
  expect(await submitBy(late, 'T-903')).toEqual(['T-903'])
  expect(await submitBy(laterBy(48 * hourMs), 'T-904')).toEqual(['T-903'])
})
