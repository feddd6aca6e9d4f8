// Work handed over from chat: one card, edited live, the result below it; forms, buttons, mentions, direct messages, shortcuts.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { open } from '../../e2e/crew.ts'
import { crew } from '../crew.ts'
import { createBotRig, has, linkPerson, type Started } from '../rig.ts'

const rig = createBotRig()
const gates = mkdtempSync(join(tmpdir(), 'capstan-bot-'))
let all: Started

beforeAll(async () => {
  all = await rig.start({ agents: crew })
  await linkPerson(all, 'ann', { role: 'ADMIN' })
  await linkPerson(all, 'ben')
  await linkPerson(all, 'eve', { role: 'VIEWER' })
})

afterAll(() => rmSync(gates, { recursive: true, force: true }))

describe('run', () => {
  it('shows one card that is edited until the task is done, and puts the result into its thread', async () => {
    const { slack } = all
    const { acknowledged } = await slack.command('ann', 'run writer topic="Solar power" word_count=700 priority=high')
    expect(acknowledged).toBe(true)
    const card = await slack.waitForMessage('general', has('writer', 'Done', 'High'))
    expect(slack.messages('general').filter(({ threadTs, fromBot }) => fromBot && !threadTs)).toHaveLength(1)
    const result = await slack.waitFor(() => slack.thread('general', card.ts).find(has('On Solar power', '700')), 'the result')
    expect(result.threadTs).toBe(card.ts)
    await slack.waitForMessage(
      'general',
      ({ ts, reactions }) => ts === card.ts && reactions.some(({ name }) => name === 'white_check_mark'),
    )
  })

  it('without parameters opens the form of the agent, and shows mistakes beside the field', async () => {
    const { slack } = all
    await slack.command('ann', 'run writer', { channel: 'ops' })
    const form = await slack.waitForModal('ann', ({ callbackId }) => callbackId === 'task.run')
    expect(JSON.stringify(form.blocks)).toContain('What it is about.')
    const wrong = await slack.submitView('ann', { 'p:topic': 'Tides', 'p:extra': '{broken' })
    expect(wrong.errors['p:extra']).toContain('JSON')
    const right = await slack.submitView('ann', { 'p:extra': '{"a": 1}', 'p:keywords': 'moon\nsea', 'p:tone': 'loud' })
    expect(right).toMatchObject({ errors: {}, closed: true })
    await slack.waitForMessage('ops', has('writer', 'Done'))
    const { tasks } = await all.server.gql<{ tasks: { nodes: { parameters: unknown }[] } }>('{ tasks(first: 1) { nodes { parameters } } }')
    expect(tasks.nodes[0]?.parameters).toMatchObject({
      topic: 'Tides',
      tone: 'loud',
      keywords: ['moon', 'sea'],
      extra: { a: 1 },
      word_count: 500,
    })
  })

  it('shows what the server does not take beside the field it is about', async () => {
    const { slack } = all
    await slack.command('ann', 'run')
    await slack.waitForModal('ann', ({ callbackId }) => callbackId === 'task.choose')
    await slack.suggestions('ann', { action: 'agent.choose', query: 'wri' })
    await slack.click('ann', { action: 'agent.choose', choose: 'writer' })
    await slack.waitForModal('ann', ({ callbackId }) => callbackId === 'task.run')
    const options = await slack.suggestions('ann', { action: 'search:country', query: 'country 14' })
    expect(options.length).toBeGreaterThan(5)
    slack.fill('ann', { 'p:topic': 'Rivers', 'p:country': 'Country 149' })
    const { closed } = await slack.submitView('ann')
    expect(closed).toBe(true)
    await slack.waitForMessage('general', has('writer', 'Done'))
  })

  it('says every mistake of a command at once, and nothing is stored', async () => {
    const { slack, server } = all
    const before = await count(all)
    await slack.command('ann', 'run writer topic=ab word_count=7 tone=wild')
    await slack.waitForMessage('general', has('does not fit', 'word_count', 'topic'), 'ann')
    expect(await count(all)).toBe(before)
    expect(server).toBeDefined()
  })

  it('gives long results as a file, tables as a table', async () => {
    const { slack } = all
    await slack.command('ann', 'run writer topic="A long one" long=yes')
    const file = await slack.waitFor(() => slack.messages('general').find(({ files }) => files.length > 0), 'a file')
    expect(file.files[0]?.name).toMatch(/^T-\d+\.md$/)
    expect(file.files[0]?.content.length).toBeGreaterThan(5000)
    await slack.command('ann', 'run writer topic="Visits" rows=true')
    await slack.waitForMessage('general', ({ blocks }) => blocks.some(({ type }) => type === 'table'))
  })
})

