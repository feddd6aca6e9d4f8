// Promise: the owner of a task hears that its deadline is near before it is missed, once, and only while there is something to miss.
import { expect, it } from 'vitest'
import { warningMoment, warnOfDeadlines } from '../../../server/queue/deadlines.ts'
import { cancelTask } from '../../../server/tasks/cancel.ts'
import { createTestEngine, keepMs, user } from '../../support/engine.ts'

const engine = await createTestEngine()
const { database } = engine
const minute = 60_000
const after = (from: Date, minutes: number) => new Date(from.getTime() + minutes * minute)
const warnings = async (id: string) => (await engine.events(id)).filter(({ type }) => type === 'task.deadline_near')

it('is told with a fifth of the time left, a minute before at the latest, at once when there is less', () => {
  const begin = new Date('2026-03-02T10:00:00Z')
  expect(warningMoment(begin, after(begin, 100))).toEqual(after(begin, 80))
  expect(warningMoment(begin, after(begin, 3))).toEqual(after(begin, 2))
  expect(warningMoment(begin, after(begin, 0.5))).toEqual(begin)
})

it('is told with the submission itself when nobody might come by before', async () => {
  const deadline = new Date(Date.now() + 9_000)
  const near = await engine.submit({ deadline })
  expect(await warnings(near._id)).toMatchObject([{ payload: { deadline, status: 'QUEUED', owner: 'uma' } }])
  const far = await engine.submit({ deadline: new Date(Date.now() + 20_000) })
  expect(await warnings(far._id)).toEqual([])
  expect(await warnOfDeadlines(database, new Date())).toBe(1)
  expect([(await warnings(near._id)).length, (await warnings(far._id)).length]).toEqual([1, 1])
})

it('is told once by one of several servers, and not of what has ended', async () => {
  const deadline = after(new Date(), 100)
  const [waiting, ended] = await engine.submitAll([{ deadline }, { deadline }])
  await cancelTask({ database, keepMs: () => keepMs, onEnded: () => undefined }, user, { id: ended!._id })
  expect(await warnOfDeadlines(database, after(new Date(), 79))).toBe(0)
  const now = after(new Date(), 81)
  const told = await Promise.all([warnOfDeadlines(database, now), warnOfDeadlines(database, now)])
  expect(told.toSorted()).toEqual([0, 1])
  expect(await warnOfDeadlines(database, now)).toBe(0)
  expect(await warnings(waiting!._id)).toMatchObject([{ payload: { deadline, status: 'QUEUED', owner: 'uma' } }])
  expect(await warnings(ended!._id)).toEqual([])
})
