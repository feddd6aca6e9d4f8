// Quiet hours and the daily summary, by a clock that is set: nothing at night, what is left of it in the morning.
import { beforeAll, describe, expect, it } from 'vitest'
import { has, linkPerson, type Started } from '../../rig.ts'
import { clock, stage } from './stage.ts'

describe('by the clock of a person', () => {
  let all: Started
  beforeAll(async () => {
    all = stage()
    // Not what time it happens to be: the summary of that day might be due.
    clock.show('2026-11-20T20:00:00Z')
    await linkPerson(all, 'noa', { role: 'ADMIN' })
    await linkPerson(all, 'nia', { groups: ['night'] })
    const steps = [{ id: 'sign', type: 'approval', title: 'Ship {{input.what}}?', groups: ['night'] }]
    const parameters = { type: 'object', properties: { what: { type: 'string' } } }
    await all.server.gql('mutation ($input: WorkflowTemplateInput!) { saveWorkflowTemplate(input: $input) { name } }', {
      input: { name: 'night', title: 'night', definition: { parameters, steps } },
    })
    const { slack } = all
    await slack.command('nia', 'settings', { channel: 'nights' })
    await slack.waitForModal('nia', ({ callbackId }) => callbackId === 'settings.save')
    await slack.submitView('nia', { quietFrom: '22:00', quietTo: '07:00', digestAt: '08:30' })
  })

  const toNia = (...parts: string[]) => all.slack.messages(all.slack.directChannel('nia')).filter(has(...parts))

  it('an approval that comes in quiet hours is in the channel at once, and comes to the person when they end', async () => {
    const { slack } = all
    await clock.set('2026-11-20T22:30:00Z')
    await slack.command('noa', 'workflow start night what=boxes', { channel: 'nights' })
    await slack.command('noa', 'workflow start night what=crates', { channel: 'nights-ops' })
    await slack.waitForMessage('nights', has('Ship boxes?', 'request.approve'))
    const other = await slack.waitForMessage('nights-ops', has('Ship crates?', 'request.approve'))
    await clock.set('2026-11-21T05:59:00Z')
    expect(toNia('Ship')).toEqual([])

    // What was decided in the night says so in the morning.
    await slack.command('nia', `approve ${other.text.match(/R-\d+/)?.[0]}`, { channel: 'nights-ops' })
    await slack.waitForMessage('nights-ops', has('Ship crates?', 'Approved by'))
    await clock.set('2026-11-21T06:01:00Z')
    const direct = slack.directChannel('nia')
    const copy = await slack.waitForMessage(direct, has('Ship boxes?', 'request.approve'))
    await slack.waitForMessage(direct, has('Ship crates?', 'Approved by'))
    await slack.click('nia', { action: 'request.approve', channel: direct, message: copy.ts })
    await slack.waitForMessage('nights', has('Ship boxes?', 'Approved by', slack.userId('nia')))
    expect(toNia('Ship boxes?')).toHaveLength(1)
  })

  it('the summary of a day comes once, at its minute', async () => {
    const { slack } = all
    await clock.set('2026-11-21T07:29:00Z')
    expect(toNia('Your day')).toEqual([])
    await clock.set('2026-11-21T07:31:00Z')
    await slack.waitForMessage(slack.directChannel('nia'), has('Your day', 'for you'))
    await clock.set('2026-11-21T07:32:00Z')
    expect(toNia('Your day')).toHaveLength(1)
    await clock.set('2026-11-22T07:31:00Z')
    await slack.waitFor(() => toNia('Your day').length === 2, 'the summary of the next day')
  })
})
