// What may come in a second time, and how often one person may ask.
import { expect, it } from 'vitest'
import { createPace } from '../../../bot/listeners/pace.ts'
import { createResponseUrls } from '../../../bot/listeners/response-url.ts'
import { createReplays } from '../../../bot/receivers/replays.ts'

it('a request that was accepted is refused the second time, one that failed is not', () => {
  let now = 1_000_000_000
  const replays = createReplays(() => now)
  const request = { timestamp: String(now / 1000), signature: 'v0=a' }
  expect(replays.begin(request)).toBeUndefined()
  expect(replays.begin(request)).toBeDefined()
  replays.end('v0=a', false)
  expect(replays.begin(request)).toBeUndefined()
  replays.end('v0=a', true)
  expect(replays.begin(request)).toBeDefined()
  now += 11 * 60_000
  expect(replays.begin(request)).toBeUndefined()
})

it('a request from the future is refused', () => {
  const replays = createReplays(() => 1_000_000_000)
  expect(replays.begin({ timestamp: '1000059', signature: 'v0=a' })).toBeUndefined()
  expect(replays.begin({ timestamp: '1000061', signature: 'v0=b' })).toBeDefined()
  expect(replays.begin({ timestamp: 'soon', signature: 'v0=c' })).toBeDefined()
})

it('one person has so many a minute, and earns the next evenly', () => {
  let now = 0
  const pace = createPace({ perMinute: 20, now: () => now })
  const ann = { team: 'T1', user: 'U1' }
  const taken = () => Array.from({ length: 50 }, () => pace.take(ann)).filter(Boolean).length
  expect(taken()).toBe(20)
  now += 3000
  expect(taken()).toBe(1)
  expect(pace.take({ team: 'T2', user: 'U1' })).toBe(true)
})

it('answers go to the hosts of Slack alone, over TLS', () => {
  const { allows } = createResponseUrls(['hooks.slack.com'])
  expect(allows('https://hooks.slack.com/commands/1')).toBe(true)
  for (const url of [
    'http://hooks.slack.com/x',
    'https://hooks.slack.com.evil.example/x',
    'https://evil.example/hooks.slack.com',
    'https://hooks.slack.com@evil.example/',
    'file:///etc/passwd',
    '',
  ]) {
    expect(allows(url)).toBe(false)
  }
})
