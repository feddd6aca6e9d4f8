// Over HTTP: what is not Slack's, not from here, not now, or too much, is refused, and nothing is changed by it.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { beforeAll, describe, expect, it } from 'vitest'
import { has, linkPerson, mine, type Started } from '../../rig.ts'
import { stage } from './stage.ts'

let all: Started

beforeAll(async () => {
  all = stage()
  await linkPerson(all, 'ann', { role: 'ADMIN' })
})

const count = async () => (await all.server.gql<{ tasks: { totalCount: number } }>('{ tasks { totalCount } }')).tasks.totalCount

const command = (text: string, more: { [key: string]: unknown } = {}) => {
  const { slack } = all
  return {
    kind: 'command' as const,
    payload: {
      team_id: slack.team.id,
      user_id: slack.userId('ann'),
      channel_id: slack.channelId('general'),
      channel_name: 'general',
      command: '/capstan',
      text,
      trigger_id: `t${Math.random()}`,
      response_url: `${slack.url}/commands/none`,
      ...more,
    },
  }
}

describe('a request', () => {
  it('with a wrong, missing, old or future signature is 401', async () => {
    const { slack } = all
    const before = await count()
    const now = Math.floor(Date.now() / 1000)
    const forged = command('run writer topic="Forged"')
    expect((await slack.forge({ ...forged, secret: 'guessed' })).status).toBe(401)
    expect((await slack.forge({ ...forged, signature: 'v0=00' })).status).toBe(401)
    expect((await slack.forge({ ...forged, signature: '' })).status).toBe(401)
    expect((await slack.forge({ ...forged, timestamp: now - 301 })).status).toBe(401)
    expect((await slack.forge({ ...forged, timestamp: now + 120 })).status).toBe(401)
    expect(await count()).toBe(before)
  })

  it('that is sent a second time is 401, and done once', async () => {
    const { slack } = all
    const before = await count()
    const timestamp = Math.floor(Date.now() / 1000)
    const same = { ...command('run writer topic="Sent twice"'), timestamp }
    expect((await slack.forge(same)).status).toBe(200)
    expect((await slack.forge(same)).status).toBe(401)
    await slack.waitFor(() => slack.messages('general').find(has('On Sent twice')), 'the result')
    expect(await count()).toBe(before + 1)
  })

  it('from another workspace starts nothing', async () => {
    const { slack } = all
    const before = await count()
    await slack.forge(command('run writer topic="From elsewhere"', { team_id: 'T0ELSEWHERE' }))
    await slack.event(
      { type: 'app_mention', user: 'U0ELSEWHERE', text: 'run writer topic="x y z"', channel: slack.channelId('general'), ts: '1.1' },
      { team: 'T0ELSEWHERE' },
    )
    expect(await count()).toBe(before)
  })

  it('whose answer would go to another host is answered by the acknowledgement alone', async () => {
    const { slack } = all
    const before = await count()
    let called = 0
    const other = createServer((_req, res) => {
      called += 1
      res.end()
    })
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}/steal`
    const { status, body } = await slack.forge(command('run writer topic="Stolen"', { response_url: url }))
    expect(status).toBe(200)
    expect(body).toContain('does not come from Slack')
    other.close()
    expect(called).toBe(0)
    expect(await count()).toBe(before)
  })

  it('for any other path is 404, and the bot says whether it is well', async () => {
    const { bot } = all
    expect((await fetch(`${bot.url}/slack/nothing`)).status).toBe(404)
    const health = await fetch(`${bot.url}/healthz`)
    expect(health.status).toBe(200)
    expect(await health.json()).toMatchObject({ ok: true, slack: true, database: true })
    expect(await (await fetch(`${bot.url}/metrics`)).text()).toContain('capstan_bot_outbox_pending')
  })
})

describe('markup in names and parameters', () => {
  it('stays text', async () => {
    const { slack } = all
    await slack.command('ann', 'run writer topic="<!channel> <https://evil.example|click> *x*" tags="<!here>"', { channel: 'ops' })
    await slack.waitFor(() => slack.messages('ops').find(({ threadTs, fromBot }) => fromBot && threadTs), 'the result')
    const said = JSON.stringify(slack.messages('ops').filter(({ fromBot }) => fromBot))
    expect(said).not.toContain('<!channel>')
    expect(said).not.toContain('<!here>')
    expect(said).not.toContain('<https://evil')
  })
})

describe('a button', () => {
  it('with a forged value gives nobody a right they do not have', async () => {
    const { slack, server } = all
    const gate = '/nonexistent/gate'
    const id = await server.submit({ agent: 'keeper', parameters: { gate } })
    const press = (value: unknown, user = 'eve') =>
      slack.forge({
        kind: 'interactive',
        payload: {
          type: 'block_actions',
          team: { id: slack.team.id },
          user: { id: slack.userId(user), team_id: slack.team.id },
          trigger_id: `p${Math.random()}`,
          api_app_id: slack.bot.appId,
          channel: { id: slack.channelId('general') },
          container: { type: 'message', message_ts: '1.2', channel_id: slack.channelId('general') },
          actions: [
            {
              action_id: 'task.cancel',
              type: 'button',
              block_id: 'b',
              value: typeof value === 'string' ? value : JSON.stringify(value),
              action_ts: '1.3',
            },
          ],
          response_url: `${slack.url}/actions/none`,
        },
      })
    for (const value of [
      { id, user: slack.userId('ann'), role: 'ADMIN' },
      { id, viewerCan: ['CANCEL'] },
      '{broken',
      '[]',
      { id: { $ne: '' } },
      { id: '../T-1' },
    ]) {
      expect((await press(value)).status).toBe(200)
    }
    await server.gql('mutation ($id: ID!) { reprioritizeTask(id: $id, priority: LOW) { id } }', { id }).catch(() => undefined)
    const { task } = await server.gql<{ task: { status: string } }>('query ($id: ID!) { task(id: $id) { status } }', { id })
    expect(task.status).toBe('RUNNING')
    await server.gql('mutation ($id: ID!) { cancelTask(id: $id) { id } }', { id })
  })
})

describe('one person', () => {
  it('who sends 500 commands in a minute gets 20, and every other one is told', async () => {
    const { slack } = all
    await linkPerson(all, 'ben')
    const before = await count()
    const answers: Awaited<ReturnType<typeof slack.command>>[] = []
    // What is taken costs nothing; what comes after it would.
    const texts = Array.from({ length: 500 }, (_, index) => (index < 20 ? 'whoami' : `run writer topic="Flood ${index}"`))
    for (let sent = 0; sent < texts.length; sent += 10) {
      const some = texts.slice(sent, sent + 10).map((text) => slack.command('ben', text, { channel: 'ops' }))
      answers.push(...(await Promise.all(some)))
    }
    expect(answers.every(({ acknowledged }) => acknowledged)).toBe(true)
    const told = answers.filter(({ response }) => JSON.stringify(response ?? {}).includes('a lot at once')).length
    expect(told).toBeGreaterThanOrEqual(470)
    await slack.waitFor(() => slack.messages('ops', 'ben').filter(mine('You are')).length >= 15, 'what was taken')
    expect((await count()) - before).toBeLessThanOrEqual(10)
    await slack.command('ann', 'whoami', { channel: 'general' })
    await slack.waitForMessage('general', mine('You are'), 'ann')
  })
})

describe('a channel', () => {
  it('that is shared with another company is not worked in', async () => {
    const { slack } = all
    const before = await count()
    await slack.mention('ann', 'run writer topic="Abroad"', { channel: 'partners' })
    await slack.waitForMessage('partners', mine('shared with another company'), 'ann')
    expect(await count()).toBe(before)
  })

  it('that is not on the list is refused', async () => {
    const { slack, bot } = all
    await all.stopBot(bot)
    all.bot = await all.startBot({ SLACK_CHANNELS: slack.channelId('ops') })
    const { response } = await slack.command('ann', 'run writer topic="Elsewhere"', { channel: 'general' })
    expect(JSON.stringify(response)).toContain('not meant for this channel')
    await slack.command('ann', 'whoami', { channel: 'ops' })
    await slack.waitForMessage('ops', mine('You are'), 'ann')
  })
})
