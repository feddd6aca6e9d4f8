// Promise: no secret reaches a log line, however deep it is, in whatever form, and whoever wrote it there.
import { describe, expect, it } from 'vitest'
import { createLogger } from '../../server/log.ts'
import { hideInLogs, scrub } from '../../server/scrub.ts'

function logged(write: (log: ReturnType<typeof createLogger>) => void): string {
  const lines: string[] = []
  write(createLogger('trace', { write: (line) => lines.push(line) }))
  return lines.join('')
}

const canary = 'canary/with"quotes & spaces 81723'
hideInLogs(canary, 'short')

describe('a value that is known to be secret', () => {
  it.each([
    ['a field', (log) => log.info({ note: canary })],
    ['a field five levels deep', (log) => log.info({ a: { b: { c: { d: [{ e: canary }] } } } })],
    ['a key of an object', (log) => log.info({ [canary]: 1 })],
    ['the message', (log) => log.info(`it said ${canary}`)],
    ['a placeholder', (log) => log.info('it said %s and %j', canary, { canary })],
    ['an error with its stack and cause', (log) => log.error({ err: new Error(canary, { cause: new Error(canary) }) })],
    [
      'a header of a request inside an error',
      (log) => log.error({ err: Object.assign(new Error('x'), { config: { headers: { authorization: canary } } }) }),
    ],
    ['a binding of a child', (log) => log.child({ request: { query: canary } }).info('x')],
    ['a URL', (log) => log.info({ url: `https://example.com/?q=${encodeURIComponent(canary)}` })],
  ] satisfies [string, (log: ReturnType<typeof createLogger>) => void][])('is taken out of %s', (_where, write) => {
    const text = logged(write)
    expect(text).not.toContain('81723')
    expect(text).toContain('[secret]')
    expect(() => JSON.parse(text.split('\n')[0]!)).not.toThrow()
  })
})

describe('what looks like a secret', () => {
  it.each([
    'mongodb://user:hunter2secret@db.example:27017/capstan',
    'smtp://mailer:hunter2secret@mail.example',
    'authorization: Bearer hunter2secret.and.more',
    'Basic aHVudGVyMnNlY3JldA==hunter2secret',
    'eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJodW50ZXIyc2VjcmV0In0.hunter2secret',
    'xoxb-1234567890-hunter2secret',
    'sk-ant-hunter2secret-hunter2',
    'cap_0123456789ab_hunter2secrethunter2',
    'ref_0123456789abcdef0123456789abcdef_hunter2secrethunter2',
    'https://example.com/?access_token=hunter2secret&x=1',
    'https://example.com/?x=1&api_key=hunter2secret',
  ])('is taken out of a message: %s', (text) => {
    expect(logged((log) => log.info(text))).not.toMatch(/hunter2/)
  })

  it.each(['password', 'newPassword', 'token', 'refresh_token', 'client_secret', 'apiKey', 'authorization', 'cookie'])(
    'is taken out of a field named %s, at any depth, also in JSON inside a string',
    (name) => {
      expect(logged((log) => log.info({ a: { b: { c: { [name]: 'hunter2 "quoted"' } } } }))).not.toMatch(/hunter2/)
      expect(logged((log) => log.info(JSON.stringify({ [name]: 'hunter2' })))).not.toMatch(/hunter2/)
    },
  )

  it('leaves ordinary lines as they are', () => {
    const line =
      '{"operationName":"Tasks","tokens":512,"inputTokens":3,"url":"http://127.0.0.1:4000","task":"T-12","text":"at risk-free rate"}'
    expect(scrub(line)).toBe(line)
    expect(scrub('short')).toBe('short')
  })

  it('is looked for in linear time', () => {
    for (const hostile of [
      'a://'.repeat(50_000),
      '"password":"'.repeat(20_000),
      'Bearer '.repeat(50_000),
      '\\"token\\":\\"'.repeat(20_000),
      `"${'_-token'.repeat(50_000)}`,
    ])
      scrub(hostile)
  })
})
