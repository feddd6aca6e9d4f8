// Promise: ticks run on one process at a time, a failing tick does not stop the others, and another process takes over.
import { afterAll, describe, expect, it } from 'vitest'
import { silentLogger } from '../../../server/log.ts'
import { connectDatabase } from '../../../server/mongo.ts'
import { createHousekeeping } from '../../../server/queue/housekeeping.ts'
import { createTestDatabase } from '../../support/database.ts'

const { name, url } = createTestDatabase()
const database = await connectDatabase(url, name)
afterAll(() => database.close())

/** Counts ticks of one process and lets the test wait for the next of them. */
function createCounter() {
  let ticks = 0
  let heard: (() => void)[] = []
  return {
    ticks: () => ticks,
    tick: async () => {
      ticks++
      for (const hear of heard.splice(0)) hear()
      heard = []
    },
    reach: async (count: number) => {
      while (ticks < count) await new Promise<void>((resolve) => heard.push(resolve))
    },
  }
}

describe('housekeeping', () => {
  it('ticks on one of two processes, survives a failing job, and moves to the other when the leader stops', async () => {
    const first = createCounter()
    const second = createCounter()
    const fail = async () => {
      throw new Error('on purpose')
    }
    const jobsOf = (counter: ReturnType<typeof createCounter>) => [
      { name: 'fails', everySeconds: 1, run: fail },
      { name: 'counts', everySeconds: 1, run: counter.tick },
    ]
    const stopFirst = await createHousekeeping({ database, log: silentLogger, jobs: jobsOf(first), lookEveryMs: 200 }).start()
    await first.reach(1)
    const stopSecond = await createHousekeeping({ database, log: silentLogger, jobs: jobsOf(second), lookEveryMs: 200 }).start()
    await first.reach(4)
    expect(second.ticks()).toBe(0)
    await stopFirst()
    const before = first.ticks()
    await second.reach(2)
    expect(first.ticks()).toBe(before)
    await stopSecond()
    expect(await database.collection('leases').find().toArray()).toMatchObject([{ _id: 'housekeeping', until: new Date(0) }])
  })

  it('does not lead while another process holds the lease, and leads when that has run out', async () => {
    const leases = database.collection<{ _id: string; holder: string; until: Date }>('leases')
    await leases.deleteMany({})
    await leases.insertOne({ _id: 'housekeeping', holder: 'a dead process', until: new Date(Date.now() + 1500) })
    const counter = createCounter()
    const stop = await createHousekeeping({
      database,
      log: silentLogger,
      lookEveryMs: 200,
      jobs: [{ name: 'counts', everySeconds: 1, run: counter.tick }],
    }).start()
    await counter.reach(1)
    expect((await leases.findOne())?.holder).not.toBe('a dead process')
    await stop()
  })
})
