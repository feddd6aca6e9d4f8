// Promise: what depends on a task that was given up follows it to the task that takes its place, and whoever submits that again is told
// what ended with the old one and can bring it back in the same breath.
import { beforeEach, describe, expect, it } from 'vitest'
import type { EdgeDoc } from '../../../../server/queue/dependencies.ts'
import type { DependencyPolicy, TaskDoc } from '../../../../server/queue/task.ts'
import { resubmitDeadLetters } from '../../../../server/tasks/dead-letters/resubmit.ts'
import { endedDependents, retryDependents, retryWithDependents } from '../../../../server/tasks/retry-dependents.ts'
import { retryTask } from '../../../../server/tasks/retry-task.ts'
import { admin, createGate, createTestEngine, failing, user } from '../../../support/engine.ts'

const engine = await createTestEngine({ agents: [{}, { name: 'asleep', maxConcurrent: 0 }] })
const worker = await engine.startWorker()
const deps = { ...engine, wake: () => worker.wake() }
const bad = { parameters: { topic: 'bad' } }
const good = { overrideParameters: { topic: 'good' } }

let ended: string[] = []

beforeEach(() => {
  ended = []
  engine.handle(async (_agent, { taskId, parameters }) => {
    if (parameters.topic === 'bad') return failing()
    ended.push(taskId)
    return { kind: 'succeeded', result: null }
  })
})

const letterOf = ({ _id }: TaskDoc) => _id.replace('T', 'D')
const resubmit = (task: TaskDoc, more: object = {}) => resubmitDeadLetters(deps, admin, { ids: [letterOf(task)], ...good, ...more })
const after = (index: number, onDependencyFailure: DependencyPolicy = 'FAIL') => ({ dependsOn: [`#${index}`], onDependencyFailure })

/** One that fails, and a chain and a skipped one behind it that end with it. */
async function fallenFamily(): Promise<TaskDoc[]> {
  const tasks = await engine.submitAll([bad, after(1), after(2), after(1, 'SKIP'), after(1, 'RUN')])
  const ends = ['FAILED', 'FAILED', 'FAILED', 'CANCELLED', 'SUCCEEDED'] as const
  for (const [index, status] of ends.entries()) await engine.waitFor(tasks[index]!._id, status)
  ended = []
  return tasks
}

describe('resubmitting a task that others depended on', () => {
  it('says how many it leaves behind, in a dry run too', async () => {
    const [first, second] = await fallenFamily()
    expect(await resubmit(first!, { dryRun: true })).toMatchObject({ matched: 1, resubmitted: 0, dependents: 3 })
    expect(await resubmit(first!)).toMatchObject({ resubmitted: 1, dependents: 3 })
    expect(await engine.task(second!._id)).toMatchObject({ status: 'FAILED', dependsOn: [first!._id] })
  })

  it('brings them back when asked to, and each runs after what it depends on', async () => {
    const [first, second, third, skipped] = await fallenFamily()
    const { taskIds, dependents } = await resubmit(first!, { withDependents: true })
    expect(dependents).toBe(3)
    for (const task of [second, third, skipped]) await engine.waitFor(task!._id, 'SUCCEEDED')
    expect(ended[0]).toBe(taskIds[0])
    expect(ended.indexOf(second!._id)).toBeLessThan(ended.indexOf(third!._id))
    expect(await engine.task(second!._id)).toMatchObject({ dependsOn: taskIds })
    const edges = engine.database.collection<EdgeDoc>('dependencies')
    expect((await edges.find({ child: second!._id }).toArray()).map(({ parent }) => parent)).toEqual(taskIds)
  })

  it('ends them again by their policy when the new one is given up as well', async () => {
    const [first, second, third, skipped] = await fallenFamily()
    const gate = createGate()
    engine.handle(async () => gate.passed.then(() => failing()))
    await resubmit(first!, { withDependents: true })
    for (const task of [second, third, skipped]) expect((await engine.task(task!._id)).status).toBe('BLOCKED')
    gate.open()
    await engine.waitFor(second!._id, 'FAILED')
    await engine.waitFor(third!._id, 'FAILED')
    await engine.waitFor(skipped!._id, 'CANCELLED')
    expect(ended).toEqual([])
  })

  it('brings each back once when two ask for it at the same moment', async () => {
    const [first, second, third, skipped] = await fallenFamily()
    await resubmit(first!)
    const answers = await Promise.all([1, 2].map(() => retryDependents(deps, admin, { ids: [first!._id] })))
    expect(answers.reduce((sum, count) => sum + count, 0)).toBe(3)
    for (const task of [second, third, skipped]) {
      await engine.waitFor(task!._id, 'SUCCEEDED')
      expect((await engine.events(task!._id)).filter(({ payload }) => payload.reason === 'retried')).toHaveLength(1)
    }
  })

  it('brings back what somebody retries by hand behind the new one', async () => {
    const [first, second] = await fallenFamily()
    const gate = createGate()
    engine.handle(async (_agent, { taskId }) => {
      await gate.passed
      ended.push(taskId)
      return { kind: 'succeeded', result: null }
    })
    const { taskIds } = await resubmit(first!)
    expect(await retryTask(deps, user, { id: second!._id })).toMatchObject({ status: 'BLOCKED', dependsOn: taskIds })
    gate.open()
    await engine.waitFor(second!._id, 'SUCCEEDED')
    expect(ended).toEqual([taskIds[0], second!._id])
  })
})

