import { describe, expect, it } from 'vitest'
import { UsageError } from '../../../tui/commands/command.ts'
import { age, span } from '../../../tui/commands/format.ts'
import { readMoment, readPairs, readSince } from '../../../tui/commands/inputs.ts'
import { renderTable } from '../../../tui/commands/table.ts'
import { cut } from '../../../tui/text/width.ts'

const now = new Date('2026-03-02T09:00:00Z')
const schema = {
  properties: {
    topic: { type: 'string' },
    words: { type: 'integer' },
    draft: { type: 'boolean' },
    tags: { type: 'array', items: { type: 'string' } },
    sizes: { type: 'array', items: { type: 'number' } },
    more: { type: 'object' },
  },
}

describe('pairs', () => {
  it('become what their schema wants', () => {
    const typed = ['topic=12', 'words=1200', 'draft=true', 'tags=a, b', 'sizes=1,2.5', 'more={"a":1}']
    expect(readPairs(typed, schema)).toEqual({ topic: '12', words: 1200, draft: true, tags: ['a', 'b'], sizes: [1, 2.5], more: { a: 1 } })
  })

  it('that do not fit stay text, for the server to say what it expects', () => {
    expect(readPairs(['words=many', 'draft=perhaps'], schema)).toEqual({ words: 'many', draft: 'perhaps' })
  })

  it('leave other words to the text that is demanded and not given, or else to the first', () => {
    const parts = { properties: { audience: { type: 'string' }, tone: { type: 'string', enum: ['dry'] }, topic: { type: 'string' } } }
    const demanding = { ...parts, required: ['topic'] }
    expect(readPairs(['AI trends', 'tone=dry', 'today'], demanding)).toEqual({ tone: 'dry', topic: 'AI trends today' })
    expect(readPairs(['everybody'], demanding, { topic: 'Tea' })).toEqual({ topic: 'Tea', audience: 'everybody' })
    expect(readPairs(['everybody'], parts)).toEqual({ audience: 'everybody' })
    expect(() => readPairs(['Tea'], demanding, { topic: 'Tea', audience: 'us' })).toThrow('expected key=value, got "Tea"')
    expect(() => readPairs(['topic', 'Tea'], demanding)).toThrow('expected a value for topic')
    expect(() => readPairs(['Tea'], undefined)).toThrow('expected key=value, got "Tea"')
  })

  it('take JSON after :=, and equals signs in text', () => {
    expect(readPairs(['x:=[1,{"y":2}]', 'topic=a=b'], schema)).toEqual({ x: [1, { y: 2 }], topic: 'a=b' })
    expect(() => readPairs(['x:=nope'], schema)).toThrow(UsageError)
  })
})

describe('moments', () => {
  it('are ISO 8601 or a span from now', () => {
    expect(readMoment('10m', 'run-at', now)).toBe('2026-03-02T09:10:00.000Z')
    expect(readMoment('2026-03-02T09:00+11:00', 'run-at', now)).toBe('2026-03-01T22:00:00.000Z')
    expect(readSince('2h', 'since', now)).toBe('2026-03-02T07:00:00.000Z')
    expect(() => readMoment('soon', 'run-at', now)).toThrow('--run-at: expected a moment')
  })

  it('are read as ages', () => {
    expect([age('2026-03-02T08:59:50Z', now), age('2026-03-02T07:30:00Z', now), age('2026-03-02T09:01:00Z', now), age(null, now)]).toEqual([
      '10s',
      '1h30m',
      'in 1m00s',
      '',
    ])
    expect([span(0.25), span(3.14), span(61), span(3 * 24 * 3600)]).toEqual(['250ms', '3.1s', '1m01s', '3d'])
  })
})

describe('a table', () => {
  const columns = [
    { title: 'ID', of: ({ id }: { id: string; text: string }) => id },
    { title: 'TEXT', of: ({ text }: { id: string; text: string }) => text, grows: true },
  ]

  it('aligns by what a terminal shows, wide characters and all', () => {
    const rows = [
      { id: '日本', text: 'x' },
      { id: 'abcd', text: 'y' },
    ]
    expect(renderTable(rows, columns, { width: undefined, color: false })).toBe('ID    TEXT\n日本  x\nabcd  y\n')
  })

  it('cuts the growing column to the width, and keeps each row on its line', () => {
    const text = renderTable([{ id: 'T-1', text: 'a long\ntext that does not fit' }], columns, { width: 20, color: false })
    expect(text).toBe('ID   TEXT\nT-1  a long text th…\n')
  })

  it('never cuts a character in two', () => {
    expect(cut('👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦', 5)).toBe('👩‍👩‍👧‍👦👩‍👩‍👧‍👦…')
  })
})
