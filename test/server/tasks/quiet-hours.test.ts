// Promise: when quiet hours begin, waiting work below HIGH sleeps until they end; when the rules change, it wakes; when manual mode ends, it goes.
import { beforeEach, describe, expect, it } from 'vitest'
import type { TaskDoc } from '../../../server/queue/task.ts'
import type { TimerDoc } from '../../../server/queue/timers.ts'
import { createWaitingRules } from '../../../server/tasks/quiet-hours.ts'
import { admin, createTestEngine } from '../../support/engine.ts'

const engine = await createTestEngine()
const { database, workspaces } = engine
const night = new Date('2026-03-02T23:30:00Z')
const morning = new Date('2026-03-03T06:00:00Z')
const quietHours = { timezone: 'UTC', from: '22:00', to: '06:00' }

beforeEach(async () => {
  await database.collection<TaskDoc>('tasks').deleteMany({})
  await database.collection<TimerDoc>('timers').deleteMany({})
  await workspaces.update(admin, { manual: false, quietHours: null })
})

const statuses = async (tasks: readonly TaskDoc[]) => Promise.all(tasks.map(async ({ _id }) => (await engine.task(_id)).status))

/** Submitted by day, whatever the clock says now: the rules are set afterwards. */
async function submitByDay() {
  const tasks = await engine.submitAll([{ priority: 'LOW' }, { priority: 'NORMAL' }, { priority: 'HIGH' }, { priority: 'CRITICAL' }])
  await workspaces.update(admin, { quietHours })
  return tasks
}

describe('quiet hours', () => {
  it('send waiting tasks below HIGH to sleep until they end, with an event that says why', async () => {
    const tasks = await submitByDay()
    expect(await createWaitingRules(database).apply(night)).toBe(2)
    expect(await statuses(tasks)).toEqual(['SCHEDULED', 'SCHEDULED', 'QUEUED', 'QUEUED'])
    const asleep = await engine.task(tasks[0]!._id)
    expect(asleep).toMatchObject({ dueAt: morning, dueReason: 'QUIET_HOURS' })
    expect(asleep.ready).toBeUndefined()
    expect(await database.collection<TimerDoc>('timers').findOne({ _id: asleep._id })).toMatchObject({ at: morning })
    expect((await engine.events(asleep._id)).at(-1)).toMatchObject({
      type: 'task.scheduled',
      payload: { reason: 'QUIET_HOURS', dueAt: morning },
    })
  })

  it('do so once on several servers at the same moment', async () => {
    const tasks = await submitByDay()
    const other = await engine.join()
    const moved = await Promise.all([database, other.database, database].map((one) => createWaitingRules(one).apply(night)))
    expect(moved.reduce((sum, count) => sum + count, 0)).toBe(2)
    expect((await engine.events(tasks[0]!._id)).filter(({ type }) => type === 'task.scheduled')).toHaveLength(1)
  })

  it('leave everything alone by day', async () => {
    const tasks = await submitByDay()
    expect(await createWaitingRules(database).apply(new Date('2026-03-02T12:00:00Z'))).toBe(0)
    expect(await statuses(tasks)).toEqual(['QUEUED', 'QUEUED', 'QUEUED', 'QUEUED'])
  })

  it('that are lifted early wake what sleeps', async () => {
    const tasks = await submitByDay()
    const rules = createWaitingRules(database)
    await rules.apply(night)
    await workspaces.update(admin, { quietHours: null })
    expect(await rules.apply(night)).toBe(2)
    expect((await database.collection<TimerDoc>('timers').findOne({ _id: tasks[0]!._id }))?.at).toEqual(night)
  })
})

describe('manual mode', () => {
  it('lets held tasks go when it ends, and those it held before they were due', async () => {
    await workspaces.update(admin, { manual: true })
    const [held, later] = await engine.submitAll([{}, { runAt: new Date(Date.now() + 3600_000) }])
    expect(await engine.task(held!._id)).toMatchObject({ status: 'QUEUED', held: true })
    expect(await createWaitingRules(database).apply(new Date())).toBe(0)
    await workspaces.update(admin, { manual: false })
    expect(await createWaitingRules(database).apply(new Date())).toBe(2)
    expect(await engine.task(held!._id)).toMatchObject({ status: 'QUEUED', ready: true })
    expect((await engine.task(later!._id)).held).toBeUndefined()
    expect((await engine.events(held!._id)).at(-1)).toMatchObject({ type: 'task.queued', payload: { reason: 'MANUAL_MODE_ENDED' } })
  })
})
