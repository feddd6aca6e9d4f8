// Promise: whoever is refused by a full queue is told when there will be room, as far as anybody has measured how fast it moves.
import { beforeEach, expect, it } from 'vitest'
import { type AgentState, newAgentState } from '../../../server/queue/agent-state.ts'
import { createQueueRoom, type Line } from '../../../server/queue/queue-room.ts'
import { emptyRate } from '../../../server/queue/rates.ts'
import type { Rate, WorkerDoc } from '../../../server/queue/worker-lease.ts'
import { createTestEngine } from '../../support/engine.ts'

const { database } = await createTestEngine()
const workers = database.collection<WorkerDoc>('workers')
const agents = database.collection<AgentState>('agents')
const writer: Line = { agent: 'writer', workspace: 'default' }

beforeEach(async () => {
  await workers.deleteMany({})
  await agents.deleteMany({})
})

/** Works for ten minutes already. */
function addWorker(id: string, { rate, status = 'ACTIVE' }: { rate: Partial<Rate>; status?: WorkerDoc['status'] }) {
  const full = { ...emptyRate(), ...rate }
  const rates = { agents: { writer: full }, levels: { 'default/HIGH': full, 'default/LOW': full, 'other/LOW': full } }
  return workers.insertOne({ _id: id, status, startedAt: new Date(Date.now() - 600_000), rates } as unknown as WorkerDoc)
}

const setAgent = (change: Partial<AgentState>) => agents.insertOne({ ...newAgentState('writer', new Date()), ...change })
const seconds = (tooMany: number, line = writer) => createQueueRoom(database)(line, tooMany)

it('goes by how many tasks all live workers started in the last minute', async () => {
  await addWorker('w1', { rate: { started: 40 } })
  await addWorker('w2', { rate: { started: 20 }, status: 'DRAINING' })
  await addWorker('w3', { rate: { started: 600 }, status: 'LOST' })
  expect([await seconds(1), await seconds(10), await seconds(100)]).toEqual([1, 10, 100])
})

it('counts what a workspace started at all levels, and nothing of others', async () => {
  await addWorker('w1', { rate: { started: 30 } })
  expect(await seconds(10, { workspace: 'default' })).toBe(10)
  expect(await seconds(10, { workspace: 'other' })).toBe(20)
})

it('counts a worker that has just begun for as long as it works', async () => {
  await addWorker('w1', { rate: { started: 40 } })
  await workers.updateOne({ _id: 'w1' }, { $set: { startedAt: new Date() } })
  expect(await seconds(1)).toBe(1)
})

it('goes by what runs now and how long that takes while runs take long', async () => {
  await setAgent({ running: 5 })
  await addWorker('w1', { rate: { finished: 1, runMs: 200_000 } })
  expect(await seconds(2)).toBe(80)
  await workers.deleteMany({})
  expect(await createQueueRoom(database, async () => 300)(writer, 1)).toBe(60)
})

it('is never before its agent may start the next one', async () => {
  const until = new Date(Date.now() + 90_000)
  await setAgent({ wait: { code: 'RATE_LIMIT', detail: 'as many as it may', since: new Date(), until } })
  await addWorker('w1', { rate: { started: 60 } })
  const answer = await seconds(1)
  expect(answer).toBeGreaterThan(30)
  expect(answer).toBeLessThanOrEqual(90)
})

it('is ten minutes at most, and five seconds where nothing was measured', async () => {
  expect(await seconds(1)).toBe(5)
  await addWorker('w1', { rate: { started: 1 } })
  expect(await seconds(1000)).toBe(600)
})