const count = async ({ server }: Started) =>
  (await server.gql<{ tasks: { totalCount: number } }>('{ tasks { totalCount } }')).tasks.totalCount

describe('a card', () => {
  it('follows cancel, retry and progress by its buttons', async () => {
    const { slack } = all
    const gate = join(gates, 'one')
    await slack.command('ann', `run keeper gate="${gate}"`, { channel: 'ops' })
    const card = await slack.waitForMessage('ops', has('keeper', 'Running'))
    await slack.click('ann', { action: 'task.cancel', channel: 'ops', message: card.ts, deny: true })
    await slack.click('ann', { action: 'task.cancel', channel: 'ops', message: card.ts })
    await slack.waitForMessage('ops', ({ ts, ...rest }) => ts === card.ts && has('Cancelled')(rest as never))
    await slack.click('ann', { action: 'task.retry', channel: 'ops', message: card.ts })
    await slack.waitForMessage('ops', ({ ts, ...rest }) => ts === card.ts && has('Running')(rest as never))
    open(gate)
    await slack.waitForMessage('ops', ({ ts, ...rest }) => ts === card.ts && has('Done')(rest as never))
  })

  it('shows the log and why a task failed, and tries again with other parameters', async () => {
    const { slack } = all
    await slack.command('ann', 'run breaker case=one', { channel: 'ops' })
    const card = await slack.waitForMessage('ops', has('breaker', 'Failed'))
    await slack.waitFor(
      () => slack.messages('ops').find(({ threadTs, broadcast }) => threadTs === card.ts && broadcast),
      'the failure, in the channel too',
    )
    await slack.click('ann', { action: 'task.logs', channel: 'ops', message: card.ts })
    await slack.waitForMessage('ops', has('Log'), 'ann')
    await slack.click('ann', { action: 'task.more', choose: 'Edit and retry', channel: 'ops', message: card.ts })
    await slack.waitForModal('ann', ({ callbackId }) => callbackId === 'task.edit')
    await slack.submitView('ann', { 'p:good': ['yes'] })
    await slack.waitForMessage('ops', ({ ts, ...rest }) => ts === card.ts && has('Done')(rest as never))
  })

  it('pressed by somebody who may not, changes nothing and says why', async () => {
    const { slack } = all
    const gate = join(gates, 'two')
    await slack.command('ann', `run keeper gate="${gate}"`)
    const card = await slack.waitForMessage('general', has('keeper', 'Running'))
    await slack.click('eve', { action: 'task.cancel', channel: 'general', message: card.ts })
    await slack.waitForMessage('general', has('may not'), 'eve')
    await slack.command('ben', `cancel ${idIn(card)}`)
    await slack.waitForMessage('general', has('may not'), 'ben')
    open(gate)
    await slack.waitForMessage('general', ({ ts, ...rest }) => ts === card.ts && has('Done')(rest as never))
  })

  it('of a channel the bot is not in goes to its author', async () => {
    const { slack } = all
    await slack.command('ann', 'run writer topic="Behind doors"', { channel: 'closed' })
    await slack.waitForMessage(slack.directChannel('ann'), has('writer', 'Done'))
    await slack.waitForMessage(slack.directChannel('ann'), has('I cannot post in'))
  })

  it('is changed in place by another level, and lists name it', async () => {
    const { slack } = all
    const gate = join(gates, 'three')
    await slack.command('ann', `run keeper gate="${gate}" tags=blue`, { channel: 'ops' })
    const card = await slack.waitForMessage('ops', (message) => has('keeper', 'Running', 'blue')(message))
    await slack.command('ann', 'list status=running tag=blue', { channel: 'ops' })
    await slack.waitForMessage('ops', has('Tasks', idIn(card)), 'ann')
    await slack.command('ann', `logs ${idIn(card)}`, { channel: 'ops' })
    await slack.waitForMessage('ops', has(`Log of ${idIn(card)}`), 'ann')
    await slack.command('ann', `show ${idIn(card)}`, { channel: 'ops' })
    await slack.waitForMessage(
      'ops',
      ({ ephemeralTo, ...rest }) => ephemeralTo !== undefined && has('keeper', idIn(card))(rest as never),
      'ann',
    )
    open(gate)
    await slack.waitForMessage('ops', ({ ts, ...rest }) => ts === card.ts && has('Done')(rest as never))
  })
})

