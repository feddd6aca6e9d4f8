// Whoever asked to be told that a task has ended is told: once, signed, again after a failure, over restarts, and only at public addresses.
import { Webhook } from 'standardwebhooks'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { silentLogger } from '../../../server/log.ts'
import { createNotifications, type NotificationOptions, type Notifications } from '../../../server/notifications/notifications.ts'
import type { DeliveryDoc } from '../../../server/queue/deliveries.ts'
import type { TaskDoc } from '../../../server/queue/task.ts'
import { cancelTask } from '../../../server/tasks/cancel.ts'
import { retryTask } from '../../../server/tasks/retry-task.ts'
import { submitTasks } from '../../../server/tasks/submit.ts'
import { createTestEngine, failing, keepMs, user } from '../../support/engine.ts'
import { receiveHttp, receiveMail } from './receivers.ts'

const engine = await createTestEngine()
await engine.startWorker()
const hook = await receiveHttp()
const other = await receiveHttp()
const slack = await receiveHttp()
const mail = await receiveMail()

const patient = { timeout: 15_000, interval: 20 }
const retry = { maxAttempts: 4, strategy: 'fixed' as const, delayMs: 5, factor: 1, maxDelayMs: 10, jitter: 0 }
const config = {
  publicUrl: 'https://crew.example.com',
  webhookAllow: [hook.host, other.host],
  smtpUrl: mail.url,
  slackBotToken: 'xoxb-test',
  slackApiUrl: `${slack.url}/api/`,
}

const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
  hook.answer(() => ({}))
  other.answer(() => ({}))
  slack.answer(() => ({ body: { ok: true } }))
})

function startNotifications(change: Partial<NotificationOptions> = {}): Notifications {
  const notifications = createNotifications({
    config,
    database: engine.database,
    vault: engine.vault,
    log: silentLogger,
    retry,
    lookEveryMs: 200,
    ...change,
  })
  stops.push(notifications.start())
  return notifications
}

async function stopNotifications(): Promise<void> {
  for (const stop of stops.splice(0)) await stop()
}

async function deliveries(task: TaskDoc): Promise<DeliveryDoc[]> {
  return engine.database.collection<DeliveryDoc>('deliveries').find({ task: task._id }).toArray()
}

async function untilAll(task: TaskDoc, status: DeliveryDoc['status']): Promise<DeliveryDoc[]> {
  await engine.waitUntil(`the notifications of ${task._id} to be ${status}`, async () => {
    const rows = await deliveries(task)
    return rows.length > 0 && rows.every((row) => row.status === status)
  })
  return deliveries(task)
}

const received = (path: string) => hook.received.filter((request) => request.path === path)

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
    expect((await engine.events(task._id)).at(-1)).toMatchObject({
      type: 'notification.delivered',
      payload: { kind: 'WEBHOOK', attempts: 1 },
    })
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

  it('two servers tell each target once', async () => {
    startNotifications()
    startNotifications()
    const tasks = await engine.submitAll(Array.from({ length: 30 }, (_, index) => ({ notify: [{ webhook: `${hook.url}/both/${index}` }] })))
    for (const task of tasks) await untilAll(task, 'DELIVERED')
    expect(hook.received.filter(({ path }) => path.startsWith('/both/'))).toHaveLength(30)
  })
})

describe('an email', () => {
  it('says what ended and why, under an id that stays the same', async () => {
    startNotifications()
    engine.handle(async () => failing())
    mail.answerTo((nth) => (nth === 1 ? '451 come back' : '250 ok'))
    const task = await engine.submit({ notify: [{ email: 'ada@example.com' }] })
    const [delivery] = await untilAll(task, 'DELIVERED')
    engine.handle(async () => ({ kind: 'succeeded', result: null }))
    expect(delivery).toMatchObject({ attempts: 2 })
    const [letter] = mail.mails
    expect(letter?.to).toContain('<ada@example.com>')
    expect(letter?.text).toContain(`Subject: ${task._id} (writer) failed`)
    expect(letter?.text).toContain('broken on purpose')
    expect(letter?.text).toContain(`Message-ID: <${delivery!._id}@localhost>`)
  })

  it('to an address that the mail server refuses is given up at once', async () => {
    startNotifications()
    mail.answerTo(() => '550 no such person')
    const task = await engine.submit({ notify: [{ email: 'nobody@example.com' }] })
    const [delivery] = await untilAll(task, 'FAILED')
    expect(delivery).toMatchObject({ attempts: 1, lastError: expect.stringContaining('550') })
  })
})

