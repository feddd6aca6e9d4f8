// Approvals and questions: who may decide, how many, until when; and that only the first answer counts.
import { beforeAll, describe, expect, it } from 'vitest'
import type { Viewer } from '../../../server/auth/viewer.ts'
import type { RequestDoc } from '../../../server/queue/request-doc.ts'
import { answerRequest, bodyOf } from '../../../server/requests/answer.ts'
import { createQueueStats } from '../../../server/tasks/queue-stats-store.ts'
import { retryTask } from '../../../server/tasks/retry-task.ts'
import { admin, createTestEngine, onlooker, user } from '../../support/engine.ts'
import { createTestWorkflows, type TestWorkflows } from '../../support/workflows.ts'

const engine = await createTestEngine({
  agents: [
    { name: 'echo', parameters: { type: 'object', additionalProperties: true } },
    { name: 'risky', risk: 'high' },
    { name: 'bold', risk: 'high', approval: 'none' },
    { name: 'writer' },
  ],
})
let flows: TestWorkflows
const bob: Viewer = { id: 'bob', name: 'Bob', role: 'user', workspace: 'default', email: 'bob@example.com', groups: ['sre'] }
const cleo: Viewer = { id: 'cleo', name: 'Cleo', role: 'user', workspace: 'default', email: 'cleo@example.com', groups: ['sre'] }

beforeAll(async () => {
  flows = await createTestWorkflows(engine)
  engine.handle(async (_agent, { parameters }) => ({ kind: 'succeeded', result: parameters }))
  await engine.startWorker(10)
  const members = [admin, user, bob, cleo].map(({ id, name, role, email, groups }) => ({
    _id: id as never,
    name,
    email: email ?? `${id}@example.com`,
    memberships: [{ workspace: 'default', role, groups: [...(groups ?? [])] }],
    disabled: false,
    version: 1,
    createdAt: new Date(),
  }))
  await engine.database.db.collection('users').insertMany(members)
})

const approval = (more: object = {}) => ({
  steps: [
    { id: 'ok', type: 'approval', title: 'Ship?', details: { build: 7 }, ...more },
    { id: 'ship', agent: 'echo' },
  ],
})
const answer = (viewer: Viewer, id: string, more: object = { decision: 'APPROVE' }) =>
  answerRequest(flows.requests, viewer, { id, ...more })
const stored = async (id: string) => (await engine.database.collection<RequestDoc>('requests').findOne({ _id: id })) as RequestDoc

async function ask(more: object = {}, viewer = user): Promise<{ run: string; request: RequestDoc }> {
  const { _id } = await flows.start(approval(more) as never, viewer)
  return { run: _id, request: await flows.requestOf(_id, 'ok') }
}

