// Promise: what was given up can be submitted again, one or thousands, never twice, and nothing changes when anything is wrong.
import { beforeEach, describe, expect, it } from 'vitest'
import type { DeadLetterDoc } from '../../../../server/queue/dead-letter-store.ts'
import type { TaskDoc } from '../../../../server/queue/task.ts'
import { discardDeadLetters } from '../../../../server/tasks/dead-letters/discard.ts'
import { countDeadLetters } from '../../../../server/tasks/dead-letters/list.ts'
import { resubmitDeadLetters } from '../../../../server/tasks/dead-letters/resubmit.ts'
import { retryTask } from '../../../../server/tasks/retry-task.ts'
import { admin, createTestEngine, failing, onlooker, user } from '../../../support/engine.ts'
import { overtaken } from '../../../support/overtaken.ts'

const engine = await createTestEngine({ agents: [{}, { name: 'coder' }, { name: 'asleep', maxConcurrent: 0, queueLimit: 250 }] })
// The first try of any work fails, the resubmitted one succeeds.
engine.handle(async (_agent, { taskId }) => ((await engine.task(taskId)).resubmissionOf ? { kind: 'succeeded', result: null } : failing()))
await engine.startWorker(50)
const { database } = engine
const letters = database.collection<DeadLetterDoc>('dead_letters')
const tasks = database.collection<TaskDoc>('tasks')

async function giveUp(inputs: readonly { parameters?: { topic: string }; agent?: string; tags?: string[] }[] = [{}]): Promise<TaskDoc[]> {
  const submitted = await engine.submitAll(inputs)
  const failed: TaskDoc[] = []
  for (const { _id } of submitted) failed.push(await engine.waitFor(_id, 'FAILED'))
  return failed
}

let lastCopy = 5_000_000

/** Given up like the model, without running each of them. */
async function addCopies(model: TaskDoc, count: number, agent: string): Promise<string[]> {
  const error = { code: 'BROKEN', class: 'PERMANENT' as const, message: 'broken on purpose' }
  const ids = Array.from({ length: count }, () => `T-${++lastCopy}`)
  await tasks.insertMany(ids.map((_id) => ({ ...model, _id, agent, parameters: engine.vault.seal({ topic: _id }, `${_id}.parameters`) })))
  const shared = {
    workspace: 'default',
    agent,
    error,
    fingerprint: 'f',
    failedAt: new Date(),
    open: true,
    expireAt: new Date(Date.now() + 3600_000),
  }
  await letters.insertMany(ids.map((task) => ({ ...shared, _id: task.replace('T', 'D'), task })))
  return ids
}

const wake = () => undefined
const letterOf = (task: TaskDoc) => task._id.replace('T', 'D')

beforeEach(async () => {
  await letters.deleteMany({})
})

describe('resubmitting by id', () => {
  it('makes a new task with the same work, linked both ways, and closes the letter', async () => {
    const [old] = await giveUp([{ parameters: { topic: 'harbours' }, tags: ['sea'] }])
    const { matched, resubmitted, taskIds } = await resubmitDeadLetters(engine, admin, { ids: [letterOf(old!)] })
    expect({ matched, resubmitted }).toEqual({ matched: 1, resubmitted: 1 })
    const fresh = await engine.waitFor(taskIds[0]!, 'SUCCEEDED')
    expect(fresh).toMatchObject({ resubmissionOf: old!._id, agent: 'writer', tags: ['sea'], submittedBy: { id: user.id } })
    expect(engine.parametersOf(fresh)).toEqual({ topic: 'harbours', words: 500 })
    expect((await engine.task(old!._id)).resubmittedAs).toBe(fresh._id)
    expect(await letters.findOne({ _id: letterOf(old!) })).toMatchObject({ open: false, resubmittedAs: fresh._id })
  })

  it('writes who did it into the events of the letter and of the new task', async () => {
    const [old] = await giveUp()
    const { taskIds } = await resubmitDeadLetters(engine, admin, { ids: [letterOf(old!)], requestId: 'r-1' })
    const by = { id: admin.id, name: admin.name }
    expect(await engine.events(letterOf(old!))).toContainEqual(
      expect.objectContaining({
        type: 'dead_letter.resubmitted',
        requestId: 'r-1',
        payload: { task: old!._id, resubmittedAs: taskIds[0], by },
      }),
    )
    expect((await engine.events(taskIds[0]!))[0]).toMatchObject({ type: 'task.queued', payload: { resubmissionOf: old!._id, by } })
  })

  it('takes another level and other parameters, defaults filled in', async () => {
    const [old] = await giveUp([{ parameters: { topic: 'harbours' } }])
    const { taskIds } = await resubmitDeadLetters(engine, admin, {
      ids: [letterOf(old!)],
      priority: 'CRITICAL',
      overrideParameters: { words: 9 },
    })
    const fresh = await engine.task(taskIds[0]!)
    expect(fresh).toMatchObject({ priority: 'CRITICAL', urgency: 9 })
    expect(engine.parametersOf(fresh)).toEqual({ topic: 'harbours', words: 9 })
  })

  it('refuses a letter that was already resubmitted and names the new task', async () => {
    const [old] = await giveUp()
    const { taskIds } = await resubmitDeadLetters(engine, admin, { ids: [letterOf(old!)] })
    await expect(resubmitDeadLetters(engine, admin, { ids: [letterOf(old!)] })).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining(taskIds[0]!),
    })
  })

  it('lets one of two who name the same letter at the same moment win and tells the other', async () => {
    const other = await engine.join()
    const [old] = await giveUp()
    const ends = await Promise.allSettled(
      [engine, other, engine, other].map((process) => resubmitDeadLetters({ ...process, wake }, admin, { ids: [letterOf(old!)] })),
    )
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const end of ends) if (end.status === 'rejected') expect(end.reason).toMatchObject({ code: 'CONFLICT' })
    expect(await tasks.countDocuments({ resubmissionOf: old!._id })).toBe(1)
  })
})

