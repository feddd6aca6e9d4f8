// Promise: what waits for a task that has ended already moves on at once, whoever was listening at that moment; no sweep runs here.
import { afterAll, describe, it } from 'vitest'
import { silentLogger } from '../../../server/log.ts'
import { createDependencies } from '../../../server/queue/dependencies.ts'
import type { TaskDoc } from '../../../server/queue/task.ts'
import { cancelTask } from '../../../server/tasks/cancel.ts'
import { prepareTasks } from '../../../server/tasks/submit.ts'
import { createTestEngine, keepMs, user } from '../../support/engine.ts'

const engine = await createTestEngine()
const { database } = engine
const dependencies = createDependencies({ database, log: silentLogger, keepMs: () => keepMs, onReady: () => undefined })
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

  it('moves on when that ended while it was being submitted', async () => {
    const parent = await engine.submit()
    const prepared = await prepareTasks(engine, { viewer: user, origin: 'test' }, [input(parent, 'FAIL'), input(parent, 'SKIP')])
    await cancel(parent)
    const { ids } = await engine.enqueue.submit(prepared)
    await engine.waitFor(ids[0]!, 'FAILED')
    await engine.waitFor(ids[1]!, 'CANCELLED')
  })
})
