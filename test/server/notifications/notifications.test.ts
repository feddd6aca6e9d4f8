// Whoever asked to be told that a task has ended is told: once, signed, again after a failure, over restarts, and only at public addresses.
import { Webhook } from 'standardwebhooks'
import { describe, expect, it, vi } from 'vitest'
import { appendEvents } from '../../../server/events/event-log.ts'
import type { Database } from '../../../server/mongo.ts'
import { rotateWebhookKey } from '../../../server/notifications/rotate-webhook-key.ts'
import { type DeliveryDoc, insertAnnouncements } from '../../../server/queue/deliveries.ts'
import { cancelTask } from '../../../server/tasks/cancel.ts'
import { retryTask } from '../../../server/tasks/retry-task.ts'
import type { WorkspaceDoc } from '../../../server/tasks/workspaces.ts'
import { admin, failing, keepMs, user } from '../../support/engine.ts'
import { createNotifying, retry } from './notifying.ts'

const { engine, hook, other, config, startNotifications, stopNotifications, deliveries, untilAll, received } = await createNotifying()
await engine.startWorker()

const patient = { timeout: 60_000, interval: 20 }

describe('a webhook', () => {
  it('is told of the end in a signed message that its workspace can verify', async () => {
    const { webhookSecret } = startNotifications()
    const task = await engine.submit({ notify: [{ webhook: `${hook.url}/signed` }] })
    const [delivery] = await untilAll(task, 'DELIVERED')
    const [request] = received('/signed')
    const headers = request!.headers as Record<string, string>
    expect(new Webhook(webhookSecret('default')).verify(request!.body, headers)).toEqual({
      type: 'task.succeeded',
      task: {
        id: task._id,
        agent: 'writer',
        status: 'SUCCEEDED',
        error: null,
        workspace: 'default',
        url: expect.stringContaining('https://crew.example.com/graphql'),
      },
      at: delivery!.endedAt.toISOString(),
    })
    expect(() => new Webhook(webhookSecret('elsewhere')).verify(request!.body, headers)).toThrow()
    expect((await engine.events(task._id)).slice(-3)).toMatchObject([
      { type: 'task.succeeded' },
      { type: 'notification.due', agent: 'writer', payload: { delivery: delivery!._id, kind: 'WEBHOOK' } },
      { type: 'notification.delivered', payload: { kind: 'WEBHOOK', attempts: 1 } },
    ])
  })

  it('is told of the ends it asked for and of no others', async () => {
    startNotifications()
    engine.handle(async () => failing())
    const task = await engine.submit({
      notify: [
        { webhook: `${hook.url}/succeeded`, on: ['SUCCEEDED'] },
        { webhook: `${hook.url}/failed`, on: ['FAILED', 'CANCELLED'] },
      ],
    })
    await untilAll(task, 'DELIVERED')
    engine.handle(async () => ({ kind: 'succeeded', result: null }))
    expect(received('/succeeded')).toEqual([])
    expect(JSON.parse(received('/failed')[0]!.body)).toMatchObject({
      type: 'task.failed',
      task: { error: { code: 'BROKEN', message: 'broken on purpose' } },
    })
  })

  it('is told of a cancelled task and of one that its dependency failed', async () => {
    startNotifications()
    const notify = [{ webhook: `${hook.url}/stopped` }]
    const parent = await engine.submit({ runAt: new Date(Date.now() + 3600_000), notify })
    const child = await engine.submit({ dependsOn: [parent._id], notify })
    await cancelTask({ database: engine.database, keepMs: () => keepMs, onEnded: () => undefined }, user, { id: parent._id })
    await untilAll(parent, 'DELIVERED')
    await untilAll(child, 'DELIVERED')
    expect(received('/stopped').map(({ body }) => JSON.parse(body).type)).toEqual(['task.cancelled', 'task.failed'])
  })

  it('is told once for each time a task ends', async () => {
    startNotifications()
    engine.handle(async () => failing())
    const task = await engine.submit({ notify: [{ webhook: `${hook.url}/twice` }] })
    await untilAll(task, 'DELIVERED')
    engine.handle(async () => ({ kind: 'succeeded', result: null }))
    await retryTask({ ...engine, wake: () => undefined }, user, { id: task._id })
    await engine.waitUntil(
      'two deliveries',
      async () => (await deliveries(task)).filter(({ status }) => status === 'DELIVERED').length === 2,
    )
    expect(received('/twice').map(({ body }) => JSON.parse(body).type)).toEqual(['task.failed', 'task.succeeded'])
  })

  it('is told again after an error, under the same id, until it takes the message', async () => {
    startNotifications()
    hook.answer(({ path }, nth) => (path === '/again' && nth < 3 ? { status: 500 } : {}))
    const task = await engine.submit({ notify: [{ webhook: `${hook.url}/again` }] })
    const [delivery] = await untilAll(task, 'DELIVERED')
    expect(delivery).toMatchObject({ attempts: 3, failures: 2 })
    const requests = received('/again')
    expect(new Set(requests.map(({ headers }) => headers['webhook-id']))).toEqual(new Set([delivery!._id]))
    expect(new Set(requests.map(({ body }) => body)).size).toBe(1)
  })

  it('is told again when it did not answer in time', async () => {
    startNotifications({ tryMs: 300, retry: { ...retry, maxAttempts: 100 } })
    hook.answer((_request, nth) => (nth === 1 ? undefined : {}))
    const task = await engine.submit({ notify: [{ webhook: `${hook.url}/slow` }] })
    const [delivery] = await untilAll(task, 'DELIVERED')
    expect(delivery?.failures).toBeGreaterThanOrEqual(1)
    expect(received('/slow').length).toBeGreaterThanOrEqual(2)
  })

  it('is given up after the last try, with the reason on the task and an event', async () => {
    startNotifications()
    hook.answer(() => ({ status: 503 }))
    const task = await engine.submit({ notify: [{ webhook: `${hook.url}/never?key=secret` }] })
    expect(await untilAll(task, 'FAILED')).toMatchObject([{ attempts: 4, lastError: 'it answered 503' }])
    const event = (await engine.events(task._id)).at(-1)
    expect(event).toMatchObject({ type: 'notification.failed', payload: { target: `${hook.url}/never?…`, error: 'it answered 503' } })
  })

  it('is tried again at its moment on a machine whose clock is wrong', async () => {
    const database: Database = { ...engine.database, now: () => new Date(Date.now() - 3600_000) }
    startNotifications({ database })
    hook.answer((_request, nth) => (nth === 1 ? { status: 500 } : {}))
    const task = await engine.submit()
    await engine.waitFor(task._id, 'SUCCEEDED')
    const target = { kind: 'WEBHOOK' as const, address: `${hook.url}/late` }
    const said = { type: 'schedule.post', title: 'Late', text: 'An hour behind' }
    const announcement = { id: 'late', about: task._id, workspace: 'default', target, said, expireAt: new Date(Date.now() + 3600_000) }
    await database.transaction(async (session) =>
      appendEvents(database, await insertAnnouncements(database, [announcement], session), session),
    )
    expect(await untilAll(task, 'DELIVERED')).toMatchObject([{ attempts: 2 }])
  })

  it('is not followed to another address', async () => {
    startNotifications()
    hook.answer(({ path }) => (path === '/moved' ? { status: 307, headers: { location: `${hook.url}/elsewhere` } } : {}))
    const task = await engine.submit({ notify: [{ webhook: `${hook.url}/moved` }] })
    const [delivery] = await untilAll(task, 'FAILED')
    expect(delivery?.lastError).toBe('it answered 307; redirects are not followed, give the final address')
    expect(received('/elsewhere')).toEqual([])
  })

  it('that asks for patience gets it without losing a try', async () => {
    startNotifications({ retry: { ...retry, maxAttempts: 1 } })
    hook.answer((_request, nth) => (nth === 1 ? { status: 429, headers: { 'retry-after': '0' } } : {}))
    const task = await engine.submit({ notify: [{ webhook: `${hook.url}/patience` }] })
    expect(await untilAll(task, 'DELIVERED')).toMatchObject([{ attempts: 2, failures: 0 }])
  })

  it('that hangs holds up no other', async () => {
    startNotifications()
    hook.answer(() => undefined)
    const hanging = await engine.submitAll(Array.from({ length: 20 }, () => ({ notify: [{ webhook: `${hook.url}/hangs` }] })))
    await vi.waitFor(() => expect(received('/hangs')).toHaveLength(2), patient)
    const task = await engine.submit({ notify: [{ webhook: `${other.url}/quick` }] })
    await untilAll(task, 'DELIVERED')
    expect(received('/hangs')).toHaveLength(2)
    await engine.database.collection<DeliveryDoc>('deliveries').deleteMany({ task: { $in: hanging.map(({ _id }) => _id) } })
  })

  it('at an address that was private all along is not reached even when it was stored', async () => {
    startNotifications({ config: { ...config, webhookAllow: [] } })
    const task = await engine.submit({ notify: [{ webhook: `${hook.url}/private` }] })
    expect(await untilAll(task, 'FAILED')).toMatchObject([{ attempts: 1, lastError: expect.stringContaining('expected a public address') }])
    expect(received('/private')).toEqual([])
  })
})

