// Promise: an admin finds what was given up, page by page and grouped by failure, writes notes, assigns it, or puts it aside with a reason.
import { beforeAll, describe, expect, it } from 'vitest'
import type { DeadLetterDoc } from '../../../../server/queue/dead-letter-store.ts'
import { assignDeadLetter, noteDeadLetter } from '../../../../server/tasks/dead-letters/annotate.ts'
import { discardDeadLetters } from '../../../../server/tasks/dead-letters/discard.ts'
import type { LetterFilter } from '../../../../server/tasks/dead-letters/letter-store.ts'
import { countDeadLetters, deadLetterGroups, findDeadLetter, listDeadLetters } from '../../../../server/tasks/dead-letters/list.ts'
import { retryTask } from '../../../../server/tasks/retry-task.ts'
import { admin, createGate, createTestEngine, failing, onlooker, user } from '../../../support/engine.ts'

const engine = await createTestEngine({ agents: [{}, { name: 'coder' }] })
const { database } = engine
const letters = database.collection<DeadLetterDoc>('dead_letters')

beforeAll(async () => {
  engine.handle(async ({ name }) => failing(name === 'coder' ? 'COMPILER' : 'BROKEN'))
  await engine.startWorker()
  const tasks = await engine.submitAll([...Array.from({ length: 5 }, () => ({})), { agent: 'coder' }, { agent: 'coder' }])
  for (const { _id } of tasks) await engine.waitFor(_id, 'FAILED')
})

const open = async () => listDeadLetters(database, admin, { limit: 100 })

