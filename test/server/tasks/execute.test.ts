// Promise: how a run ends is written down with its attempt: what was thrown with its stack, what ran too long, what its agent's rules say.
import { describe, expect, it } from 'vitest'
import { createGate, createTestEngine, failing } from '../../support/engine.ts'

const errorRules = [
  { match: 'Quota', class: 'PERMANENT' as const },
  { match: 'warming_up', class: 'RATE_LIMITED' as const },
]
const engine = await createTestEngine({
  agents: [
    {},
    { name: 'ruled', errorRules },
    { name: 'brief', timeoutMs: 30, graceMs: 20_000 },
    { name: 'deaf', timeoutMs: 30, graceMs: 20 },
  ],
})
await engine.startWorker()
const end = async (agent: string, retry = { maxAttempts: 1 }) => engine.waitFor((await engine.submit({ agent, retry }))._id, 'FAILED')

describe('a run', () => {
  it('that throws has failed with what was thrown, and its stack', async () => {
    engine.handle(async () => {
      throw Object.assign(new Error('no such table'), { status: 500 })
    })
    const { error, attempts } = await end('writer')
    expect(error).toMatchObject({ code: 'HTTP_500', class: 'TRANSIENT', message: 'no such table' })
    expect(attempts).toMatchObject([{ number: 1, outcome: 'failed', error: { stack: expect.stringContaining('execute.test') } }])
    expect(attempts[0]!.endedAt.getTime()).toBeGreaterThanOrEqual(attempts[0]!.startedAt.getTime())
    expect(attempts[0]!.worker).not.toBe('')
  })

  it.each([
    ['QUOTA_EXCEEDED', 'PERMANENT', 1],
    ['WARMING_UP', 'RATE_LIMITED', 2],
    ['DOWN', 'TRANSIENT', 2],
  ])('that fails with %s is %s by the rules of its agent', async (code, errorClass, tries) => {
    engine.handle(async () => failing(code, 'TRANSIENT'))
    const { error, attempts } = await end('ruled', { maxAttempts: 2 })
    expect(error).toMatchObject({ code, class: errorClass })
    expect(attempts).toHaveLength(tries)
  })

  it('that is out of time is told to stop, and what it says then does not count', async () => {
    let told: unknown
    engine.handle(async (_agent, { signal }) => {
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
      told = signal.reason
      return failing('SOMETHING_ELSE')
    })
    expect((await end('brief')).error).toMatchObject({
      code: 'TIMEOUT',
      class: 'TIMEOUT',
      message: expect.stringContaining('0.03 seconds'),
    })
    expect(told).toBe('timeout')
  })

  it('that does not listen is given up, and its slot is free for the next', async () => {
    const never = createGate()
    engine.handle(async () => {
      await never.passed
      return { kind: 'succeeded', result: 'too late' }
    })
    const given = await end('deaf')
    expect(given).toMatchObject({ error: { code: 'TIMEOUT' }, attempts: [{ outcome: 'failed' }] })
    never.open()
    engine.handle(async () => ({ kind: 'succeeded', result: null }))
    await engine.waitFor((await engine.submit({ agent: 'deaf' }))._id, 'SUCCEEDED')
    expect((await engine.task(given._id)).result).toBeUndefined()
  })
})
