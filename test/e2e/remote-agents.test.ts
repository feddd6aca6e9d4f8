// Promise: agents that work elsewhere get orders they can check, may answer at once or later, and nobody else can answer for them;
// letters, posts and webhooks go out once, as the far side allows.
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { receiveMail } from '../server/notifications/receivers.ts'
import { createTestDatabase } from '../support/database.ts'
import { type AgentFile, createTestServers, type TestServer } from '../support/server.ts'

interface Order {
  task: string
  agent: string
  fence: number
  parameters: { [key: string]: unknown }
  callback: { url: string; secret: string }
}

interface Call {
  path: string
  headers: IncomingHttpHeaders
  body: string
}

const servers = createTestServers(createTestDatabase())
const mail = await receiveMail()
let server: TestServer
let far: Server
let farUrl: string
let calls: Call[] = []
/** Status, body and content type of what the far side answers. */
let answer: (call: Call) => { status: number; body?: string; headers?: { [name: string]: string } } = () => ({
  status: 200,
  body: '{"ok":true}',
})
let onCall: (call: Call) => void = () => undefined

function agentFile(name: string, execution: object, more: object = {}): { [name: string]: AgentFile } {
  const file = {
    ...{ name, team: 'TEST_TEAM', type: 'tester', description: 'Works somewhere else, for a test of the product.' },
    parameters: { type: 'object', additionalProperties: true, properties: {} },
    execution,
    retry: { strategy: 'fixed', delay: '20ms', max_attempts: 2, jitter: 0 },
    breaker: { minimum: 1000 },
    ...more,
  }
  return { [name]: file }
}

beforeAll(async () => {
  far = createServer((req, res) => {
    let body = ''
    req.on('data', (chunk) => {
      body += chunk
    })
    req.on('end', () => {
      const call = { path: req.url ?? '', headers: req.headers, body }
      calls.push(call)
      const { status, body: text = '', headers = { 'content-type': 'application/json' } } = answer(call)
      res.writeHead(status, headers).end(text)
      onCall(call)
    })
  })
  await new Promise<void>((resolve) => far.listen(0, '127.0.0.1', resolve))
  farUrl = `http://127.0.0.1:${(far.address() as AddressInfo).port}`
  server = await servers.start({
    env: { SMTP_URL: mail.url, SLACK_BOT_TOKEN: 'xoxb-of-the-test', SLACK_API_URL: `${farUrl}/slack/`, FAR_KEY: 'key-of-the-far-side' },
    agents: {
      ...agentFile(
        'remote',
        { kind: 'http', url: `${farUrl}/remote`, headers: { 'x-api-key': '${FAR_KEY}' }, audience: 'the far side' },
        { secrets: ['FAR_KEY'] },
      ),
      ...agentFile('hook', { kind: 'webhook', url: `${farUrl}/hook`, event_type: 'order.placed' }),
      ...agentFile('letter', { kind: 'email' }),
      ...agentFile('poster', { kind: 'slack', channel: '#team' }),
    },
  })
})

afterAll(async () => {
  far.closeAllConnections()
  await new Promise((resolve) => far.close(resolve))
})

beforeEach(() => {
  calls = []
  answer = () => ({ status: 200, body: '{"ok":true}' })
  onCall = () => undefined
})

const orderIn = ({ body }: Call) => JSON.parse(body) as Order

/** As the far side would: signed with the secret of the order. */
function callBack({ callback: { url, secret } }: Order, lines: unknown, id = 'm-1'): Promise<Response> {
  const body = JSON.stringify(lines)
  const at = new Date()
  const headers = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, at, body),
  }
  // The server was told its own port before it knew it.
  return fetch(new URL(new URL(url).pathname, server.url), { method: 'POST', headers, body })
}

