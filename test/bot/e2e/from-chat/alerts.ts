// An alert from the event that raises it to its end: one card where alerts go, whoever deals with it and wherever.
import { beforeAll, describe, expect, it } from 'vitest'
import { has, linkPerson, mine, now, type Started } from '../../rig.ts'
import { stage } from './stage.ts'

describe('alerts', () => {
  let all: Started
  beforeAll(async () => {
    all = stage()
    await linkPerson(all, 'al', { role: 'ADMIN' })
  })

  /** Its circuit opens at the second failure; what comes after that waits. */
  async function failTwice(): Promise<void> {
    for (let index = 0; index < 2; index++) await all.server.submit({ agent: 'fragile', parameters: {} })
  }

  it('go nowhere until somebody who may says where', async () => {
    const { slack } = all
    await slack.command('eve', 'alerts here', { channel: 'alarms' })
    await slack.waitForMessage('alarms', mine('Only those who configure'), 'eve')
    await slack.command('al', 'alerts here', { channel: 'alarms' })
    await slack.waitForMessage('alarms', mine('Alerts go to this channel'), 'al')
  })

  it('are a card there, acknowledged by those who may, and edited until what they tell of has passed', async () => {
    const { slack } = all
    await failTwice()
    const card = await slack.waitForMessage('alarms', has('fragile keeps failing', 'I look after it'))
    const id = card.text.match(/A-\d+/)?.[0] ?? ''

    await slack.click('eve', { action: 'alert.ack', channel: 'alarms', message: card.ts })
    await slack.waitForMessage('alarms', mine('may not'), 'eve')
    expect(slack.messages('alarms').find(now(card.ts, 'I look after it'))).toBeDefined()

    // From a copy in another channel: the card is edited as well.
    await slack.command('al', `alert show ${id}`, { channel: 'alarms-ops' })
    await slack.waitForMessage('alarms-ops', mine('fragile keeps failing'), 'al')
    await slack.click('al', { action: 'alert.ack', channel: 'alarms-ops' })
    await slack.waitForMessage('alarms-ops', mine('You look after', id), 'al')
    const taken = await slack.waitForMessage('alarms', now(card.ts, 'al looks after it since'))
    expect(JSON.stringify(taken.blocks)).not.toContain('alert.ack')

    await slack.click('al', { action: 'agent.show', channel: 'alarms', message: card.ts })
    await slack.waitForMessage('alarms', mine('fragile', 'Close circuit'), 'al')
    await slack.click('al', { action: 'agent.reset', channel: 'alarms' })
    await slack.waitForMessage('alarms', now(card.ts, 'has passed'))
    expect(slack.messages('alarms').filter(has('fragile keeps failing', id))).toHaveLength(1)
  })

  it('are acknowledged by the button of their card', async () => {
    const { slack } = all
    await failTwice()
    const card = await slack.waitForMessage('alarms', (message) => has('fragile keeps failing', 'I look after it')(message))
    await slack.click('al', { action: 'alert.ack', channel: 'alarms', message: card.ts })
    await slack.waitForMessage('alarms', now(card.ts, 'al looks after it since'))
  })

  it('are in the list, and go nowhere when that is wanted', async () => {
    const { slack } = all
    await slack.command('al', 'alerts', { channel: 'alarms' })
    await slack.waitForMessage('alarms', mine('Alerts', 'fragile keeps failing', 'acknowledged'), 'al')
    await slack.command('al', 'alerts here off', { channel: 'alarms' })
    await slack.waitForMessage('alarms', mine('Alerts go to no channel'), 'al')
  })
})
