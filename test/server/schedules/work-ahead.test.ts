// What is worked out before it is due comes in as if it had been worked out then: nothing of it is stored before, and what has changed
// meanwhile counts.
import { afterEach, describe, expect, it } from 'vitest'
import type { UserDoc } from '../../../server/auth/user.ts'
import { nothingAhead } from '../../../server/schedules/ahead.ts'
import { createSchedule, pauseSchedule, updateSchedule } from '../../../server/schedules/change-schedule.ts'
import { startScheduleClock } from '../../../server/schedules/clock.ts'
import { fireDue } from '../../../server/schedules/fire.ts'
import type { ScheduleDoc } from '../../../server/schedules/schedule.ts'
import type { FireDeps } from '../../../server/schedules/start-runs.ts'
import { workOutAhead } from '../../../server/schedules/work-ahead.ts'
import { admin, user } from '../../support/engine.ts'
import { createScheduling } from './scheduling.ts'

const scheduling = await createScheduling()
const { engine, deps, at, create, runs, statuses, tasksOf, fireAt } = scheduling
const { database } = engine
const due = '2026-03-02T01:00:00.000Z'
const before = '2026-03-02T00:59:59.000Z'
const leases = database.collection<{ _id: string; holder: string; until: Date }>('leases')

/** Makes tasks no more: what it starts has been worked out before. */
const idle: FireDeps = { ...deps, taskIds: { take: () => Promise.reject(new Error('was not worked out before')) } }

async function workOut(server = deps) {
  return workOutAhead(server, at(before), nothingAhead)
}

afterEach(async () => {
  await database.collection('schedules').deleteMany({})
  await leases.deleteMany({})
  at('2026-03-02T00:00:00Z')
})

