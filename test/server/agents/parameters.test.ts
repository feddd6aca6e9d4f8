import { describe, expect, it } from 'vitest'
import { checkParameters } from '../../../server/agents/parameters.ts'
import { sampleAgent } from './sample-agent.ts'

const agent = sampleAgent()

function violations(parameters: unknown): Record<string, string> {
  const check = checkParameters(agent, parameters)
  return check.ok ? {} : Object.fromEntries(check.violations.map(({ path, message }) => [path, message]))
}

describe('checking parameters', () => {
  it('fills in defaults without touching what was given', () => {
    const given = { topic: 'Tea', options: {} }
    expect(checkParameters(agent, given)).toEqual({ ok: true, parameters: { topic: 'Tea', word_count: 2_000, options: { draft: true } } })
    expect(given).toEqual({ topic: 'Tea', options: {} })
  })

  it('reports every violation with its path and what came', () => {
    expect(violations({ word_count: 9_000, tone: 'casul' })).toEqual({
      'parameters.topic': 'is required',
      'parameters.word_count': 'must be at most 5000, got 9000',
      'parameters.tone': 'must be one of professional, casual, technical, got "casul", did you mean "casual"?',
    })
  })

  it('does not turn texts into numbers', () => {
    expect(violations({ topic: 'Tea', word_count: '600' })).toEqual({ 'parameters.word_count': 'must be a whole number, got "600"' })
  })

  it('refuses unknown parameters and names the one that was probably meant', () => {
    expect(violations({ topic: 'Tea', word_cout: 600 })).toEqual({ 'parameters.word_cout': 'is not known, did you mean "word_count"?' })
    expect(violations({ topic: 'Tea', options: { drat: true } })).toEqual({
      'parameters.options.drat': 'is not known, did you mean "draft"?',
    })
  })

  it('says of several forms only what is wrong with the one that was meant', () => {
    const forms = {
      anyOf: [
        { type: 'string', minLength: 3 },
        { type: 'array', items: { type: 'string' } },
      ],
    }
    const choosy = sampleAgent({ parameters: { type: 'object', properties: { to: forms } } })
    expect(checkParameters(choosy, { to: 'x' })).toMatchObject({
      violations: [{ path: 'parameters.to', message: 'must have at least 3 characters, got 1' }],
    })
    expect(checkParameters(choosy, { to: 5 })).toMatchObject({
      violations: [{ path: 'parameters.to', message: 'has none of the allowed forms, got 5' }],
    })
  })

  it('lets an agent allow unknown parameters', () => {
    const open = sampleAgent({ parameters: { type: 'object', properties: {}, additionalProperties: true } })
    expect(checkParameters(open, { anything: 1 })).toEqual({ ok: true, parameters: { anything: 1 } })
  })

  it.each(['__proto__', 'constructor', 'prototype'])('refuses the name %s at any depth', (name) => {
    const parameters = JSON.parse(`{"topic":"Tea","options":{"${name}":{"admin":true}}}`) as unknown
    expect(violations(parameters)).toEqual({ [`parameters.options.${name}`]: 'is a name that is not allowed; rename it' })
    expect(({} as { admin?: boolean }).admin).toBeUndefined()
  })

  it.each([null, 'text', 5, [1], undefined])('refuses %j, which is not an object', (parameters) => {
    expect(violations(parameters)['parameters']).toMatch(/^must be an object/)
  })

  it('refuses what is nested too deeply to be meant', () => {
    let nested: unknown = 1
    for (let depth = 0; depth < 100; depth++) nested = { nested }
    expect(Object.values(violations({ topic: 'Tea', options: nested }))).toEqual(['is nested deeper than 64 levels'])
  })
})
