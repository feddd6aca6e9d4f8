// Attacks by way of requests that the server makes for others, against the whole product. One test for each statement.
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createTestDatabase } from '../../support/database.ts'
import { createTestServers, type TestServer } from '../../support/server.ts'
import { reporter } from '../crew.ts'
import { overHttp, send } from './kit.ts'

const database = createTestDatabase()
const servers = createTestServers(database)
const open: Server[] = []
let server: TestServer
let allowed: string
let inner: { host: string; asked: string[] }
/** What the far side does at each of its paths; it is content everywhere else. */
const behave: { [path: string]: RequestListener } = {}
/** Tasks whose webhooks go to these paths: all begin at once, since each may take some seconds to be sent. */
const tasks: { [path: string]: string } = {}

async function listen(handle: RequestListener): Promise<string> {
  const listener = createServer(handle)
  open.push(listener)
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  return `127.0.0.1:${(listener.address() as AddressInfo).port}`
}

const redirect: RequestListener = (_request, response) => response.writeHead(307, { location: `http://${inner.host}/secret` }).end()

const bomb = gzipSync(Buffer.alloc(16 * 1024 * 1024))
const encodings: unknown[] = []
const packed: RequestListener = (request, response) => {
  encodings.push(request.headers['accept-encoding'])
  response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(bomb)
}

/** Pours until the other side has had enough. */
function createPouring() {
  const seen = { bytes: 0, closed: false }
  const listener: RequestListener = (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/plain' })
    const pour = setInterval(() => {
      seen.bytes += 64 * 1024
      response.write('canary-answer '.repeat(4_700))
    }, 5)
    response.on('close', () => {
      clearInterval(pour)
      seen.closed = true
    })
  }
  return { seen, listener }
}

const pouring = createPouring()

/** Takes the first message, answers with this status. */
function createTaking(status = 200) {
  let take: (message: { headers: { [name: string]: string }; body: string }) => void = () => undefined
  const message = new Promise<Parameters<typeof take>[0]>((resolve) => (take = resolve))
  const listener: RequestListener = (request, response) => {
    let body = ''
    request.on('data', (part) => (body += String(part)))
    request.on('end', () => {
      take({ headers: request.headers as { [name: string]: string }, body })
      response.writeHead(status).end('{}')
    })
  }
  return { message, listener }
}

const signed = createTaking()

