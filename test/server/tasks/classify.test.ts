// Promise: what is thrown is a failure that may pass, or one that will not, by what it says of itself.
import { expect, it } from 'vitest'
import { classifyThrown } from '../../../server/tasks/classify.ts'

const error = (more: object) => Object.assign(new Error('it went wrong'), more)

it.each([
  [
    { status: 429, retryAfterMs: 7000 },
    { code: 'HTTP_429', class: 'RATE_LIMITED', retryAfterMs: 7000 },
  ],
  [{ status: 503 }, { code: 'HTTP_503', class: 'TRANSIENT' }],
  [{ status: 408 }, { code: 'HTTP_408', class: 'TRANSIENT' }],
  [{ status: 401 }, { code: 'HTTP_401', class: 'PERMANENT' }],
  [{ status: 400 }, { code: 'HTTP_400', class: 'PERMANENT' }],
  [{ code: 'ECONNRESET' }, { code: 'ECONNRESET', class: 'TRANSIENT' }],
  [{ code: 'UND_ERR_CONNECT_TIMEOUT' }, { code: 'UND_ERR_CONNECT_TIMEOUT', class: 'TRANSIENT' }],
  [{}, { code: 'UNEXPECTED', class: 'TRANSIENT' }],
])('an error with %j', (more, failure) => {
  expect(classifyThrown(error(more))).toEqual({ ...failure, message: 'it went wrong', stack: expect.stringContaining('classify.test') })
})

it('a thrown value that is no error is told as far as it goes', () => {
  expect(classifyThrown('x'.repeat(9000))).toMatchObject({ code: 'UNEXPECTED', class: 'TRANSIENT' })
  expect(classifyThrown('x'.repeat(9000)).message.length).toBeLessThan(600)
})
