// Slack's limits are kept to: budgets are never exceeded, what is urgent goes first, and Retry-After is honoured without delaying a modal.
import { createServer } from 'node:http'
import { WebClient } from '@slack/web-api'
import { expect, it } from 'vitest'
import { clientOptions } from '../../../bot/outbox/slack-client.ts'
import type { SlackStandIn } from '../../../bot/stand-in/test-api.ts'
import { createBudgetStore } from '../../../bot/store/budget-store.ts'
import { connectStore } from '../../../bot/store/mongo-store.ts'
import { createLab } from '../../support/slack/outbox.ts'
import { createTestSlack } from '../../support/slack/stand-in.ts'

const testSlack = createTestSlack()
/** A database each: the tests wait most of the time, and so they can do it beside each other. */
const posting = createLab()
const live = createLab()
const retry = createLab()
const outage = createLab()
const steps = createLab()
const shared = createLab()
const channels = Array.from({ length: 25 }, (_, index) => ({ name: `c${index}` }))
const say = (text: string) => ({ text })

/** A trigger as a command brings it, from a server that only listens. */
async function pressForTrigger(slack: SlackStandIn): Promise<string> {
  const heard: string[] = []
  const server = createServer((request, response) => {
    request.on('data', (chunk: Buffer) => heard.push(chunk.toString()))
    request.on('end', () => response.end())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  slack.connect(`http://127.0.0.1:${(server.address() as { port: number }).port}/`)
  await slack.command('ben', 'form')
  server.close()
  return new URLSearchParams(heard.join('')).get('trigger_id') ?? ''
}

it.concurrent('posts to one channel are a second apart, and none is refused', async () => {
  const slack = await testSlack.start({ team: { id: 'T1', name: 'One' } })
  const outbox = await posting.start(slack)
  const about = { team: 'T1', channel: slack.channelId('team'), urgency: 'terminal' as const }
  await Promise.all(['a', 'b', 'c', 'd'].map((subject) => outbox.show({ ...about, subject, message: say(subject) })))
  await slack.waitFor(() => slack.messages('team').length === 4, 'four messages')
  expect(slack.calls().filter(({ ok }) => !ok)).toEqual([])
})

it.concurrent('steps of progress are at least three seconds apart, an end does not wait for them', async () => {
  const slack = await testSlack.start({ team: { id: 'T5', name: 'Five' } })
  const outbox = await steps.start(slack)
  const [one, other] = ['team', 'general'].map((name) => ({ team: 'T5', channel: slack.channelId(name), subject: name }))
  const shown = (name: string, text: string) => slack.waitForMessage(name, (message) => message.text === text)
  for (const text of ['0 %', '1 %']) {
    for (const place of [one!, other!]) await outbox.show({ ...place, urgency: 'progress', message: say(text) })
    await Promise.all([shown('team', text), shown('general', text)])
  }
  // Both were changed just before: the one that ends is not held back until the other may take its next step.
  await outbox.show({ ...one!, urgency: 'terminal', message: say('done') })
  await outbox.show({ ...other!, urgency: 'progress', message: say('2 %') })
  await shown('general', '2 %')
  const callsOf = (place = one!) => slack.calls().filter(({ args }) => args['channel'] === place.channel)
  const [post, step, next] = callsOf(other)
  expect(step!.at - post!.at).toBeGreaterThanOrEqual(2900)
  expect(next!.at - step!.at).toBeGreaterThanOrEqual(2900)
  expect(callsOf().map(({ args }) => args['text'])).toEqual(['0 %', '1 %', 'done'])
  expect(callsOf()[2]!.at).toBeLessThan(next!.at)
})

it.concurrent('with 25 live cards the end of a task is shown while progress has to wait, and Slack never has to refuse', {
  timeout: 120_000,
}, async () => {
  const slack = await testSlack.start({ channels, team: { id: 'T2', name: 'Two' } })
  const outbox = await live.start(slack)
  const places = channels.map(({ name }) => ({ team: 'T2', channel: slack.channelId(name), subject: 'task' }))
  const showAll = (text: string) => Promise.all(places.map((place) => outbox.show({ ...place, urgency: 'progress', message: say(text) })))
  await showAll('0 %')
  await slack.waitFor(() => channels.every(({ name }) => slack.messages(name).length === 1), 'all cards', 40_000)
  await showAll('1 %')
  await slack.waitFor(() => slack.calls('chat.update').length >= 2, 'the first steps')
  const asked = Date.now()
  await Promise.all(places.slice(0, 10).map((place) => outbox.show({ ...place, urgency: 'terminal', message: say('done') })))
  await slack.waitFor(() => channels.slice(0, 10).every(({ name }) => slack.messages(name)[0]?.text === 'done'), 'ten ends')
  const steps = slack.calls('chat.update').filter(({ args, at }) => args['text'] === '1 %' && at > asked).length
  expect(steps).toBeLessThan(10)
  expect((await outbox.stats()).pending).toBeGreaterThan(0)
  expect((await outbox.stats()).lagSeconds).toBeGreaterThan(0)
  expect(slack.calls().filter(({ status }) => status === 429)).toEqual([])
})

it.concurrent('Retry-After stops the method for that long, and a modal opens meanwhile', async () => {
  const slack = await testSlack.start({ mode: 'http', team: { id: 'T3', name: 'Three' } })
  const outbox = await retry.start(slack)
  const place = { team: 'T3', channel: slack.channelId('team'), subject: 'a', urgency: 'terminal' as const }
  await outbox.show({ ...place, message: say('one') })
  await slack.waitForMessage('team', ({ text }) => text === 'one')
  slack.faults.rateLimit('chat.update', { retryAfterSeconds: 3 })
  await outbox.show({ ...place, message: say('two') })
  const refused = await slack.waitFor(() => slack.calls('chat.update').find(({ status }) => status === 429), 'the refusal')
  const interactive = new WebClient(slack.credentials.botToken, clientOptions(slack.apiUrl, 2500))
  const trigger = await pressForTrigger(slack)
  await interactive.views.open({
    trigger_id: trigger,
    view: { type: 'modal', title: { type: 'plain_text', text: 'Quick' }, blocks: [{ type: 'divider' }] },
  })
  expect(slack.modals('ben')).toHaveLength(1)
  expect(slack.messages('team')[0]?.text).toBe('one')
  await slack.waitForMessage('team', ({ text }) => text === 'two')
  const again = slack.calls('chat.update').find(({ ok }) => ok)!
  expect(again.at - refused.at).toBeGreaterThanOrEqual(3000)
})

it.concurrent('an outage of Slack is waited out', async () => {
  const slack = await testSlack.start({ team: { id: 'T4', name: 'Four' } })
  const outbox = await outage.start(slack)
  slack.faults.unavailable('chat.postMessage', { times: 2 })
  await outbox.show({ team: 'T4', channel: slack.channelId('team'), subject: 'a', urgency: 'alert', message: say('at last') })
  await slack.waitForMessage('team', ({ text }) => text === 'at last')
  expect(slack.calls('chat.postMessage').map(({ status }) => status)).toEqual([503, 503, 200])
})

it.concurrent('a budget is shared, all or nothing, and keeps a part for what is more urgent', async () => {
  const store = await connectStore(shared.database.url)
  const [one, other] = await Promise.all([createBudgetStore(store), createBudgetStore(store)])
  const budget = { key: 'shared', calls: 10, inMs: 60_000, allowance: 6 }
  const takes = await Promise.all(Array.from({ length: 20 }, (_, index) => (index % 2 ? one : other).take([budget])))
  expect(takes.filter(({ waitMs }) => waitMs === 0)).toHaveLength(6)
  const both = await one.take([{ ...budget, key: 'free' }, budget])
  expect(both).toMatchObject({ key: 'shared' })
  expect(both.waitMs).toBeGreaterThan(50_000)
  expect(await Promise.all(Array.from({ length: 6 }, () => one.take([{ ...budget, key: 'free' }])))).toEqual(Array(6).fill({ waitMs: 0 }))
  expect(await one.take([{ ...budget, allowance: 10 }])).toEqual({ waitMs: 0 })
  await store.close()
})
