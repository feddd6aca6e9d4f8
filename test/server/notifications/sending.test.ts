// How long a far side may ask us to wait, and what people read.
import { describe, expect, it } from 'vitest'
import { toSlackText, toText } from '../../../server/notifications/message.ts'
import { parseRetryAfter } from '../../../server/retry-after.ts'

describe('Retry-After', () => {
  const now = Date.parse('2026-01-01T00:00:00Z')

  it.each([
    ['seconds', '30', 30_000],
    ['a date', 'Thu, 01 Jan 2026 00:01:00 GMT', 60_000],
    ['a date that has passed', 'Wed, 31 Dec 2025 00:00:00 GMT', 0],
    ['more than an hour', '86400', 3_600_000],
    ['nonsense', 'soon', undefined],
    ['nothing', undefined, undefined],
  ])('may be %s', (_name, header, expected) => {
    expect(parseRetryAfter(header, now)).toBe(expected)
  })
})

describe('a message for people', () => {
  const told = {
    _id: 'T-7-x-0',
    task: 'T-7',
    workspace: 'default',
    agent: 'writer',
    outcome: 'FAILED' as const,
    error: { code: 'X', class: 'PERMANENT' as const, message: 'expected <channel> & got nothing' },
    endedAt: new Date(0),
  }

  it('says which task ended how, and why', () => {
    const [first, second, link] = toText(told, 'https://crew.example.com/').split('\n')
    expect([first, second]).toEqual(['T-7 (writer) failed.', 'expected <channel> & got nothing'])
    expect(new URL(link!).origin).toBe('https://crew.example.com')
  })

  it('cannot address anybody in Slack', () => {
    expect(toSlackText(told, 'https://crew.example.com')).toContain('expected &lt;channel&gt; &amp; got nothing')
  })
})
