// App Home, one's own settings, and who one is.
import { beforeAll, expect, it } from 'vitest'
import { tick } from '../../../bot/home/clockwork.ts'
import { createPeopleStore } from '../../../bot/home/people-store.ts'
import { connectStore } from '../../../bot/store/mongo-store.ts'
import { crew } from '../crew.ts'
import { createBotRig, eventually, has, linkPerson, type Started } from '../rig.ts'

const rig = createBotRig()
let all: Started

beforeAll(async () => {
  all = await rig.start({ agents: crew })
  await linkPerson(all, 'ann', { role: 'ADMIN' })
})

const mine =
  (...parts: string[]) =>
  (message: Parameters<ReturnType<typeof has>>[0]) =>
    message.ephemeralTo !== undefined && has(...parts)(message)
const shows =
  (...parts: string[]) =>
  ({ blocks }: { blocks: unknown }) =>
    parts.every((part) => JSON.stringify(blocks).includes(part))

it('shows counters, workers and settings when it is opened, and what failed', async () => {
  const { slack, server } = all
  const id = await server.submit({ agent: 'breaker', parameters: { case: 'home' } })
  await server.reached(id, 'FAILED')
  await slack.openHome('ann')
  const home = await slack.waitForHome('ann', shows('Queued', 'Workers', 'Dead letters', 'Your settings', 'ann'))
  expect(shows('New task')(home)).toBe(true)
})

it('shows somebody whom nobody linked how to begin, and offers nothing they may not do', async () => {
  const { slack } = all
  await slack.openHome('eve')
  const home = await slack.waitForHome('eve', shows('Capstan', 'Your settings'))
  expect(shows('New task')(home)).toBe(false)
  await slack.command('eve', 'run writer topic="Not linked"')
  await slack.waitForMessage('general', mine('/capstan link'), 'eve')
  await slack.command('eve', 'whoami')
  await slack.waitForMessage('general', mine('does not know you', 'createLinkCode'), 'eve')
  await slack.command('eve', 'link AAAA-BBBB')
  await slack.waitForMessage('general', mine('This code does not work'), 'eve')
  const { tasks } = await all.server.gql<{ tasks: { nodes: { agentName: string }[] } }>('{ tasks { nodes { agentName } } }')
  expect(tasks.nodes.filter(({ agentName }) => agentName === 'writer')).toEqual([])
})

it('opens the form of a task, and its buttons answer in a modal', async () => {
  const { slack } = all
  await slack.openHome('ann')
  await slack.waitForHome('ann', shows('Dead letters'))
  await slack.click('ann', { action: 'task.new', on: 'home' })
  await slack.waitForModal('ann', ({ callbackId }) => callbackId === 'task.choose')
  await slack.closeView('ann')
  await slack.click('ann', { action: 'dead.list', on: 'home' })
  const list = await slack.waitForModal('ann', shows('breaker', 'D-'))
  expect(list.callbackId).toBe('notice')
  await slack.click('ann', { action: 'dead.show', on: 'modal' })
  await slack.waitForModal('ann', shows('Dead after'))
  await slack.closeView('ann')
})

it('keeps settings, shows them, and starts work in the default channel', async () => {
  const { slack } = all
  await slack.command('ann', 'settings')
  await slack.waitForModal('ann', ({ callbackId }) => callbackId === 'settings.save')
  const wrong = await slack.submitView('ann', { quietFrom: '22:00' })
  expect(Object.keys(wrong.errors)).toEqual(['quietTo'])
  await slack.submitView('ann', { quietTo: '07:00', digestAt: '08:30', channel: slack.channelId('ops') })
  await slack.waitForHome('ann', shows('22:00 to 07:00', '08:30', slack.channelId('ops')))
  await slack.shortcut('ann', 'new_task')
  await slack.waitForModal('ann', ({ callbackId }) => callbackId === 'task.choose')
  await slack.suggestions('ann', { action: 'agent.choose', query: 'writer' })
  await slack.click('ann', { action: 'agent.choose', choose: 'writer' })
  await slack.waitForModal('ann', ({ callbackId }) => callbackId === 'task.run')
  await slack.submitView('ann', { 'p:topic': 'By default' })
  await slack.waitForMessage('ops', has('writer'))
})

it('sends the daily summary once, at its minute in the zone of the person', async () => {
  const store = await connectStore(rig.database.url)
  try {
    const people = createPeopleStore(store)
    const shown: string[] = []
    const outbox = { show: async ({ subject }: { subject: string }) => void shown.push(subject) }
    const homes = { read: async () => ({ requests: [], running: [], deadLetters: [], settings: { timeZone: 'UTC' }, at: new Date() }) }
    const at = (time: string) => tick({ people, homes, outbox, cards: {}, log: {}, now: () => new Date(time) } as never)
    await at('2026-11-20T07:29:00Z')
    expect(shown).toEqual([])
    await at('2026-11-20T07:31:00Z')
    await at('2026-11-20T07:32:00Z')
    expect(shown).toEqual(['digest:2026-11-20'])
  } finally {
    await store.close()
  }
})

it('is forgotten when the link is undone', async () => {
  const { slack, server } = all
  await slack.command('ann', 'whoami')
  await slack.waitForMessage('general', mine('You are', 'admin'), 'ann')
  await slack.command('ann', 'unlink')
  await slack.waitForMessage('general', mine('any more'), 'ann')
  await eventually(async () => {
    await slack.command('ann', 'whoami', { channel: 'ops' })
    return slack.messages('ops', 'ann').some(mine('does not know you'))
  }, 'the bot to know nobody')
  expect(server).toBeDefined()
})
