// Promise: how a run ended decides, and nothing else, what becomes of its task: done, tried again, given up, handed back.
import { describe, expect, it } from 'vitest'
import { retryDelayMs } from '../../../server/queue/retry-policy.ts'
import { fingerprintOf, maxCrashes, settle, type TaskOutcome } from '../../../server/queue/settlement.ts'
import { isFinal, type StoredRetry, statesBefore, type TaskDoc, taskStatuses, transitions } from '../../../server/queue/task.ts'

const now = new Date('2026-03-02T10:00:00Z')
const retry: StoredRetry = { maxAttempts: 3, strategy: 'exponential', delayMs: 1000, factor: 4, maxDelayMs: 60_000, jitter: 0 }
const running: TaskDoc = {
  _id: 'T-1',
  workspace: 'default',
  agent: 'writer',
  status: 'RUNNING',
  priority: 'NORMAL',
  urgency: 3,
  order: '',
  lifted: 0,
  seq: 1,
  ready: true,
  list: 'MAIN',
  facets: [],
  submittedBy: { id: 'uma', name: 'Uma' },
  origin: 'test',
  createdAt: now,
  startedAt: new Date(now.getTime() - 2000),
  parameters: new Uint8Array(),
  progress: 0.4,
  attempts: [],
  failures: 0,
  crashes: 0,
  retry,
  timeoutMs: 1000,
  claim: 'c',
  worker: 'w',
  fence: 1,
}
const end = (outcome: TaskOutcome, change: Partial<TaskDoc> = {}, allowRetryAt = (moment: Date) => moment) =>
  settle({ task: { ...running, ...change }, outcome, output: {}, now, keepMs: 5000, allowRetryAt, random: 0.5 })
const failed = (errorClass: 'TRANSIENT' | 'RATE_LIMITED' | 'PERMANENT' | 'TIMEOUT', retryAfterMs?: number): TaskOutcome => ({
  kind: 'failed',
  error: { code: 'BROKEN', class: errorClass, message: 'it broke', ...(retryAfterMs !== undefined && { retryAfterMs }) },
})

describe('the end of a run', () => {
  it('is success: the task is done, kept for its time, its attempt and duration recorded', () => {
    const { patch, event, ending, deadLetter } = end({ kind: 'succeeded', result: null, usage: { inputTokens: 5 } })
    expect(patch).toMatchObject({
      status: 'SUCCEEDED',
      progress: 1,
      finishedAt: now,
      expireAt: new Date(now.getTime() + 5000),
    })
    const usage = { inputTokens: 5, outputTokens: 0, costMicros: 0, durationMs: 2000 }
    expect(patch.attempts).toEqual([{ number: 1, startedAt: running.startedAt, endedAt: now, worker: 'w', outcome: 'succeeded', usage }])
    expect(patch.usage).toEqual(usage)
    expect({ type: event.type, ending, deadLetter }).toEqual({ type: 'task.succeeded', ending: 'succeeded', deadLetter: undefined })
  })

  it.each(['TRANSIENT', 'RATE_LIMITED', 'TIMEOUT'] as const)(
    'is a %s failure with tries left: it tries again after the pause',
    (errorClass) => {
      const { patch, event, deadLetter } = end(failed(errorClass))
      expect(patch).toMatchObject({ status: 'RETRYING', failures: 1, dueReason: 'BACKOFF', dueAt: new Date(now.getTime() + 1000) })
      expect({ type: event.type, deadLetter }).toEqual({ type: 'task.retrying', deadLetter: undefined })
    },
  )

  it.each([{ kind: 'cancelled', reason: 'enough' } as const, { kind: 'interrupted' } as const])(
    'is an end before its time ($kind): what it used is kept with the attempt all the same',
    (outcome) => {
      const { patch } = end({ ...outcome, usage: { inputTokens: 5, outputTokens: 2 } })
      expect(patch.attempts).toMatchObject([{ outcome: outcome.kind, usage: { inputTokens: 5, outputTokens: 2, durationMs: 2000 } }])
      expect(patch.usage).toMatchObject({ inputTokens: 5, outputTokens: 2 })
    },
  )

  it('is the last failure: the task is given up with a dead letter', () => {
    const { patch, deadLetter } = end(failed('TRANSIENT'), { failures: 2 })
    expect(patch).toMatchObject({ status: 'FAILED', failures: 3 })
    expect(deadLetter?.error).toMatchObject({ code: 'BROKEN', class: 'TRANSIENT', fingerprint: expect.any(String) })
  })

  it('is a permanent failure: never tried again', () => {
    expect(end(failed('PERMANENT'))).toMatchObject({
      patch: { status: 'FAILED', failures: 1 },
      ending: 'neutral',
      deadLetter: { error: { class: 'PERMANENT' } },
    })
  })

  it('honours a Retry-After that is longer than the pause, and the hours in which retries may run', () => {
    expect(end(failed('RATE_LIMITED', 30_000)).patch.dueAt).toEqual(new Date(now.getTime() + 30_000))
    const monday = new Date('2026-03-09T09:00:00Z')
    const { dueAt, backoffUntil } = end(failed('RATE_LIMITED', 30_000)).patch
    expect(backoffUntil).toBeUndefined()
    expect(end(failed('RATE_LIMITED', 30_000), {}, () => monday).patch).toMatchObject({
      dueAt: monday,
      dueReason: 'RETRY_HOURS',
      backoffUntil: dueAt,
    })
  })

  it('is an interruption: back into the queue at no cost', () => {
    const { patch, deadLetter } = end({ kind: 'interrupted' }, { failures: 2, crashes: 2 })
    expect(patch).toMatchObject({ status: 'QUEUED', ready: true, crashes: 2, progress: 0 })
    expect(patch.failures).toBeUndefined()
    expect(deadLetter).toBeUndefined()
  })

  it('says in words why it was broken off', () => {
    const last = (outcome: TaskOutcome) => end(outcome).patch.attempts?.at(-1)
    const error = (code: string, message: string) => ({ error: { code, class: 'TRANSIENT', message } })
    expect(last({ kind: 'interrupted', why: 'Its worker was stopped.' })).toMatchObject(error('INTERRUPTED', 'Its worker was stopped.'))
    expect(last({ kind: 'interrupted' })).toMatchObject(error('INTERRUPTED', 'The run was broken off.'))
    expect(last({ kind: 'lost', why: 'Worker w1 died.' })).toMatchObject(error('WORKER_LOST', 'Worker w1 died.'))
    expect(end({ kind: 'lost', why: 'Worker w1 died.' }).event.payload).toMatchObject({ reason: 'lost', detail: 'Worker w1 died.' })
  })

  it(`is a dead worker: back into the queue, and out of it the ${maxCrashes}rd time`, () => {
    expect(end({ kind: 'lost' }).patch).toMatchObject({ status: 'QUEUED', crashes: 1 })
    expect(end({ kind: 'lost' }, { crashes: maxCrashes - 1 })).toMatchObject({
      patch: { status: 'FAILED', crashes: 3 },
      deadLetter: { error: { code: 'POISON' } },
    })
  })

  it('is a cancellation: it says by whom and why, and leaves no dead letter', () => {
    const { patch, deadLetter } = end({ kind: 'cancelled', reason: 'not needed' }, { cancel: { by: { id: 'ada', name: 'Ada' }, at: now } })
    expect(patch).toMatchObject({ status: 'CANCELLED', error: { code: 'CANCELLED', message: 'Cancelled by Ada: not needed' } })
    expect(deadLetter).toBeUndefined()
  })

  it.each([{ kind: 'lost' }, { kind: 'interrupted' }, failed('TRANSIENT')] as const)(
    'is a cancellation when somebody asked for it and the run ended as %j',
    (outcome) => {
      expect(end(outcome, { cancel: { by: { id: 'ada', name: 'Ada' }, at: now } }).patch.status).toBe('CANCELLED')
    },
  )

  it('is a success after failures: no error is left behind on a task that is done', () => {
    const { patch } = end(
      { kind: 'succeeded', result: null },
      { failures: 1, error: { code: 'BROKEN', class: 'TRANSIENT', message: 'before' } },
    )
    expect(patch.error).toBeUndefined()
  })
})

