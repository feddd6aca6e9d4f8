// What the bot is told by its environment.
import { expect, it } from 'vitest'
import { ConfigError, parseConfig } from '../../bot/config.ts'

const least = {
  MONGODB_URL: 'mongodb://127.0.0.1/x',
  SLACK_BOT_TOKEN: 'xoxb-1',
  SLACK_APP_TOKEN: 'xapp-1',
  CAPSTAN_DATA_DIR: '/nonexistent',
}

it('is enough with a database, a token and a way in', () => {
  expect(parseConfig(least)).toMatchObject({
    port: 4100,
    apiUrl: 'http://127.0.0.1:4000',
    planBlocks: true,
    responseHosts: ['hooks.slack.com'],
  })
})

it.each([
  ['no token', { SLACK_BOT_TOKEN: '' }, 'SLACK_BOT_TOKEN'],
  ['no way in', { SLACK_APP_TOKEN: '' }, 'SLACK_SIGNING_SECRET'],
  ['no database', { MONGODB_URL: '' }, 'MONGODB_URL'],
  ['a port out of range', { BOT_PORT: '99999' }, 'BOT_PORT'],
  ['OAuth without its secret', { SLACK_CLIENT_ID: '1', SLACK_APP_TOKEN: '', SLACK_SIGNING_SECRET: 's' }, 'SLACK_CLIENT_SECRET'],
  [
    'OAuth without a key to seal tokens',
    { SLACK_CLIENT_ID: '1', SLACK_CLIENT_SECRET: '2', SLACK_APP_TOKEN: '', SLACK_SIGNING_SECRET: 's' },
    'CAPSTAN_SECRET_KEY',
  ],
])('is refused with %s, and the sentence names what to set', (_what, change, named) => {
  expect(() => parseConfig({ ...least, ...change })).toThrow(ConfigError)
  expect(() => parseConfig({ ...least, ...change })).toThrow(named)
})

it('takes answers to the host of another Web API only when one is configured', () => {
  expect(parseConfig({ ...least, SLACK_API_URL: 'http://127.0.0.1:9/api/' }).responseHosts).toEqual(['hooks.slack.com', '127.0.0.1:9'])
})