describe('a letter that goes between the look at it and the deed', () => {
  const overtakenBy = (act: () => Promise<unknown>) => overtaken(database, 'dead_letters', act)

  it('with a retry of its task is a conflict that names the task', async () => {
    const retry = (id: string) => retryTask({ ...engine, wake: () => undefined }, admin, { id })
    const [one, other] = await giveUp([{}, {}])
    const retried = { code: 'CONFLICT', message: expect.stringMatching(/was retried/) }
    const forOne = overtakenBy(() => retry(one!._id))
    await expect(resubmitDeadLetters({ ...engine, database: forOne }, admin, { ids: [letterOf(one!)] })).rejects.toMatchObject(retried)
    const forOther = overtakenBy(() => retry(other!._id))
    await expect(discardDeadLetters(forOther, admin, { ids: [letterOf(other!)], reason: 'old' })).rejects.toMatchObject(retried)
  })

  it('as another task is a conflict for who retries its own', async () => {
    const parent = await engine.submit({ agent: 'coder' })
    await engine.waitFor(parent._id, 'FAILED')
    const { _id: id } = await engine.submit({ dependsOn: [parent._id], onDependencyFailure: 'RUN' })
    await engine.waitFor(id, 'FAILED')
    const resubmit = () => resubmitDeadLetters(engine, admin, { ids: [id.replace('T', 'D')] })
    const faster = overtaken(database, 'tasks', resubmit)
    const retry = retryTask({ ...engine, database: faster, wake: () => undefined }, admin, { id })
    await expect(retry).rejects.toMatchObject({ code: 'CONFLICT', message: expect.stringMatching(/was resubmitted as/) })
    expect((await engine.task(id)).status).toBe('FAILED')
    expect(await letters.findOne({ _id: id.replace('T', 'D') })).toMatchObject({ open: false })
  })

  it('to somebody who puts it aside is a conflict that says who', async () => {
    const [old] = await giveUp()
    const discard = (where: typeof database) => discardDeadLetters(where, admin, { ids: [letterOf(old!)], reason: 'old' })
    await expect(discard(overtakenBy(() => discard(database)))).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('already discarded by Ada'),
    })
  })
})

