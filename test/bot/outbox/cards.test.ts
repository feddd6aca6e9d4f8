// One message for each subject: posted once, edited in place, the latest wish wins, and what was lost is posted afresh.
import { expect, it } from 'vitest'
import { updatedMark } from '../../../bot/outbox/card.ts'
import { createTestDatabase } from '../../support/database.ts'
import { createReplicas } from '../../support/slack/outbox.ts'
import { createTestSlack } from '../../support/slack/stand-in.ts'

const database = createTestDatabase()
/** A tenth of Slack's. */
const minuteMs = 6000
const { start: startReplica } = createReplicas(database, { minuteMs })
const testSlack = createTestSlack()
const channels = Array.from({ length: 20 }, (_, index) => ({ name: `c${index}` }))
const slackStarted = testSlack.start({ minuteMs: minuteMs / 2, channels: [...channels, { name: 'closed', bot: false }] })
const started = slackStarted.then((slack) => startReplica(slack))
let used = 0
const patience = { timeout: 60_000 }

async function fresh() {
  const slack = await slackStarted
  const outbox = await started
  const name = `c${used++}`
  const place = { team: slack.team.id, channel: slack.channelId(name), subject: `task:T-${used}` }
  const texts = () => slack.messages(name).map(({ text }) => text)
  const shown = (text: string) => slack.waitForMessage(name, (message) => message.text === text)
  return { slack, outbox, name, place, texts, shown }
}

const say = (text: string) => ({ text, blocks: [{ type: 'section', text: { type: 'mrkdwn', text } }] })

it('a card is posted once and then edited in place', async () => {
  const { slack, outbox, name, place, shown } = await fresh()
  await outbox.show({ ...place, urgency: 'progress', message: say('0 %') })
  const { ts } = await shown('0 %')
  await outbox.show({ ...place, urgency: 'terminal', message: say('done') })
  expect(await shown('done')).toMatchObject({ ts, edited: { times: 1 } })
  expect(slack.messages(name)).toHaveLength(1)
  await expect.poll(() => outbox.copies(place.team, place.subject), patience).toEqual([{ ...place, ts }])
  expect(await outbox.subjectOf({ team: place.team, channel: place.channel, ts })).toBe(place.subject)
})

it('of many wishes in a moment only the latest is shown', async () => {
  const { slack, outbox, name, place, shown } = await fresh()
  for (let percent = 0; percent <= 100; percent++) await outbox.show({ ...place, urgency: 'progress', message: say(`${percent} %`) })
  await outbox.show({ ...place, urgency: 'terminal', message: say('done') })
  await shown('done')
  expect(slack.messages(name)).toHaveLength(1)
  expect(slack.calls().filter(({ args }) => args['channel'] === place.channel).length).toBeLessThan(20)
})

it('an older state never replaces a newer one', async () => {
  const { outbox, place, shown, texts } = await fresh()
  await outbox.show({ ...place, urgency: 'terminal', version: 5, message: say('done') })
  await outbox.show({ ...place, urgency: 'progress', version: 4, message: say('99 %') })
  await shown('done')
  await outbox.show({ ...place, urgency: 'progress', version: 3, message: say('98 %') })
  await expect.poll(async () => (await outbox.stats()).pending, patience).toBe(0)
  expect(texts()).toEqual(['done'])
})

it('what is shown already is not sent again', async () => {
  const { slack, outbox, place, shown } = await fresh()
  const message = say(`same ${updatedMark}`)
  await outbox.show({ ...place, urgency: 'alert', message })
  await slack.waitFor(() => slack.calls('chat.postMessage').find(({ args }) => args['channel'] === place.channel), 'the post')
  await slack.waitFor(() => slack.messages(place.channel)[0], 'the message')
  await outbox.show({ ...place, urgency: 'alert', message })
  await outbox.show({ ...place, urgency: 'alert', message: say('other') })
  await shown('other')
  expect(slack.calls().filter(({ args }) => args['channel'] === place.channel)).toHaveLength(2)
})

it('a card tells the moment it shows', async () => {
  const { slack, outbox, place } = await fresh()
  await outbox.show({ ...place, urgency: 'alert', message: say(updatedMark) })
  const message = await slack.waitForMessage(place.channel, () => true)
  expect(message.text).toMatch(/^updated <!date\^\d{10}\^\{time_secs\}\|\d\d:\d\d:\d\d UTC>$/)
  expect(message.blocks).toMatchObject([{ text: { text: message.text } }])
})

