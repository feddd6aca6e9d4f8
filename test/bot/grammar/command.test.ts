// What people type and what it means.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Command, parseCommand } from '../../../bot/grammar/command.ts'
import { distance, nearest } from '../../../bot/grammar/did-you-mean.ts'
import { toId } from '../../../bot/grammar/ids.ts'
import { nouns, shorthands, verbOf } from '../../../bot/grammar/nouns.ts'
import { plainText, withoutMention } from '../../../bot/grammar/slack-text.ts'
import { splitWords } from '../../../bot/grammar/words.ts'

function command(text: string): Command {
  const parsed = parseCommand(text)
  if (parsed.kind !== 'command') throw new Error(`expected a command, got ${JSON.stringify(parsed)}`)
  return parsed
}

describe('a command', () => {
  it.each([
    ['', 'help.show'],
    ['help schedules', 'help.show'],
    ['run copywriter topic=x', 'task.run'],
    ['task run copywriter', 'task.run'],
    ['tasks', 'task.list'],
    ['list status=failed', 'task.list'],
    ['list agents', 'agent.list'],
    ['agents', 'agent.list'],
    ['agent copywriter', 'agent.show'],
    ['T-12', 'task.show'],
    ['t-12 cancel', 'task.cancel'],
    ['cancel T-12', 'task.cancel'],
    ['cancel task T-12', 'task.cancel'],
    ['task T-12 cancel', 'task.cancel'],
    ['cancel W-3', 'workflow.cancel'],
    ['pause S-3', 'schedule.pause'],
    ['pause W-3', 'workflow.pause'],
    ['W-3', 'workflow.show'],
    ['retry D-4', 'dead.retry'],
    ['dlq', 'dead.groups'],
    ['approve R-1', 'request.approve'],
    ['requests', 'request.list'],
    ['schedule', 'schedule.list'],
    ['post #team every weekday at 9:00 "Stand-up!"', 'schedule.post'],
    ['stats minutes=60', 'stats.show'],
    ['status', 'queue.show'],
    ['status T-9', 'task.show'],
    ['alerts', 'alert.list'],
    ['ack A-5', 'alert.ack'],
    ['audit', 'audit.list'],
    ['settings', 'settings.show'],
    ['link ABCD-1234', 'link.add'],
    ['whoami', 'link.who'],
    ['RUN copywriter', 'task.run'],
  ])('"%s" is %s', (text, name) => {
    expect(command(text).name).toBe(name)
  })

  it('carries words, pairs and flags', () => {
    const parsed = command('run copywriter topic="AI trends = big" word_count=1200 --priority high --dry-run "the rest"')
    expect(parsed).toMatchObject({
      name: 'task.run',
      words: ['copywriter'],
      pairs: { topic: 'AI trends = big', word_count: '1200' },
      flags: { priority: 'high', 'dry-run': 'the rest' },
    })
  })

  it('takes curly quotes, long dashes and odd spaces for what they stand for', () => {
    const parsed = command('run\u00a0copywriter topic=\u201cAI trends\u201d \u2014priority high')
    expect(parsed).toMatchObject({ name: 'task.run', words: ['copywriter'], pairs: { topic: 'AI trends' }, flags: { priority: 'high' } })
  })

  it('takes times and addresses for words, not for pairs', () => {
    const parsed = command('post <#C123|team> every weekday at 9:00 "see <https://a.example/x?a=1&amp;b=2>"')
    expect(parsed.words).toEqual(['#C123', 'every', 'weekday', 'at', '9:00', 'see https://a.example/x?a=1&b=2'])
    expect(parsed.quoted).toBe('see https://a.example/x?a=1&b=2')
    expect(parsed.pairs).toEqual({})
  })

  it('says what was perhaps meant when a word is not known', () => {
    expect(parseCommand('cancle T-12')).toMatchObject({ kind: 'unknown', word: 'cancle', suggestions: ['cancel T-12'] })
    expect(parseCommand('workflow strat x')).toMatchObject({ kind: 'unknown', word: 'strat', suggestions: ['workflow start'] })
    expect(parseCommand('wokflow lst')).toMatchObject({ kind: 'unknown', word: 'wokflow', suggestions: ['workflow list'] })
    expect(parseCommand('workflow lst')).toMatchObject({ kind: 'unknown', suggestions: ['workflow list'] })
    expect(parseCommand('xyzzyplugh')).toMatchObject({ kind: 'unknown', suggestions: [] })
  })

  it('keeps keys that are special in JavaScript as plain keys', () => {
    const { pairs } = splitWords('__proto__=x constructor=y')
    expect(Object.keys(pairs)).toEqual(['__proto__', 'constructor'])
    expect(({} as { x?: unknown }).x).toBeUndefined()
    expect(parseCommand('constructor')).toMatchObject({ kind: 'unknown' })
  })

  it('never throws, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => ['command', 'unknown'].includes(parseCommand(text).kind)),
    )
  })

  it('is found for every shorthand and every example of the help', () => {
    for (const name of Object.values(shorthands)) expect(verbOf(name).verb.name).toBeTruthy()
    for (const noun of nouns) {
      for (const verb of noun.verbs) expect(command(verb.example.replaceAll(/[<>]/g, '')).name).toBe(`${noun.name}.${verb.name}`)
    }
  })
})

describe('words near to others', () => {
  it('are counted by insertions, deletions, replacements and swaps', () => {
    expect(distance('cancle', 'cancel')).toBe(1)
    expect(distance('kitten', 'sitting')).toBe(3)
    expect(distance('', 'abc')).toBe(3)
  })

  it('are offered only when they are near', () => {
    expect(nearest('copywritter', ['copywriter', 'editor'])).toEqual(['copywriter'])
    expect(nearest('zzz', ['copywriter', 'editor'])).toEqual([])
    expect(nearest('copy', ['copywriter', 'editor'])).toEqual(['copywriter'])
  })
})

describe('ids', () => {
  it('are taken in any case, short or whole', () => {
    expect(['T-12', 't-12', '12', '#12'].map((id) => toId('task', id))).toEqual(['T-12', 'T-12', 'T-12', 'T-12'])
  })

  it('of another noun are refused', () => {
    expect(toId('task', 'W-12')).toBeUndefined()
    expect(toId('task', 'banana')).toBeUndefined()
  })
})

describe('text from Slack', () => {
  it('loses its escapes but keeps the ids of people and channels', () => {
    expect(plainText('give <@U12|ann> &amp; <#C34|team> &lt;b&gt; <mailto:a@b.example|a@b.example>')).toBe(
      'give @U12 & #C34 <b> a@b.example',
    )
  })

  it('shows what was typed where Slack made a link of it', () => {
    expect(plainText('deploy <http://example.com|example.com>')).toBe('deploy example.com')
    expect(plainText('<https://evil.example|https://bank.example>')).toBe('https://evil.example')
  })

  it('loses the mention of the bot it begins with, and no other', () => {
    expect(withoutMention('<@UBOT> run x', 'UBOT')).toBe('run x')
    expect(withoutMention('<@UANN> run x', 'UBOT')).toBe('<@UANN> run x')
  })
})