describe('over a restart', () => {
  it('what ended while no server was there is told by the next, and what was on its way comes again under the same id', async () => {
    const task = await engine.submit({ notify: [{ webhook: `${hook.url}/restart` }] })
    await engine.waitFor(task._id, 'SUCCEEDED')
    hook.answer(() => undefined)
    startNotifications()
    await vi.waitFor(() => expect(received('/restart')).toHaveLength(1), patient)
    await stopNotifications()
    expect(await deliveries(task)).toMatchObject([{ status: 'PENDING', attempts: 1, failures: 0 }])
    hook.answer(() => ({}))
    startNotifications()
    await untilAll(task, 'DELIVERED')
    expect(new Set(received('/restart').map(({ headers }) => headers['webhook-id'])).size).toBe(1)
  })

  it('a delivery in the hands of a process that died is taken over when its lease ends', async () => {
    const task = await engine.submit({ notify: [{ webhook: `${hook.url}/orphan` }] })
    await engine.waitFor(task._id, 'SUCCEEDED')
    const rows = engine.database.collection<DeliveryDoc>('deliveries')
    await rows.updateOne({ task: task._id }, { $set: { claim: 'dead', dueAt: new Date(Date.now() - 1) }, $inc: { attempts: 1 } })
    startNotifications()
    expect(await untilAll(task, 'DELIVERED')).toMatchObject([{ attempts: 2 }])
  })

  it('what nobody told of is found by the next look', async () => {
    const deaf = { onEvent: () => () => true, onGap: () => () => true }
    startNotifications({ feed: deaf, lookEveryMs: 100 })
    const task = await engine.submit({ notify: [{ webhook: `${hook.url}/unheard` }] })
    await untilAll(task, 'DELIVERED')
  })

  it('two servers tell each target once', async () => {
    startNotifications()
    startNotifications()
    const tasks = await engine.submitAll(Array.from({ length: 30 }, (_, index) => ({ notify: [{ webhook: `${hook.url}/both/${index}` }] })))
    for (const task of tasks) await untilAll(task, 'DELIVERED')
    expect(hook.received.filter(({ path }) => path.startsWith('/both/'))).toHaveLength(30)
  })
})

