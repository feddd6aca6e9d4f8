// Promise: what people did is in the chain, once and in order, over restarts and changes of the leader; and no change of it goes unnoticed.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createAuditor } from '../../../server/audit/auditor.ts'
import { type AuditEntry, auditKey } from '../../../server/audit/chain.ts'
import { createChainStore } from '../../../server/audit/chain-store.ts'
import { verifyAudit } from '../../../server/audit/verify.ts'
import { appendEvents, by, type NewEvent } from '../../../server/events/event-log.ts'
import { silentLogger } from '../../../server/log.ts'
import { connectDatabase, type Database } from '../../../server/mongo.ts'
import { prepareCollections } from '../../../server/queue/collections.ts'
import { createVault } from '../../../server/tasks/vault.ts'
import { createTestDatabase } from '../../support/database.ts'

const { url, name } = createTestDatabase()
const vault = createVault('a root key for tests, long enough')
// Over the connection of the product: it shows only what its next question will see as well.
const chain = () => database.collection<AuditEntry>('audit')
const seals = () => database.collection<{ _id: string; [field: string]: unknown }>('audit_seals')
const ada = { id: 'ada', name: 'Ada' }
let database: Database
const stops: (() => Promise<void>)[] = []

const deed = (subject: string): NewEvent => ({
  type: 'agent.disabled',
  workspace: 'default',
  subject,
  payload: { at: new Date(0), n: 1.5 },
  ...by(ada),
})
const lead = async () => {
  const stop = await createAuditor({ database, vault, log: silentLogger }).lead()
  stops.push(stop)
  return stop
}
const subjects = async () =>
  (
    await chain()
      .find({}, { sort: { _id: 1 } })
      .toArray()
  ).map(({ subject }) => subject)
const until = (count: number) => vi.waitFor(async () => expect((await subjects()).length).toBe(count), { timeout: 60_000, interval: 50 })

beforeEach(async () => {
  database = await connectDatabase(url, name)
  await prepareCollections(database)
  for (const collection of ['audit', 'audit_seals', 'events']) await database.collection(collection).deleteMany({})
})

afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
  await database.close()
})

describe('the audit chain', () => {
  it('holds what people did before and after it began, and nothing that nobody did', async () => {
    await appendEvents(database, [deed('before'), { type: 'task.started', workspace: 'default', subject: 'T-1' }])
    await lead()
    await until(1)
    await appendEvents(database, [deed('after'), { type: 'auth.denied', workspace: '-', subject: 'somebody' }])
    await until(3)
    const throughSlack = { ...ada, via: { service: 'slack', place: 'C1/1700000000.1' }, address: '10.0.0.1' }
    await appendEvents(database, [{ ...deed('for her'), ...by(throughSlack), reason: 'too many', origin: 'slack', requestId: 'R-1' }])
    await until(4)
    expect(await subjects()).toEqual(['before', 'after', 'somebody', 'for her'])
    expect(await chain().findOne({ subject: 'for her' })).toMatchObject({
      actor: { ...ada, via: 'slack', place: 'C1/1700000000.1', address: '10.0.0.1' },
      reason: 'too many',
      origin: 'slack',
      requestId: 'R-1',
    })
    expect(await chain().findOne({ subject: 'after' })).toMatchObject({ _id: 2, actor: ada, action: 'agent.disabled', details: { n: 1.5 } })
    expect(await verifyAudit({ database, vault })).toEqual({ intact: true, checked: 4 })
  })

  it('is the same after restarts, two leaders at once, and 200 writers: no gap, no fork, no repetition', async () => {
    const written: string[] = []
    const write = async (from: number) => {
      await Promise.all(
        Array.from({ length: 100 }, async (_, index) => {
          const subject = `deed-${from + index}`
          written.push(subject)
          await database.transaction((session) => appendEvents(database, [deed(subject)], session))
        }),
      )
    }
    const [first] = await Promise.all([lead(), write(0)])
    await lead()
    await write(100)
    await first()
    await write(200)
    await until(300)
    const numbers = (
      await chain()
        .find({}, { sort: { _id: 1 } })
        .toArray()
    ).map(({ _id }) => _id)
    expect(numbers).toEqual(Array.from({ length: 300 }, (_, index) => index + 1))
    expect((await subjects()).toSorted()).toEqual(written.toSorted())
    expect(await verifyAudit({ database, vault })).toEqual({ intact: true, checked: 300 })
  })

  it('goes on from the stored events when the stream no longer reaches back to where it was', async () => {
    const stop = await lead()
    await appendEvents(database, [deed('one')])
    await until(1)
    await stop()
    await appendEvents(database, [deed('two'), deed('three')])
    // As it is after a long time: the history before this moment is gone.
    await seals().updateOne({ _id: 'head' }, { $unset: { resume: 1 } })
    await lead()
    await until(3)
    expect(await subjects()).toEqual(['one', 'two', 'three'])
  })
})

