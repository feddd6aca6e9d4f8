// What goes wrong between Slack, bot, server and database: nothing is done twice, nothing is lost, nobody is left without a word.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { open } from '../../../e2e/crew.ts'
import { createGate, type Gate } from '../../gate-proxy.ts'
import { eventually, has, linkPerson, mine, now, type Started } from '../../rig.ts'
import { rig, stage } from './stage.ts'

const gates = mkdtempSync(join(tmpdir(), 'capstan-bot-'))
let all: Started
let toServer: Gate
let toDatabase: Gate

beforeAll(async () => {
  all = stage()
  await linkPerson(all, 'ann', { role: 'ADMIN' })
  const { hostname, port } = new URL(all.server.url)
  toServer = await createGate(hostname, Number(port))
  const database = new URL(rig.database.url)
  const [host = '', databasePort = ''] = database.host.split(':')
  toDatabase = await createGate(host, Number(databasePort))
  const url = `mongodb://127.0.0.1:${toDatabase.port}${database.pathname}?directConnection=true`
  // The bot of these tests reaches both through a network that can be cut.
  await all.stopBot(all.bot)
  all.bot = await all.startBot({ CAPSTAN_URL: `http://127.0.0.1:${toServer.port}`, MONGODB_URL: url })
  await all.slack.connected()
})

afterAll(() => rmSync(gates, { recursive: true, force: true }))

const tagged = async (tag: string) =>
  (await all.server.gql<{ tasks: { totalCount: number } }>('query ($tag: String) { tasks(filter: { tag: $tag }) { totalCount } }', { tag }))
    .tasks.totalCount

it('a delivery that comes twice is done once', async () => {
  const { slack } = all
  slack.faults.duplicateDeliveries(3)
  await slack.command('ann', 'run writer topic="Only once" tags=once1')
  await slack.mention('ann', 'run writer topic="Only once" tags=once2', { channel: 'ops' })
  await slack.waitFor(() => slack.messages('ops').find(has('On Only once')), 'the result')
  await slack.waitFor(() => slack.messages('general').find(has('On Only once')), 'the result')
  expect([await tagged('once1'), await tagged('once2')]).toEqual([1, 1])
})

it('a socket that goes in the middle of a command costs nothing and repeats nothing', async () => {
  const { slack } = all
  slack.faults.dropSocketOnNextDelivery()
  await slack.command('ann', 'run writer topic="Cut off" tags=cut').catch(() => undefined)
  await slack.connected()
  await slack.command('ann', 'whoami')
  await slack.waitForMessage('general', mine('You are'), 'ann')
  expect(await tagged('cut')).toBeLessThanOrEqual(1)
})

it('when Slack says that it is too much, the card comes later and a form opens all the same', async () => {
  const { slack } = all
  slack.faults.rateLimit('chat.postMessage', { retryAfterSeconds: 2 })
  await slack.command('ann', 'run writer topic="Patience" tags=slow', { channel: 'ops' })
  await slack.command('ann', 'run writer', { channel: 'ops' })
  await slack.waitForModal('ann', ({ callbackId }) => callbackId === 'task.run')
  await slack.closeView('ann')
  await slack.waitForMessage('ops', has('writer', 'slow', 'Done'))
})

it('without the server people are told, and cards catch up when it is back', async () => {
  const { slack } = all
  const gate = join(gates, 'one')
  await slack.command('ann', `run keeper gate="${gate}"`, { channel: 'ops' })
  const card = await slack.waitForMessage('ops', has('keeper', 'Running'))
  toServer.shut()
  await slack.command('ann', 'run writer topic="Nobody home" tags=away', { channel: 'ops' })
  await slack.waitForMessage('ops', mine('does not answer right now'), 'ann')
  open(gate)
  await eventually(
    async () =>
      (
        await all.server.gql<{ tasks: { nodes: { status: string }[] } }>(
          '{ tasks(filter: { agent: "keeper" }, first: 1) { nodes { status } } }',
        )
      ).tasks.nodes[0]?.status === 'SUCCEEDED',
    'the end of the task',
  )
  toServer.open()
  await slack.waitForMessage('ops', now(card.ts, 'Done'))
  expect(await tagged('away')).toBe(0)
})

it('without the database commands are answered, and nothing is done behind the back of anybody', async () => {
  const { slack } = all
  toDatabase.shut()
  const { acknowledged } = await slack.command('ann', 'run writer topic="No memory" tags=memory', { channel: 'ops' })
  expect(acknowledged).toBe(true)
  await slack.waitForMessage('ops', mine('My memory is not available'), 'ann')
  toDatabase.open()
  expect(await tagged('memory')).toBe(0)
  await eventually(async () => {
    // One after the other: whatever is asked meanwhile would stand before the commands of the next test.
    const before = slack.messages('ops', 'ann').filter(mine()).length
    await slack.command('ann', 'whoami', { channel: 'ops' })
    await eventually(() => slack.messages('ops', 'ann').filter(mine()).length > before, 'an answer')
    return slack.messages('ops', 'ann').some(mine('You are'))
  }, 'the bot to be well again')
})

it('a bot that is started again goes on with the cards it had', async () => {
  const { slack } = all
  const gate = join(gates, 'two')
  await slack.command('ann', `run keeper gate="${gate}"`)
  const card = await slack.waitForMessage('general', has('keeper', 'Running'))
  await all.stopBot(all.bot)
  open(gate)
  await eventually(
    async () =>
      (
        await all.server.gql<{ tasks: { nodes: { status: string }[] } }>(
          '{ tasks(filter: { agent: "keeper" }, first: 1) { nodes { status } } }',
        )
      ).tasks.nodes[0]?.status === 'SUCCEEDED',
    'the end of the task',
  )
  all.bot = await all.startBot()
  await slack.waitForMessage('general', now(card.ts, 'Done'))
  expect(
    slack.messages('general').filter(({ text, threadTs }) => !threadTs && text === `keeper ${card.text.match(/T-\d+/)?.[0]}: done`),
  ).toHaveLength(1)
})

it('two bots at once post nothing twice', async () => {
  const { slack } = all
  await all.startBot()
  await slack.connected(2)
  for (let index = 0; index < 6; index++)
    await slack.command('ann', `run writer topic="Side by side ${index}" tags=pair`, { channel: index % 2 ? 'ops' : 'general' })
  const done = () =>
    [...slack.messages('ops'), ...slack.messages('general')].filter(
      ({ threadTs, ...rest }) => !threadTs && has('pair', 'Done')(rest as never),
    )
  await slack.waitFor(() => done().length === 6, 'six cards', 30_000)
  const results = () => [...slack.messages('ops'), ...slack.messages('general')].filter(has('On Side by side'))
  await slack.waitFor(() => results().length === 6, 'six results', 30_000)
  expect(done()).toHaveLength(6)
  expect(await tagged('pair')).toBe(6)
})
