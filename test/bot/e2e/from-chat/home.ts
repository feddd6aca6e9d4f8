// App Home, one's own settings, and who one is.
import { beforeAll, describe, expect, it } from 'vitest'
import { eventually, has, linkPerson, mine, type Started } from '../../rig.ts'
import { stage } from './stage.ts'

describe('App Home', () => {
  let all: Started
  beforeAll(async () => {
    all = stage()
    await linkPerson(all, 'hana', { role: 'ADMIN' })
  })

  const shows =
    (...parts: string[]) =>
    ({ blocks }: { blocks: unknown }) =>
      parts.every((part) => JSON.stringify(blocks).includes(part))

  it('shows counters, workers and settings when it is opened, and what failed', async () => {
    const { slack, server } = all
    const id = await server.submit({ agent: 'breaker', parameters: { case: 'home' } })
    await server.reached(id, 'FAILED')
    await slack.openHome('hana')
    const home = await slack.waitForHome('hana', shows('Queued', 'Workers', 'Dead letters', 'Your settings', 'hana'))
    expect(shows('New task')(home)).toBe(true)
  })

  it('shows somebody whom nobody linked how to begin, and offers nothing they may not do', async () => {
    const { slack } = all
    await slack.openHome('una')
    const home = await slack.waitForHome('una', shows('Capstan', 'Your settings'))
    expect(shows('New task')(home)).toBe(false)
    await slack.command('una', 'run writer topic="Not linked" tags=unlinked', { channel: 'homes' })
    await slack.waitForMessage('homes', mine('/capstan link', `<@${slack.userId('una')}> (viewer) may not do this`), 'una')
    await slack.command('una', 'whoami', { channel: 'homes' })
    await slack.waitForMessage('homes', mine('does not know you', 'createLinkCode'), 'una')
    await slack.command('una', 'link AAAA-BBBB', { channel: 'homes' })
    await slack.waitForMessage('homes', mine('This code does not work'), 'una')
    const { tasks } = await all.server.gql<{ tasks: { totalCount: number } }>('{ tasks(filter: { tag: "unlinked" }) { totalCount } }')
    expect(tasks.totalCount).toBe(0)
  })

  it('opens the form of a task, and its buttons answer in a modal', async () => {
    const { slack } = all
    await slack.openHome('hana')
    await slack.waitForHome('hana', shows('Dead letters'))
    await slack.click('hana', { action: 'task.new', on: 'home' })
    await slack.waitForModal('hana', ({ callbackId }) => callbackId === 'task.choose')
    await slack.closeView('hana')
    await slack.click('hana', { action: 'dead.list', on: 'home' })
    const list = await slack.waitForModal('hana', shows('breaker', 'D-'))
    expect(list.callbackId).toBe('notice')
    await slack.click('hana', { action: 'dead.show', on: 'modal' })
    await slack.waitForModal('hana', shows('Dead after'))
    await slack.closeView('hana')
  })

  it('keeps settings, shows them, and starts work in the default channel', async () => {
    const { slack } = all
    await slack.command('hana', 'settings', { channel: 'homes' })
    await slack.waitForModal('hana', ({ callbackId }) => callbackId === 'settings.save')
    const wrong = await slack.submitView('hana', { quietFrom: '22:00' })
    expect(Object.keys(wrong.errors)).toEqual(['quietTo'])
    await slack.submitView('hana', { quietTo: '07:00', digestAt: '08:30', channel: slack.channelId('homes-ops') })
    await slack.waitForHome('hana', shows('22:00 to 07:00', '08:30', slack.channelId('homes-ops')))
    await slack.shortcut('hana', 'new_task')
    await slack.waitForModal('hana', ({ callbackId }) => callbackId === 'task.choose')
    await slack.suggestions('hana', { action: 'agent.choose', query: 'writer' })
    await slack.click('hana', { action: 'agent.choose', choose: 'writer' })
    await slack.waitForModal('hana', ({ callbackId }) => callbackId === 'task.run')
    await slack.submitView('hana', { 'p:topic': 'By default' })
    await slack.waitForMessage('homes-ops', has('writer'))
  })

  it('is forgotten when the link is undone', async () => {
    const { slack } = all
    await slack.command('hana', 'whoami', { channel: 'homes' })
    await slack.waitForMessage('homes', mine('You are', 'admin'), 'hana')
    await slack.command('hana', 'unlink', { channel: 'homes' })
    await slack.waitForMessage('homes', mine('any more'), 'hana')
    await eventually(async () => {
      await slack.command('hana', 'whoami', { channel: 'homes-ops' })
      return slack.messages('homes-ops', 'hana').some(mine('does not know you'))
    }, 'the bot to know nobody')
  })
})
