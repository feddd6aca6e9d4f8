// What becomes of due moments: each happens once, and missed and overlapping runs follow their policies.
import { afterEach, describe, expect, it } from 'vitest'
import { RetryTransaction } from '../../../server/mongo.ts'
import { createEnqueue } from '../../../server/queue/enqueue.ts'
import type { TaskDoc } from '../../../server/queue/task.ts'
import { pauseSchedule, resumeSchedule } from '../../../server/schedules/change-schedule.ts'
import { fireDue } from '../../../server/schedules/fire.ts'
import type { ScheduleDoc } from '../../../server/schedules/schedule.ts'
import { user } from '../../support/engine.ts'
import { createScheduling } from './scheduling.ts'

const scheduling = await createScheduling()
const { engine, deps, at, create, schedule, runs, fireAt, statuses, tasksOf } = scheduling
const { database } = engine

const begin = '2026-03-02T00:00:00Z'

/** As if its work were done. */
const finish = (id: string) => database.collection<TaskDoc>('tasks').updateMany({ schedule: id }, { $set: { status: 'SUCCEEDED' } })

afterEach(async () => {
  await database.collection('schedules').deleteMany({})
  at(begin)
})

describe('a due moment', () => {
  it('makes a task of the owner with its run, its event and the next moment', async () => {
    const { _id } = await create({ cron: '0 9 * * *', timezone: 'UTC' })
    await fireAt('2026-03-02T08:59:59Z')
    expect(await runs(_id)).toEqual([])
    await fireAt('2026-03-02T09:00:00.200Z')
    const [task] = await tasksOf(_id)
    expect(task).toMatchObject({ schedule: _id, origin: 'schedule', submittedBy: { id: 'uma' }, status: 'QUEUED', timeoutMs: 300_000 })
    expect(await runs(_id)).toMatchObject([{ status: 'STARTED', task: task?._id, dueAt: new Date('2026-03-02T09:00:00Z'), manual: false }])
    expect(await schedule(_id)).toMatchObject({ nextAt: new Date('2026-03-03T09:00:00Z'), version: 1, enabled: true })
    expect((await engine.events(_id)).map(({ type }) => type)).toEqual(['schedule.created', 'schedule.fired'])
    expect((await engine.events(task?._id ?? '')).map(({ type }) => type)).toEqual(['task.queued'])
  })

  it('keeps the time limit that the task says', async () => {
    const { _id } = await create({ every: '1h', task: { agent: 'writer', parameters: { topic: 'tests' }, timeoutSeconds: 7 } })
    await fireAt('2026-03-02T01:00:00Z')
    expect((await tasksOf(_id))[0]?.timeoutMs).toBe(7000)
  })

  it('happens once, however many servers look at the same moment', async () => {
    const ids: string[] = []
    for (let n = 0; n < 40; n++) ids.push((await create({ every: '1m', overlap: 'QUEUE' }))._id)
    const servers = [deps, await scheduling.join(), await scheduling.join()]
    for (const minute of [1, 2, 3]) {
      const now = at(`2026-03-02T00:0${minute}:00.050Z`)
      const fireAll = async (server: typeof deps) => {
        while ((await fireDue(server, now)) > 0);
      }
      await Promise.all(servers.map(fireAll))
    }
    const due = [1, 2, 3].map((minute) => new Date(`2026-03-02T00:0${minute}:00Z`))
    for (const id of ids) expect((await runs(id)).map(({ dueAt }) => dueAt)).toEqual(due)
    const made = await database
      .collection<TaskDoc>('tasks')
      .find({ schedule: { $in: ids } })
      .toArray()
    expect(made).toHaveLength(120)
  })

  it('happens in smaller parts when the database gives up on storing all of them at once', async () => {
    const ids: string[] = []
    for (let n = 0; n < 9; n++) ids.push((await create({ every: '1h' }))._id)
    const tasks = database.collection<TaskDoc>('tasks')
    const impatient: typeof database = {
      ...database,
      transaction: (work) =>
        database.transaction(async (session) => {
          const before = await tasks.countDocuments({}, { session })
          const value = await work(session)
          if ((await tasks.countDocuments({}, { session })) > before + 3) throw new RetryTransaction('it takes too long')
          return value
        }),
    }
    const enqueue = createEnqueue({ database: impatient, queueLimit: () => 100_000, onStored: () => undefined })
    await fireAt('2026-03-02T01:00:00Z', { ...deps, enqueue })
    for (const id of ids) expect(await statuses(id)).toEqual(['STARTED'])
  })

  it('of a server that died with the turn in hand is fired by another one, once the turn has run out', async () => {
    const { _id } = await create({ every: '1h' })
    const turns = database.collection<{ _id: string; holder: string; until: Date }>('leases')
    const hold = (until: Date) => turns.updateOne({ _id: 'schedules' }, { $set: { holder: 'the dead one', until } }, { upsert: true })
    await hold(new Date(Date.now() + 60_000))
    await fireAt('2026-03-02T01:00:04Z')
    expect(await runs(_id)).toEqual([])
    await hold(new Date(Date.now() - 1))
    await fireAt('2026-03-02T01:00:06Z')
    expect(await statuses(_id)).toEqual(['STARTED'])
  })

  it('is not fired again when the clock is set back', async () => {
    const { _id } = await create({ every: '1h' })
    await fireAt('2026-03-02T01:00:00Z')
    await finish(_id)
    at('2026-03-02T00:30:00Z')
    await pauseSchedule(deps, user, { id: _id })
    expect((await resumeSchedule(deps, user, { id: _id })).nextAt).toEqual(new Date('2026-03-02T01:00:00Z'))
    await fireAt('2026-03-02T01:00:01Z')
    expect(await statuses(_id)).toEqual(['STARTED'])
    await fireAt('2026-03-02T02:00:00Z')
    expect(await statuses(_id)).toEqual(['STARTED', 'STARTED'])
  })

  it('that a person has taken back in that moment does not happen', async () => {
    const { _id } = await create({ every: '1h' })
    const slow = await scheduling.join({
      ownerOf: async (id, workspace) => {
        await database.collection<ScheduleDoc>('schedules').updateOne({ _id }, { $inc: { version: 1 }, $unset: { nextAt: 1 } })
        return deps.ownerOf(id, workspace)
      },
    })
    await fireAt('2026-03-02T01:00:00Z', slow)
    expect(await runs(_id)).toEqual([])
    expect(await tasksOf(_id)).toEqual([])
  })

  it('is the last one when no other comes: the schedule ends', async () => {
    const { _id } = await create({ at: new Date('2026-03-02T05:00:00Z') })
    await fireAt('2026-03-02T05:00:00Z')
    expect(await statuses(_id)).toEqual(['STARTED'])
    const ended = await schedule(_id)
    expect([ended.enabled, ended.nextAt]).toEqual([false, undefined])
    expect((await engine.events(_id)).at(-1)?.type).toBe('schedule.ended')
  })
})

