// A crew whose ends are told to receivers on this machine. For one test file.
import { afterEach } from 'vitest'
import { silentLogger } from '../../../server/log.ts'
import { createNotifications, type NotificationOptions, type Notifications } from '../../../server/notifications/notifications.ts'
import type { DeliveryDoc } from '../../../server/queue/deliveries.ts'
import type { TaskDoc } from '../../../server/queue/task.ts'
import { createTestEngine } from '../../support/engine.ts'
import { receiveHttp, receiveMail } from './receivers.ts'

export const retry = { maxAttempts: 4, strategy: 'fixed' as const, delayMs: 5, factor: 1, maxDelayMs: 10, jitter: 0 }

/** To be called at the top of a test file. */
export async function createNotifying() {
  const engine = await createTestEngine()
  const [hook, other, slack, mail] = [await receiveHttp(), await receiveHttp(), await receiveHttp(), await receiveMail()]
  const config = {
    publicUrl: 'https://crew.example.com',
    webhookAllow: [hook.host, other.host],
    smtpUrl: mail.url,
    slackBotToken: 'xoxb-test',
    slackApiUrl: `${slack.url}/api/`,
  }
  const stops: (() => Promise<void>)[] = []

  async function stopNotifications(): Promise<void> {
    for (const stop of stops.splice(0)) await stop()
  }

  afterEach(async () => {
    await stopNotifications()
    hook.answer(() => ({}))
    other.answer(() => ({}))
    slack.answer(() => ({ body: { ok: true } }))
  })

  function makeNotifications(change: Partial<NotificationOptions> = {}): Notifications {
    const { database, vault, feed, workspaces } = engine
    return createNotifications({ config, database, vault, feed, workspaces, log: silentLogger, retry, lookEveryMs: 3600_000, ...change })
  }

  function startNotifications(change: Partial<NotificationOptions> = {}): Notifications {
    const notifications = makeNotifications(change)
    stops.push(notifications.start())
    return notifications
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
  return {
    engine,
    hook,
    other,
    slack,
    mail,
    config,
    makeNotifications,
    startNotifications,
    stopNotifications,
    deliveries,
    untilAll,
    received,
  }
}
