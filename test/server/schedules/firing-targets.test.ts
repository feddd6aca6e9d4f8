// What a due moment starts besides a plain task, and what becomes of it when it cannot start: a failed run that says why, and no other
// schedule is held up.
import { afterEach, describe, expect, it } from 'vitest'
import type { UserDoc } from '../../../server/auth/user.ts'
import type { EventRow } from '../../../server/events/event-log.ts'
import type { DeliveryDoc } from '../../../server/queue/deliveries.ts'
import type { ScheduleDoc } from '../../../server/schedules/schedule.ts'
import { user } from '../../support/engine.ts'
import { createScheduling } from './scheduling.ts'

const { engine, deps, at, create, schedule, runs, fireAt, statuses, tasksOf } = await createScheduling({
  agents: [{}, { name: 'narrow', queueLimit: 1 }],
})
const { database } = engine
const users = database.collection<UserDoc>('users')

afterEach(async () => {
  await database.collection('schedules').deleteMany({})
  at('2026-03-02T00:00:00Z')
})

describe('what cannot start', () => {
  const failure = async (id: string) => {
    const [run] = await runs(id)
    const event = (await engine.events(id)).find(({ type }: EventRow) => type === 'schedule.failed')
    return { status: run?.status, reason: run?.reason, owner: event?.payload['owner'], code: event?.payload['code'] }
  }

  it.each([
    ['disabled', { disabled: true }],
    ['out of the workspace', { memberships: [] }],
    ['a viewer only', { memberships: [{ workspace: 'default', role: 'viewer' as const, groups: [] }] }],
  ])('is a failed run that tells the owner, when the owner is %s by then', async (_how, change) => {
    const { _id } = await create({ every: '1h' })
    const before = await users.findOneAndUpdate({ _id: user.id }, { $set: change })
    await fireAt('2026-03-02T01:00:00Z')
    await users.replaceOne({ _id: user.id }, before as UserDoc)
    expect(await failure(_id)).toMatchObject({ status: 'FAILED', owner: 'uma', code: 'FORBIDDEN', reason: expect.stringContaining('Uma') })
    expect(await tasksOf(_id)).toEqual([])
    await fireAt('2026-03-02T02:00:00Z')
    expect(await statuses(_id)).toEqual(['FAILED', 'STARTED'])
  })

  it('does not hold up the others: a full queue fails one run only', async () => {
    await engine.submit({ agent: 'narrow' })
    const full = await create({ every: '1h', task: { agent: 'narrow', parameters: { topic: 'tests' } } })
    const fine = await create({ every: '1h' })
    await fireAt('2026-03-02T01:00:00Z')
    expect(await failure(full._id)).toMatchObject({ status: 'FAILED', code: 'QUEUE_FULL' })
    expect((await schedule(full._id)).nextAt).toEqual(new Date('2026-03-02T02:00:00Z'))
    expect(await statuses(fine._id)).toEqual(['STARTED'])
  })

  it('does not hold up the others: nor does one that cannot be opened', async () => {
    const broken = await create({ every: '1h' })
    const sealed = engine.vault.seal({}, 'another place')
    await database.collection<ScheduleDoc>('schedules').updateOne({ _id: broken._id }, { $set: { 'target.sealed': sealed } })
    const fine = await create({ every: '1h' })
    await fireAt('2026-03-02T01:00:00Z')
    expect(await failure(broken._id)).toMatchObject({ status: 'FAILED', code: 'INTERNAL' })
    expect(await statuses(fine._id)).toEqual(['STARTED'])
  })

  it('says so when the agent is switched off', async () => {
    const { _id } = await create({ every: '1h' })
    await fireAt('2026-03-02T01:00:00Z', { ...deps, offReason: () => 'Ada: on holiday' })
    expect(await failure(_id)).toMatchObject({ status: 'FAILED', code: 'ILLEGAL_STATE', reason: expect.stringContaining('on holiday') })
  })
})

describe('a post', () => {
  const post = { task: undefined, post: { channel: '#releases', text: 'Good *morning*' } }

  it('is handed over for delivery together with its run', async () => {
    const { _id } = await create({ every: '1h', ...post })
    await fireAt('2026-03-02T01:00:00Z')
    const [delivery] = await database.collection<DeliveryDoc>('deliveries').find({ task: _id }).toArray()
    expect(delivery).toMatchObject({
      _id: `${_id}@2026-03-02T01:00:00.000Z`,
      kind: 'SLACK',
      address: '#releases',
      status: 'PENDING',
      said: { text: 'Good *morning*' },
    })
    expect(await statuses(_id)).toEqual(['STARTED'])
  })

  it('fails when this server posts nothing to Slack any more', async () => {
    const { _id } = await create({ every: '1h', ...post })
    await fireAt('2026-03-02T01:00:00Z', { ...deps, refuseTarget: () => 'this server posts nothing to Slack' })
    expect(await runs(_id)).toMatchObject([{ status: 'FAILED', reason: 'this server posts nothing to Slack' }])
    expect(await database.collection('deliveries').countDocuments({ task: _id })).toBe(0)
  })
})

describe('a workflow', () => {
  it('is started for the owner under a key of its own for each moment, and counts as open until it has ended', async () => {
    const begun: object[] = []
    const workflows = {
      check: async () => undefined,
      start: async ({ viewer }: { viewer: { id: string } }, input: object) => `W-${begun.push({ viewer: viewer.id, ...input })}`,
      openAmong: async (ids: readonly string[]) => [...ids],
      cancel: async () => undefined,
    }
    const { database: _own, ...rest } = deps
    const withWorkflows = { ...rest, database, workflows }
    const made = await create({ every: '1h' })
    const { vault } = engine
    const sealed = vault.seal({ template: 'launch', parameters: { topic: 'tests' } }, `${made._id}.target`)
    await database
      .collection<ScheduleDoc>('schedules')
      .updateOne({ _id: made._id }, { $set: { target: { kind: 'WORKFLOW', name: 'launch', sealed } } })
    await fireAt('2026-03-02T01:00:00Z', withWorkflows)
    await fireAt('2026-03-02T02:00:00Z', withWorkflows)
    expect(begun).toEqual([
      { viewer: 'uma', template: 'launch', parameters: { topic: 'tests' }, idempotencyKey: `${made._id}@2026-03-02T01:00:00.000Z` },
    ])
    expect(await runs(made._id)).toMatchObject([{ status: 'STARTED', workflow: 'W-1' }, { status: 'SKIPPED' }])
  })
})
