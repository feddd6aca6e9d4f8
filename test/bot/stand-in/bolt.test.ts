// The stand-in and the real Bolt understand each other, over a socket and over HTTP.
import { describe, expect, it } from 'vitest'
import { createSampleApps } from '../../support/slack/sample-app.ts'
import { createTestSlack } from '../../support/slack/stand-in.ts'

const testSlack = createTestSlack()
const startSampleApp = createSampleApps()

describe.each(['socket', 'http'] as const)('over %s', (mode) => {
  const started = (async () => {
    const slack = await testSlack.start({ mode, rateLimits: false, ackMs: 1500, retryAfterMs: [10, 10, 10] })
    await startSampleApp(slack, mode)
    return slack
  })()

  it('a command is acknowledged and answered to the person alone', async () => {
    const slack = await started
    const delivery = await slack.command('ben', 'help')
    expect(delivery).toMatchObject({ acknowledged: true, status: 200 })
    const answer = await slack.waitForMessage('general', ({ text }) => text.startsWith('I can'), 'ben')
    expect(answer.ephemeralTo).toBe(slack.userId('ben'))
    expect(slack.messages('general', 'eve')).not.toContainEqual(expect.objectContaining({ text: answer.text }))
  })

  it('a later answer goes through the response address', async () => {
    const slack = await started
    await slack.command('ben', 'hello "you" & <him>')
    const answer = await slack.waitForMessage('general', ({ text }) => text.startsWith('You said'), 'ben')
    expect(answer.text).toBe('You said hello "you" &amp; &lt;him&gt;')
  })

  it('a button is pressed after its confirmation and its message changes in place', async () => {
    const slack = await started
    await slack.command('ben', 'card', { channel: 'team' })
    const { ts } = await slack.waitForMessage('team', ({ text }) => text.includes('waiting'))
    await slack.click('eve', { action: 'card.press', deny: true })
    await slack.click('ben', { action: 'card.press' })
    const after = await slack.waitForMessage('team', ({ text }) => text.includes('pressed'))
    expect(after).toMatchObject({ ts, text: `A card, pressed by <@${slack.userId('ben')}>`, edited: { times: 1 } })
  })

  it('a form refuses what Slack refuses, then what the app refuses, then closes', async () => {
    const slack = await started
    await slack.command('ben', 'form')
    await slack.waitForModal('ben')
    expect((await slack.submitView('ben', { topic: 'x'.repeat(51), Words: 50 })).errors).toEqual({
      topic: 'Must be at most 50 characters.',
      words: 'Must be 100 or more.',
    })
    expect((await slack.submitView('ben', { topic: 'taken', words: 500 })).errors).toEqual({ topic: 'There is one already.' })
    expect(await slack.suggestions('ben', { action: 'agent', query: 'cop' })).toMatchObject([{ value: 'copywriter' }])
    expect(await slack.submitView('ben', { topic: 'rain', agent: 'copywriter' })).toMatchObject({ closed: true, errors: {} })
    await slack.waitForMessage(slack.directChannel('ben'), ({ text }) => text === 'Article on rain')
    expect(slack.modals('ben')).toEqual([])
  })

  it('mentions, direct messages, shortcuts, closed forms and the App Home arrive', async () => {
    const slack = await started
    await slack.mention('ann', 'are you there?')
    const question = await slack.waitForMessage('general', ({ text }) => text.includes('are you there'))
    await slack.waitForMessage('general', ({ text, threadTs }) => text.startsWith('Yes') && threadTs === question.ts)
    await slack.message('ann', 'psst')
    await slack.waitForMessage(slack.directChannel('ann'), ({ text }) => text === 'Heard: psst')
    await slack.messageShortcut('ann', 'queue_as_task', { channel: 'general', ts: question.ts })
    await slack.waitForModal('ann', ({ callbackId }) => callbackId === 'form')
    await slack.closeView('ann')
    await slack.waitForMessage(slack.directChannel('ann'), ({ text }) => text.startsWith('Another time'))
    await slack.openHome('ann')
    expect((await slack.waitForHome('ann')).blocks).toMatchObject([{ type: 'header' }])
  })

  it('a command nobody acknowledges fails in sight of the person', async () => {
    const slack = await started
    const delivery = await slack.command('ben', 'silent')
    expect(delivery.acknowledged).toBe(false)
    await slack.waitForMessage('general', ({ text }) => text.includes('failed with the error'), 'ben')
    expect(slack.complaints()).not.toEqual([])
  })
})
