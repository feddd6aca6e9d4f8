// Workflows, approvals and questions from chat: one live card for a run, copies of a request for all who decide.
import { beforeAll, expect, it } from 'vitest'
import { crew } from '../crew.ts'
import { createBotRig, has, linkPerson, type Started } from '../rig.ts'

const rig = createBotRig()
let all: Started

beforeAll(async () => {
  all = await rig.start({ agents: crew, slack: { people: ['ann', 'ben', 'dan', 'eve'].map((name) => ({ name })) } })
  await linkPerson(all, 'ann', { role: 'ADMIN', groups: ['sre'] })
  await linkPerson(all, 'ben', { groups: ['sre'] })
  await linkPerson(all, 'dan', { groups: ['sre'] })
  await linkPerson(all, 'eve', { role: 'VIEWER' })
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

const mine =
  (...parts: string[]) =>
  (message: Parameters<ReturnType<typeof has>>[0]) =>
    message.ephemeralTo !== undefined && has(...parts)(message)

it('a template is started from its form, and one card follows the run to its end', async () => {
  const { slack } = all
  await slack.command('ann', 'workflow list')
  await slack.waitForMessage('general', mine('Templates', 'release'), 'ann')
  await slack.command('ann', 'workflow start release')
  await slack.waitForModal('ann', ({ callbackId }) => callbackId === 'workflow.start')
  await slack.submitView('ann', { 'p:topic': 'The moon' })
  const card = await slack.waitForMessage('general', has('W-', 'release'))
  expect(card.blocks.some(({ type }) => type === 'plan')).toBe(true)

  // The request goes to those who decide, and to the channel of the run.
  const inChannel = await slack.waitForMessage('general', has('Approval', 'Publish The moon?'))
  await slack.waitForMessage(slack.directChannel('dan'), has('Publish The moon?'))
  await slack.waitForMessage(slack.directChannel('ben'), has('Publish The moon?'))
  // Neither to those who may not, nor to whoever asked.
  for (const other of ['eve', 'ann']) expect(slack.messages(slack.directChannel(other)).some(has('Publish The moon?'))).toBe(false)

  // Somebody who may not decide changes nothing.
  await slack.click('eve', { action: 'request.approve', channel: 'general', message: inChannel.ts })
  await slack.waitForMessage('general', mine('may not'), 'eve')

  // The first decides, every copy says who, the second is told.
  const copy = slack.messages(slack.directChannel('ben')).find(has('Publish The moon?'))
  await slack.click('ben', { action: 'request.approve', channel: slack.directChannel('ben'), message: copy!.ts })
  for (const place of ['general', slack.directChannel('dan'), slack.directChannel('ben')]) {
    const decided = await slack.waitForMessage(place, has('Publish The moon?', 'Approved by', slack.userId('ben')))
    expect(JSON.stringify(decided.blocks)).not.toContain('request.approve')
  }
  await slack.command('dan', `reject ${inChannel.text.match(/R-\d+/)?.[0]} "too late"`)
  await slack.waitForMessage('general', mine('settled already'), 'dan')
  await slack.waitForMessage('general', ({ ts, ...rest }) => ts === card.ts && has('Done')(rest as never))
  await slack.waitFor(() => slack.thread('general', card.ts).find(({ fromBot, ts }) => fromBot && ts !== card.ts), 'the result of the run')
})

it('a run is paused, continued and cancelled by its buttons', async () => {
  const { slack } = all
  await slack.command('ann', 'workflow start release topic="The sun"', { channel: 'ops' })
  const card = await slack.waitForMessage('ops', has('W-', 'release'))
  await slack.waitForMessage('ops', has('Publish The sun?'))
  const at = { channel: 'ops', message: card.ts }
  const shows = (state: string) => slack.waitForMessage('ops', ({ ts, ...rest }) => ts === card.ts && has(state)(rest as never))
  await slack.click('ann', { action: 'workflow.pause', ...at })
  await shows('Paused')
  await slack.click('ann', { action: 'workflow.resume', ...at })
  await shows('Waits')
  await slack.click('ann', { action: 'workflow.cancel', ...at })
  await shows('Cancelled')
  await slack.waitForMessage('ops', has('Publish The sun?', 'No longer needed'))
})

it('a rejection needs a reason, given in a form', async () => {
  const { slack } = all
  await slack.command('ann', 'workflow start release topic="The stars"', { channel: 'ops' })
  const request = await slack.waitForMessage('ops', has('Publish The stars?'))
  await slack.click('ben', { action: 'request.reject', channel: 'ops', message: request.ts })
  await slack.waitForModal('ben', ({ callbackId }) => callbackId === 'request.reject')
  await slack.submitView('ben', { words: 'Too far away' })
  await slack.waitForMessage('ops', has('Publish The stars?', 'Rejected by', 'Too far away'))
})

it('a question is answered in words, by choice', async () => {
  const { slack } = all
  await save('ask', { steps: [{ id: 'colour', type: 'question', title: 'Which colour?', choices: ['red', 'blue'], groups: ['sre'] }] })
  await slack.command('ann', 'workflow start ask', { channel: 'ops' })
  await slack.waitForModal('ann', ({ callbackId }) => callbackId === 'workflow.start')
  await slack.submitView('ann')
  const question = await slack.waitForMessage('ops', has('Which colour?'))
  await slack.click('ben', { action: 'request.answer', channel: 'ops', message: question.ts })
  await slack.waitForModal('ben', ({ callbackId }) => callbackId === 'request.answer')
  await slack.submitView('ben', { choice: '1' })
  await slack.waitForMessage('ops', has('Which colour?', 'Answered by', 'blue'))
  await slack.command('ann', 'requests', { channel: 'ops' })
  await slack.waitForMessage('ops', mine('Approvals and questions'), 'ann')
})
