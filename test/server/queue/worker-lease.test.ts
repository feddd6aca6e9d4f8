// A worker's row while it lives, is taken for dead and starts afresh.
import { expect, it, vi } from 'vitest'
import { silentLogger } from '../../../server/log.ts'
import { createWorkerLease, type WorkerDoc } from '../../../server/queue/worker-lease.ts'
import { createTestEngine } from '../../support/engine.ts'

const { database } = await createTestEngine()
const workers = database.collection<WorkerDoc>('workers')

it('a worker that was taken for dead while it drained goes on draining, and is told to go', async () => {
  const onDrain = vi.fn()
  const lease = createWorkerLease({
    database,
    log: silentLogger,
    capacity: 1,
    teams: [],
    load: () => ({ running: 0, rates: { agents: {}, levels: {} }, processes: {} }),
    draining: () => true,
    onDrain,
    onLost: () => undefined,
  })
  const end = await lease.start()
  const first = lease.id()
  await workers.updateOne({ _id: first }, { $set: { status: 'LOST' } })
  await vi.waitFor(() => expect(onDrain).toHaveBeenCalled(), { timeout: 60_000, interval: 50 })
  expect(lease.id()).not.toBe(first)
  expect(await workers.findOne({ _id: lease.id() })).toMatchObject({ status: 'DRAINING' })
  await end()
})