beforeAll(async () => {
  const asked: string[] = []
  inner = { asked, host: '' }
  inner.host = await listen((request, response) => {
    asked.push(request.url ?? '')
    response.end('inside')
  })
  const content: RequestListener = (_request, response) => response.end('{}')
  allowed = await listen((request, response) => (behave[request.url ?? ''] ?? content)(request, response))
  const elsewhere = {
    ...{ name: 'remote', team: 'TEST_TEAM', type: 'tester', description: 'Works somewhere else, for a test of the product.' },
    parameters: { type: 'object', properties: {} },
    execution: { kind: 'http', url: `http://${allowed}/order`, headers: { 'x-api-key': '${FAR_KEY}' }, max_output_bytes: 65_536 },
    secrets: ['FAR_KEY'],
    retry: { strategy: 'fixed', delay: '20ms', max_attempts: 1, jitter: 0 },
    breaker: { minimum: 1000 },
  }
  server = await servers.start({
    agents: { ...reporter, remote: elsewhere },
    env: { CAPSTAN_WEBHOOK_ALLOW: allowed, FAR_KEY: 'key-of-the-far-side' },
  })
  behave['/redirect'] = redirect
  behave['/packed'] = packed
  behave['/endless'] = pouring.listener
  behave['/headers'] = (_request, response) => response.writeHead(200, { 'x-flood': 'x'.repeat(100_000) }).end('{}')
  behave['/signed'] = signed.listener
  for (const path of Object.keys(behave)) tasks[path] = await told(path)
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

async function deliveryOf(path: string): Promise<Delivery> {
  const { task } = await server.gql<{ task: { notifications: Delivery[] } }>(
    'query ($id: ID!) { task(id: $id) { notifications { status attempts lastError } } }',
    { id: tasks[path] },
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

const patient = { timeout: 60_000, interval: 100 }

test('31. a redirect leads nowhere', async () => {
  await vi.waitFor(async () => expect((await deliveryOf('/redirect')).lastError).toContain('redirects are not followed'), patient)
  expect(inner.asked).toEqual([])
})

test('31. the port that was not allowed is not reached, although its host is', async () => {
  expect((await submitWith(`http://${inner.host}/`)).codes).toEqual(['VALIDATION_FAILED'])
  expect(inner.asked).toEqual([])
})

test('31. an agent that works elsewhere cannot send its order, or our key for it, on to another address', async () => {
  behave['/order'] = redirect
  const { error } = await server.reached(await server.submit({ agent: 'remote' }), 'FAILED')
  expect(error).toMatchObject({ class: 'PERMANENT', message: expect.stringContaining('redirects are not followed') })
  expect(inner.asked).toEqual([])
})

test('32. what comes packed is not unpacked: a small answer cannot become a large one', async () => {
  behave['/order'] = packed
  const { error } = await server.reached(await server.submit({ agent: 'remote' }), 'FAILED')
  expect(error).toMatchObject({ code: 'MALFORMED_OUTPUT', message: expect.stringContaining('packed as gzip') })
  await vi.waitFor(async () => expect((await deliveryOf('/packed')).status).toBe('DELIVERED'), patient)
  expect(new Set(encodings)).toEqual(new Set(['identity', undefined]))
})

test('32. an agent that never ends its answer is cut off', async () => {
  const { seen, listener } = createPouring()
  behave['/order'] = listener
  const { error } = await server.reached(await server.submit({ agent: 'remote' }), 'FAILED')
  expect(error).toMatchObject({ code: 'OUTPUT_TOO_LARGE', class: 'PERMANENT' })
  await vi.waitFor(() => expect(seen.closed).toBe(true), patient)
})

test('32. an answer without an end is not read to its end, and nobody sees it', async () => {
  await vi.waitFor(async () => expect((await deliveryOf('/endless')).status).toBe('DELIVERED'), patient)
  await vi.waitFor(() => expect(pouring.seen.closed).toBe(true), patient)
  expect(pouring.seen.bytes).toBeLessThan(64 * 1024 * 1024)
  const stored = await database.db.collection('deliveries').find({ task: tasks['/endless']! }).toArray()
  expect(JSON.stringify(stored)).not.toContain('canary-answer')
})

test('32. a flood of headers is a failed try and nothing more', async () => {
  await vi.waitFor(async () => expect((await deliveryOf('/headers')).lastError).toBeTruthy(), patient)
  expect((await overHttp(server, '{ me { id } }')).codes).toEqual([])
})

const webhookSecret = async () => (await server.gql<{ webhookSecret: string }>('{ webhookSecret }')).webhookSecret

test('33. a receiver that verifies takes the message, and refuses it unsigned, changed, stale, and signed for another workspace', async () => {
  const { headers, body } = await signed.message
  const receiver = new Webhook(await webhookSecret())
  expect(receiver.verify(body, headers)).toMatchObject({ type: 'task.succeeded' })
  const { 'webhook-signature': _signature, ...unsigned } = headers
  expect(() => receiver.verify(body, unsigned)).toThrow()
  expect(() => receiver.verify(body.replace('succeeded', 'failed'), headers)).toThrow()
  const stale = { ...headers, 'webhook-timestamp': String(Number(headers['webhook-timestamp']) - 3600) }
  expect(() => receiver.verify(body, stale)).toThrow()
  expect(() => new Webhook(`whsec_${Buffer.alloc(32, 7).toString('base64')}`).verify(body, headers)).toThrow()
})

test('33. while the secret is replaced, a receiver with the old one and a receiver with the new one both take the message', async () => {
  const old = await webhookSecret()
  const { rotateWebhookSecret: fresh } = await server.gql<{ rotateWebhookSecret: string }>(
    'mutation { rotateWebhookSecret(overlapHours: 1) }',
  )
  const { message, listener } = createTaking()
  behave['/replaced'] = listener
  await told('/replaced')
  const { headers, body } = await message
  for (const secret of [old, fresh]) expect(new Webhook(secret).verify(body, headers)).toMatchObject({ type: 'task.succeeded' })
  expect(headers['webhook-signature']).toMatch(/^v1,\S+ v1,\S+$/)
})

test('32. forged callbacks are held to few tries, and a busy agent that signs is not, from the same address', async () => {
  const { message: order, listener } = createTaking(202)
  behave['/order'] = listener
  const id = await server.submit({ agent: 'remote' })
  const { callback } = JSON.parse((await order).body) as { callback: { url: string; secret: string } }
  const callBack = async (number: number, secret: string, line: object) => {
    const [body, at, name] = [JSON.stringify(line), new Date(), `m-${number}`]
    const timestamp = String(Math.floor(at.getTime() / 1000))
    const signed = { 'webhook-id': name, 'webhook-timestamp': timestamp, 'webhook-signature': new Webhook(secret).sign(name, at, body) }
    return (await send(server, { path: new URL(callback.url).pathname, headers: { ...signed, authorization: '' }, body })).status
  }
  const progress = { type: 'progress', fraction: 0.5 }
  const forged = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
  const refused = await Promise.all(Array.from({ length: 120 }, (_, number) => callBack(number, forged, progress)))
  expect(new Set(refused)).toEqual(new Set([401, 429]))
  for (let number = 0; number < 105; number += 1) expect(await callBack(number, callback.secret, progress)).toBe(202)
  expect(await database.db.collection('callbacks').countDocuments({ run: new RegExp(`^${id}\\.`) })).toBe(105)
  expect(await callBack(105, callback.secret, { type: 'result', result: 'done' })).toBe(202)
  expect(await server.reached(id, 'SUCCEEDED')).toMatchObject({ result: 'done' })
})
