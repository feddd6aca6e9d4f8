// What people do with schedules: what is refused and where, and what a change, a pause and a run by hand do.
import { describe, expect, it } from 'vitest'
import { CapstanError } from '../../../server/errors.ts'
import {
  deleteSchedule,
  pauseSchedule,
  resumeSchedule,
  type ScheduleInput,
  updateSchedule,
} from '../../../server/schedules/change-schedule.ts'
import { makeFileSchedules } from '../../../server/schedules/file-schedules.ts'
import { runSchedule } from '../../../server/schedules/run-now.ts'
import { pageOfSchedules } from '../../../server/schedules/schedule-store.ts'
import { openTarget } from '../../../server/schedules/targets.ts'
import { admin, fakeAgent, onlooker, user } from '../../support/engine.ts'
import { createScheduling } from './scheduling.ts'

const { engine, deps, at, create, schedule, runs, fireAt } = await createScheduling()
at('2026-03-02T00:00:00Z')

async function refusal(work: Promise<unknown>): Promise<CapstanError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (error instanceof CapstanError) return error
  throw new Error(`expected to be refused, got ${String(error)}`)
}

async function paths(input: Partial<ScheduleInput>): Promise<string[]> {
  const { code, details } = await refusal(create(input))
  expect(code).toBe('VALIDATION_FAILED')
  return (details.violations ?? []).map(({ path }) => path)
}

const task = { agent: 'writer', parameters: { topic: 'tests' } }
const tooShort = { agent: 'writer', parameters: { topic: 'x' } }

describe('a new schedule', () => {
  it.each<[string, Partial<ScheduleInput>, string[]]>([
    ['with a cron of seven fields', { cron: '0 0 9 * * 1 2027' }, ['cron']],
    ['in a zone that does not exist', { cron: '0 9 * * *', timezone: 'Mars/Olympus' }, ['timezone']],
    ['that ends before it starts', { every: '1h', startAt: new Date('2026-04-02'), endAt: new Date('2026-04-01') }, ['endAt']],
    ['without a when', {}, ['cron']],
    ['with two of them', { cron: '0 9 * * *', every: '1h' }, ['every']],
    ['faster than a second', { every: '500ms' }, ['every']],
    ['every zero seconds', { every: '0s' }, ['every']],
    ['in words that say nothing', { words: 'whenever you like' }, ['words']],
    ['at a moment that has passed', { at: new Date('2026-03-01T00:00:00Z') }, ['at']],
    ['in a far future', { at: new Date('2126-03-01T00:00:00Z') }, ['at']],
    ['whose end comes before the first run', { cron: '0 9 * * *', endAt: new Date('2026-03-02T08:00:00Z') }, ['endAt']],
    ['without a name', { name: ' ', every: '1h' }, ['name']],
    ['without anything to start', { every: '1h', task: undefined }, ['task']],
    ['with two things to start', { every: '1h', post: { channel: '#a', text: 'b' } }, ['post']],
    ['with parameters its agent refuses', { every: '1h', task: tooShort }, ['task.parameters.topic']],
    ['with a task at a time of its own', { every: '1h', task: { ...task, runAt: new Date() } }, ['task.runAt']],
    ['with one key for all its tasks', { every: '1h', task: { ...task, idempotencyKey: 'k' } }, ['task.idempotencyKey']],
    ['with a post to nowhere', { every: '1h', task: undefined, post: { channel: 'x', text: '' } }, ['post.channel', 'post.text']],
  ])('%s is refused, and the place is named', async (_what, input, expected) => {
    expect(await paths(input)).toEqual(expected)
  })

  it('says everything that is wrong at once', async () => {
    expect(await paths({ name: '', timezone: 'Nowhere', every: '1x', task: tooShort })).toEqual([
      'name',
      'timezone',
      'every',
      'task.parameters.topic',
    ])
    const unknown = { agent: 'writter', parameters: {} }
    expect(await paths({ words: 'every banana', timezone: 'Nowhere', task: unknown })).toEqual(['timezone', 'words', 'task'])
    expect(await paths({ every: '1x', task: unknown })).toEqual(['every', 'task'])
  })

  it('for an agent nobody knows is refused with what it could have been', async () => {
    const { code, message } = await refusal(create({ every: '1h', task: { agent: 'writter', parameters: {} } }))
    expect([code, message]).toEqual(['UNKNOWN_AGENT', expect.stringContaining('task: There is no agent "writter"')])
  })

  it('is nothing for somebody who only looks', async () => {
    expect((await refusal(create({ every: '1h' }, onlooker))).code).toBe('FORBIDDEN')
  })

  it('keeps what it hands over sealed', async () => {
    const made = await create({ every: '1h', task: { agent: 'writer', parameters: { topic: 'top secret plans' } } })
    const stored = await schedule(made._id)
    expect(JSON.stringify(stored)).not.toContain('secret')
    expect(Buffer.from(JSON.stringify(stored.target), 'base64').toString()).not.toContain('secret')
    expect(openTarget(engine, stored)).toEqual({ agent: 'writer', parameters: { topic: 'top secret plans' } })
  })

  it('that is not enabled waits until somebody lets it run', async () => {
    const { _id } = await create({ every: '1h', enabled: false })
    await fireAt('2026-03-02T01:00:00Z')
    expect(await runs(_id)).toEqual([])
    at('2026-03-02T01:20:00Z')
    expect((await resumeSchedule(deps, user, { id: _id })).nextAt).toEqual(new Date('2026-03-02T02:00:00Z'))
  })
})