describe('moments that were missed', () => {
  const missed = async (policy: 'SKIP' | 'ONCE' | 'ALL', now: string, every = '1h') => {
    at(begin)
    const { _id } = await create({ every, missed: policy, overlap: 'QUEUE' })
    await fireAt(now)
    return { _id, statuses: await statuses(_id) }
  }

  it('are left out under SKIP', async () => {
    const { _id, statuses: found } = await missed('SKIP', '2026-03-02T03:30:00Z')
    expect(found).toEqual(['MISSED', 'MISSED', 'MISSED'])
    expect(await tasksOf(_id)).toEqual([])
    expect((await schedule(_id)).nextAt).toEqual(new Date('2026-03-02T04:00:00Z'))
    expect((await engine.events(_id)).find(({ type }) => type === 'schedule.missed')?.payload).toMatchObject({ count: 3 })
  })

  it('are made up for by one run under ONCE', async () => {
    const { _id, statuses: found } = await missed('ONCE', '2026-03-02T03:30:00Z')
    expect(found).toEqual(['MISSED', 'MISSED', 'STARTED'])
    expect(await tasksOf(_id)).toHaveLength(1)
  })

  it('all run under ALL, the latest hundred of them', async () => {
    expect((await missed('ALL', '2026-03-02T03:30:00Z')).statuses).toEqual(['STARTED', 'STARTED', 'STARTED'])
    const { _id, statuses: many } = await missed('ALL', '2026-03-02T03:30:00Z', '1m')
    expect(many).toEqual(Array.from({ length: 100 }, () => 'STARTED'))
    expect((await runs(_id)).at(-1)?.dueAt).toEqual(new Date('2026-03-02T03:30:00Z'))
  })

  it('do not hold up the one that is in time', async () => {
    expect((await missed('SKIP', '2026-03-02T03:00:01Z')).statuses).toEqual(['MISSED', 'MISSED', 'STARTED'])
  })

  it('are not those of a short pause: each of them runs', async () => {
    const { statuses: found } = await missed('SKIP', '2026-03-02T00:00:05Z', '1s')
    expect(found).toEqual(Array.from({ length: 5 }, () => 'STARTED'))
  })
})

describe('a run that is due while the one before has not ended', () => {
  const twice = async (overlap: 'SKIP' | 'QUEUE' | 'CANCEL_OLD') => {
    const { _id } = await create({ every: '1h', overlap })
    await fireAt('2026-03-02T01:00:00Z')
    await fireAt('2026-03-02T02:00:00Z')
    return { _id, statuses: await statuses(_id), tasks: (await tasksOf(_id)).map(({ status }) => status) }
  }

  it('is left out under SKIP, and runs again once that has ended', async () => {
    const { _id, statuses: found, tasks } = await twice('SKIP')
    expect([found, tasks]).toEqual([['STARTED', 'SKIPPED'], ['QUEUED']])
    expect((await runs(_id))[1]?.reason).toMatch(/^T-\d+ has not ended yet$/)
    await finish(_id)
    await fireAt('2026-03-02T03:00:00Z')
    expect(await statuses(_id)).toEqual(['STARTED', 'SKIPPED', 'STARTED'])
  })

  it('runs beside it under QUEUE', async () => {
    expect(await twice('QUEUE')).toMatchObject({ statuses: ['STARTED', 'STARTED'], tasks: ['QUEUED', 'QUEUED'] })
  })

  it('takes its place under CANCEL_OLD', async () => {
    const { _id, statuses: found, tasks } = await twice('CANCEL_OLD')
    expect([found, tasks]).toEqual([
      ['STARTED', 'STARTED'],
      ['CANCELLED', 'QUEUED'],
    ])
    expect((await tasksOf(_id))[0]?.error?.message).toContain(`The next run of ${_id} is due.`)
  })
})
