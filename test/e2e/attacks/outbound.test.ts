// Attacks by way of requests that the server makes for others, against the whole product. One test for each statement.
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createTestDatabase } from '../../support/database.ts'
import { createTestServers, type TestServer } from '../../support/server.ts'
import { reporter } from '../crew.ts'
import { overHttp } from './kit.ts'

const database = createTestDatabase()
const servers = createTestServers(database)
const open: Server[] = []
let server: TestServer
let allowed: string
let inner: { host: string; asked: string[] }
let behave: RequestListener = (_request, response) => response.end('{}')

async function listen(handle: RequestListener): Promise<string> {
  const listener = createServer(handle)
  open.push(listener)
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  return `127.0.0.1:${(listener.address() as AddressInfo).port}`
}

beforeAll(async () => {
  const asked: string[] = []
  inner = { asked, host: '' }
  inner.host = await listen((request, response) => {
    asked.push(request.url ?? '')
    response.end('inside')
  })
  allowed = await listen((request, response) => behave(request, response))
  server = await servers.start({ agents: reporter, env: { CAPSTAN_WEBHOOK_ALLOW: allowed } })
})

afterAll(() => {
  for (const listener of open) {
    listener.closeAllConnections()
    listener.close()
  }
})

const submitWith = (webhook: string) =>
  overHttp(server, 'mutation ($input: SubmitTaskInput!) { submitTask(input: $input) { id } }', {
    input: { agent: 'reporter', parameters: {}, notify: [{ webhook }] },
  })

interface Delivery {
  status: string
  attempts: number
  lastError: string | null
}

async function deliveryOf(id: string): Promise<Delivery> {
  const { task } = await server.gql<{ task: { notifications: Delivery[] } }>(
    `{ task(id: "${id}") { notifications { status attempts lastError } } }`,
  )
  return task.notifications[0] as Delivery
}

async function told(path: string): Promise<string> {
  return server.submit({ agent: 'reporter', notify: [{ webhook: `http://${allowed}${path}` }] })
}

test.each([
  ['loopback', 'http://127.0.0.1/'],
  ['loopback elsewhere', 'http://127.8.9.10/'],
  ['a short form', 'http://127.1/'],
  ['decimal', 'http://2130706433/'],
  ['octal', 'http://0177.0.0.1/'],
  ['hexadecimal', 'http://0x7f000001/'],
  ['mixed', 'http://0x7f.1/'],
  ['any address', 'http://0.0.0.0/'],
  ['any IPv6 address', 'http://[::]/'],
  ['IPv6 loopback', 'http://[::1]/'],
  ['mapped IPv4', 'http://[::ffff:127.0.0.1]/'],
  ['NAT64', 'http://[64:ff9b::7f00:1]/'],
  ['6to4', 'http://[2002:7f00:1::]/'],
  ['a unique local address', 'http://[fd00::1]/'],
  ['a link-local address', 'http://[fe80::1]/'],
  ['shared address space', 'http://100.64.0.1/'],
  ['cloud metadata', 'http://169.254.169.254/latest/meta-data/'],
  ['IPv6 cloud metadata', 'http://[fd00:ec2::254]/latest/meta-data/'],
  ['a private network', 'http://10.1.2.3/'],
  ['localhost', 'http://localhost/'],
  ['a name below localhost', 'http://db.localhost./'],
])('30. a webhook at %s is refused before anything is stored', async (_form, webhook) => {
  const { codes, text } = await submitWith(webhook)
  expect(codes).toEqual(['VALIDATION_FAILED'])
  expect(text).toContain('expected a public address')
})

test.each([
  'file:///etc/passwd',
  'gopher://127.0.0.1:6379/_FLUSHALL',
  'ftp://example.com/',
  'http://user:password@example.com/',
  'javascript:alert(1)',
  'http://',
])('31. %s is no address for a webhook', async (webhook) => {
  expect((await submitWith(webhook)).codes).toEqual(['VALIDATION_FAILED'])
})

test('31. a redirect leads nowhere', async () => {
  behave = (_request, response) => response.writeHead(307, { location: `http://${inner.host}/secret` }).end()
  const id = await told('/redirect')
  await vi.waitFor(async () => expect((await deliveryOf(id)).lastError).toContain('redirects are not followed'), {
    timeout: 20_000,
    interval: 100,
  })
  expect(inner.asked).toEqual([])
})

test('31. the port that was not allowed is not reached, although its host is', async () => {
  expect((await submitWith(`http://${inner.host}/`)).codes).toEqual(['VALIDATION_FAILED'])
  expect(inner.asked).toEqual([])
})

test('32. an answer without an end is not read to its end, and nobody sees it', async () => {
  let sent = 0
  let closed = false
  behave = (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/plain' })
    const pour = setInterval(() => {
      sent += 64 * 1024
      response.write('canary-answer '.repeat(4_700))
    }, 5)
    response.on('close', () => {
      clearInterval(pour)
      closed = true
    })
  }
  const id = await told('/endless')
  await vi.waitFor(async () => expect((await deliveryOf(id)).status).toBe('DELIVERED'), { timeout: 20_000, interval: 100 })
  await vi.waitFor(() => expect(closed).toBe(true), { timeout: 20_000, interval: 50 })
  expect(sent).toBeLessThan(64 * 1024 * 1024)
  expect(JSON.stringify(await database.db.collection('deliveries').find({ task: id }).toArray())).not.toContain('canary-answer')
})

test('32. a flood of headers is a failed try and nothing more', async () => {
  behave = (_request, response) => response.writeHead(200, { 'x-flood': 'x'.repeat(100_000) }).end('{}')
  const id = await told('/headers')
  await vi.waitFor(async () => expect((await deliveryOf(id)).lastError).toBeTruthy(), { timeout: 20_000, interval: 100 })
  behave = (_request, response) => response.end('{}')
  expect((await overHttp(server, '{ me { id } }')).codes).toEqual([])
})

test('33. a receiver that verifies takes the message, and refuses it unsigned, changed, stale, and signed for another workspace', async () => {
  const got: { headers: { [name: string]: string }; body: string }[] = []
  behave = (request, response) => {
    let body = ''
    request.on('data', (part) => (body += String(part)))
    request.on('end', () => {
      // Others that failed before may come again meanwhile.
      if (request.url === '/signed') got.push({ headers: request.headers as { [name: string]: string }, body })
      response.end('{}')
    })
  }
  await told('/signed')
  await vi.waitFor(() => expect(got).toHaveLength(1), { timeout: 20_000, interval: 50 })
  const [{ headers, body }] = got as [(typeof got)[number]]
  const { webhookSecret } = await server.gql<{ webhookSecret: string }>('{ webhookSecret }')
  const receiver = new Webhook(webhookSecret)
  expect(receiver.verify(body, headers)).toMatchObject({ type: 'task.succeeded' })
  const { 'webhook-signature': _signature, ...unsigned } = headers
  expect(() => receiver.verify(body, unsigned)).toThrow()
  expect(() => receiver.verify(body.replace('succeeded', 'failed'), headers)).toThrow()
  const stale = { ...headers, 'webhook-timestamp': String(Number(headers['webhook-timestamp']) - 3600) }
  expect(() => receiver.verify(body, stale)).toThrow()
  expect(() => new Webhook(`whsec_${Buffer.alloc(32, 7).toString('base64')}`).verify(body, headers)).toThrow()
})
