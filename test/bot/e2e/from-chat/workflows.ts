// Workflows, approvals and questions from chat: one live card for a run, copies of a request for all who decide.
import { beforeAll, describe, expect, it } from 'vitest'
import { eventually, has, linkPerson, mine, now, type Started } from '../../rig.ts'
import { runOutOfTime, stage } from './stage.ts'

describe('workflows', () => {
  let all: Started
  beforeAll(async () => {
    all = stage()

    await linkPerson(all, 'wim', { role: 'ADMIN', groups: ['sre'] })
    await linkPerson(all, 'bea', { groups: ['sre'] })
    await linkPerson(all, 'dan', { groups: ['sre'] })
    await save('release', {
      parameters: { type: 'object', required: ['topic'], properties: { topic: { type: 'string', minLength: 3 } } },
      steps: [
        { id: 'write', agent: 'writer', parameters: { topic: '{{input.topic}}' } },
        { id: 'sign', type: 'approval', title: 'Publish {{input.topic}}?', groups: ['sre'], depends_on: ['write'] },
        { id: 'publish', agent: 'writer', parameters: { topic: 'published' }, depends_on: ['sign'] },
      ],
    })
  })

  async function save(name: string, definition: object): Promise<void> {
    await all.server.gql('mutation ($input: WorkflowTemplateInput!) { saveWorkflowTemplate(input: $input) { name } }', {
      input: { name, title: name, definition },
    })
  }

  it('a template is started from its form, and one card follows the run to its end', async () => {
    const { slack } = all
    await slack.command('wim', 'workflow list', { channel: 'runs' })
    await slack.waitForMessage('runs', mine('Templates', 'release'), 'wim')
    await slack.command('wim', 'workflow start release', { channel: 'runs' })
    await slack.waitForModal('wim', ({ callbackId }) => callbackId === 'workflow.start')
    await slack.submitView('wim', { 'p:topic': 'The moon' })
    const card = await slack.waitForMessage('runs', has('W-', 'release'))
    expect(card.blocks.some(({ type }) => type === 'plan')).toBe(true)

    // The request goes to those who decide, and to the channel of the run.
    const inChannel = await slack.waitForMessage('runs', has('Approval', 'Publish The moon?'))
    await slack.waitForMessage(slack.directChannel('dan'), has('Publish The moon?'))
    await slack.waitForMessage(slack.directChannel('bea'), has('Publish The moon?'))
    // Neither to those who may not, nor to whoever asked.
    for (const other of ['eve', 'wim']) expect(slack.messages(slack.directChannel(other)).some(has('Publish The moon?'))).toBe(false)

    // Somebody who may not decide changes nothing.
    await slack.click('eve', { action: 'request.approve', channel: 'runs', message: inChannel.ts })
    await slack.waitForMessage('runs', mine('may not'), 'eve')

    // The first decides, every copy says who, the second is told.
    const copy = slack.messages(slack.directChannel('bea')).find(has('Publish The moon?'))
    await slack.click('bea', { action: 'request.approve', channel: slack.directChannel('bea'), message: copy!.ts })
    for (const place of ['runs', slack.directChannel('dan'), slack.directChannel('bea')]) {
      const decided = await slack.waitForMessage(place, has('Publish The moon?', 'Approved by', slack.userId('bea')))
      expect(JSON.stringify(decided.blocks)).not.toContain('request.approve')
    }
    await slack.command('dan', `reject ${inChannel.text.match(/R-\d+/)?.[0]} "too late"`, { channel: 'runs' })
    await slack.waitForMessage('runs', mine('settled already'), 'dan')
    await slack.waitForMessage('runs', now(card.ts, 'Done'))
    await slack.waitFor(() => slack.thread('runs', card.ts).find(({ fromBot, ts }) => fromBot && ts !== card.ts), 'the result of the run')
  })

  it('a run is paused, continued and cancelled by its buttons', async () => {
    const { slack } = all
    await slack.command('wim', 'workflow start release topic="The sun"', { channel: 'runs-ops' })
    const card = await slack.waitForMessage('runs-ops', has('W-', 'release'))
    await slack.waitForMessage('runs-ops', has('Publish The sun?'))
    const at = { channel: 'runs-ops', message: card.ts }
    const shows = (state: string) => slack.waitForMessage('runs-ops', now(card.ts, state))
    await slack.click('wim', { action: 'workflow.pause', ...at })
    await shows('Paused')
    await slack.click('wim', { action: 'workflow.resume', ...at })
    await shows('Waits')
    await slack.click('wim', { action: 'workflow.cancel', ...at })
    await shows('Cancelled')
    await slack.waitForMessage('runs-ops', has('Publish The sun?', 'No longer needed'))
  })

  it('a rejection needs a reason, given in a form', async () => {
    const { slack } = all
    await slack.command('wim', 'workflow start release topic="The stars"', { channel: 'runs-ops' })
    const request = await slack.waitForMessage('runs-ops', has('Publish The stars?'))
    await slack.click('bea', { action: 'request.reject', channel: 'runs-ops', message: request.ts })
    await slack.waitForModal('bea', ({ callbackId }) => callbackId === 'request.reject')
    await slack.submitView('bea', { words: 'Too far away' })
    await slack.waitForMessage('runs-ops', has('Publish The stars?', 'Rejected by', 'Too far away'))
  })

  it('a request that nobody decides in time says so on every copy, and takes no decision any more', async () => {
    const { slack } = all
    await save('hasty', { steps: [{ id: 'sign', type: 'approval', title: 'Quick?', groups: ['sre'], expires: '1h' }] })
    await slack.command('wim', 'workflow start hasty', { channel: 'runs-ops' })
    await slack.waitForModal('wim', ({ callbackId }) => callbackId === 'workflow.start')
    await slack.submitView('wim')
    const places = ['runs-ops', slack.directChannel('bea')]
    const [copy] = await Promise.all(places.map((place) => slack.waitForMessage(place, has('Quick?', 'request.approve'))))
    const id = String(copy?.text.match(/R-\d+/)?.[0])
    await runOutOfTime(id)
    for (const place of places) {
      const expired = await slack.waitForMessage(place, has('Quick?', 'Expired'))
      expect(JSON.stringify(expired.blocks)).not.toContain('request.approve')
    }
    await slack.command('bea', `approve ${id}`, { channel: 'runs-ops' })
    await slack.waitForMessage('runs-ops', mine(id, 'settled already'), 'bea')
  })

  it('a failed run goes on from its failed step by the button of its card', async () => {
    const { slack } = all
    await save('doomed', { steps: [{ id: 'break', agent: 'breaker', parameters: { case: 'run' } }] })
    await slack.command('wim', 'workflow start doomed', { channel: 'runs-ops' })
    await slack.waitForModal('wim', ({ callbackId }) => callbackId === 'workflow.start')
    await slack.submitView('wim')
    const card = await slack.waitForMessage('runs-ops', has('doomed', 'Retry failed (1)'))
    await slack.click('wim', { action: 'workflow.retry', channel: 'runs-ops', message: card.ts })
    const { subject } = await eventually(async () => {
      const { auditLog } = await all.server.gql<{ auditLog: { nodes: { action: string; subject: string; place: string | null }[] } }>(
        '{ auditLog(first: 50) { nodes { action subject place } } }',
      )
      return auditLog.nodes.find(({ action, place }) => action === 'workflow.retried' && place?.endsWith(card.ts))
    }, 'the retry in the audit log')
    expect(card.text).toContain(subject)
  })

  it('a question is answered in words, by choice', async () => {
    const { slack } = all
    await save('ask', { steps: [{ id: 'colour', type: 'question', title: 'Which colour?', choices: ['red', 'blue'], groups: ['sre'] }] })
    await slack.command('wim', 'workflow start ask', { channel: 'runs-ops' })
    await slack.waitForModal('wim', ({ callbackId }) => callbackId === 'workflow.start')
    await slack.submitView('wim')
    const question = await slack.waitForMessage('runs-ops', has('Which colour?'))
    await slack.click('bea', { action: 'request.answer', channel: 'runs-ops', message: question.ts })
    await slack.waitForModal('bea', ({ callbackId }) => callbackId === 'request.answer')
    await slack.submitView('bea', { choice: '1' })
    await slack.waitForMessage('runs-ops', has('Which colour?', 'Answered by', 'blue'))
    await slack.command('wim', 'requests', { channel: 'runs-ops' })
    await slack.waitForMessage('runs-ops', mine('Approvals and questions'), 'wim')
  })
})
