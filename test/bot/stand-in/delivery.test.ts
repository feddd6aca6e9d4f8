// How what people do reaches the bot: signed, once more when it was not acknowledged, over another socket when one goes.
import { createHmac } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import { App, LogLevel, SocketModeReceiver } from '@slack/bolt'
import { afterAll, expect, it } from 'vitest'
import type { SlackStandIn, StandInOptions } from '../../../bot/stand-in/test-api.ts'
import { createTestSlack } from '../../support/slack/stand-in.ts'

const testSlack = createTestSlack()
const closing: (() => Promise<unknown>)[] = []
afterAll(() => Promise.all(closing.map((close) => close())))

interface Heard {
  headers: IncomingMessage['headers']
  body: string
}

/** A bot that only listens, and answers as it is told. */
async function listen(
  slack: SlackStandIn,
  answer: (count: number) => { status: number; body?: string } | 'never' = () => ({ status: 200 }),
) {
  const heard: Heard[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      heard.push({ headers: request.headers, body })
      const given = answer(heard.length)
      if (given !== 'never') response.writeHead(given.status).end(given.body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(async () => {
    server.closeAllConnections()
    server.close()
  })
  slack.connect(`http://127.0.0.1:${(server.address() as { port: number }).port}/slack/events`)
  return heard
}

const http = (options: StandInOptions = {}) => testSlack.start({ mode: 'http', ackMs: 300, retryAfterMs: [5, 5, 5], ...options })

it('requests are signed with the secret of the app', async () => {
  const slack = await http()
  const [request] = await listen(slack).then(async (heard) => {
    await slack.command('ben', 'help')
    return heard
  })
  const { headers, body } = request!
  const expected = createHmac('sha256', slack.credentials.signingSecret).update(
    `v0:${String(headers['x-slack-request-timestamp'])}:${body}`,
  )
  expect(headers['x-slack-signature']).toBe(`v0=${expected.digest('hex')}`)
  expect(Object.fromEntries(new URLSearchParams(body))).toMatchObject({
    command: '/capstan',
    text: 'help',
    user_id: slack.userId('ben'),
    team_id: slack.team.id,
  })
})

it('an event that is not acknowledged comes three times more, and says so', async () => {
  const slack = await http()
  const heard = await listen(slack, (count) => (count === 1 ? 'never' : { status: count < 4 ? 500 : 200 }))
  const delivery = await slack.message('ben', 'hello')
  expect(delivery.acknowledged).toBe(true)
  expect(heard.map(({ headers }) => [headers['x-slack-retry-num'], headers['x-slack-retry-reason']])).toEqual([
    [undefined, undefined],
    ['1', 'http_timeout'],
    ['2', 'http_error'],
    ['3', 'http_error'],
  ])
  expect(new Set(heard.map(({ body }) => (JSON.parse(body) as { event_id: string }).event_id)).size).toBe(1)
})

it('a command that is not acknowledged fails, and is not tried again', async () => {
  const slack = await http()
  const heard = await listen(slack, () => 'never')
  expect(await slack.command('ben', 'help')).toMatchObject({ acknowledged: false, failure: 'http_timeout' })
  expect(heard).toHaveLength(1)
  expect(slack.complaints()).toEqual(['slash_commands /capstan: http_timeout'])
})

it('deliveries come twice when told to', async () => {
  const slack = await http()
  const heard = await listen(slack)
  slack.faults.duplicateDeliveries()
  await slack.openHome('ben')
  await slack.openHome('ben')
  expect(heard).toHaveLength(3)
  expect(heard[0]!.body).toBe(heard[1]!.body)
})

it('requests may be forged', async () => {
  const slack = await http()
  const heard = await listen(slack)
  await slack.forge({ kind: 'event', payload: { type: 'event_callback' }, signature: 'v0=00', timestamp: 1 })
  expect(heard[0]!.headers).toMatchObject({ 'x-slack-signature': 'v0=00', 'x-slack-request-timestamp': '1' })
})

it('a message in a channel is not told to the bot, and a mention only where it is a member', async () => {
  const slack = await http({ channels: [{ name: 'general' }, { name: 'random', bot: false }] })
  const heard = await listen(slack)
  expect(await slack.message('ben', 'hello', { channel: 'general' })).toMatchObject({ acknowledged: false })
  expect(await slack.mention('ben', 'hello', { channel: 'random' })).toMatchObject({ acknowledged: false })
  expect(heard).toEqual([])
})

async function startSocketApp(slack: SlackStandIn) {
  const heard: { text: string; retry: number | undefined }[] = []
  const clientOptions = { slackApiUrl: slack.apiUrl }
  // Its pause before it opens the next socket follows from it; Slack itself would not allow one so short.
  const clientPingTimeout = 200
  const receiver = new SocketModeReceiver({
    appToken: slack.credentials.appToken,
    clientPingTimeout,
    installerOptions: { clientOptions },
    logLevel: LogLevel.ERROR,
  })
  const app = new App({ token: slack.credentials.botToken, receiver, clientOptions, logLevel: LogLevel.ERROR })
  app.event('message', async ({ event, context }) => {
    heard.push({ text: 'text' in event ? String(event.text) : '', retry: context.retryNum })
  })
  app.error(async () => undefined)
  await app.start()
  closing.unshift(() => app.stop())
  await slack.connected()
  return heard
}

it('an envelope whose socket goes before it is acknowledged is sent again over the next', async () => {
  const slack = await testSlack.start({ rateLimits: false })
  const heard = await startSocketApp(slack)
  slack.faults.dropSocketOnNextDelivery()
  const delivery = await slack.message('ben', 'hello')
  expect(delivery.acknowledged).toBe(true)
  expect(heard.at(-1)).toEqual({ text: 'hello', retry: 1 })
})

it('sockets that are closed, with or without a word, come back', async () => {
  const slack = await testSlack.start({ rateLimits: false })
  const heard = await startSocketApp(slack)
  slack.faults.dropSockets()
  await slack.message('ben', 'after a drop')
  await slack.connected()
  slack.faults.disconnectSockets()
  await slack.message('ben', 'after a goodbye')
  expect(heard.map(({ text }) => text)).toEqual(['after a drop', 'after a goodbye'])
})