describe('finding dead letters', () => {
  it('lists them newest first, page by page, none twice and none missing', async () => {
    const all = await open()
    expect(all).toHaveLength(7)
    const paged: string[] = []
    for (let after: readonly [Date, string] | undefined; ; ) {
      const page = await listDeadLetters(database, admin, { limit: 3, after })
      const last = page.at(-1)
      if (!last) break
      paged.push(...page.map(({ _id }) => _id))
      after = [last.failedAt, last._id]
    }
    expect(paged).toEqual(all.map(({ _id }) => _id))
  })

  it('counts and filters by agent, moment and fingerprint', async () => {
    const [coder] = await listDeadLetters(database, admin, { filter: { agent: 'coder' }, limit: 1 })
    expect(await countDeadLetters(database, admin, { agent: 'coder' })).toEqual({ value: 2, exact: true })
    expect(await countDeadLetters(database, admin, { fingerprint: coder!.fingerprint })).toEqual({ value: 2, exact: true })
    expect(await countDeadLetters(database, admin, { since: new Date(Date.now() + 1000) })).toEqual({ value: 0, exact: true })
  })

  it('groups those that failed alike, the largest group first', async () => {
    const groups = await deadLetterGroups(database, admin)
    expect(groups.map(({ agent, code, count }) => [agent, code, count])).toEqual([
      ['writer', 'BROKEN', 5],
      ['coder', 'COMPILER', 2],
    ])
    expect(groups[0]!.firstAt <= groups[0]!.lastAt).toBe(true)
  })

  it('finds one by its id, and none that is not there', async () => {
    const [letter] = await open()
    expect(await findDeadLetter(database, admin, letter!._id.toLowerCase())).toEqual(letter)
    expect(await findDeadLetter(database, admin, 'D-999999')).toBeUndefined()
    await expect(findDeadLetter(database, admin, 'T-1')).rejects.toMatchObject({ code: 'VALIDATION_FAILED' })
    await expect(findDeadLetter(database, user, letter!._id)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  it('shows nothing of another workspace', async () => {
    expect(await findDeadLetter(database, { ...admin, workspace: 'elsewhere' }, (await open())[0]!._id)).toBeUndefined()
    expect(await listDeadLetters(database, { ...admin, workspace: 'elsewhere' }, { limit: 10 })).toEqual([])
  })

  it.each([user, onlooker])('is for admins, not for a $role', async (viewer) => {
    await expect(listDeadLetters(database, viewer, { limit: 1 })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(deadLetterGroups(database, viewer)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })
})

describe('notes and assignment', () => {
  it('keeps notes with who wrote them and tells the event log', async () => {
    const [letter] = await open()
    const noted = await noteDeadLetter(database, admin, { id: letter!._id, text: ' the vendor knows ' })
    expect(noted.notes).toEqual([{ by: 'Ada', at: expect.any(Date), text: 'the vendor knows' }])
    expect(await engine.events(letter!._id)).toContainEqual(expect.objectContaining({ type: 'dead_letter.noted' }))
  })

  it('keeps notes and person when the task is retried and given up again', async () => {
    const [letter] = await open()
    await noteDeadLetter(database, admin, { id: letter!._id, text: 'try it tomorrow' })
    await assignDeadLetter(database, admin, { id: letter!._id, assignee: 'Uma' })
    await retryTask({ ...engine, wake: () => engine.wake() }, admin, { id: letter!.task })
    await engine.waitUntil(`${letter!.task} to be given up again`, async () => {
      const again = await letters.findOne({ _id: letter!._id })
      return again !== null && again.failedAt > letter!.failedAt
    })
    const again = await findDeadLetter(database, admin, letter!._id)
    expect(again).toMatchObject({ open: true, assignee: 'Uma' })
    expect(again?.notes?.map(({ text }) => text)).toContain('try it tomorrow')
    await assignDeadLetter(database, admin, { id: letter!._id, assignee: null })
  })

  it('leaves the open ones while its task is retried by hand, and keeps what was done with it before', async () => {
    const gate = createGate()
    engine.handle(async ({ name }) => gate.passed.then(() => failing(name === 'coder' ? 'COMPILER' : 'BROKEN')))
    const letter = (await open()).findLast(({ agent }) => agent === 'writer')
    const id = letter!._id
    const retry = () => retryTask({ ...engine, wake: () => engine.wake() }, admin, { id: letter!.task })
    await discardDeadLetters(database, admin, { ids: [id], reason: 'a trial' })
    await retry()
    expect((await open()).map(({ _id }) => _id)).not.toContain(id)
    const ids = async (filter: LetterFilter) => (await listDeadLetters(database, admin, { filter, limit: 10 })).map(({ _id }) => _id)
    expect(await ids({ retried: true })).toEqual([id])
    expect(await ids({ discarded: true })).toEqual([])
    await expect(discardDeadLetters(database, admin, { ids: [id], reason: 'again' })).rejects.toMatchObject({
      code: 'CONFLICT',
      message: `${id} is closed, for its task was retried by Ada; look at ${letter!.task} instead.`,
    })
    gate.open()
    await engine.waitUntil(`${id} to be open again`, async () => (await findDeadLetter(database, admin, id))?.open === true)
    expect((await findDeadLetter(database, admin, id))?.history).toEqual([
      { status: 'DISCARDED', by: 'Ada', at: expect.any(Date), reason: 'a trial' },
      { status: 'RETRIED', by: 'Ada', at: expect.any(Date) },
    ])
    expect(await ids({ ids: [id.toLowerCase()] })).toEqual([id])
    expect(await ids({ retried: true })).toEqual([])
    await expect(ids({ ids: ['T-1'] })).rejects.toMatchObject({ code: 'VALIDATION_FAILED' })
  })

  it('assigns to a person, finds it by that, and assigns to nobody again', async () => {
    const [letter] = await open()
    await assignDeadLetter(database, admin, { id: letter!._id, assignee: 'Uma' })
    expect((await listDeadLetters(database, admin, { filter: { assignee: 'Uma' }, limit: 10 })).map(({ _id }) => _id)).toEqual([
      letter!._id,
    ])
    expect((await assignDeadLetter(database, admin, { id: letter!._id, assignee: null })).assignee).toBeUndefined()
  })

  it.each([
    [{ id: 'D-1', text: ' ' }, 'VALIDATION_FAILED'],
    [{ id: 'T-1', text: 'x' }, 'VALIDATION_FAILED'],
    [{ id: 'D-999999', text: 'x' }, 'NOT_FOUND'],
    [{ id: 'D-1', text: 'x'.repeat(2001) }, 'VALIDATION_FAILED'],
  ])('refuses %j with %s', async (input, code) => {
    await expect(noteDeadLetter(database, admin, input)).rejects.toMatchObject({ code })
  })
})

describe('putting aside', () => {
  it('wants a reason of 1 to 500 characters and an admin', async () => {
    for (const reason of ['', '   ', 'x'.repeat(501)]) {
      await expect(discardDeadLetters(database, admin, { filter: {}, reason })).rejects.toMatchObject({ code: 'VALIDATION_FAILED' })
    }
    await expect(discardDeadLetters(database, user, { filter: {}, reason: 'old' })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(discardDeadLetters(database, admin, { reason: 'old' })).rejects.toMatchObject({ code: 'VALIDATION_FAILED' })
  })

  it('only counts in a dry run', async () => {
    expect(await discardDeadLetters(database, admin, { filter: { agent: 'coder' }, reason: 'old', dryRun: true })).toBe(2)
    expect(await letters.countDocuments({ agent: 'coder', open: true })).toBe(2)
  })

  it('closes those that match, with reason and person, and refuses to do it again', async () => {
    expect(await discardDeadLetters(database, admin, { filter: { agent: 'coder' }, reason: 'replaced' })).toBe(2)
    const [letter] = await listDeadLetters(database, admin, { filter: { discarded: true }, limit: 10 })
    expect(letter).toMatchObject({ agent: 'coder', open: false })
    expect(letter!.history?.at(-1)).toMatchObject({ status: 'DISCARDED', by: 'Ada', reason: 'replaced' })
    expect(await engine.events(letter!._id)).toContainEqual(
      expect.objectContaining({
        type: 'dead_letter.discarded',
        payload: { task: letter!.task, by: { id: 'ada', name: 'Ada' }, reason: 'replaced' },
      }),
    )
    await expect(discardDeadLetters(database, admin, { ids: [letter!._id], reason: 'again' })).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(await deadLetterGroups(database, admin)).toHaveLength(1)
    expect((await findDeadLetter(database, admin, letter!._id))?.history?.at(-1)).toMatchObject({ reason: 'replaced' })
  })
})