describe('fingerprints', () => {
  it('are shared by failures that differ only in numbers, ids and quoted words, and by no others', () => {
    const print = (message: string, code = 'E') => fingerprintOf('writer', { code, message })
    expect(print('user 17 not found in T-12')).toBe(print('user 400 not found in T-99'))
    expect(print('no file "a.txt"')).toBe(print('no file "b.txt"'))
    expect(print('one')).not.toBe(print('two'))
    expect(print('one')).not.toBe(print('one', 'F'))
    expect(print('one')).not.toBe(fingerprintOf('coder', { code: 'E', message: 'one' }))
  })
})

describe('pauses', () => {
  const pauses = (policy: Partial<StoredRetry>) => [1, 2, 3, 4].map((n) => retryDelayMs({ ...retry, ...policy }, n, { random: 0.5 }))

  it('grow as their strategy says, up to the longest', () => {
    expect(pauses({})).toEqual([1000, 4000, 16_000, 60_000])
    expect(pauses({ strategy: 'linear' })).toEqual([1000, 2000, 3000, 4000])
    expect(pauses({ strategy: 'fixed' })).toEqual([1000, 1000, 1000, 1000])
  })

  it('are drawn at random in their share only', () => {
    const draws = [0, 0.5, 1].map((random) => retryDelayMs({ ...retry, jitter: 0.2 }, 1, { random }))
    expect(draws).toEqual([800, 900, 1000])
  })

  it('last at least as long as the far side asks for, and a day at most for that', () => {
    const asked = [500, 90_000, 1e300].map((retryAfterMs) => retryDelayMs(retry, 1, { retryAfterMs, random: 1 }))
    expect(asked).toEqual([1000, 90_000, 24 * 3600_000])
  })
})

describe('the table of states', () => {
  it('leads from every unfinished state to an end, and nowhere out of success', () => {
    for (const status of taskStatuses) if (!isFinal(status)) expect(transitions[status]).toContain('CANCELLED')
    expect(transitions.SUCCEEDED).toEqual([])
    expect(statesBefore('RUNNING')).toEqual(['QUEUED'])
  })
})
