// Why a task is not running is data: each reason with what it waits for and until when.
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { bucketOf } from '../../server/performance/histogram.ts'
import type { RollupDoc } from '../../server/performance/rollup-store.ts'
import { createTestDatabase } from '../support/database.ts'
import { createTestServers, type TestServer } from '../support/server.ts'
import { failer, holder, open, reporter } from './crew.ts'

const database = createTestDatabase()
const servers = createTestServers(database)
let server: TestServer

beforeAll(async () => {
  const agents = {
    ...reporter,
    ...holder('single', { limits: { max_concurrent: 1 } }),
    ...holder('patient', { limits: { max_concurrent: 1 } }),
    ...failer('limited', { limits: { rate_limit: '1/hour' } }),
    ...failer('stubborn', { retry: { strategy: 'fixed', delay: '5m', max_attempts: 2, jitter: 0 } }),
    ...failer('fragile', { breaker: { minimum: 2, failure_rate: 0.5, open: '1h' } }),
  }
  server = await servers.start({ agents })
})

interface Reason {
  code: string
  detail: string
  since: string | null
  until: string | null
  blockedBy: string[]
}

async function reasons(id: string): Promise<Reason[]> {
  const query = 'query ($id: ID!) { task(id: $id) { waitingOn { code detail since until blockedBy } } }'
  return (await server.gql<{ task: { waitingOn: Reason[] } }>(query, { id })).task.waitingOn
}

/** The reason as soon as the scheduler has recorded it: until then the task simply waits its turn. */
async function reason(id: string, code: string): Promise<Reason> {
  await expect.poll(async () => (await reasons(id)).map((one) => one.code)).toEqual([code])
  return (await reasons(id))[0]!
}

const soon = (iso: string | null, seconds: number) => Math.abs(Date.parse(String(iso)) - Date.now() - seconds * 1000) < 30_000

test('its run-at time', async () => {
  const runAt = new Date(Date.now() + 3_600_000).toISOString()
  const id = await server.submit({ agent: 'reporter', runAt })
  expect(await reason(id, 'RUN_AT')).toMatchObject({ until: runAt, blockedBy: [] })
})

test('another task, by its id', async () => {
  const parent = await server.submit({ agent: 'reporter', runAt: new Date(Date.now() + 3_600_000) })
  const done = await server.submit({ agent: 'reporter' })
  await server.reached(done, 'SUCCEEDED')
  const id = await server.submit({ agent: 'reporter', dependsOn: [parent, done] })
  expect(await reason(id, 'DEPENDENCY')).toMatchObject({ blockedBy: [parent], detail: expect.stringContaining(parent) })
})

test('the other tasks of its agent', async () => {
  const gate = join(servers.folder, 'concurrency')
  const running = await server.submit({ agent: 'single', parameters: { gate } })
  const id = await server.submit({ agent: 'single', parameters: { gate } })
  expect((await reason(id, 'CONCURRENCY')).detail).toContain('single runs one task')
  expect(await reasons(running)).toEqual([])
  open(gate)
  await server.reached(id, 'SUCCEEDED')
  expect(await reasons(id)).toEqual([])
})

test('how long it still takes is told by earlier runs while none has ended lately', async () => {
  const at = new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000)
  const counted = { scale: 'hour', at, workspace: 'default', agent: 'patient', run: { [bucketOf(300_000)]: 4 } }
  await database.db.collection<RollupDoc>('rollups').insertOne({ _id: 'an hour of long runs', ...counted } as unknown as RollupDoc)
  const gate = join(servers.folder, 'long')
  const [running, next] = [await server.submit({ agent: 'patient', parameters: { gate } }), await server.submit({ agent: 'patient' })]
  const query = 'query ($id: ID!) { task(id: $id) { estimatedWaitSeconds etaSeconds } }'
  const estimate = async (id: string) => (await server.gql<{ task: Record<string, number | null> }>(query, { id })).task
  expect(Math.abs((await estimate(running))['etaSeconds']! - 300)).toBeLessThan(60)
  expect(Math.abs((await estimate(next))['estimatedWaitSeconds']! - 300)).toBeLessThan(60)
  const cancel = 'mutation ($id: ID!) { cancelTask(id: $id) { id } }'
  for (const id of [next, running]) await server.gql(cancel, { id })
})

test('the rate limit of its agent, until the next start is free', async () => {
  await server.reached(await server.submit({ agent: 'limited', parameters: { good: true } }), 'SUCCEEDED')
  const id = await server.submit({ agent: 'limited', parameters: { good: true } })
  const { until } = await reason(id, 'RATE_LIMIT')
  expect(Date.parse(String(until))).toBeGreaterThan(Date.now())
})

