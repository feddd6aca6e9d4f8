// Notifications as a client of the API meets them.
import { beforeAll, describe, expect, it } from 'vitest'
import { commandAgent } from '../../e2e/crew.ts'
import { createTestDatabase } from '../../support/database.ts'
import { createTestServers, type TestServer } from '../../support/server.ts'
import { receiveHttp } from './receivers.ts'

const hook = await receiveHttp()
const servers = createTestServers(createTestDatabase())
let server: TestServer

const agents = commandAgent('writer', `say({ type: 'result', result: 'done' })`)
const submit = 'mutation ($input: SubmitTaskInput!) { submitTask(input: $input) { id notifications { target kind status attempts } } }'

interface Told {
  task: {
    id: string
    notifications: {
      target: string
      kind: string
      status: string
      attempts: number
      lastError: string | null
      deliveredAt: string | null
    }[]
  }
}

beforeAll(async () => {
  server = await servers.start({ agents, env: { CAPSTAN_WEBHOOK_ALLOW: hook.host } })
})

describe('the API', () => {
  it('takes targets with a task and shows what came of each', async () => {
    const events = server.subscribe<{ events: { type: string } }>('subscription { events(filter: { types: ["notification.*"] }) { type } }')
    const { submitTask } = await server.gql<{ submitTask: Told['task'] }>(submit, {
      input: { agent: 'writer', parameters: {}, runAt: new Date(Date.now() + 2000), notify: [{ webhook: `${hook.url}/api?key=secret` }] },
    })
    expect(submitTask.notifications).toEqual([{ target: `${hook.url}/api?…`, kind: 'WEBHOOK', status: 'WAITING', attempts: 0 }])
    await events.until(({ events: { type } }) => type === 'notification.delivered', 'the notification to be delivered')
    const { task } = await server.gql<Told>(
      'query ($id: ID!) { task(id: $id) { id notifications { target kind status attempts lastError deliveredAt } } }',
      { id: submitTask.id },
    )
    expect(task.notifications).toEqual([
      { target: `${hook.url}/api?…`, kind: 'WEBHOOK', status: 'DELIVERED', attempts: 1, lastError: null, deliveredAt: expect.any(String) },
    ])
    expect(hook.received).toHaveLength(1)
  })

  it('tells an admin how messages are verified, and replaces the key', async () => {
    const secret = async () => (await server.gql<{ webhookSecret: string }>('{ webhookSecret }')).webhookSecret
    const before = await secret()
    expect(before).toMatch(/^whsec_/)
    const { rotateWebhookSecret } = await server.gql<{ rotateWebhookSecret: string }>('mutation { rotateWebhookSecret }')
    expect(rotateWebhookSecret).not.toBe(before)
    expect(await secret()).toBe(rotateWebhookSecret)
    const { extensions } = await server.refusal('mutation { rotateWebhookSecret(overlapHours: -1) }')
    expect(extensions.violations).toMatchObject([{ path: 'overlapHours' }])
  })

  it('refuses a target it cannot reach before anything is stored', async () => {
    const refusal = await server.refusal(submit, { input: { agent: 'writer', parameters: {}, notify: [{ email: 'ada@example.com' }] } })
    expect(refusal.extensions).toMatchObject({ code: 'VALIDATION_FAILED', violations: [{ path: 'notify.0.email' }] })
  })
})