describe('what is wrong changes nothing', () => {
  it.each([
    [{}, 'VALIDATION_FAILED'],
    [{ ids: [] }, 'VALIDATION_FAILED'],
    [{ ids: ['D-1'], filter: {} }, 'VALIDATION_FAILED'],
    [{ ids: ['nonsense'] }, 'VALIDATION_FAILED'],
    [{ ids: ['D-999999'] }, 'NOT_FOUND'],
    [{ filter: { workspace: 'elsewhere' } }, 'FORBIDDEN'],
    [{ filter: {}, overrideParameters: 'text' }, 'VALIDATION_FAILED'],
    [{ filter: { fingerprint: '' } }, 'VALIDATION_FAILED'],
    [{ filter: { agent: ' ' } }, 'VALIDATION_FAILED'],
    [{ filter: { assignee: '' } }, 'VALIDATION_FAILED'],
  ])('refuses %j with %s', async (input, code) => {
    await expect(resubmitDeadLetters(engine, admin, input)).rejects.toMatchObject({ code })
  })

  it.each([user, onlooker])('is for admins, not for a $role', async (viewer) => {
    const [old] = await giveUp()
    await expect(resubmitDeadLetters(engine, viewer, { ids: [letterOf(old!)] })).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  it('refuses all when one would break the schema, and names that letter', async () => {
    const old = await giveUp([{ parameters: { topic: 'one' } }, { parameters: { topic: 'two' } }])
    await expect(resubmitDeadLetters(engine, admin, { filter: {}, overrideParameters: { words: 0 } })).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      details: { violations: expect.arrayContaining([expect.objectContaining({ path: `${letterOf(old[1]!)}.parameters.words` })]) },
    })
    expect(await letters.countDocuments({ open: true })).toBe(2)
    expect(await tasks.countDocuments({ resubmissionOf: { $in: old.map(({ _id }) => _id) } })).toBe(0)
  })

  it('refuses parameters as large as no new task may have', async () => {
    const [old] = await giveUp()
    const overrideParameters = { topic: 'x'.repeat(257 * 1024) }
    await expect(resubmitDeadLetters(engine, admin, { filter: {}, overrideParameters })).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      details: { violations: [{ path: `${letterOf(old!)}.parameters`, message: 'expected at most 256 KB' }] },
    })
    await expect(
      retryTask({ ...engine, wake: () => undefined }, admin, { id: old!._id, parameters: overrideParameters }),
    ).rejects.toMatchObject({ code: 'VALIDATION_FAILED' })
    expect(await letters.countDocuments({ open: true })).toBe(1)
  })

  it('only counts in a dry run and answers the old tasks', async () => {
    const old = await giveUp([{}, {}])
    const answer = await resubmitDeadLetters(engine, admin, { filter: {}, dryRun: true })
    expect(answer).toMatchObject({ matched: 2, resubmitted: 0 })
    expect(answer.taskIds.sort()).toEqual(old.map(({ _id }) => _id).sort())
    expect(await letters.countDocuments({ open: true })).toBe(2)
  })
})

describe('resubmitting by filter', () => {
  it('takes only open letters that match', async () => {
    const [first] = await giveUp([{}, { agent: 'coder' }])
    await resubmitDeadLetters(engine, admin, { ids: [letterOf(first!)] })
    expect(await resubmitDeadLetters(engine, admin, { filter: { agent: 'writer' } })).toMatchObject({ matched: 0, resubmitted: 0 })
    expect(await resubmitDeadLetters(engine, admin, { filter: { agent: 'coder' } })).toMatchObject({ matched: 1, resubmitted: 1 })
  })

  it('stops at a full queue, says how far it came and leaves the rest open', async () => {
    const [model] = await giveUp()
    await letters.deleteMany({})
    await addCopies(model!, 300, 'asleep')
    expect(await resubmitDeadLetters(engine, admin, { filter: {} })).toMatchObject({ matched: 300, resubmitted: 200 })
    expect(await letters.countDocuments({ open: true })).toBe(100)
    await expect(resubmitDeadLetters(engine, admin, { filter: {} })).rejects.toMatchObject({ code: 'QUEUE_FULL' })
    expect(await letters.countDocuments({ open: true })).toBe(100)
    expect(await tasks.countDocuments({ agent: 'asleep', status: 'QUEUED' })).toBe(200)
  })

  it('takes thousands in one call, none twice when two call at the same moment', async () => {
    const [model] = await giveUp()
    const ids = [model!._id, ...(await addCopies(model!, 2500, 'writer'))]
    const other = await engine.join()
    const answers = await Promise.all([engine, other].map((process) => resubmitDeadLetters({ ...process, wake }, admin, { filter: {} })))
    expect(answers[0]!.resubmitted + answers[1]!.resubmitted).toBe(2501)
    expect(new Set(answers.flatMap(({ taskIds }) => taskIds)).size).toBe(2501)
    expect(await tasks.countDocuments({ resubmissionOf: { $in: ids } })).toBe(2501)
    expect(await countDeadLetters(database, admin)).toEqual({ value: 0, exact: true })
  })
})