describe('verifying the chain', () => {
  async function fill(count = 10): Promise<void> {
    const store = createChainStore(database, auditKey(vault))
    await appendEvents(
      database,
      Array.from({ length: count }, (_, index) => deed(`deed-${index + 1}`)),
    )
    await store.append(
      await database
        .collection<never>('events')
        .find({}, { sort: { _id: 1 } })
        .toArray(),
    )
  }

  it.each<[string, () => Promise<unknown>, number]>([
    ['a changed entry', () => chain().updateOne({ _id: 4 }, { $set: { subject: 'another' } }), 4],
    ['a changed actor', () => chain().updateOne({ _id: 7 }, { $set: { 'actor.id': 'eve' } }), 7],
    ['a changed detail', () => chain().updateOne({ _id: 2 }, { $set: { 'details.n': 2 } }), 2],
    ['a changed hash', () => chain().updateOne({ _id: 5 }, { $set: { hash: '0'.repeat(64) } }), 5],
    ['a removed entry', () => chain().deleteOne({ _id: 6 }), 6],
    ['the first entry removed', () => chain().deleteOne({ _id: 1 }), 1],
    ['entries taken off the end', () => chain().deleteMany({ _id: { $gte: 9 } }), 9],
    ['an entry added at the end', async () => chain().insertOne({ ...(await chain().findOne({ _id: 10 }))!, _id: 11, event: 'x' }), 11],
    [
      "two entries in each other's place",
      async () => {
        const [a, b] = await chain()
          .find({ _id: { $in: [3, 4] } }, { sort: { _id: 1 } })
          .toArray()
        await chain().deleteMany({ _id: { $in: [3, 4] } })
        await chain().insertMany([
          { ...b!, _id: 3 },
          { ...a!, _id: 4 },
        ])
      },
      3,
    ],
    [
      'a head that was set back together with the end',
      async () => {
        const { hash } = (await chain().findOne({ _id: 8 }))!
        await chain().deleteMany({ _id: { $gt: 8 } })
        await seals().updateOne({ _id: 'head' }, { $set: { number: 8, hash } })
      },
      9,
    ],
    ['a head that is gone', () => seals().deleteOne({ _id: 'head' }), 1],
  ])('names the first bad number after %s', async (_what, tamper, firstBad) => {
    await fill()
    expect(await verifyAudit({ database, vault })).toEqual({ intact: true, checked: 10 })
    await tamper()
    expect(await verifyAudit({ database, vault })).toMatchObject({ intact: false, firstBad, problem: expect.any(String) })
  })

  it('finds an end that was taken off together with its head by the head that was noted before', async () => {
    await fill(5)
    const early = await seals().findOne({ _id: 'head' })
    await database.collection('events').deleteMany({})
    await fill(3)
    const { number, hash } = (await seals().findOne({ _id: 'head' })) as unknown as { number: number; hash: string }
    expect(await verifyAudit({ database, vault, noted: { number, hash } })).toMatchObject({ intact: true })
    await chain().deleteMany({ _id: { $gt: 5 } })
    await seals().replaceOne({ _id: 'head' }, early!)
    expect(await verifyAudit({ database, vault })).toMatchObject({ intact: true })
    expect(await verifyAudit({ database, vault, noted: { number, hash } })).toMatchObject({ intact: false, firstBad: 6 })
  })

  it('takes a chain for forged that was made without the key', async () => {
    await fill()
    expect(await verifyAudit({ database, vault: createVault('a root key of somebody else, long') })).toMatchObject({
      intact: false,
      firstBad: 1,
    })
  })

  it('holds over the cut of what is older than its time, and notices when that comes back', async () => {
    await fill()
    await chain().find().toArray()
    const store = createChainStore(database, auditKey(vault))
    const removedEntry = (await chain().findOne({ _id: 10 }))!
    expect(await store.cut(new Date(Date.now() - 3600_000))).toBe(0)
    expect(await store.cut(new Date(Date.now() + 1000))).toBe(10)
    expect(await verifyAudit({ database, vault })).toEqual({ intact: true, checked: 0 })
    await database.collection('events').deleteMany({})
    await fill(2)
    expect(await verifyAudit({ database, vault })).toEqual({ intact: true, checked: 2 })
    expect(await seals().findOne({ _id: 'cut-10' })).toMatchObject({
      number: 10,
      hash: removedEntry.hash,
      removed: 10,
      signature: expect.any(String),
    })
    await chain().insertOne(removedEntry)
    expect(await verifyAudit({ database, vault })).toMatchObject({ intact: false, firstBad: 10 })
  })
})