const idIn = (message: { text: string }) => message.text.match(/T-\d+/)?.[0] ?? ''

describe('every way in', () => {
  it('a mention in a thread is answered in that thread', async () => {
    const { slack } = all
    await slack.mention('ann', 'run writer topic="By mention"', { channel: 'ops' })
    const card = await slack.waitForMessage(
      'ops',
      ({ fromBot, ...rest }) => fromBot && has('writer', 'Done')(rest as never) && has('ann')({ ...rest } as never) !== undefined,
    )
    await slack.mention('ann', 'run writer topic="In a thread"', { channel: 'ops', thread: card.ts })
    await slack.waitFor(
      () => slack.thread('ops', card.ts).find(({ fromBot, text }) => fromBot && /writer T-\d+: done/.test(text)),
      'a card in the thread',
    )
    await slack.waitFor(() => slack.thread('ops', card.ts).find(has('On In a thread')), 'its result')
  })

  it('a direct message is understood and answered there', async () => {
    const { slack } = all
    const direct = slack.directChannel('ben')
    await slack.message('ben', 'agents')
    await slack.waitForMessage(direct, has('Agents', 'writer'))
    await slack.message('ben', 'run writer topic="Directly"')
    await slack.waitForMessage(direct, has('writer', 'Done'))
  })

  it('a message becomes a task by its shortcut, with its text filled in', async () => {
    const { slack } = all
    await slack.message('ann', 'whoami')
    await slack.waitForMessage(slack.directChannel('ann'), has('You are'))
    const [message] = slack.messages('ops')
    await slack.messageShortcut('ann', 'queue_as_task', { channel: 'ops', ts: message!.ts })
    await slack.waitForModal('ann', ({ callbackId }) => callbackId === 'task.choose')
    await slack.suggestions('ann', { action: 'agent.choose', query: '' })
    await slack.click('ann', { action: 'agent.choose', choose: 'writer' })
    const form = await slack.waitForModal('ann', ({ callbackId }) => callbackId === 'task.run')
    expect(JSON.stringify(form.blocks)).toContain(JSON.stringify(message!.text.slice(0, 30)).slice(1, -1))
    await slack.submitView('ann', { 'p:topic': 'From a message' })
    await slack.waitFor(() => slack.thread('ops', message!.ts).find(has('From a message')), 'the result below the message')
  })

  it('a global shortcut asks where the card goes', async () => {
    const { slack } = all
    await slack.shortcut('ann', 'new_task')
    await slack.waitForModal('ann', ({ callbackId }) => callbackId === 'task.choose')
    await slack.suggestions('ann', { action: 'agent.choose', query: 'writer' })
    await slack.click('ann', { action: 'agent.choose', choose: 'writer' })
    await slack.waitForModal('ann', ({ callbackId }) => callbackId === 'task.run')
    await slack.submitView('ann', { 'p:topic': 'From anywhere', channel: slack.channelId('ops') })
    await slack.waitFor(() => slack.messages('ops').find(has('On From anywhere')), 'the result')
  })

  it('an unknown word, agent or id is never met by silence', async () => {
    const { slack } = all
    for (const [text, answer] of [
      ['cancle T-1', 'Did you mean'],
      ['run writter topic=x', 'Did you mean'],
      ['xyzzy', 'I do not know'],
      ['show T-999999', 'There is no'],
      ['cancel', 'Expected an id'],
      ['list status=odd', 'expected one of'],
    ] as const) {
      await slack.command('ann', text, { channel: 'ops' })
      await slack.waitForMessage('ops', ({ ephemeralTo, ...rest }) => ephemeralTo !== undefined && has(answer)(rest as never), 'ann')
    }
    await slack.command('ann', 'cancle T-1', { channel: 'ops' })
    expect(all.slack.complaints()).toEqual([])
  })

  it('help shows only what one may do', async () => {
    const { slack } = all
    await slack.command('ann', 'help', { channel: 'ops' })
    await slack.waitForMessage('ops', has('Audit log', 'worker drain'), 'ann')
    await slack.command('eve', 'help', { channel: 'ops' })
    const help = await slack.waitForMessage(
      'ops',
      ({ ephemeralTo, ...rest }) => ephemeralTo === slack.userId('eve') && has('Tasks')(rest as never),
      'eve',
    )
    expect(JSON.stringify(help.blocks)).not.toContain('run copywriter')
    expect(JSON.stringify(help.blocks)).not.toContain('Audit log')
  })
})