it('replies, files and reactions wait for their card', async () => {
  const { slack, outbox, name, place, shown } = await fresh()
  const under = { subject: place.subject }
  await outbox.react({ ...place, urgency: 'terminal', reaction: 'white_check_mark' })
  await outbox.show({ ...place, subject: `${place.subject}:result`, urgency: 'terminal', under, message: say('the result') })
  await outbox.upload({
    ...place,
    subject: `${place.subject}:file`,
    urgency: 'terminal',
    under,
    name: 'log.txt',
    content: 'a line',
    comment: 'Log',
  })
  await outbox.show({ ...place, urgency: 'terminal', message: say('the card') })
  const card = await shown('the card')
  expect(await shown('the result')).toMatchObject({ threadTs: card.ts })
  const file = await slack.waitForMessage(name, ({ files }) => files.length > 0)
  expect(file).toMatchObject({ threadTs: card.ts, text: 'Log', files: [{ name: 'log.txt', size: 6 }] })
  expect(file.files[0]!.content.toString()).toBe('a line')
  const person = slack.userId('eve')
  await outbox.upload({
    ...place,
    channel: person,
    subject: `${place.subject}:mine`,
    urgency: 'terminal',
    name: 'mine.txt',
    content: 'yours',
  })
  await slack.waitForMessage(slack.directChannel('eve'), ({ files }) => files[0]?.name === 'mine.txt')
  await slack.waitForMessage(name, ({ reactions }) => reactions[0]?.name === 'white_check_mark')
})

it('a person is written to directly', async () => {
  const { slack, outbox, place } = await fresh()
  const person = slack.userId('ben')
  await outbox.show({ ...place, channel: person, urgency: 'approval', message: say('please decide') })
  await slack.waitForMessage(slack.directChannel('ben'), ({ text }) => text === 'please decide')
  await outbox.show({ ...place, channel: person, urgency: 'approval', message: say('decided') })
  const { ts } = await slack.waitForMessage(slack.directChannel('ben'), ({ text }) => text === 'decided')
  await expect
    .poll(() => outbox.copies(place.team, place.subject), patience)
    .toEqual([{ ...place, channel: slack.directChannel('ben'), ts }])
})

it('a card that Slack has lost is posted afresh once, and then given up', async () => {
  const { slack, outbox, name, place, shown } = await fresh()
  const loseIt = (ts: string) => {
    slack.world.messages.find((message) => message.ts === ts)!.deleted = true
  }
  await outbox.show({ ...place, urgency: 'terminal', message: say('first') })
  const first = await shown('first')
  loseIt(first.ts)
  await outbox.show({ ...place, urgency: 'terminal', message: say('second') })
  const second = await shown('second')
  expect(second.ts).not.toBe(first.ts)
  await expect.poll(() => outbox.copies(place.team, place.subject), patience).toEqual([{ ...place, ts: second.ts }])
  loseIt(second.ts)
  await outbox.show({ ...place, urgency: 'terminal', message: say('third') })
  await expect.poll(() => outbox.givenUp, patience).toContainEqual({ ...place, error: 'message_not_found' })
  expect(slack.messages(name)).toEqual([])
})

it('blocks that Slack refuses give way to the fallback, and then to text', async () => {
  const { slack, outbox, name, place, shown } = await fresh()
  const broken = { text: 'the plan', blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(4000) } }] }
  await outbox.show({ ...place, urgency: 'terminal', message: broken, fallback: say('the tree') })
  await shown('the tree')
  slack.faults.refuse('chat.update', 'invalid_blocks')
  await outbox.show({ ...place, urgency: 'terminal', message: say('new blocks') })
  await shown('new blocks')
  expect(slack.messages(name)[0]!.blocks).toEqual([])
})

it('what Slack refuses for good is told', async () => {
  const { slack, outbox, place } = await fresh()
  const channel = slack.channelId('closed')
  await outbox.show({ ...place, channel, urgency: 'terminal', message: say('hello') })
  await slack.waitFor(() => slack.calls('chat.postMessage').find(({ error }) => error === 'not_in_channel'), 'the refusal')
  await expect.poll(() => outbox.givenUp, patience).toContainEqual({ ...place, channel, error: 'not_in_channel' })
})

it('a message is taken away again', async () => {
  const { slack, outbox, name, place, shown } = await fresh()
  await outbox.show({ ...place, urgency: 'terminal', message: say('soon gone') })
  await shown('soon gone')
  await outbox.remove(place)
  await slack.waitFor(() => slack.messages(name).length === 0, 'the removal')
  await expect.poll(() => outbox.copies(place.team, place.subject), patience).toEqual([])
})

it('the App Home is published', async () => {
  const { slack, outbox, place } = await fresh()
  const view = { type: 'home', blocks: [{ type: 'header', text: { type: 'plain_text', text: 'Your work' } }] }
  await outbox.publishHome({ team: place.team, user: slack.userId('ann'), view, urgency: 'approval' })
  expect((await slack.waitForHome('ann')).blocks).toMatchObject([{ text: { text: 'Your work' } }])
})
