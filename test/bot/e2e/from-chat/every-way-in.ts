// Commands, mentions, direct messages, threads and shortcuts: the same words everywhere, and an answer to whatever is typed.
import { beforeAll, describe, expect, it } from 'vitest'
import type { Noun } from '../../../../bot/grammar/noun.ts'
import { nouns } from '../../../../bot/grammar/nouns.ts'
import { has, linkPerson, mine, type Started } from '../../rig.ts'
import { stage, typists } from './stage.ts'

describe('ways in', () => {
  let all: Started
  beforeAll(async () => {
    all = stage()
    await linkPerson(all, 'amy', { role: 'ADMIN' })
    await linkPerson(all, 'bob')
    for (let index = 0; index < typists; index++) await linkPerson(all, `typist${index}`)
  })

  describe('every way in', () => {
    it('a mention in a thread is answered in that thread', async () => {
      const { slack } = all
      await slack.mention('amy', 'run writer topic="By mention"', { channel: 'ways-ops' })
      const card = await slack.waitForMessage(
        'ways-ops',
        (message) => message.fromBot && has('writer', 'Done', slack.userId('amy'))(message),
      )
      await slack.mention('amy', 'run writer topic="In a thread"', { channel: 'ways-ops', thread: card.ts })
      await slack.waitFor(
        () => slack.thread('ways-ops', card.ts).find(({ fromBot, text }) => fromBot && /writer T-\d+: done/.test(text)),
        'a card in the thread',
      )
      await slack.waitFor(() => slack.thread('ways-ops', card.ts).find(has('On In a thread')), 'its result')
    })

    it('a direct message is understood and answered there', async () => {
      const { slack } = all
      const direct = slack.directChannel('bob')
      await slack.message('bob', 'agents')
      await slack.waitForMessage(direct, has('Agents', 'writer'))
      await slack.message('bob', 'run writer topic="Directly"')
      await slack.waitForMessage(direct, has('writer', 'Done'))
    })

    it('a message becomes a task by its shortcut, with its text filled in', async () => {
      const { slack } = all
      await slack.message('amy', 'whoami')
      await slack.waitForMessage(slack.directChannel('amy'), has('You are'))
      const message = slack.messages('ways-ops').find(({ fromBot }) => fromBot)
      await slack.messageShortcut('amy', 'queue_as_task', { channel: 'ways-ops', ts: message!.ts })
      await slack.waitForModal('amy', ({ callbackId }) => callbackId === 'task.choose')
      await slack.suggestions('amy', { action: 'agent.choose', query: '' })
      await slack.click('amy', { action: 'agent.choose', choose: 'writer' })
      const form = await slack.waitForModal('amy', ({ callbackId }) => callbackId === 'task.run')
      expect(JSON.stringify(form.blocks)).toContain(JSON.stringify(message!.text.slice(0, 30)).slice(1, -1))
      await slack.submitView('amy', { 'p:topic': 'From a message' })
      await slack.waitFor(() => slack.thread('ways-ops', message!.ts).find(has('From a message')), 'the result below the message')
    })

    it('a global shortcut asks where the card goes', async () => {
      const { slack } = all
      await slack.shortcut('amy', 'new_task')
      await slack.waitForModal('amy', ({ callbackId }) => callbackId === 'task.choose')
      await slack.suggestions('amy', { action: 'agent.choose', query: 'writer' })
      await slack.click('amy', { action: 'agent.choose', choose: 'writer' })
      await slack.waitForModal('amy', ({ callbackId }) => callbackId === 'task.run')
      await slack.submitView('amy', { 'p:topic': 'From anywhere', channel: slack.channelId('ways-ops') })
      await slack.waitFor(() => slack.messages('ways-ops').find(has('On From anywhere')), 'the result')
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
        await slack.command('amy', text, { channel: 'ways-ops' })
        await slack.waitForMessage('ways-ops', mine(answer), 'amy')
      }
      await slack.command('amy', 'cancle T-1', { channel: 'ways-ops' })
      expect(all.slack.complaints()).toEqual([])
    })

    it('every noun and verb there is gets an answer, whatever is missing behind it', async () => {
      const { slack } = all
      const commands = (nouns as readonly Noun[]).flatMap(({ name, verbs }) => verbs.map((verb) => `${name} ${verb.name}`))
      for (const [index, command] of commands.entries()) {
        const person = `typist${index % typists}`
        const seen = () =>
          slack.messages('ways', person).length + slack.messages(slack.directChannel(person)).length + slack.modals(person).length
        const before = seen()
        await slack.command(person, command, { channel: 'ways' })
        await slack.waitFor(() => seen() > before, `an answer to ${command}`)
        if (slack.modals(person).length > 0) await slack.closeView(person)
      }
      expect(commands.length).toBeGreaterThan(45)
      expect(slack.complaints()).toEqual([])
    })

    it('help shows only what one may do', async () => {
      const { slack } = all
      await slack.command('amy', 'help', { channel: 'ways-ops' })
      await slack.waitForMessage('ways-ops', mine('To begin with', '/capstan run copywriter', 'Audit log', 'drain'), 'amy')
      await slack.command('amy', 'help workers', { channel: 'ways-ops' })
      await slack.waitForMessage('ways-ops', mine('Help · Workers', '/capstan worker drain', 'Let one finish'), 'amy')
      await slack.command('eve', 'help', { channel: 'ways-ops' })
      const help = await slack.waitForMessage(
        'ways-ops',
        (message) => message.ephemeralTo === slack.userId('eve') && has('Tasks')(message),
        'eve',
      )
      expect(JSON.stringify(help.blocks)).not.toContain('run copywriter')
      for (const denied of ['Audit log', 'drain', 'discard']) expect(JSON.stringify(help.blocks)).not.toContain(denied)
    })
  })
})
