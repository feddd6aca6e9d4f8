// Promise: a schema that came from a caller holds up nobody, whatever is in it.
import { describe, expect, it } from 'vitest'
import { checkInput } from '../../../server/agents/parameters.ts'
import { withinReason } from '../../../server/agents/within-reason.ts'
import { checkSaying } from '../../../server/requests/answer-check.ts'

const doubling = (depth: number) => ({
  ...{ type: 'object', properties: { x: { $ref: `#/$defs/d${depth}` } } },
  $defs: Object.fromEntries(
    Array.from({ length: depth + 1 }, (_, index) => [
      `d${index}`,
      index === 0 ? { type: 'string' } : { allOf: [{ $ref: `#/$defs/d${index - 1}` }, { $ref: `#/$defs/d${index - 1}` }] },
    ]),
  ),
})

describe('a schema that came from a caller', () => {
  it.each([
    ['circles', { type: 'object', properties: { x: { $ref: '#/properties/x' } } }],
    ['doubling', doubling(40)],
    ['a pattern', { type: 'object', properties: { x: { pattern: '^(a+)+$' } } }],
  ])('ends the check when it is endless by %s', (_, schema) => {
    const answer = { x: `${'a'.repeat(40)}!` }
    const found = checkInput({ parameters: schema }, answer)
    expect(found).toEqual({ ok: false, violations: [{ path: 'parameters', message: expect.stringContaining('too much work') }] })
    const request = { _id: 'R-1', kind: 'QUESTION' as const }
    const body = { choices: [], form: schema } as unknown as Parameters<typeof checkSaying>[1]
    expect(() => checkSaying(request, body, { answer })).toThrow(/too much work/)
  })

  it('says what is wrong with what it is checked against, and lets pass what is right', () => {
    const parameters = { type: 'object', properties: { x: { type: 'integer', default: 3 } } }
    expect(checkInput({ parameters }, {})).toEqual({ ok: true, parameters: { x: 3 } })
    expect(checkInput({ parameters }, { x: 'no' })).toMatchObject({ ok: false, violations: [{ path: 'parameters.x' }] })
  })

  it('is told why it cannot be used', () => {
    const refuse = () => {
      throw new Error('there is no such thing')
    }
    expect(withinReason(refuse, (why) => why)).toBe('the schema cannot be used: there is no such thing')
  })
})
