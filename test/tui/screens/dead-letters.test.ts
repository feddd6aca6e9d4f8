// Promise: the screen of a dead letter tells what was done with it, and a list of them is read anew when one was closed elsewhere.
import { expect, it } from 'vitest'
import { deadLetters } from '../../../tui/resources/dead-letters.ts'
import type { FeedEvent } from '../../../tui/resources/resource.ts'
import { ago, letterRow, now } from '../support/states.ts'

const closed = letterRow(1, {
  status: 'RETRIED',
  history: [
    { status: 'DISCARDED', at: ago(60), by: 'ann', reason: 'a trial' },
    { status: 'RETRIED', at: ago(30), by: 'ben', reason: null },
  ],
})
const textOf = (row: typeof closed) => {
  const glyphs = {} as Parameters<typeof deadLetters.describe>[1]['glyphs']
  return deadLetters
    .describe(row, { now, glyphs })
    .map(({ title, lines }) => [title, ...lines.map((line) => line.map(({ text }) => text).join(''))].join('\n'))
    .join('\n')
}
const event = (type: string, payload: unknown): FeedEvent => ({ id: 'e', type, at: ago(1), subject: 'T-1', payload })

it('names each time it was closed, by whom and why, and offers nothing that would close it again', () => {
  expect(textOf(closed)).toMatch(/What was done\n.* ann: discarded, a trial\n.* ben: retried\n/)
  expect(textOf(letterRow(1))).not.toContain('What was done')
  for (const action of ['retry', 'discard'] as const) {
    expect(deadLetters.actions[action]?.refusal?.(closed)).toBe('D-1 has been dealt with.')
    expect(deadLetters.actions[action]?.refusal?.(letterRow(1))).toBeUndefined()
  }
})

it('is read anew after whatever was done about a letter', () => {
  for (const type of ['dead_letter.created', 'dead_letter.discarded', 'dead_letter.retried'])
    expect(deadLetters.stale(event(type, {}), undefined)).toBe(true)
  expect(deadLetters.stale(event('task.succeeded', null), undefined)).toBe(false)
})
