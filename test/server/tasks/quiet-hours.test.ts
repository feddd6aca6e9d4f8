// Promise: when quiet hours begin, waiting work below HIGH sleeps until they end; when the rules change, it wakes; when manual mode begins, the queue is held until it ends.
import { beforeEach, describe, expect, it } from 'vitest'
import { silentLogger } from '../../../server/log.ts'
import { releaseDue } from '../../../server/queue/due.ts'
import type { TaskDoc } from '../../../server/queue/task.ts'
import type { TimerDoc } from '../../../server/queue/timers.ts'
import { releaseQueue } from '../../../server/tasks/hold-queue.ts'
import { createWaitingRules } from '../../../server/tasks/quiet-hours.ts'
import { reprioritizeTask } from '../../../server/tasks/reprioritize.ts'
import { admin, createTestEngine } from '../../support/engine.ts'

const engine = await createTestEngine()
const { database, workspaces } = engine
const night = new Date('2026-03-02T23:30:00Z')
const morning = new Date('2026-03-03T06:00:00Z')
const quietHours = { timezone: 'UTC', from: '22:00', to: '06:00' }

beforeEach(async () => {
  await database.collection<TaskDoc>('tasks').deleteMany({})
  await database.collection<TimerDoc>('timers').deleteMany({})
  await workspaces.update(admin, { manual: false, quietHours: null, retryHours: null })
})

const statuses = async (tasks: readonly TaskDoc[]) => Promise.all(tasks.map(async ({ _id }) => (await engine.task(_id)).status))

async function putToWait({ _id }: TaskDoc, fields: Partial<TaskDoc> & { dueAt: Date }) {
  await database.collection<TaskDoc>('tasks').updateOne({ _id }, { $set: fields, $unset: { ready: 1 } })
  await database.collection<TimerDoc>('timers').insertOne({ _id, at: fields.dueAt })
}

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

  it('do not keep a task that became urgent, and go on keeping one that did not', async () => {
    const now = new Date()
    const timeOf = (hours: number) => new Date(now.getTime() + hours * 3600_000).toISOString().slice(11, 16)
    await workspaces.update(admin, { quietHours: { timezone: 'UTC', from: timeOf(-2), to: timeOf(6) } })
    const [urgent, other] = await engine.submitAll([{}, {}])
    expect(await statuses([urgent!, other!])).toEqual(['SCHEDULED', 'SCHEDULED'])
    const shown = await reprioritizeTask(engine, admin, { id: urgent!._id, priority: 'CRITICAL' })
    const slept = await reprioritizeTask(engine, admin, { id: other!._id, priority: 'LOW' })
    expect(slept.dueAt).toEqual(other!.dueAt)
    expect(shown.dueAt!.getTime()).toBeLessThan(other!.dueAt!.getTime())
    expect(await releaseDue({ ...workspaces, database, log: silentLogger, onReady: () => undefined })).toBe(1)
    expect(await statuses([urgent!, other!])).toEqual(['QUEUED', 'SCHEDULED'])
  })

  it('that are to end earlier let what sleeps go earlier', async () => {
    const [task] = await submitByDay()
    const rules = createWaitingRules(database)
    await rules.apply(night)
    await workspaces.update(admin, { quietHours: { ...quietHours, to: '04:00' } })
    expect(await rules.apply(night)).toBe(2)
    expect((await engine.task(task!._id)).dueAt).toEqual(new Date('2026-03-03T04:00:00Z'))
    expect(await rules.apply(night)).toBe(0)
  })

  it('that are lifted early wake what was to be tried again, too', async () => {
    const [task] = await engine.submitAll([{}])
    const asleep = { status: 'RETRYING' as const, dueAt: morning, dueReason: 'QUIET_HOURS' as const }
    await putToWait(task!, asleep)
    expect(await createWaitingRules(database).apply(night)).toBe(1)
    expect(await engine.task(task!._id)).toMatchObject({ status: 'RETRYING', dueAt: night })
  })
})

