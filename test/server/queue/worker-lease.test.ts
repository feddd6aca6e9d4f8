// A worker's row while it lives, is taken for dead and starts afresh.
import { expect, it, vi } from 'vitest'
import { silentLogger } from '../../../server/log.ts'
import { connectDatabase } from '../../../server/mongo.ts'
import { startTakeover } from '../../../server/queue/takeover.ts'
import { createWorkerLease, type WorkerDoc } from '../../../server/queue/worker-lease.ts'
import { createTestEngine, keepMs } from '../../support/engine.ts'
import { createNetwork } from '../../support/network.ts'
import { patient } from '../../support/patience.ts'

const { database, url } = await createTestEngine()
const network = await createNetwork(url)
const workers = database.collection<WorkerDoc>('workers')

it('a worker that was taken for dead while it drained goes on draining, and is told to go', async () => {
  const onWanted = vi.fn()
  const lease = createWorkerLease({
    database,
    log: silentLogger,
    capacity: 1,
    teams: [],
    load: () => ({ running: 0, agents: [], rates: { agents: {}, levels: {} }, processes: {} }),
    draining: () => true,
    onWanted,
    onLost: () => undefined,
  })
  const end = await lease.start()
  const first = lease.id()
  await workers.updateOne({ _id: first }, { $set: { status: 'LOST' } })
  await vi.waitFor(() => expect(onWanted).toHaveBeenCalledWith('DRAINING', expect.any(Number)), { timeout: 60_000, interval: 50 })
  expect(lease.id()).not.toBe(first)
  expect(await workers.findOne({ _id: lease.id() })).toMatchObject({ status: 'DRAINING' })
  await end()
})

it('a worker whose connection dies in the middle of a renewal renews over another one, and is not taken for dead', async () => {
  const connection = await connectDatabase(network.url)
  const lease = createWorkerLease({
    database: connection,
    log: silentLogger,
    capacity: 1,
    teams: [],
    load: () => ({ running: 0, agents: [], rates: { agents: {}, levels: {} }, processes: {} }),
    draining: () => false,
    onWanted: () => undefined,
    onLost: () => undefined,
  })
  const end = await lease.start()
  const stopLooking = startTakeover({
    database,
    log: silentLogger,
    limits: () => new Map(),
    keepMs: () => keepMs,
    onRequeued: () => undefined,
  })
  network.silenceAt('findAndModify')
  const { leaseUntil } = (await workers.findOne({ _id: lease.id() }))!
  const row = () => workers.findOne({ _id: lease.id() })
  await expect.poll(async () => (await row())?.leaseUntil.getTime(), patient).toBeGreaterThan(leaseUntil.getTime())
  expect(await row()).toMatchObject({ status: 'ACTIVE' })
  expect(await database.collection('events').countDocuments({ type: 'worker.lost' })).toBe(0)
  await stopLooking()
  await end()
  network.heal()
  await connection.close()
})
