// The stand-in refuses what Slack refuses: arguments, sizes, tokens, triggers, places, other people's messages, and too many calls.
import { WebClient } from '@slack/web-api'
import { describe, expect, it } from 'vitest'
import type { ShownView, StandInOptions } from '../../../bot/stand-in/test-api.ts'
import { createTestSlack } from '../../support/slack/stand-in.ts'

const testSlack = createTestSlack()

async function start(options: StandInOptions = {}) {
  const slack = await testSlack.start({ rateLimits: false, ...options })
  const client = new WebClient(slack.credentials.botToken, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
  })
  const call = async (method: string, args: object, token = slack.credentials.botToken) => {
    const response = await fetch(`${slack.apiUrl}${method}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(args),
    })
    const body = (await response.json()) as { ok: boolean; error?: string; ts?: string; response_metadata?: { messages: string[] } }
    return { status: response.status, retryAfter: response.headers.get('retry-after'), ...body }
  }
  const team = slack.channelId('team')
  return { slack, client, call, team }
}

const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } })
const modal = (blocks: object[] = [{ type: 'divider' }]) => ({ type: 'modal', title: { type: 'plain_text', text: 'A form' }, blocks })

describe('messages', () => {
  it.each([
    ['an unknown method', 'chat.shout', {}, 'unknown_method'],
    ['an unknown argument', 'chat.postMessage', { text: 'x', colour: 'red' }, 'invalid_arguments'],
    ['a missing argument', 'chat.update', { text: 'x' }, 'invalid_arguments'],
    ['nothing to say', 'chat.postMessage', {}, 'no_text'],
    ['51 blocks', 'chat.postMessage', { text: 'x', blocks: Array(51).fill({ type: 'divider' }) }, 'invalid_blocks'],
    ['a section of 3001 characters', 'chat.postMessage', { text: 'x', blocks: [section('y'.repeat(3001))] }, 'invalid_blocks'],
    [
      'blocks of 13,201 characters',
      'chat.postMessage',
      { text: 'x', blocks: Array(5).fill(section('y'.repeat(2641))) },
      'msg_blocks_too_long',
    ],
    ['40,001 characters', 'chat.postMessage', { text: 'y'.repeat(40_001) }, 'msg_too_long'],
    ['a thread that is none', 'chat.postMessage', { text: 'x', thread_ts: '1.000001' }, 'thread_not_found'],
    ['an unknown message', 'chat.update', { text: 'x', ts: '1.000001' }, 'message_not_found'],
    ['a missing scope', 'conversations.info', {}, 'missing_scope'],
  ])('%s is refused', async (_what, method, args, error) => {
    const { call, team } = await start()
    expect(await call(method, { channel: team, ...args })).toMatchObject({ ok: false, error })
  })

  it('says where a block is wrong', async () => {
    const { call, team } = await start()
    const answer = await call('chat.postMessage', {
      channel: team,
      text: 'x',
      blocks: [{ type: 'header', text: { type: 'mrkdwn', text: 'x' } }],
    })
    expect(answer.response_metadata?.messages.join()).toContain('/blocks/0/text')
  })

  it.each([
    ['where it is no member', 'random', 'not_in_channel'],
    ['a private channel without it', 'secret', 'channel_not_found'],
    ['an archived channel', 'old', 'is_archived'],
    ['a channel that is none', 'C0NONE', 'channel_not_found'],
  ])('the bot may not post: %s', async (_what, name, error) => {
    const channels = [
      { name: 'team' },
      { name: 'random', bot: false },
      { name: 'secret', isPrivate: true, bot: false },
      { name: 'old', isArchived: true },
    ]
    const { slack, call } = await start({ channels })
    const channel = name.startsWith('C0') ? name : slack.channelId(name)
    expect(await call('chat.postMessage', { channel, text: 'x' })).toMatchObject({ ok: false, error })
  })

  it("neither an ephemeral message nor another's can be edited, and blocks stay when none are given", async () => {
    const { slack, call, team } = await start()
    const { message_ts: hidden } = (await call('chat.postEphemeral', {
      channel: team,
      user: slack.userId('ben'),
      text: 'psst',
    })) as unknown as {
      message_ts: string
    }
    expect(await call('chat.update', { channel: team, ts: hidden, text: 'x' })).toMatchObject({ error: 'message_not_found' })
    await slack.message('ben', 'mine', { channel: 'team' })
    const foreign = slack.messages('team').find(({ text }) => text === 'mine')!
    expect(await call('chat.update', { channel: team, ts: foreign.ts, text: 'x' })).toMatchObject({ error: 'cant_update_message' })
    const { ts } = await call('chat.postMessage', { channel: team, text: 'one', blocks: [section('one')] })
    await call('chat.update', { channel: team, ts, text: 'two' })
    expect(slack.messages('team').find((message) => message.ts === ts)).toMatchObject({ text: 'two', blocks: [section('one')] })
  })

  it.each([
    ['none', '', 'not_authed'],
    ['a wrong one', 'xoxb-wrong', 'invalid_auth'],
  ])('a token is needed, %s is refused', async (_what, token, error) => {
    const { call } = await start()
    expect(await call('auth.test', {}, token)).toMatchObject({ ok: false, error })
  })

  it('Socket Mode takes the token of the app alone', async () => {
    const { call, slack } = await start()
    expect(await call('apps.connections.open', {})).toMatchObject({ error: 'not_allowed_token_type' })
    expect(await call('apps.connections.open', {}, slack.credentials.appToken)).toMatchObject({ ok: true })
    expect(await call('chat.postMessage', {}, slack.credentials.appToken)).toMatchObject({ error: 'not_allowed_token_type' })
  })
})

describe('how often', () => {
  it('a second post to a channel within a second is too much, to another channel not', async () => {
    const { call, team, slack } = await start({ rateLimits: true })
    expect(await call('chat.postMessage', { channel: team, text: 'a' })).toMatchObject({ ok: true })
    expect(await call('chat.postMessage', { channel: team, text: 'b' })).toMatchObject({
      status: 429,
      retryAfter: '1',
      error: 'ratelimited',
    })
    expect(await call('chat.postMessage', { channel: slack.channelId('general'), text: 'c' })).toMatchObject({ ok: true })
  })

  it('the 51st edit in a minute is too much', async () => {
    let now = Date.now()
    const { call, team } = await start({ rateLimits: true, now: () => now })
    const { ts } = await call('chat.postMessage', { channel: team, text: 'a' })
    for (let count = 0; count < 50; count++)
      expect(await call('chat.update', { channel: team, ts, text: `${count}` })).toMatchObject({ ok: true })
    expect(await call('chat.update', { channel: team, ts, text: 'x' })).toMatchObject({ status: 429, retryAfter: '60' })
    now += 60_001
    expect(await call('chat.update', { channel: team, ts, text: 'x' })).toMatchObject({ ok: true })
  })
})

describe('modals', () => {
  async function withTrigger(options: StandInOptions = {}) {
    let now = Date.now()
    const started = await start({ now: () => now, ...options })
    const { slack } = started
    const trigger = (person: string, view?: string) => slack.world && issue(slack, person, view)
    return { ...started, trigger, later: (ms: number) => (now += ms) }
  }
  /** As a command or a press would bring it. */
  const issue = (slack: Awaited<ReturnType<typeof start>>['slack'], person: string, view?: string) =>
    slack.triggers.issue({ team: slack.team.id, person: slack.userId(person), ...(view ? { view } : {}) })

  it('a trigger is good once and for three seconds', async () => {
    const { call, trigger, later, slack } = await withTrigger()
    const first = trigger('ben')
    expect(await call('views.open', { trigger_id: first, view: modal() })).toMatchObject({ ok: true })
    expect(await call('views.open', { trigger_id: first, view: modal() })).toMatchObject({ error: 'exchanged_trigger_id' })
    const late = trigger('ben')
    later(3001)
    expect(await call('views.open', { trigger_id: late, view: modal() })).toMatchObject({ error: 'expired_trigger_id' })
    expect(await call('views.open', { trigger_id: 'made up', view: modal() })).toMatchObject({ error: 'invalid_trigger_id' })
    expect(slack.modals('ben')).toHaveLength(1)
  })

  it('three modals lie on each other and no more, pushed from within', async () => {
    const { call, trigger, slack } = await withTrigger()
    await call('views.open', { trigger_id: trigger('ben'), view: modal() })
    expect(await call('views.push', { trigger_id: trigger('ben'), view: modal() })).toMatchObject({ error: 'invalid_trigger_id' })
    for (const _time of [2, 3]) {
      expect(await call('views.push', { trigger_id: trigger('ben', slack.modals('ben').at(-1)!.id), view: modal() })).toMatchObject({
        ok: true,
      })
    }
    const top = slack.modals('ben').at(-1)!.id
    expect(await call('views.push', { trigger_id: trigger('ben', top), view: modal() })).toMatchObject({ error: 'push_limit_reached' })
  })

  it('an update with an old hash is refused, and what was typed stays', async () => {
    const { call, trigger, slack } = await withTrigger()
    const input = {
      type: 'input',
      block_id: 'a',
      label: { type: 'plain_text', text: 'A' },
      element: { type: 'plain_text_input', action_id: 'v' },
    }
    const view = { ...modal([input]), submit: { type: 'plain_text', text: 'Save' } }
    await call('views.open', { trigger_id: trigger('ben'), view })
    slack.fill('ben', { a: 'typed' })
    const [{ id, hash }] = slack.modals('ben') as [ShownView]
    expect(await call('views.update', { view_id: id, hash, view: { ...view, blocks: [input, { type: 'divider' }] } })).toMatchObject({
      ok: true,
    })
    expect(slack.modals('ben')[0]!.values).toEqual({ a: { v: { type: 'plain_text_input', value: 'typed' } } })
    expect(await call('views.update', { view_id: id, hash, view })).toMatchObject({ error: 'hash_conflict' })
    expect(await call('views.update', { view_id: 'V0', view })).toMatchObject({ error: 'not_found' })
  })

  it.each([
    ['a title of 25 characters', { ...modal(), title: { type: 'plain_text', text: 'x'.repeat(25) } }],
    ['101 blocks', modal(Array(101).fill({ type: 'divider' }))],
    [
      'inputs and nothing to submit them',
      modal([{ type: 'input', label: { type: 'plain_text', text: 'A' }, element: { type: 'plain_text_input', action_id: 'v' } }]),
    ],
    ['private_metadata of 3001 characters', { ...modal(), private_metadata: 'x'.repeat(3001) }],
  ])('%s is refused', async (_what, view) => {
    const { call, trigger } = await withTrigger()
    expect(await call('views.open', { trigger_id: trigger('ben'), view })).toMatchObject({ error: 'invalid_arguments' })
  })
})

describe('response addresses', () => {
  it('take five posts in thirty minutes', async () => {
    let now = Date.now()
    const { slack } = await start({ now: () => now })
    const target = { team: slack.team.id, channel: slack.channelId('team'), person: slack.userId('ben') }
    const post = (id: string, body: object) => fetch(`${slack.url}/commands/${id}`, { method: 'POST', body: JSON.stringify(body) })
    const id = slack.triggers.issueResponse(target)
    for (const _time of [1, 2, 3, 4, 5]) expect((await post(id, { text: 'x' })).status).toBe(200)
    const sixth = await post(id, { text: 'x' })
    expect([sixth.status, await sixth.text()]).toEqual([404, 'used_url'])
    const late = slack.triggers.issueResponse(target)
    now += 30 * 60_000 + 1
    expect(await (await post(late, { text: 'x' })).text()).toBe('expired_url')
    expect((await post(slack.triggers.issueResponse(target), { txt: 'x' })).status).toBe(400)
  })
})

describe('files', () => {
  it('arrive in two halves, with as many bytes as were announced, and can be fetched', async () => {
    const { slack, client, call, team } = await start()
    await client.files.uploadV2({ channel_id: team, filename: 'a.csv', content: 'a,b\n1,2', title: 'Numbers' })
    const { files } = await slack.waitForMessage('team', (message) => message.files.length > 0)
    expect(files).toMatchObject([{ name: 'a.csv', title: 'Numbers', mimeType: 'text/csv', size: 7 }])
    const shown = await fetch(`${slack.url}/files/${files[0]!.id}`)
    expect([await shown.text(), shown.headers.get('x-content-type-options')]).toEqual(['a,b\n1,2', 'nosniff'])
    const { upload_url: url, file_id: id } = (await call('files.getUploadURLExternal', { filename: 'b.txt', length: 3 })) as unknown as {
      upload_url: string
      file_id: string
    }
    expect((await fetch(url, { method: 'POST', body: 'too long' })).status).toBe(400)
    expect(await call('files.completeUploadExternal', { files: [{ id }], channel_id: team })).toMatchObject({ error: 'file_not_found' })
  })
})

describe('OAuth', () => {
  it('a code is good for one token of the workspace that agreed', async () => {
    const { slack, call } = await start({ otherTeams: [{ id: 'T0OTHER', name: 'Other' }] })
    const agreed = await fetch(`${slack.url}/oauth/v2/authorize?state=s1&team=T0OTHER&redirect_uri=http://127.0.0.1:1/back`, {
      redirect: 'manual',
    })
    const back = new URL(agreed.headers.get('location')!)
    expect(back.searchParams.get('state')).toBe('s1')
    const { clientId, clientSecret } = slack.credentials
    const args = { client_id: clientId, client_secret: clientSecret, code: back.searchParams.get('code') }
    const given = (await call('oauth.v2.access', args, '')) as unknown as { access_token: string; team: { id: string } }
    expect(given.team.id).toBe('T0OTHER')
    expect(await call('oauth.v2.access', args, '')).toMatchObject({ error: 'invalid_code' })
    expect(await call('chat.postMessage', { channel: slack.channelId('team@T0OTHER'), text: 'x' }, given.access_token)).toMatchObject({
      ok: true,
    })
    expect(await call('chat.postMessage', { channel: slack.channelId('team'), text: 'x' }, given.access_token)).toMatchObject({
      error: 'channel_not_found',
    })
  })
})