describe('hours for retries', () => {
  const pauseOver = new Date('2026-03-02T23:45:00Z')
  const asleep = { status: 'RETRYING' as const, dueAt: new Date('2026-03-03T09:00:00Z'), dueReason: 'RETRY_HOURS' as const }

  it.each([
    ['lifted', null, pauseOver],
    ['moved', { timezone: 'UTC', from: '05:00', to: '12:00' }, new Date('2026-03-03T05:00:00Z')],
  ])('that are %s wake what waits for them, but not before its pause is over', async (_what, retryHours, dueAt) => {
    const rules = createWaitingRules(database)
    const [task] = await engine.submitAll([{}])
    await putToWait(task!, { ...asleep, backoffUntil: pauseOver })
    await workspaces.update(admin, { retryHours })
    expect(await rules.apply(night)).toBe(1)
    expect((await engine.task(task!._id)).dueAt).toEqual(dueAt)
    expect((await database.collection<TimerDoc>('timers').findOne({ _id: task!._id }))?.at).toEqual(dueAt)
    expect(await rules.apply(night)).toBe(0)
  })
})

describe('manual mode', () => {
  it('holds what waits in the queue when it begins, and nothing that is let go afterwards', async () => {
    const waiting = await engine.submitAll([{ priority: 'CRITICAL' }, {}])
    await workspaces.update(admin, { manual: true })
    const rules = createWaitingRules(database)
    for (const { _id } of waiting) {
      const task = await engine.task(_id)
      expect(task).toMatchObject({ status: 'QUEUED', ready: false })
      expect((await engine.events(_id)).at(-1)).toMatchObject({ type: 'task.held', payload: { reason: 'MANUAL_MODE_BEGAN' } })
    }
    const missed = { $set: { ready: true as const } }
    await database.collection<TaskDoc>('tasks').updateOne({ _id: waiting[1]!._id }, missed)
    expect(await rules.apply(new Date())).toBe(1)
    const letGo = { $set: { ready: true as const, queuedAt: new Date() } }
    await database.collection<TaskDoc>('tasks').updateOne({ _id: waiting[0]!._id }, letGo)
    await workspaces.update(admin, { manual: true })
    expect(await rules.apply(new Date())).toBe(0)
  })

  it('lets held tasks go when it ends, and those it held before they were due', async () => {
    await workspaces.update(admin, { manual: true })
    const [held, later] = await engine.submitAll([{}, { runAt: new Date(Date.now() + 3600_000) }])
    expect(await engine.task(held!._id)).toMatchObject({ status: 'QUEUED', ready: false })
    expect(await createWaitingRules(database).apply(new Date())).toBe(0)
    await workspaces.update(admin, { manual: false })
    expect(await engine.task(held!._id)).toMatchObject({ status: 'QUEUED', ready: true })
    expect((await engine.task(later!._id)).ready).toBeUndefined()
    expect((await engine.events(held!._id)).at(-1)).toMatchObject({ type: 'task.queued', payload: { reason: 'MANUAL_MODE_ENDED' } })
  })

  it('that somebody began anew while another let the queue go keeps what it holds', async () => {
    await workspaces.update(admin, { manual: true })
    const [held] = await engine.submitAll([{}])
    expect(await releaseQueue(database, 'default', new Date())).toBe(0)
    expect(await engine.task(held!._id)).toMatchObject({ status: 'QUEUED', ready: false })
  })

  it('is over also for what another server held at the last moment', async () => {
    const [late] = await engine.submitAll([{}])
    await database.collection<TaskDoc>('tasks').updateOne({ _id: late!._id }, { $set: { ready: false } })
    expect(await createWaitingRules(database).apply(new Date())).toBe(1)
    expect(await engine.task(late!._id)).toMatchObject({ status: 'QUEUED', ready: true })
  })
})
