// Schedules and scheduled posts from chat: the wizard, the one-line form, and the buttons of a schedule.
import { beforeAll, describe, expect, it } from 'vitest'
import { linkPerson, mine, type Started } from '../../rig.ts'
import { stage } from './stage.ts'

describe('schedules', () => {
  let all: Started
  beforeAll(async () => {
    all = stage()
    await linkPerson(all, 'sam', { role: 'ADMIN' })
  })

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
    await slack.command('sam', 'post #plans-ops every weekday at 9:00 “Stand-up!”', { channel: 'plans' })
    await slack.waitForMessage('plans', mine('Schedule', 'Stand-up!'), 'sam')
    const [schedule] = await stored()
    expect(schedule).toMatchObject({ timezone: 'Europe/Berlin', post: { channel: slack.channelId('plans-ops'), text: 'Stand-up!' } })
  })

  it('the wizard asks what, when, shows the next runs, and saves', async () => {
    const { slack } = all
    await slack.command('sam', 'schedule new', { channel: 'plans-ops' })
    await slack.waitForModal('sam', ({ callbackId }) => callbackId === 'schedule.what')
    await slack.click('sam', { action: 'schedule.whatChoose', choose: 'task' })
    await slack.waitForModal('sam', ({ blocks }) => JSON.stringify(blocks).includes('agent.search'))
    await slack.suggestions('sam', { action: 'agent.search', query: 'writ' })
    await slack.submitView('sam', { agent: 'writer', name: 'Morning text' })
    await slack.waitForModal('sam', ({ callbackId }) => callbackId === 'schedule.with')
    await slack.submitView('sam', { 'p:topic': 'Breakfast' })
    await slack.waitForModal('sam', ({ callbackId }) => callbackId === 'schedule.when')
    await slack.click('sam', { action: 'schedule.rhythmChoose', choose: 'daily' })
    await slack.waitForModal('sam', ({ blocks }) => !JSON.stringify(blocks).includes('"days"'))
    await slack.submitView('sam', { time: '07:30' })
    const last = await slack.waitForModal('sam', ({ callbackId }) => callbackId === 'schedule.save')
    expect(JSON.stringify(last.blocks)).toMatch(/Next: .*!date/)
    await slack.submitView('sam', { missed: 'SKIP' })
    await slack.waitForModal('sam', ({ blocks }) => JSON.stringify(blocks).includes('Morning text'))
    const made = (await stored()).find(({ name }) => name === 'Morning text')
    expect(made).toMatchObject({ cron: '30 7 * * *', timezone: 'Europe/Berlin', task: { agent: 'writer' } })
    await slack.closeView('sam')
  })

  it('a wrong time is told beside the field, and nothing is stored', async () => {
    const { slack } = all
    const before = (await stored()).length
    await slack.command('sam', 'schedule new', { channel: 'plans-ops' })
    await slack.waitForModal('sam', ({ callbackId }) => callbackId === 'schedule.what')
    await slack.submitView('sam', { channel: slack.channelId('plans-ops'), text: 'Hello' })
    await slack.waitForModal('sam', ({ callbackId }) => callbackId === 'schedule.when')
    await slack.click('sam', { action: 'schedule.rhythmChoose', choose: 'words' })
    await slack.waitForModal('sam', ({ blocks }) => JSON.stringify(blocks).includes('In words'))
    const { errors } = await slack.submitView('sam', { words: 'when the cows come home' })
    expect(Object.keys(errors)).toContain('words')
    await slack.closeView('sam')
    expect((await stored()).length).toBe(before)
  })

  it('is paused, run, edited and deleted by its buttons', async () => {
    const { slack } = all
    const schedule = (await stored()).find(({ name }) => name === 'Morning text')
    const id = schedule?.id ?? ''
    await slack.command('sam', `schedule show ${id}`, { channel: 'plans-ops' })
    await slack.waitForMessage('plans-ops', mine('Morning text', 'Next'), 'sam')
    await slack.click('sam', { action: 'schedule.pause', channel: 'plans-ops' })
    await slack.waitForMessage('plans-ops', mine('Morning text', 'paused'), 'sam')
    await slack.click('sam', { action: 'schedule.resume', channel: 'plans-ops' })
    await slack.waitForMessage('plans-ops', mine('Morning text', '▶ runs'), 'sam')
    await slack.click('sam', { action: 'schedule.more', choose: 'Edit…', channel: 'plans-ops' })
    await slack.waitForModal('sam', ({ callbackId }) => callbackId === 'schedule.what')
    await slack.closeView('sam')
    await slack.command('sam', `schedule run ${id}`, { channel: 'plans-ops' })
    await slack.waitForMessage('plans-ops', mine('runs now'), 'sam')
    await slack.command('sam', 'schedules', { channel: 'plans-ops' })
    await slack.waitForMessage('plans-ops', mine('Schedules', 'Morning text', 'Stand-up!'), 'sam')
    await slack.command('sam', `schedule delete ${id}`, { channel: 'plans-ops' })
    await slack.waitForMessage('plans-ops', mine('is deleted'), 'sam')
  })

  it('is not made by those who only look', async () => {
    const { slack } = all
    const before = (await stored()).length
    await slack.command('eve', 'post #plans-ops daily at 9:00 "Mischief"', { channel: 'plans' })
    await slack.waitForMessage('plans', mine('may not'), 'eve')
    expect((await stored()).length).toBe(before)
  })
})