describe('the key that webhooks of a workspace are signed with', () => {
  const told = async (path: string) => {
    const task = await engine.submit({ notify: [{ webhook: `${hook.url}${path}` }] })
    await untilAll(task, 'DELIVERED')
    const [{ body, headers } = { body: '', headers: {} }] = received(path)
    return (secret: string) => {
      try {
        return new Webhook(secret).verify(body, headers as Record<string, string>) !== undefined
      } catch {
        return false
      }
    }
  }

  it('is replaced without a receiver that refuses a message: for a while both sign, then only the new one', async () => {
    const { webhookSecret } = startNotifications()
    const old = webhookSecret('default')
    await rotateWebhookKey(engine, admin, { overlapHours: 2, requestId: 'R-1' })
    const fresh = webhookSecret('default')
    const both = await told('/both-keys')
    expect([fresh === old, both(old), both(fresh)]).toEqual([false, true, true])
    expect(webhookSecret('elsewhere')).not.toBe(fresh)

    const workspaces = engine.database.collection<WorkspaceDoc>('workspaces')
    await workspaces.updateOne({ _id: 'default' }, { $set: { 'webhookKey.previousUntil': new Date() } })
    await engine.workspaces.refresh()
    const one = await told('/new-key')
    expect([one(old), one(fresh)]).toEqual([false, true])
    expect(webhookSecret('default')).toBe(fresh)
  })

  it('is replaced at once when somebody may know it', async () => {
    const { webhookSecret } = startNotifications()
    const leaked = webhookSecret('default')
    await rotateWebhookKey(engine, admin, { overlapHours: 0 })
    const verified = await told('/leaked')
    expect([verified(leaked), verified(webhookSecret('default'))]).toEqual([false, true])
  })

  it('is replaced by admins, who leave an event that holds no key', async () => {
    await expect(rotateWebhookKey(engine, user, {})).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(rotateWebhookKey(engine, admin, { overlapHours: 721 })).rejects.toMatchObject({
      details: { violations: [{ path: 'overlapHours', message: 'expected 0 to 720, got 721' }] },
    })
    const rotated = (await engine.events('default')).filter(({ type }) => type === 'workspace.webhook_key_rotated')
    expect(rotated).toMatchObject([
      { payload: { overlapHours: 2 }, actor: { id: admin.id }, requestId: 'R-1' },
      { payload: { overlapHours: 0 } },
    ])
    expect(JSON.stringify(rotated)).not.toContain('whsec_')
  })
})
