// Promise: a submission is checked in full before anything is stored, and then stored whole or not at all.
import { beforeEach, describe, expect, it } from 'vitest'
import type { CapstanError } from '../../../server/errors.ts'
import type { TaskDoc } from '../../../server/queue/task.ts'
import { submitTasks } from '../../../server/tasks/submit.ts'
import { admin, createTestEngine, onlooker, user } from '../../support/engine.ts'

const engine = await createTestEngine({
  agents: [{}, { name: 'coder', capabilities: ['CODE', 'WRITING'], maxConcurrent: 1 }, { name: 'tiny', queueLimit: 2 }],
})
const { database } = engine
const tasks = database.collection<TaskDoc>('tasks')

beforeEach(async () => {
  for (const name of ['tasks', 'events', 'idempotency', 'timers', 'dependencies']) await database.collection(name).deleteMany({})
})

const nothingStored = async () => expect(await tasks.countDocuments()).toBe(0)

describe('a submission', () => {
  it('becomes a task with its defaults, ready to run, and one event', async () => {
    const task = await engine.submit({ tags: ['a', 'a', 'B'] })
    expect(task).toMatchObject({
      status: 'QUEUED',
      ready: true,
      list: 'MAIN',
      priority: 'NORMAL',
      urgency: 3,
      tags: ['a', 'B'],
      facets: ['agent:writer', 'by:uma', 'tag:a', 'tag:b'],
    })
    expect(engine.parametersOf(task)).toEqual({ topic: 'tests', words: 500 })
    const { parameters: _sealed, ...stored } = await engine.task(task._id)
    expect(task).toMatchObject(stored)
    expect((await engine.events(task._id)).map(({ type }) => type)).toEqual(['task.queued'])
  })

  it('never shows its parameters in the database', async () => {
    const { _id } = await engine.submit({ parameters: { topic: 'quarterly figures' } })
    expect(JSON.stringify(await engine.task(_id))).not.toContain('quarterly')
    expect(JSON.stringify(await engine.events(_id))).not.toContain('quarterly')
  })

  it('waits for its moment when it names one', async () => {
    const runAt = new Date(Date.now() + 3600_000)
    const task = await engine.submit({ runAt })
    expect(task).toMatchObject({ status: 'SCHEDULED', dueAt: runAt, dueReason: 'RUN_AT' })
    expect(await database.collection<{ _id: string; at: Date }>('timers').findOne({ _id: task._id })).toMatchObject({ at: runAt })
  })

  it('finds an agent by what it must be able to do', async () => {
    expect((await engine.submit({ agent: undefined, capabilities: ['CODE', 'WRITING'] })).agent).toBe('coder')
    await expect(engine.submit({ agent: undefined, capabilities: ['FLYING'] })).rejects.toMatchObject({ code: 'UNKNOWN_AGENT' })
  })

  it('takes the retry policy of its agent, overridden where it says so', async () => {
    const { retry } = await engine.submit({ retry: { maxAttempts: 7, delaySeconds: 2 } })
    expect(retry).toEqual({ maxAttempts: 7, strategy: 'fixed', delayMs: 2000, factor: 1, maxDelayMs: 1000, jitter: 0 })
  })
})