describe('what is due in a moment', () => {
  it('is not stored before, comes in when it is due, and goes on from there', async () => {
    const { _id } = await create({ every: '1h' })
    const ahead = await workOut()
    expect([await runs(_id), await tasksOf(_id)]).toEqual([[], []])
    expect(await fireDue(idle, at('2026-03-02T01:00:00.030Z'), ahead)).toBe(1)
    const [task] = await tasksOf(_id)
    expect(task).toMatchObject({ status: 'QUEUED', createdAt: new Date(due), queuedAt: new Date(due), timeoutMs: 300_000 })
    expect(await runs(_id)).toMatchObject([{ status: 'STARTED', task: task?._id, dueAt: new Date(due) }])
    expect((await scheduling.schedule(_id)).nextAt).toEqual(new Date('2026-03-02T02:00:00Z'))
  })

  it('does not happen when a person has paused it meanwhile', async () => {
    const { _id } = await create({ every: '1h' })
    const ahead = await workOut()
    await pauseSchedule(deps, user, { id: _id })
    expect(await fireDue(deps, at(due), ahead)).toBe(0)
    expect(await tasksOf(_id)).toEqual([])
  })

  it('is what a person has made of it meanwhile', async () => {
    const { _id } = await create({ every: '1h' })
    const ahead = await workOut()
    const task = { agent: 'writer', parameters: { topic: 'something else' } }
    await updateSchedule(deps, user, { id: _id, input: { task } })
    await fireDue(deps, at(due), ahead)
    const [made] = await tasksOf(_id)
    expect(made && engine.parametersOf(made)).toMatchObject({ topic: 'something else' })
  })

  it('is one of several runs when its moment is reached too late', async () => {
    const { _id } = await create({ every: '1s', overlap: 'QUEUE' })
    const ahead = await workOutAhead(deps, at('2026-03-02T00:00:00.500Z'), nothingAhead)
    await fireDue(deps, at('2026-03-02T00:00:03.100Z'), ahead)
    expect(await statuses(_id)).toEqual(['STARTED', 'STARTED', 'STARTED'])
    expect(await tasksOf(_id)).toHaveLength(3)
  })

  it('is left out only when the run before has not ended at that very moment', async () => {
    const { _id } = await create({ every: '30m' })
    await fireAt('2026-03-02T00:30:00Z')
    const ahead = await workOut()
    await database.collection('tasks').updateMany({ schedule: _id }, { $set: { status: 'SUCCEEDED' } })
    await fireDue(deps, at(due), ahead)
    expect(await statuses(_id)).toEqual(['STARTED', 'STARTED'])
  })

  it('fails when its owner has lost the role meanwhile', async () => {
    const { _id } = await create({ every: '1h' })
    const ahead = await workOut()
    const users = database.collection<UserDoc>('users')
    const change = { memberships: [{ workspace: 'default', role: 'viewer' as const, groups: [] }] }
    const owner = await users.findOneAndUpdate({ _id: user.id }, { $set: change })
    await fireDue(deps, at(due), ahead)
    await users.replaceOne({ _id: user.id }, owner as UserDoc)
    expect(await statuses(_id)).toEqual(['FAILED'])
    expect(await tasksOf(_id)).toEqual([])
  })

  it('comes in by the hours of that moment', async () => {
    const { _id } = await create({ every: '1h' })
    await deps.workspaces.update(admin, { quietHours: { from: '01:00', to: '02:00', timezone: 'UTC' } })
    const ahead = await workOut()
    await fireDue(idle, at(due), ahead)
    await deps.workspaces.update(admin, { quietHours: null })
    expect(await tasksOf(_id)).toMatchObject([{ status: 'SCHEDULED', dueReason: 'QUIET_HOURS', dueAt: new Date('2026-03-02T02:00:00Z') }])
  })

  it('is worked out beside one that cannot be, which fails when it is due', async () => {
    const broken = await create({ every: '1h' })
    const sealed = engine.vault.seal({}, 'another place')
    await database.collection<ScheduleDoc>('schedules').updateOne({ _id: broken._id }, { $set: { 'target.sealed': sealed } })
    const fine = await create({ every: '1h' })
    await fireDue(idle, at(due), await workOut())
    expect([await statuses(broken._id), await statuses(fine._id)]).toEqual([['FAILED'], ['STARTED']])
  })

  it('is worked out by one server, and fired once by whichever has the turn when that one has died', async () => {
    const ids: string[] = []
    for (let n = 0; n < 60; n++) ids.push((await create({ every: '1h' }))._id)
    const other = await scheduling.join()
    const ahead = await workOut()
    expect([ahead.size, (await workOut(other)).size]).toEqual([60, 0])
    expect(await fireDue(other, at(due), nothingAhead)).toBe(0)
    await leases.updateOne({ _id: 'schedules' }, { $set: { until: new Date(0) } })
    // The first is not dead after all: both fire in the same moment, and what one has stored the other cannot.
    await Promise.all([fireDue(other, at(due)), fireDue(deps, at(due), ahead)])
    for (const id of ids) expect(await statuses(id)).toEqual(['STARTED'])
    expect(await database.collection('tasks').countDocuments({ schedule: { $in: ids } })).toBe(60)
  })
})

describe('the clock of a server', () => {
  it('works out what is due before it is, and gives the turn back when it stops', async () => {
    const server = { ...deps, now: () => new Date() }
    const task = { agent: 'writer', parameters: { topic: 'tests' } }
    const { _id } = await createSchedule(server, user, { input: { name: 'Often', every: '1s', overlap: 'QUEUE', task } })
    const stop = startScheduleClock(server, { onEvent: () => () => undefined, onGap: () => () => undefined })
    await engine.waitUntil('a task to come in at the very moment', async () => {
      const moments = new Set((await runs(_id)).map(({ dueAt }) => dueAt.getTime()))
      return (await tasksOf(_id)).some(({ createdAt }) => moments.has(createdAt.getTime()))
    })
    await stop()
    await expect.poll(() => leases.findOne({ _id: 'schedules' })).toMatchObject({ until: new Date(0) })
  })
})