describe('an approval', () => {
  it('lets the run go on after a yes, and nothing is held while it waits', async () => {
    const { run, request } = await ask()
    expect(await engine.database.collection('tasks').countDocuments({ 'workflow.run': run })).toBe(0)
    expect((await flows.run(run)).status).toBe('WAITING')
    await answer(bob, request._id)
    const done = await flows.waitFor(run, 'SUCCEEDED')
    expect(await flows.result(done)).toMatchObject({ ok: { approved: true, by: ['Bob'] } })
  })

  it('may not be decided by whoever asked, nor by somebody who only looks', async () => {
    const { request } = await ask()
    await expect(answer(user, request._id)).rejects.toMatchObject({ code: 'FORBIDDEN', message: expect.stringContaining('Uma asked for') })
    await expect(answer(onlooker, request._id)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  it('may be decided by whoever asked when the step says so', async () => {
    const { run, request } = await ask({ requester_may_decide: true })
    await answer(user, request._id)
    await flows.waitFor(run, 'SUCCEEDED')
  })

  it('may be decided only by those it names, by role, group, id or address', async () => {
    const byGroup = await ask({ groups: ['sre'] })
    await expect(answer(admin, byGroup.request._id)).rejects.toMatchObject({
      code: 'FORBIDDEN',
      message: expect.stringContaining('the group sre may'),
    })
    expect((await answer(bob, byGroup.request._id)).status).toBe('APPROVED')
    const byRole = await ask({ roles: ['admin'] })
    await expect(answer(bob, byRole.request._id)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect((await answer(admin, byRole.request._id)).status).toBe('APPROVED')
    const byAddress = await ask({ users: ['cleo@example.com'] })
    await expect(answer(bob, byAddress.request._id)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect((await answer(cleo, byAddress.request._id)).status).toBe('APPROVED')
  })

  it('takes as many different people as its quorum says', async () => {
    const { run, request } = await ask({ quorum: 2 })
    expect((await answer(bob, request._id)).status).toBe('OPEN')
    await expect(answer(bob, request._id)).rejects.toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('Bob has approved') })
    expect((await answer(cleo, request._id)).status).toBe('APPROVED')
    await flows.waitFor(run, 'SUCCEEDED')
  })

  it('demands a reason for a no, and ends the step with it', async () => {
    const { run, request } = await ask()
    await expect(answer(bob, request._id, { decision: 'REJECT' })).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      details: { violations: [{ path: 'reason' }] },
    })
    await answer(bob, request._id, { decision: 'REJECT', reason: 'not on a Friday' })
    const done = await flows.waitFor(run, 'FAILED')
    expect(done.error).toMatchObject({ code: 'REJECTED', message: expect.stringContaining('Bob said no') })
  })

  it('is decided once, however many try at the same time, and the others hear who was first', async () => {
    const { request } = await ask()
    const tries = await Promise.allSettled([
      answer(bob, request._id),
      answer(cleo, request._id),
      answer(admin, request._id),
      answer(bob, request._id),
    ])
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const winner = (await stored(request._id)).decisions[0]?.by.name
    for (const lost of tries)
      if (lost.status === 'rejected')
        expect(lost.reason).toMatchObject({ code: 'CONFLICT', message: expect.stringContaining(`by ${winner} at `) })
  })

  it('is bound to what was shown', async () => {
    const { request } = await ask()
    await expect(answer(bob, request._id, { decision: 'APPROVE', digest: 'f'.repeat(64) })).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('digest'),
    })
    expect((await answer(bob, request._id, { decision: 'APPROVE', digest: request.digest })).status).toBe('APPROVED')
  })

  it('expires, which means no, and a later answer hears that', async () => {
    const { run, request } = await ask({ expires: '300ms' })
    const done = await flows.waitFor(run, 'FAILED')
    expect(done.error).toMatchObject({ code: 'EXPIRED' })
    await expect(answer(bob, request._id)).rejects.toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('expired at') })
  })

  it('is passed on to more people when nobody decided', async () => {
    const { request } = await ask({ users: ['nobody@example.com'], escalate: { after: '200ms', groups: ['sre'] } })
    await expect(answer(bob, request._id)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await engine.waitUntil('the request to be passed on', async () => (await stored(request._id)).escalatedAt !== undefined)
    expect((await answer(bob, request._id)).status).toBe('APPROVED')
  })

  it('is no longer needed once its run is cancelled', async () => {
    const { cancelWorkflow } = await import('../../../server/workflows/operate.ts')
    const { run, request } = await ask()
    await cancelWorkflow(flows.workflows, user, { id: run })
    expect(await stored(request._id)).toMatchObject({ status: 'CANCELLED' })
    await expect(answer(bob, request._id)).rejects.toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('no longer needed') })
  })
})

describe('a question', () => {
  const question = (more: object) => ({
    steps: [
      { id: 'q', type: 'question', title: 'Which?', ...more },
      { id: 'use', agent: 'echo', parameters: { said: '{{steps.q.output}}' } },
    ],
  })

  it.each([
    ['a text', {}, 'blue', ''],
    ['one of some choices', { choices: ['red', 'blue'] }, 'blue', 'green'],
    [
      'a form',
      { form: { type: 'object', required: ['count'], properties: { count: { type: 'integer', minimum: 1 } } } },
      { count: 2 },
      { count: 0 },
    ],
  ])('takes %s, checked, and hands it on', async (_what, more, right, wrong) => {
    const { _id } = await flows.start(question(more) as never)
    const request = await flows.requestOf(_id, 'q')
    await expect(answer(user, request._id, { answer: wrong })).rejects.toMatchObject({ code: 'VALIDATION_FAILED' })
    expect((await answer(user, request._id, { answer: right })).status).toBe('ANSWERED')
    const done = await flows.waitFor(_id, 'SUCCEEDED')
    expect(await flows.result(done)).toMatchObject({ q: right, use: { said: right } })
  })
})