describe('a change', () => {
  it('replaces the timing and keeps the rest', async () => {
    at('2026-03-02T00:00:00Z')
    const { _id } = await create({ cron: '0 9 * * *', timezone: 'Australia/Sydney', missed: 'ALL' })
    const changed = await updateSchedule(deps, user, { id: _id, input: { words: 'every first monday at 9:00' }, expectedVersion: 1 })
    expect(changed).toMatchObject({
      version: 2,
      missed: 'ALL',
      timezone: 'Australia/Sydney',
      timing: { kind: 'cron', cron: '0 9 * * 1#1' },
      nextAt: new Date('2026-04-05T23:00:00Z'),
    })
    expect(openTarget(engine, await schedule(_id))).toEqual(task)
  })

  it('clears what is set to null', async () => {
    const { _id } = await create({ cron: '0 9 * * *', timezone: 'Australia/Sydney', endAt: new Date('2026-05-01') })
    const changed = await updateSchedule(deps, user, { id: _id, input: { endAt: null, timezone: null } })
    expect([changed.endAt, changed.timezone]).toEqual([undefined, 'UTC'])
    expect((await schedule(_id)).endAt).toBeUndefined()
  })

  it('of something else than was seen is refused', async () => {
    const { _id } = await create({ every: '1h' })
    await updateSchedule(deps, user, { id: _id, input: { name: 'Another name' } })
    const { code, message } = await refusal(updateSchedule(deps, user, { id: _id, input: { name: 'A third' }, expectedVersion: 1 }))
    expect([code, message]).toEqual(['CONFLICT', expect.stringContaining('version 1')])
    expect((await schedule(_id)).name).toBe('Another name')
  })

  it('keeps the beat of an interval that it does not touch', async () => {
    at('2026-03-02T00:00:00Z')
    const { _id } = await create({ every: '1h' })
    at('2026-03-02T00:30:00Z')
    expect((await updateSchedule(deps, user, { id: _id, input: { name: 'Renamed' } })).nextAt).toEqual(new Date('2026-03-02T01:00:00Z'))
    expect((await updateSchedule(deps, user, { id: _id, input: { every: '2h' } })).nextAt).toEqual(new Date('2026-03-02T02:30:00Z'))
  })

  it('is for its owner and for admins', async () => {
    const { _id } = await create({ every: '1h' }, admin)
    expect((await refusal(updateSchedule(deps, user, { id: _id, input: { name: 'Mine' } }))).code).toBe('FORBIDDEN')
    const own = await create({ every: '1h' })
    expect((await updateSchedule(deps, admin, { id: own._id, input: { name: 'Ours' } })).createdBy.id).toBe('uma')
    expect((await refusal(pauseSchedule(deps, { ...admin, workspace: 'other' }, { id: own._id }))).code).toBe('NOT_FOUND')
  })
})

