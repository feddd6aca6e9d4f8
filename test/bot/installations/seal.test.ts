// Tokens of workspaces at rest.
import { expect, it } from 'vitest'
import { createSeal } from '../../../bot/installations/seal.ts'

const seal = createSeal('a secret key of at least 32 characters')

it('opens what it closed, and shows nothing of it', () => {
  const closed = seal.close('xoxb-secret', 'T1')
  expect(closed).not.toContain('secret')
  expect(seal.open(closed, 'T1')).toBe('xoxb-secret')
  expect(seal.close('xoxb-secret', 'T1')).not.toBe(closed)
})

it('opens nothing for another workspace, with another key, or that was changed', () => {
  const closed = seal.close('xoxb-secret', 'T1')
  expect(() => seal.open(closed, 'T2')).toThrow()
  expect(() => createSeal('another secret key of 32 characters!').open(closed, 'T1')).toThrow()
  expect(() => seal.open(`${closed.slice(0, -2)}AA`, 'T1')).toThrow()
  expect(() => seal.open('v2.a.b.c', 'T1')).toThrow()
})
