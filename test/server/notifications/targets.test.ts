// Targets that can never be told are refused when the task is submitted, with what is wrong and where.
import { describe, expect, it } from 'vitest'
import { submitTasks } from '../../../server/tasks/submit.ts'
import { user } from '../../support/engine.ts'
import { createNotifying } from './notifying.ts'

const { engine, config, makeNotifications } = await createNotifying()

describe('notify targets', () => {
  const submit = (notify: object[], change: object = {}) => {
    const { refuseTarget } = makeNotifications({ config: { ...config, ...change } })
    return submitTasks({ ...engine, refuseTarget }, { viewer: user, origin: 'test' }, [
      { agent: 'writer', parameters: { topic: 'tests' }, notify },
    ])
  }

  it.each([
    ['127.0.0.1', 'http://127.0.0.1/'],
    ['cloud metadata', 'http://169.254.169.254/latest/meta-data'],
    ['IPv6 loopback', 'http://[::1]:4000/'],
    ['a decimal address', 'http://2130706433/'],
    ['a hexadecimal address', 'http://0x7f.1/'],
    ['0.0.0.0', 'http://0.0.0.0/'],
    ['a mapped address', 'http://[::ffff:127.0.0.1]/'],
    ['a private network', 'https://10.1.2.3/'],
    ['localhost', 'http://localhost:4000/graphql'],
  ])('at %s are refused', async (_name, webhook) => {
    await expect(submit([{ webhook }])).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      details: { violations: [{ path: 'notify.0.webhook', message: expect.stringContaining('expected a public address') }] },
    })
  })

  it.each([
    ['none of the three', [{}], 'notify.0', 'expected exactly one of webhook, email and slack'],
    ['two of the three', [{ email: 'a@example.com', slack: '#x' }], 'notify.0', 'expected exactly one of webhook, email and slack'],
    ['no URL', [{ webhook: 'ftp://example.com' }], 'notify.0.webhook', 'expected a URL that starts with https:// or http://'],
    [
      'a password in the URL',
      [{ webhook: 'https://a:b@example.com' }],
      'notify.0.webhook',
      'expected a URL without user name and password',
    ],
    ['no email address', [{ email: 'ada' }], 'notify.0.email', 'expected an email address'],
    ['no channel', [{ slack: 'general' }], 'notify.0.slack', 'expected a channel such as C0123456789 or #releases'],
    ['eleven of them', Array.from({ length: 11 }, () => ({ slack: '#x' })), 'notify', 'expected at most 10 targets'],
  ])('with %s are refused', async (_name, notify, path, message) => {
    await expect(submit(notify)).rejects.toMatchObject({ details: { violations: [{ path, message }] } })
  })

  it('that this server has no means to reach are refused', async () => {
    const refused = submit([{ webhook: 'https://example.com' }, { email: 'a@example.com' }, { slack: '#x' }], {
      smtpUrl: undefined,
      slackBotToken: undefined,
    })
    await expect(refused).rejects.toMatchObject({
      details: {
        violations: [
          { path: 'notify.1.email', message: 'this server sends no email: its operator has to set SMTP_URL' },
          { path: 'notify.2.slack', message: 'this server posts nothing to Slack: its operator has to set SLACK_BOT_TOKEN' },
        ],
      },
    })
  })
})
