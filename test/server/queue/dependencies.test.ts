// Promise: what waits for a task that has ended already moves on at once, whoever was listening at that moment; no sweep runs here.
import { afterAll, describe, expect, it } from 'vitest'
import { silentLogger } from '../../../server/log.ts'
import { createDependencies } from '../../../server/queue/dependencies.ts'
import type { TaskDoc } from '../../../server/queue/task.ts'
import { cancelTask } from '../../../server/tasks/cancel.ts'
import { prepareTasks } from '../../../server/tasks/submit.ts'
import { admin, createTestEngine, keepMs, user } from '../../support/engine.ts'

const engine = await createTestEngine()
const { database } = engine
const { pausedUntil, holdsBack } = engine.workspaces
const dependencies = createDependencies({
  database,
  log: silentLogger,
  keepMs: () => keepMs,
  pausedUntil,
  holdsBack,
  onReady: () => undefined,
})
afterAll(engine.feed.onEvent((event) => dependencies.onEvent(event)))

const cancel = ({ _id }: TaskDoc) => cancelTask({ database, keepMs: () => keepMs, onEnded: () => undefined }, user, { id: _id })
const input = (parent: TaskDoc, onDependencyFailure: 'FAIL' | 'SKIP' | 'RUN') => ({
  agent: 'writer',
  parameters: { topic: 'tests' },
  dependsOn: [parent._id],
  onDependencyFailure,
})

describe('a task that waits for one that did not succeed', () => {
  it.each([
    ['FAIL', 'FAILED'],
    ['SKIP', 'CANCELLED'],
    ['RUN', 'QUEUED'],
  ] as const)('with policy %s is %s, although that ended before the submission', async (policy, status) => {
    const parent = await engine.submit()
    await cancel(parent)
    const child = await engine.submit(input(parent, policy))
    await engine.waitFor(child._id, status)
  })

  it('sleeps when that ended in quiet hours, unless it is urgent', async () => {
    const now = Date.now()
    const timeOf = (hours: number) => new Date(now + hours * 3600_000).toISOString().slice(11, 16)
    const parent = await engine.submit({ priority: 'HIGH' })
    const calm = await engine.submit(input(parent, 'RUN'))
    const urgent = await engine.submit({ ...input(parent, 'RUN'), priority: 'CRITICAL' })
    await engine.workspaces.update(admin, { quietHours: { timezone: 'UTC', from: timeOf(-2), to: timeOf(6) } })
    await cancel(parent)
    expect(await engine.waitFor(calm._id, 'SCHEDULED')).toMatchObject({ dueReason: 'QUIET_HOURS' })
    await engine.waitFor(urgent._id, 'QUEUED')
    await engine.workspaces.update(admin, { quietHours: null })
  })

  it('still hears of its end after a run of it ended that is tried again', async () => {
    const parent = await engine.submit()
    const child = await engine.submit(input(parent, 'SKIP'))
    await engine.waitUntil('the child to be waiting', async () => (await engine.events(child._id)).length > 0)
    dependencies.onEnded([parent._id])
    const other = await engine.submit()
    await cancel(other)
    // What waits for another is looked at behind the one above.
    await engine.waitFor((await engine.submit(input(other, 'SKIP')))._id, 'CANCELLED')
    expect((await engine.task(child._id)).status).toBe('BLOCKED')
    await cancel(parent)
    await engine.waitFor(child._id, 'CANCELLED')
  })

  it('moves on when that ended while it was being submitted', async () => {
    const parent = await engine.submit()
    const prepared = await prepareTasks(engine, { viewer: user, origin: 'test' }, [input(parent, 'FAIL'), input(parent, 'SKIP')])
    await cancel(parent)
    const { ids } = await engine.enqueue.submit(prepared)
    await engine.waitFor(ids[0]!, 'FAILED')
    await engine.waitFor(ids[1]!, 'CANCELLED')
  })
})
