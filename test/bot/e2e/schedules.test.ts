// Schedules and scheduled posts from chat: the wizard, the one-line form, and the buttons of a schedule.
import { beforeAll, expect, it } from 'vitest'
import { crew } from '../crew.ts'
import { createBotRig, has, linkPerson, type Started } from '../rig.ts'

const rig = createBotRig()
let all: Started

beforeAll(async () => {
  all = await rig.start({ agents: crew })
  await linkPerson(all, 'ann', { role: 'ADMIN' })
  await linkPerson(all, 'eve', { role: 'VIEWER' })
})

const mine =
  (...parts: string[]) =>
  (message: Parameters<ReturnType<typeof has>>[0]) =>
    message.ephemeralTo !== undefined && has(...parts)(message)

interface Stored {
  id: string
  name: string
  cron: string | null
  words: string | null
  timezone: string
  enabled: boolean
  post: { channel: string; text: string } | null
  task: { agent: string; parameters: unknown } | null
}

const stored = async () =>
  (
    await all.server.gql<{ schedules: { nodes: Stored[] } }>(
      '{ schedules { nodes { id name cron words timezone enabled post { channel text } task } } }',
    )
  ).schedules.nodes

it('a post is scheduled in one line, in the zone of the person', async () => {
  const { slack } = all
  await slack.command('ann', 'post #ops every weekday at 9:00 “Stand-up!”')
  await slack.waitForMessage('general', mine('Schedule', 'Stand-up!'), 'ann')
  const [schedule] = await stored()
  expect(schedule).toMatchObject({ timezone: 'Europe/Berlin', post: { channel: slack.channelId('ops'), text: 'Stand-up!' } })
})

it('the wizard asks what, when, shows the next runs, and saves', async () => {
  const { slack } = all
  await slack.command('ann', 'schedule new', { channel: 'ops' })
  await slack.waitForModal('ann', ({ callbackId }) => callbackId === 'schedule.what')
  await slack.click('ann', { action: 'schedule.whatChoose', choose: 'task' })
  await slack.waitForModal('ann', ({ blocks }) => JSON.stringify(blocks).includes('agent.search'))
  await slack.suggestions('ann', { action: 'agent.search', query: 'writ' })
  await slack.submitView('ann', { agent: 'writer', name: 'Morning text' })
  await slack.waitForModal('ann', ({ callbackId }) => callbackId === 'schedule.with')
  await slack.submitView('ann', { 'p:topic': 'Breakfast' })
  await slack.waitForModal('ann', ({ callbackId }) => callbackId === 'schedule.when')
  await slack.click('ann', { action: 'schedule.rhythmChoose', choose: 'daily' })
  await slack.waitForModal('ann', ({ blocks }) => !JSON.stringify(blocks).includes('"days"'))
  await slack.submitView('ann', { time: '07:30' })
  const last = await slack.waitForModal('ann', ({ callbackId }) => callbackId === 'schedule.save')
  expect(JSON.stringify(last.blocks)).toMatch(/Next: .*!date/)
  await slack.submitView('ann', { missed: 'SKIP' })
  await slack.waitForModal('ann', ({ blocks }) => JSON.stringify(blocks).includes('Morning text'))
  const made = (await stored()).find(({ name }) => name === 'Morning text')
  expect(made).toMatchObject({ cron: '30 7 * * *', timezone: 'Europe/Berlin', task: { agent: 'writer' } })
  await slack.closeView('ann')
})

it('a wrong time is told beside the field, and nothing is stored', async () => {
  const { slack } = all
  const before = (await stored()).length
  await slack.command('ann', 'schedule new', { channel: 'ops' })
  await slack.waitForModal('ann', ({ callbackId }) => callbackId === 'schedule.what')
  await slack.submitView('ann', { channel: slack.channelId('ops'), text: 'Hello' })
  await slack.waitForModal('ann', ({ callbackId }) => callbackId === 'schedule.when')
  await slack.click('ann', { action: 'schedule.rhythmChoose', choose: 'words' })
  await slack.waitForModal('ann', ({ blocks }) => JSON.stringify(blocks).includes('In words'))
  const { errors } = await slack.submitView('ann', { words: 'when the cows come home' })
  expect(Object.keys(errors)).toContain('words')
  await slack.closeView('ann')
  expect((await stored()).length).toBe(before)
})

it('is paused, run, edited and deleted by its buttons', async () => {
  const { slack } = all
  const schedule = (await stored()).find(({ name }) => name === 'Morning text')
  const id = schedule?.id ?? ''
  await slack.command('ann', `schedule show ${id}`, { channel: 'ops' })
  await slack.waitForMessage('ops', mine('Morning text', 'Next'), 'ann')
  await slack.click('ann', { action: 'schedule.pause', channel: 'ops' })
  await slack.waitForMessage('ops', mine('Morning text', 'paused'), 'ann')
  await slack.click('ann', { action: 'schedule.resume', channel: 'ops' })
  await slack.waitForMessage('ops', mine('Morning text', '▶ runs'), 'ann')
  await slack.click('ann', { action: 'schedule.more', choose: 'Edit…', channel: 'ops' })
  await slack.waitForModal('ann', ({ callbackId }) => callbackId === 'schedule.what')
  await slack.closeView('ann')
  await slack.command('ann', `schedule run ${id}`, { channel: 'ops' })
  await slack.waitForMessage('ops', mine('runs now'), 'ann')
  await slack.command('ann', 'schedules', { channel: 'ops' })
  await slack.waitForMessage('ops', mine('Schedules', 'Morning text', 'Stand-up!'), 'ann')
  await slack.command('ann', `schedule delete ${id}`, { channel: 'ops' })
  await slack.waitForMessage('ops', mine('is deleted'), 'ann')
})

it('is not made by those who only look', async () => {
  const { slack } = all
  const before = (await stored()).length
  await slack.command('eve', 'post #ops daily at 9:00 "Mischief"')
  await slack.waitForMessage('general', mine('may not'), 'eve')
  expect((await stored()).length).toBe(before)
})