describe('a task that depends on one that was resubmitted', () => {
  it('follows it while it still waits for another', async () => {
    const [first, other, child] = await engine.submitAll([bad, { agent: 'asleep' }, { dependsOn: ['#1', '#2'] }])
    await engine.waitFor(first!._id, 'FAILED')
    const { taskIds } = await resubmit(first!)
    await engine.waitFor(taskIds[0]!, 'SUCCEEDED')
    await engine.waitUntil('the child to wait for the new one', async () => {
      const { dependsOn } = await engine.task(child!._id)
      return dependsOn?.includes(taskIds[0]!) ?? false
    })
    expect(await engine.task(child!._id)).toMatchObject({ status: 'BLOCKED', dependsOn: [taskIds[0], other!._id] })
    expect((await engine.events(child!._id)).at(-1)).toMatchObject({ type: 'task.blocked', payload: { reason: 'RESUBMITTED' } })
  })

  it('follows a whole chain of resubmissions when it is submitted afterwards', async () => {
    const first = await engine.submit(bad)
    await engine.waitFor(first._id, 'FAILED')
    const [secondId] = (await resubmit(first, { overrideParameters: { topic: 'bad' } })).taskIds
    const second = await engine.waitFor(secondId!, 'FAILED')
    const { taskIds } = await resubmit(second)
    const child = await engine.submit({ dependsOn: [first._id] })
    expect(await engine.waitFor(child._id, 'SUCCEEDED')).toMatchObject({ dependsOn: taskIds })
    expect(ended).toEqual([taskIds[0], child._id])
  })
})

describe('retrying a task by hand', () => {
  it('brings its dependents back as well when asked to', async () => {
    const [first, second, third] = await fallenFamily()
    await retryWithDependents(deps, user, { id: first!._id, parameters: { topic: 'good' } })
    await engine.waitFor(third!._id, 'SUCCEEDED')
    expect(ended.filter((id) => [first, second, third].some((task) => task!._id === id))).toEqual([first!._id, second!._id, third!._id])
  })

  it('leaves those of other people as they are', async () => {
    const [first] = await engine.submitAll([bad])
    const mine = await engine.submit({ dependsOn: [first!._id] })
    const hers = await engine.submit({ dependsOn: [first!._id] }, admin)
    for (const { _id } of [mine, hers]) await engine.waitFor(_id, 'FAILED')
    await retryWithDependents(deps, user, { id: first!._id, parameters: { topic: 'good' } })
    await engine.waitFor(mine._id, 'SUCCEEDED')
    expect((await engine.task(hers._id)).status).toBe('FAILED')
  })
})

it('what a task depends on comes before it, also where the request named it later', async () => {
  const tasks = await engine.submitAll([bad, { dependsOn: ['#1', '#3'] }, after(1)])
  for (const { _id } of tasks) await engine.waitFor(_id, 'FAILED')
  const order = (await endedDependents(engine.database, [tasks[0]!._id])).map(({ _id }) => _id)
  expect(order).toEqual([tasks[2]!._id, tasks[1]!._id])
})