describe('a pause', () => {
  it('keeps it from running, and what fell into it is not made up for', async () => {
    at('2026-03-02T00:00:00Z')
    const { _id } = await create({ every: '1h', missed: 'ALL' })
    await pauseSchedule(deps, user, { id: _id, reason: 'Holidays' })
    await fireAt('2026-03-02T03:10:00Z')
    await resumeSchedule(deps, user, { id: _id })
    await fireAt('2026-03-02T04:00:00Z')
    expect((await runs(_id)).map(({ dueAt }) => dueAt)).toEqual([new Date('2026-03-02T04:00:00Z')])
    expect((await engine.events(_id)).find(({ type }) => type === 'schedule.paused')).toMatchObject({
      reason: 'Holidays',
      actor: { id: 'uma' },
    })
  })

  it('of one that rests, and going on of one that runs or has no run left, are refused', async () => {
    const { _id } = await create({ every: '1h' })
    expect((await refusal(resumeSchedule(deps, user, { id: _id }))).code).toBe('ILLEGAL_STATE')
    await pauseSchedule(deps, user, { id: _id })
    expect((await refusal(pauseSchedule(deps, user, { id: _id }))).code).toBe('ILLEGAL_STATE')
    at('2026-03-02T04:00:00Z')
    const once = await create({ at: new Date('2026-03-02T05:00:00Z') })
    await fireAt('2026-03-02T05:00:00Z')
    expect((await refusal(resumeSchedule(deps, user, { id: once._id }))).message).toContain('no run left')
  })
})

describe('a run by hand', () => {
  it('comes besides the due moments, and the next one stays', async () => {
    at('2026-03-02T00:00:00Z')
    const { _id } = await create({ every: '1h' })
    at('2026-03-02T00:10:00Z')
    const run = await runSchedule(deps, admin, { id: _id })
    expect(run).toMatchObject({ manual: true, status: 'STARTED', dueAt: new Date('2026-03-02T00:10:00Z') })
    expect(await engine.task(run.task ?? '')).toMatchObject({ schedule: _id, submittedBy: { id: 'uma' } })
    expect((await schedule(_id)).nextAt).toEqual(new Date('2026-03-02T01:00:00Z'))
  })

  it('keeps to the overlap policy', async () => {
    const { _id } = await create({ every: '1h' })
    await runSchedule(deps, user, { id: _id })
    expect((await refusal(runSchedule(deps, user, { id: _id }))).code).toBe('CONFLICT')
    at('2026-03-02T00:11:00Z')
    expect(await runSchedule(deps, user, { id: _id })).toMatchObject({ status: 'SKIPPED' })
  })
})

describe('a deleted schedule', () => {
  it('is gone, and what it started stays', async () => {
    const { _id } = await create({ every: '1h' })
    const { task: started } = await runSchedule(deps, user, { id: _id })
    await deleteSchedule(deps, user, { id: _id })
    expect(await schedule(_id)).toBeNull()
    expect((await engine.task(started ?? '')).status).toBe('QUEUED')
    expect((await refusal(deleteSchedule(deps, user, { id: _id }))).code).toBe('NOT_FOUND')
  })
})

describe('schedules in agent files', () => {
  it('are made once, resting when the file says so, and never again once deleted', async () => {
    const schedules = [{ cron: '0 9 * * 1', timezone: 'Europe/Berlin', enabled: false, parameters: { topic: 'the week' } }]
    const registry = { ...deps.registry, list: () => [{ config: fakeAgent({ schedules }), available: true }] }
    const withFile = { ...deps, registry }
    expect(await makeFileSchedules(withFile, admin)).toBe(1)
    const [made] = await pageOfSchedules(engine.database, {
      filter: { workspace: 'default', text: 'from its file' },
      limit: 2,
      after: undefined,
    })
    expect(made).toMatchObject({ enabled: false, timezone: 'Europe/Berlin', target: { name: 'writer' }, createdBy: { id: 'ada' } })
    await deleteSchedule(deps, admin, { id: made?._id ?? '' })
    expect(await makeFileSchedules(withFile, admin)).toBe(0)
  })
})