describe('what is wrong is refused and nothing is stored', () => {
  it.each([
    ['an unknown agent', { agent: 'writr' }, 'UNKNOWN_AGENT'],
    ['neither agent nor capabilities', { agent: undefined }, 'VALIDATION_FAILED'],
    ['a missing parameter', { parameters: {} }, 'VALIDATION_FAILED'],
    ['a misspelt parameter', { parameters: { topic: 'abc', wrods: 1 } }, 'VALIDATION_FAILED'],
    ['a parameter out of range', { parameters: { topic: 'abc', words: 0 } }, 'VALIDATION_FAILED'],
    ['a list for parameters', { parameters: [] as never }, 'VALIDATION_FAILED'],
    ['parameters that are too large', { parameters: { topic: 'x'.repeat(300_000) } }, 'VALIDATION_FAILED'],
    [
      'a name that reaches into prototypes',
      { parameters: JSON.parse('{"topic":"abc","__proto__":{"a":1}}') as never },
      'VALIDATION_FAILED',
    ],
    ['an urgency out of range', { urgency: 10 }, 'VALIDATION_FAILED'],
    ['half an urgency', { urgency: 1.5 }, 'VALIDATION_FAILED'],
    ['a level that is none', { priority: 'URGENT' as never }, 'VALIDATION_FAILED'],
    ['too many tags', { tags: Array.from({ length: 21 }, (_, n) => `t${n}`) }, 'VALIDATION_FAILED'],
    ['a tag that is too long', { tags: ['x'.repeat(65)] }, 'VALIDATION_FAILED'],
    ['an empty tag', { tags: ['  '] }, 'VALIDATION_FAILED'],
    ['a deadline in the past', { deadline: new Date(Date.now() - 1000) }, 'VALIDATION_FAILED'],
    [
      'a deadline before it may run',
      { runAt: new Date(Date.now() + 3600_000), deadline: new Date(Date.now() + 1800_000) },
      'VALIDATION_FAILED',
    ],
    ['a moment too far away', { runAt: new Date(Date.now() + 10 * 366 * 24 * 3600_000) }, 'VALIDATION_FAILED'],
    ['no time to run', { timeoutSeconds: 0 }, 'VALIDATION_FAILED'],
    ['too many tries', { retry: { maxAttempts: 21 } }, 'VALIDATION_FAILED'],
    ['an empty idempotency key', { idempotencyKey: '' }, 'VALIDATION_FAILED'],
    ['a dependency that does not exist', { dependsOn: ['T-999999'] }, 'VALIDATION_FAILED'],
    ['itself as a dependency', { dependsOn: ['#1'] }, 'VALIDATION_FAILED'],
    ['another workspace', { workspace: 'elsewhere' }, 'FORBIDDEN'],
  ])('%s', async (_what, input, code) => {
    await expect(engine.submit(input)).rejects.toMatchObject({ code })
    await nothingStored()
  })

  it('with the agent nobody knows beside what else is wrong', async () => {
    await expect(engine.submit({ urgency: 11, agent: 'writr' })).rejects.toMatchObject({
      details: { violations: [expect.objectContaining({ path: 'urgency' }), expect.objectContaining({ path: 'agent' })] },
    })
  })

  it('with the place of each agent that takes no work', async () => {
    const placed = (error: CapstanError) => ({ code: error.code, ...error.details, message: error.message })
    const refusalOf = (inputs: Parameters<typeof engine.submitAll>[0]) => engine.submitAll(inputs).then(() => undefined, placed)
    expect(await refusalOf([{}, { agent: 'writr' }, { agent: undefined, capabilities: ['FLYING'] }])).toMatchObject({
      code: 'UNKNOWN_AGENT',
      message: expect.stringMatching(/^inputs\.1\.agent: There is no agent "writr".* \(and 1 more\)$/),
      violations: [{ path: 'inputs.1.agent' }, { path: 'inputs.2.capabilities' }],
    })
    expect(await refusalOf([{ urgency: 11 }, { agent: 'writr' }])).toMatchObject({
      code: 'VALIDATION_FAILED',
      violations: [{ path: 'inputs.0.urgency' }, { path: 'inputs.1.agent' }],
    })
    await nothingStored()
  })

  it('a viewer', async () => {
    await expect(engine.submit({}, onlooker)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  it('with every violation and its path, at once', async () => {
    await expect(
      engine.submitAll([{ urgency: 11, tags: [''], parameters: { topic: 'x' } }, {}, { parameters: { topic: 'x' } }]),
    ).rejects.toMatchObject({
      details: {
        violations: expect.arrayContaining([
          expect.objectContaining({ path: 'inputs.0.urgency' }),
          expect.objectContaining({ path: expect.stringMatching(/^inputs\.0\.tags/) }),
          expect.objectContaining({ path: 'inputs.0.parameters.topic' }),
          expect.objectContaining({ path: 'inputs.2.parameters.topic' }),
        ]),
        legacyCode: 'TASK_001',
      },
    })
    await nothingStored()
  })
})

describe('many at once', () => {
  it('are stored together, up to a hundred', async () => {
    expect(await engine.submitAll(Array.from({ length: 100 }, () => ({})))).toHaveLength(100)
    await expect(engine.submitAll(Array.from({ length: 101 }, () => ({})))).rejects.toMatchObject({ code: 'VALIDATION_FAILED' })
    await expect(engine.submitAll([])).rejects.toMatchObject({ code: 'VALIDATION_FAILED' })
  })

  it('refer to each other by place', async () => {
    const [first, second, third] = await engine.submitAll([{ dependsOn: ['#2'] }, {}, { dependsOn: ['#1', '#2', '#2'] }])
    expect(first).toMatchObject({ status: 'BLOCKED', dependsOn: [second!._id] })
    expect(second!.status).toBe('QUEUED')
    expect(third).toMatchObject({ status: 'BLOCKED', dependsOn: [first!._id, second!._id] })
  })

  it.each([
    [[{ dependsOn: ['#2'] }, { dependsOn: ['#1'] }], /#1 -> #2 -> #1/],
    [[{ dependsOn: ['#3'] }, { dependsOn: ['#1'] }, { dependsOn: ['#2'] }], /#1 -> #3 -> #2 -> #1/],
    [[{ dependsOn: ['#9'] }, {}], /#9 names no task/],
  ])('are refused when they wait for each other in a circle or for nobody', async (inputs, message) => {
    await expect(engine.submitAll(inputs)).rejects.toThrow(message)
    await nothingStored()
  })

  it('are told everything that is wrong with any of them in one answer, each with its place', async () => {
    const wrong = engine.submitAll([
      { parameters: { topic: 'x' }, dependsOn: ['#2', 'T-999999'] },
      { dependsOn: ['#1'], tags: [''] },
      { agent: 'writr' },
      { dependsOn: ['#9', '#4'] },
      {},
    ])
    const refusal = await wrong.catch((error: CapstanError) => error)
    expect(refusal).toMatchObject({ code: 'VALIDATION_FAILED', details: { legacyCode: 'TASK_001' } })
    expect((refusal as CapstanError).details.violations?.map(({ path, message }) => `${path}: ${message}`)).toEqual([
      expect.stringMatching(/^inputs\.0\.parameters\.topic: /),
      'inputs.0.dependsOn: these tasks wait for each other: #1 -> #2 -> #1',
      'inputs.0.dependsOn: there is no task T-999999',
      'inputs.1.tags.0: expected a word',
      'inputs.2.agent: There is no agent "writr", did you mean "writer"?',
      'inputs.3.dependsOn: #9 names no task of this request, which has 5',
      'inputs.3.dependsOn: these tasks wait for each other: #4 -> #4',
    ])
    await nothingStored()
  })

  it('that only depend on what is not there are refused with the code for dependencies', async () => {
    await expect(engine.submit({ dependsOn: ['T-999999'] })).rejects.toMatchObject({ details: { legacyCode: 'TASK_003' } })
    await expect(engine.submit({ dependsOn: ['T-999999'], tags: [''] })).rejects.toMatchObject({
      details: { legacyCode: 'TASK_001', violations: [{ path: 'tags.0' }, { path: 'dependsOn' }] },
    })
  })

  it('are refused together when one queue cannot take its share', async () => {
    await engine.submit({ agent: 'tiny' })
    await expect(engine.submitAll([{}, { agent: 'tiny' }, { agent: 'tiny' }])).rejects.toMatchObject({
      code: 'QUEUE_FULL',
      message: 'The queue of tiny holds 1 task and takes 2 at most; try again in 5 seconds.',
      details: { retryAfterSeconds: 5 },
    })
    expect(await tasks.countDocuments()).toBe(1)
  })

  it('are told to come in smaller parts when the queue could never take them', async () => {
    await expect(engine.submitAll([{}, { agent: 'tiny' }, { agent: 'tiny' }, { agent: 'tiny' }])).rejects.toMatchObject({
      code: 'QUEUE_FULL',
      message: 'The queue of tiny takes 2 tasks at most, and this is 3 at once: submit fewer together.',
      details: { retryAfterSeconds: 5 },
    })
    await nothingStored()
  })

  it('never pass a queue limit, also from several servers at the same moment', async () => {
    const other = await engine.join()
    const input = { agent: 'tiny', parameters: { topic: 'tests' } }
    const ends = await Promise.allSettled(
      Array.from({ length: 12 }, (_, n) => submitTasks(n % 2 ? engine : other, { viewer: user, origin: 'test' }, [input])),
    )
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(2)
    expect(await tasks.countDocuments()).toBe(2)
  })
})

describe('the queue limit of a workspace', () => {
  const elsewhere = { ...admin, workspace: 'elsewhere' }

  it('counts what waits for any agent there, on all servers, and nothing of other workspaces', async () => {
    const other = await engine.join()
    await engine.workspaces.update(admin, { queueLimit: 3 })
    await other.workspaces.refresh()
    await engine.submitAll([{}, {}, {}, {}, {}], elsewhere)
    await engine.submit({ runAt: new Date(Date.now() + 3600_000) })
    const ends = await Promise.allSettled(
      Array.from({ length: 8 }, (_, n) => {
        const input = { agent: n % 3 ? 'writer' : 'coder', parameters: { topic: 'tests' } }
        return submitTasks(n % 2 ? engine : other, { viewer: user, origin: 'test' }, [input])
      }),
    )
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
    expect(ends.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: {
        code: 'QUEUE_FULL',
        message: 'The queue of the workspace holds 3 tasks and takes 3 at most; try again in 5 seconds.',
        details: { retryAfterSeconds: 5 },
      },
    })
    await engine.workspaces.update(admin, { queueLimit: null })
    await engine.submit()
  })

  it.each([0, -1, 10_000_001])('is refused when it is %i', async (queueLimit) => {
    await expect(engine.workspaces.update(admin, { queueLimit })).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      details: { violations: [{ path: 'input.queueLimit' }] },
    })
    expect(engine.workspaces.queueLimit('default')).toBeUndefined()
  })
})