describe('a Slack channel', () => {
  it('gets a message in plain words', async () => {
    slack.answer(() => ({ body: { ok: true } }))
    startNotifications()
    const task = await engine.submit({ notify: [{ slack: '#releases' }] })
    await untilAll(task, 'DELIVERED')
    const request = slack.received.at(-1)
    expect(request).toMatchObject({ path: '/api/chat.postMessage', headers: { authorization: 'Bearer xoxb-test' } })
    expect(JSON.parse(request!.body)).toMatchObject({
      channel: '#releases',
      text: expect.stringContaining(`${task._id} (writer) succeeded.`),
    })
  })

  it('gets it later when Slack asks for patience', async () => {
    slack.answer((_request, nth) => (nth % 2 === 0 ? { status: 429, headers: { 'retry-after': '0' } } : { body: { ok: true } }))
    startNotifications()
    const task = await engine.submit({ notify: [{ slack: 'C0123456789' }] })
    expect(await untilAll(task, 'DELIVERED')).toMatchObject([{ attempts: 2, failures: 0 }])
  })

  it('that the bot may not post in is given up at once', async () => {
    slack.answer(() => ({ body: { ok: false, error: 'not_in_channel' } }))
    startNotifications()
    const task = await engine.submit({ notify: [{ slack: 'C0123456789' }] })
    expect(await untilAll(task, 'FAILED')).toMatchObject([{ attempts: 1, lastError: 'Slack refused: not_in_channel' }])
  })
})

describe('notify targets', () => {
  const submit = (notify: object[], change: object = {}) => {
    const { refuseTarget } = createNotifications({
      config: { ...config, ...change },
      database: engine.database,
      vault: engine.vault,
      log: silentLogger,
    })
    return submitTasks({ ...engine, refuseTarget }, { viewer: user, origin: 'test' }, [
      { agent: 'writer', parameters: { topic: 'tests' }, notify },
    ])
  }

  it.each([
    ['127.0.0.1', 'http://127.0.0.1/'],
    ['cloud metadata', 'http://169.254.169.254/latest/meta-data'],
    ['IPv6 loopback', 'http://[::1]:4000/'],
    ['a decimal address', 'http://2130706433/'],
    ['a hexadecimal address', 'http://0x7f.1/'],
    ['0.0.0.0', 'http://0.0.0.0/'],
    ['a mapped address', 'http://[::ffff:127.0.0.1]/'],
    ['a private network', 'https://10.1.2.3/'],
    ['localhost', 'http://localhost:4000/graphql'],
  ])('at %s are refused', async (_name, webhook) => {
    await expect(submit([{ webhook }])).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      details: { violations: [{ path: 'notify.0.webhook', message: expect.stringContaining('expected a public address') }] },
    })
  })

  it.each([
    ['none of the three', [{}], 'notify.0', 'expected exactly one of webhook, email and slack'],
    ['two of the three', [{ email: 'a@example.com', slack: '#x' }], 'notify.0', 'expected exactly one of webhook, email and slack'],
    ['no URL', [{ webhook: 'ftp://example.com' }], 'notify.0.webhook', 'expected a URL that starts with https:// or http://'],
    [
      'a password in the URL',
      [{ webhook: 'https://a:b@example.com' }],
      'notify.0.webhook',
      'expected a URL without user name and password',
    ],
    ['no email address', [{ email: 'ada' }], 'notify.0.email', 'expected an email address'],
    ['no channel', [{ slack: 'general' }], 'notify.0.slack', 'expected a channel such as C0123456789 or #releases'],
    ['eleven of them', Array.from({ length: 11 }, () => ({ slack: '#x' })), 'notify', 'expected at most 10 targets'],
  ])('with %s are refused', async (_name, notify, path, message) => {
    await expect(submit(notify)).rejects.toMatchObject({ details: { violations: [{ path, message }] } })
  })

  it('that this server has no means to reach are refused', async () => {
    const refused = submit([{ webhook: 'https://example.com' }, { email: 'a@example.com' }, { slack: '#x' }], {
      smtpUrl: undefined,
      slackBotToken: undefined,
    })
    await expect(refused).rejects.toMatchObject({
      details: {
        violations: [
          { path: 'notify.1.email', message: 'this server sends no email: its operator has to set SMTP_URL' },
          { path: 'notify.2.slack', message: 'this server posts nothing to Slack: its operator has to set SLACK_BOT_TOKEN' },
        ],
      },
    })
  })

  it('that were private all along are not reached even when they were stored', async () => {
    startNotifications({ config: { ...config, webhookAllow: [] } })
    const task = await engine.submit({ notify: [{ webhook: `${hook.url}/private` }] })
    expect(await untilAll(task, 'FAILED')).toMatchObject([{ attempts: 1, lastError: expect.stringContaining('expected a public address') }])
    expect(received('/private')).toEqual([])
  })
})
