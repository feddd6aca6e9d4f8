// Work handed over from chat: one card, edited live, the result below it, and its buttons and forms.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { open } from '../../../e2e/crew.ts'
import { has, linkPerson, mine, now, type Started } from '../../rig.ts'
import { stage } from './stage.ts'

const gates = mkdtempSync(join(tmpdir(), 'capstan-bot-'))
afterAll(() => rmSync(gates, { recursive: true, force: true }))

describe('work handed over', () => {
  let all: Started
  beforeAll(async () => {
    all = stage()
    await linkPerson(all, 'ann', { role: 'ADMIN' })
    await linkPerson(all, 'ben')
  })

  const idIn = (message: { text: string }) => message.text.match(/T-\d+/)?.[0] ?? ''

  describe('run', () => {
    it('shows one card that is edited until the task is done, and puts the result into its thread', async () => {
      const { slack } = all
      const { acknowledged } = await slack.command('ann', 'run writer topic="Solar power" word_count=700 priority=high', {
        channel: 'work',
      })
      expect(acknowledged).toBe(true)
      const card = await slack.waitForMessage('work', has('writer', 'Done', 'High'))
      expect(slack.messages('work').filter(({ threadTs, fromBot }) => fromBot && !threadTs)).toHaveLength(1)
      const result = await slack.waitFor(() => slack.thread('work', card.ts).find(has('On Solar power', '700')), 'the result')
      expect(result.threadTs).toBe(card.ts)
      await slack.waitForMessage('work', ({ ts, reactions }) => ts === card.ts && reactions.some(({ name }) => name === 'white_check_mark'))
    })

    it('without parameters opens the form of the agent, and shows mistakes beside the field', async () => {
      const { slack } = all
      await slack.command('ann', 'run writer', { channel: 'work-ops' })
      const form = await slack.waitForModal('ann', ({ callbackId }) => callbackId === 'task.run')
      expect(JSON.stringify(form.blocks)).toContain('What it is about.')
      const wrong = await slack.submitView('ann', { 'p:topic': 'Tides', 'p:extra': '{broken' })
      expect(wrong.errors['p:extra']).toContain('JSON')
      const right = await slack.submitView('ann', { 'p:extra': '{"a": 1}', 'p:keywords': 'moon\nsea', 'p:tone': 'loud' })
      expect(right).toMatchObject({ errors: {}, closed: true })
      await slack.waitForMessage('work-ops', has('writer', 'Done'))
      const { tasks } = await all.server.gql<{ tasks: { nodes: { parameters: unknown }[] } }>(
        '{ tasks(first: 1) { nodes { parameters } } }',
      )
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
      await slack.command('ann', 'run', { channel: 'work' })
      await slack.waitForModal('ann', ({ callbackId }) => callbackId === 'task.choose')
      await slack.suggestions('ann', { action: 'agent.choose', query: 'wri' })
      await slack.click('ann', { action: 'agent.choose', choose: 'writer' })
      await slack.waitForModal('ann', ({ callbackId }) => callbackId === 'task.run')
      const options = await slack.suggestions('ann', { action: 'search:country', query: 'country 14' })
      expect(options.length).toBeGreaterThan(5)
      slack.fill('ann', { 'p:topic': 'Rivers', 'p:country': 'Country 149' })
      const { closed } = await slack.submitView('ann')
      expect(closed).toBe(true)
      await slack.waitForMessage('work', has('writer', 'Done'))
    })

    it('says every mistake of a command at once, offers the form, and nothing is stored', async () => {
      const { slack } = all
      const before = await count(all)
      await slack.command('ann', 'run writer topic=ab word_count=7 tone=wild', { channel: 'work' })
      await slack.waitForMessage('work', has('does not fit', 'word_count', 'topic'), 'ann')
      await slack.click('ann', { action: 'agent.run', channel: 'work' })
      await slack.waitForModal('ann', ({ callbackId }) => callbackId === 'task.run')
      await slack.closeView('ann')
      expect(await count(all)).toBe(before)
    })

    it('gives long results as a file, tables as a table', async () => {
      const { slack } = all
      await slack.command('ann', 'run writer topic="A long one" long=yes', { channel: 'work' })
      const file = await slack.waitFor(() => slack.messages('work').find(({ files }) => files.length > 0), 'a file')
      expect(file.files[0]?.name).toMatch(/^T-\d+\.md$/)
      expect(file.files[0]?.content.length).toBeGreaterThan(5000)
      await slack.command('ann', 'run writer topic="Visits" rows=true', { channel: 'work' })
      await slack.waitForMessage('work', ({ blocks }) => blocks.some(({ type }) => type === 'table'))
    })
  })

  const count = async ({ server }: Started) =>
    (await server.gql<{ tasks: { totalCount: number } }>('{ tasks { totalCount } }')).tasks.totalCount

  describe('a card', () => {
    it('follows cancel, retry and progress by its buttons', async () => {
      const { slack } = all
      const gate = join(gates, 'one')
      await slack.command('ann', `run keeper gate="${gate}"`, { channel: 'work-ops' })
      const card = await slack.waitForMessage('work-ops', has('keeper', 'Running'))
      await slack.click('ann', { action: 'task.cancel', channel: 'work-ops', message: card.ts, deny: true })
      await slack.click('ann', { action: 'task.cancel', channel: 'work-ops', message: card.ts })
      await slack.waitForMessage('work-ops', now(card.ts, 'Cancelled'))
      await slack.click('ann', { action: 'task.retry', channel: 'work-ops', message: card.ts })
      await slack.waitForMessage('work-ops', now(card.ts, 'Running'))
      open(gate)
      await slack.waitForMessage('work-ops', now(card.ts, 'Done'))
    })

    it('shows the log and why a task failed, and tries again with other parameters', async () => {
      const { slack } = all
      await slack.command('ann', 'run breaker case=one', { channel: 'work-ops' })
      const card = await slack.waitForMessage('work-ops', has('breaker', 'Failed'))
      const failure = await slack.waitFor(
        () => slack.messages('work-ops').find(({ threadTs, broadcast }) => threadTs === card.ts && broadcast),
        'the failure, in the channel too',
      )
      expect(JSON.stringify(failure.blocks)).toContain(`*breaker* \`${idIn(card)}\``)
      await slack.click('ann', { action: 'task.logs', channel: 'work-ops', message: card.ts })
      await slack.waitForMessage('work-ops', has('Log'), 'ann')
      await slack.click('ann', { action: 'task.more', choose: 'Edit and retry', channel: 'work-ops', message: card.ts })
      await slack.waitForModal('ann', ({ callbackId }) => callbackId === 'task.edit')
      await slack.submitView('ann', { 'p:good': ['yes'] })
      await slack.waitForMessage('work-ops', now(card.ts, 'Done'))
    })

    it('pressed by somebody who may not, changes nothing and says why', async () => {
      const { slack } = all
      const gate = join(gates, 'two')
      await slack.command('ann', `run keeper gate="${gate}"`, { channel: 'work' })
      const card = await slack.waitForMessage('work', has('keeper', 'Running'))
      await slack.click('eve', { action: 'task.cancel', channel: 'work', message: card.ts })
      await slack.waitForMessage('work', has('may not'), 'eve')
      await slack.command('ben', `cancel ${idIn(card)}`, { channel: 'work' })
      await slack.waitForMessage('work', has('may not'), 'ben')
      open(gate)
      await slack.waitForMessage('work', now(card.ts, 'Done'))
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
      await slack.command('ann', `run keeper gate="${gate}" tags=blue`, { channel: 'work-ops' })
      const card = await slack.waitForMessage('work-ops', (message) => has('keeper', 'Running', 'blue')(message))
      await slack.command('ann', 'list status=running tag=blue', { channel: 'work-ops' })
      await slack.waitForMessage('work-ops', has('Tasks', idIn(card)), 'ann')
      await slack.command('ann', `logs ${idIn(card)}`, { channel: 'work-ops' })
      await slack.waitForMessage('work-ops', has(`Log of ${idIn(card)}`), 'ann')
      await slack.command('ann', `show ${idIn(card)}`, { channel: 'work-ops' })
      await slack.waitForMessage('work-ops', mine('keeper', idIn(card)), 'ann')
      open(gate)
      await slack.waitForMessage('work-ops', now(card.ts, 'Done'))
    })
  })
})