describe('an agent of high risk', () => {
  it('asks before it acts: the task waits with its request and no worker holds it', async () => {
    const task = await engine.submit({ agent: 'risky' })
    expect(task).toMatchObject({ status: 'WAITING' })
    const request = await stored(task.request ?? '')
    expect(request).toMatchObject({ kind: 'APPROVAL', status: 'OPEN', task: task._id, requesterMayDecide: false })
    expect(bodyOf(flows.requests, request).details).toEqual({ agent: 'risky', parameters: { topic: 'tests', words: 500 } })
    const { statuses } = await createQueueStats(engine.database, async () => undefined)('default')
    expect(statuses).toContainEqual({ status: 'WAITING', count: 1 })
    await answer(admin, request._id)
    await engine.waitFor(task._id, 'SUCCEEDED')
  })

  it('waits for runQueue after a yes when its workspace has gone over to manual mode meanwhile', async () => {
    const task = await engine.submit({ agent: 'risky' })
    await engine.workspaces.update(admin, { manual: true })
    await answer(admin, task.request ?? '')
    expect(await engine.waitFor(task._id, 'QUEUED')).toMatchObject({ ready: false })
    await engine.workspaces.update(admin, { manual: false })
  })

  it('does not act after a no, and asks again when the task is retried', async () => {
    const task = await engine.submit({ agent: 'risky' })
    await answer(admin, task.request ?? '', { decision: 'REJECT', reason: 'too risky' })
    expect(await engine.waitFor(task._id, 'CANCELLED')).toMatchObject({ error: { code: 'REJECTED' } })
    const deps = { ...engine, wake: () => undefined }
    const again = await retryTask(deps, user, { id: task._id })
    expect(again.status).toBe('WAITING')
    await answer(admin, again.request ?? '')
    await engine.waitFor(task._id, 'SUCCEEDED')
  })

  it('asks again before it acts on edited parameters', async () => {
    engine.handle(async () => ({ kind: 'failed', error: { code: 'BROKEN', class: 'PERMANENT', message: 'broken' } }))
    const task = await engine.submit({ agent: 'risky' })
    await answer(admin, task.request ?? '')
    await engine.waitFor(task._id, 'FAILED')
    engine.handle(async (_agent, { parameters }) => ({ kind: 'succeeded', result: parameters }))
    const edited = await retryTask({ ...engine, wake: () => undefined }, user, { id: task._id, parameters: { topic: 'other' } })
    expect(edited.status).toBe('WAITING')
    await answer(admin, edited.request ?? '')
    await engine.waitFor(task._id, 'SUCCEEDED')
  })

  it('does not ask when its file says so', async () => {
    const task = await engine.submit({ agent: 'bold' })
    await engine.waitFor(task._id, 'SUCCEEDED')
  })

  it('does not ask again behind an approval of its run', async () => {
    const definition = {
      steps: [
        { id: 'ok', type: 'approval' },
        { id: 'act', agent: 'risky', parameters: { topic: 'abc' } },
      ],
    }
    const { _id } = await flows.start(definition as never)
    await answer(bob, (await flows.requestOf(_id, 'ok'))._id)
    await flows.waitFor(_id, 'SUCCEEDED')
  })

  it('makes the step of a run wait as well', async () => {
    const { _id } = await flows.start({ steps: [{ id: 'act', agent: 'risky', parameters: { topic: 'abc' } }] } as never)
    const request = await flows.requestOf(_id, 'act')
    expect((await flows.run(_id)).status).toBe('WAITING')
    await answer(admin, request._id)
    await flows.waitFor(_id, 'SUCCEEDED')
  })

  it('may be agreed to by whoever asked where nobody else could', async () => {
    const lonely: Viewer = { id: 'lou', name: 'Lou', role: 'admin', workspace: 'island' }
    const task = await engine.submit({ agent: 'risky' }, lonely)
    const request = await stored(task.request ?? '')
    expect(request.requesterMayDecide).toBe(true)
    expect(bodyOf(flows.requests, request).text).toContain('whoever asked may')
    expect((await answer(lonely, request._id)).status).toBe('APPROVED')
  })
})
