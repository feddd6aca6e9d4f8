// People are told by email and in Slack, in words, and given up at once where nobody can be reached.
import { describe, expect, it } from 'vitest'
import { failing } from '../../support/engine.ts'
import { createNotifying } from './notifying.ts'

const { engine, slack, mail, startNotifications, untilAll } = await createNotifying()
await engine.startWorker()

describe('an email', () => {
  it('says what ended and why, under an id that stays the same', async () => {
    startNotifications()
    engine.handle(async () => failing())
    mail.answerTo((nth) => (nth === 1 ? '451 come back' : '250 ok'))
    const task = await engine.submit({ notify: [{ email: 'ada@example.com' }] })
    const [delivery] = await untilAll(task, 'DELIVERED')
    engine.handle(async () => ({ kind: 'succeeded', result: null }))
    expect(delivery).toMatchObject({ attempts: 2 })
    const [letter] = mail.mails
    expect(letter?.to).toContain('<ada@example.com>')
    expect(letter?.text).toContain(`Subject: ${task._id} (writer) failed`)
    expect(letter?.text).toContain('broken on purpose')
    expect(letter?.text).toContain(`Message-ID: <${delivery!._id}@localhost>`)
  })

  it('to an address that the mail server refuses is given up at once', async () => {
    startNotifications()
    mail.answerTo(() => '550 no such person')
    const task = await engine.submit({ notify: [{ email: 'nobody@example.com' }] })
    const [delivery] = await untilAll(task, 'FAILED')
    expect(delivery).toMatchObject({ attempts: 1, lastError: expect.stringContaining('550') })
  })
})

describe('a Slack channel', () => {
  it('gets a message in plain words', async () => {
    slack.answer(() => ({ body: { ok: true } }))
    startNotifications()
    const task = await engine.submit({ notify: [{ slack: '#releases' }] })
    await untilAll(task, 'DELIVERED')
    const request = slack.received.at(-1)
    expect(request).toMatchObject({ path: '/api/chat.postMessage', headers: { authorization: 'Bearer xoxb-test' } })
    expect(JSON.parse(request!.body)).toMatchObject({
      channel: '#releases',
      text: expect.stringContaining(`${task._id} (writer) succeeded.`),
    })
  })

  it('gets it later when Slack asks for patience', async () => {
    slack.answer((_request, nth) => (nth % 2 === 0 ? { status: 429, headers: { 'retry-after': '0' } } : { body: { ok: true } }))
    startNotifications()
    const task = await engine.submit({ notify: [{ slack: 'C0123456789' }] })
    expect(await untilAll(task, 'DELIVERED')).toMatchObject([{ attempts: 2, failures: 0 }])
  })

  it('that the bot may not post in is given up at once', async () => {
    slack.answer(() => ({ body: { ok: false, error: 'not_in_channel' } }))
    startNotifications()
    const task = await engine.submit({ notify: [{ slack: 'C0123456789' }] })
    expect(await untilAll(task, 'FAILED')).toMatchObject([{ attempts: 1, lastError: 'Slack refused: not_in_channel' }])
  })
})