test('the pause before its next try', async () => {
  const id = await server.submit({ agent: 'stubborn' })
  await server.reached(id, 'RETRYING')
  const { until } = await reason(id, 'BACKOFF')
  expect(soon(until, 300)).toBe(true)
})

test('an agent that was switched off, with the reason, until it is switched on', async () => {
  const gate = join(servers.folder, 'paused')
  const running = await server.submit({ agent: 'single', parameters: { gate } })
  await server.reached(running, 'RUNNING')
  const id = await server.submit({ agent: 'single', parameters: { gate } })
  const toggle = `mutation ($enabled: Boolean!) {
    setAgentEnabled(name: "single", enabled: $enabled, reason: "spring cleaning") { enabled available unavailableReason }
  }`
  expect(await server.gql(toggle, { enabled: false })).toEqual({
    setAgentEnabled: { enabled: false, available: false, unavailableReason: expect.stringContaining('spring cleaning') },
  })
  expect((await reason(id, 'PAUSED')).detail).toContain('spring cleaning')
  expect(await server.gql(toggle, { enabled: true })).toEqual({
    setAgentEnabled: { enabled: true, available: true, unavailableReason: null },
  })
  open(gate)
  await server.reached(id, 'SUCCEEDED')
})

test('the circuit of its agent, which burns no attempts, until it is closed', async () => {
  for (let count = 0; count < 2; count += 1) await server.reached(await server.submit({ agent: 'fragile' }), 'FAILED')
  const id = await server.submit({ agent: 'fragile', parameters: { good: true } })
  const { until } = await reason(id, 'CIRCUIT')
  expect(soon(until, 3600)).toBe(true)
  const query = '{ agent(name: "fragile") { circuit available circuitUntil } }'
  expect(await server.gql(query)).toEqual({ agent: { circuit: 'OPEN', available: false, circuitUntil: until } })
  const metrics = await fetch(`${server.url}/metrics`, { headers: { authorization: `Bearer ${server.token}` } })
  expect(await metrics.text()).toContain('agent_circuit_state{agent="fragile"} 2')
  await server.gql('mutation { resetCircuit(agent: "fragile") { name } }')
  await server.reached(id, 'SUCCEEDED')
  const { task } = await server.gql<{ task: { attempts: unknown[] } }>('query ($id: ID!) { task(id: $id) { attempts { outcome } } }', {
    id,
  })
  expect(task.attempts).toEqual([{ outcome: 'succeeded' }])
  expect((await server.refusal('mutation { resetCircuit(agent: "fragile") { name } }')).extensions.code).toBe('ILLEGAL_STATE')
})

test('a circuit that is open says when it tries again, and nothing of that once the moment has come', async () => {
  const query = '{ agent(name: "limited") { circuit circuitUntil } }'
  const open = (until: Date) => ({ $set: { circuit: { state: 'OPEN', since: new Date(0), until, ended: [] } } })
  const agents = database.db.collection('agents')
  const until = new Date(Date.now() + 3_600_000)
  await agents.updateOne({ _id: 'limited' as never }, open(until))
  expect(await server.gql(query)).toEqual({ agent: { circuit: 'OPEN', circuitUntil: until.toISOString() } })
  await agents.updateOne({ _id: 'limited' as never }, open(new Date(Date.now() - 1000)))
  expect(await server.gql(query)).toEqual({ agent: { circuit: 'OPEN', circuitUntil: null } })
})

test('a workspace in manual mode', async () => {
  const update = 'mutation ($manual: Boolean!) { updateWorkspace(input: { manual: $manual }) { manual } }'
  expect(await server.gql(update, { manual: true })).toEqual({ updateWorkspace: { manual: true } })
  const id = await server.submit({ agent: 'reporter' })
  expect((await reason(id, 'PAUSED')).detail).toContain('manual mode')
  await server.gql('mutation ($id: ID!) { cancelTask(id: $id) { id } }', { id })
  await server.gql(update, { manual: false })
  await server.reached(await server.submit({ agent: 'reporter' }), 'SUCCEEDED')
})

test('a worker, once the last one has gone', async () => {
  const front = await servers.start({ role: 'api' })
  await server.stop()
  server = front
  const id = await server.submit({ agent: 'reporter' })
  expect((await reason(id, 'NO_WORKER')).detail).toBe('no worker takes new tasks')
})

test('a worker that works for its agent, while there are others', async () => {
  await servers.start({ role: 'worker', env: { CAPSTAN_AGENTS: 'single' } })
  const gate = join(servers.folder, 'only here')
  const [own, other] = [await server.submit({ agent: 'single', parameters: { gate } }), await server.submit({ agent: 'reporter' })]
  expect((await reason(other, 'NO_WORKER')).detail).toBe('no worker that takes new tasks works for reporter')
  open(gate)
  await server.reached(own, 'SUCCEEDED')
})