describe('an agent behind HTTP', () => {
  it('gets an order that is signed for it, for this task and for five minutes', async () => {
    const id = await server.submit({ agent: 'remote', parameters: { topic: 'Tea' } })
    expect(await server.reached(id, 'SUCCEEDED')).toMatchObject({ result: { ok: true } })
    const [call] = calls
    const keys = createRemoteJWKSet(new URL('/.well-known/jwks.json', server.url))
    const token = String(call!.headers.authorization).replace('Bearer ', '')
    const { payload, protectedHeader } = await jwtVerify(token, keys, { audience: 'the far side', algorithms: ['EdDSA'] })
    expect(payload).toMatchObject({ sub: id, agent: 'remote', attempt: 1 })
    expect(payload.exp! - payload.iat!).toBe(300)
    expect(protectedHeader.typ).toBe('capstan-task+jwt')
    expect(call!.headers).toMatchObject({ 'idempotency-key': id, 'x-api-key': 'key-of-the-far-side' })
    expect(orderIn(call!)).toMatchObject({ task: id, agent: 'remote', parameters: { topic: 'Tea' } })
  })

  it('may say 202 and answer later, with progress on the way', async () => {
    answer = () => ({ status: 202 })
    const order = new Promise<Order>((resolve) => {
      onCall = (call) => resolve(orderIn(call))
    })
    const id = await server.submit({ agent: 'remote' })
    expect((await callBack(await order, { type: 'progress', fraction: 0.5, step: 'half way' }, 'm-1')).status).toBe(202)
    expect(
      (
        await callBack(
          await order,
          [
            { type: 'log', level: 'info', text: 'nearly' },
            { type: 'result', result: { later: true } },
          ],
          'm-2',
        )
      ).status,
    ).toBe(202)
    expect(await server.reached(id, 'SUCCEEDED')).toMatchObject({ result: { later: true } })
    const late = await callBack(await order, { type: 'result', result: 'too late' }, 'm-3')
    expect(late.status).toBe(409)
  })

  it('is the only one who can answer for its task, and each message counts once', async () => {
    answer = () => ({ status: 202 })
    const order = new Promise<Order>((resolve) => {
      onCall = (call) => resolve(orderIn(call))
    })
    const id = await server.submit({ agent: 'remote' })
    const given = await order
    const stranger = { ...given, callback: { ...given.callback, secret: `whsec_${Buffer.alloc(32, 7).toString('base64')}` } }
    expect((await callBack(stranger, { type: 'result', result: 'forged' })).status).toBe(401)
    const other = { ...given, callback: { ...given.callback, url: given.callback.url.replace(/\.\d+$/, '.99') } }
    expect((await callBack(other, { type: 'result', result: 'of another run' })).status).toBe(401)
    expect((await callBack(given, { type: 'nonsense' })).status).toBe(400)
    expect((await callBack(given, { type: 'partial', text: 'once' }, 'm-1')).status).toBe(202)
    expect((await callBack(given, { type: 'partial', text: 'once' }, 'm-1')).status).toBe(202)
    await callBack(given, { type: 'result', result: 'done' }, 'm-2')
    await server.reached(id, 'SUCCEEDED')
    const shown = await server.gql<{ task: { partialOutput: string } }>('query ($id: ID!) { task(id: $id) { partialOutput } }', { id })
    expect(shown.task.partialOutput).toBe('once')
  })

  it.each([
    [503, 'TRANSIENT', 2],
    [400, 'PERMANENT', 1],
    [302, 'PERMANENT', 1],
  ])('that answers %i fails as %s after %i tries', async (status, errorClass, tries) => {
    answer = () => ({ status, body: 'no tea today' })
    const id = await server.submit({ agent: 'remote' })
    expect((await server.reached(id, 'FAILED')).error).toMatchObject({
      class: errorClass,
      message: expect.stringContaining('no tea today'),
    })
    expect(calls).toHaveLength(tries)
    expect(new Set(calls.map(({ headers }) => headers['idempotency-key']))).toEqual(new Set([id]))
  })
})

it('a webhook agent sends its parameters signed, with the same id on every try', async () => {
  let tries = 0
  answer = () => ({ status: ++tries === 1 ? 500 : 204 })
  const { webhookSecret } = await server.gql<{ webhookSecret: string }>('{ webhookSecret }')
  const id = await server.submit({ agent: 'hook', parameters: { order: 7 } })
  expect(await server.reached(id, 'SUCCEEDED')).toMatchObject({ result: { delivered: true, id } })
  expect(calls.map(({ headers }) => headers['webhook-id'])).toEqual([id, id])
  const { body, headers } = calls[1]!
  expect(new Webhook(webhookSecret).verify(body, headers as { [name: string]: string })).toEqual({
    type: 'order.placed',
    task: id,
    data: { order: 7 },
  })
})

describe('a mail agent', () => {
  it('sends one letter, whose id is of the task', async () => {
    const parameters = { to: 'ann@example.com', subject: 'Tea', text: 'It is ready.' }
    const id = await server.submit({ agent: 'letter', parameters })
    await server.reached(id, 'SUCCEEDED')
    const [letter] = mail.mails.filter(({ text }) => text.includes('It is ready.'))
    expect(letter?.text).toMatch(/Subject: Tea/)
    expect(letter?.text).toContain(`Message-ID: <${id}@`)
  })

  it.each([
    [{ to: 'nobody', subject: 'x', text: 'y' }, 'BAD_ADDRESS'],
    [{ subject: 'x', text: 'y' }, 'BAD_ADDRESS'],
    [{ to: 'ann@example.com', subject: 'a\r\nBcc: eve@example.com', text: 'y' }, 'BAD_SUBJECT'],
    [{ to: 'ann@example.com', subject: 'x' }, 'NO_TEXT'],
  ])('refuses %j as %s', async (parameters, code) => {
    const id = await server.submit({ agent: 'letter', parameters })
    expect((await server.reached(id, 'FAILED')).error).toMatchObject({ code, class: 'PERMANENT' })
  })
})

it('a Slack agent posts, and waits when Slack asks for patience', async () => {
  let tries = 0
  answer = () => (++tries === 1 ? { status: 429, headers: { 'retry-after': '0' } } : { status: 200, body: '{"ok":true,"ts":"12.34"}' })
  const id = await server.submit({ agent: 'poster', parameters: { text: 'Stand-up!' } })
  expect(await server.reached(id, 'SUCCEEDED')).toMatchObject({ result: { posted: true, channel: '#team', ts: '12.34' } })
  expect(calls.map(({ path }) => path)).toEqual(['/slack/chat.postMessage', '/slack/chat.postMessage'])
  expect(JSON.parse(calls[1]!.body)).toMatchObject({ channel: '#team', text: 'Stand-up!' })
})
