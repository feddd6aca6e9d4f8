// Promise: a log line is JSON that says what happened in words one can search for.
import { expect, it } from 'vitest'
import { createLogger } from '../../server/log.ts'

function logged(err: unknown): { type: string; message: string; stack: string } {
  const lines: string[] = []
  createLogger('trace', { write: (line) => lines.push(line) }).warn({ err }, 'it failed')
  return JSON.parse(lines.join('')).err
}

it('an error has its own name, whatever the bundle calls its class', () => {
  class MongoServerError4 extends Error {
    override get name() {
      return 'MongoServerError'
    }
  }
  const err = logged(new MongoServerError4('duplicate key'))
  expect(err).toMatchObject({ type: 'MongoServerError', message: 'duplicate key' })
  expect(err.stack).toMatch(/^MongoServerError: duplicate key\n/)
})

it('an error without a name of its own has that of its class', () => {
  class TurnMissed extends Error {}
  expect(logged(new TurnMissed('too late'))).toMatchObject({ type: 'TurnMissed', message: 'too late' })
  expect(logged(new TypeError('not a number'))).toMatchObject({ type: 'TypeError' })
})

it('what was thrown without being an error is told as it is', () => {
  expect(logged('tea')).toBe('tea')
})
