// Promise: work under a budget never uses more than it allows, however many attempts run at once and whoever crashes.
import { afterEach, beforeEach, expect, it } from 'vitest'
import { listBudgets, removeBudget, setBudget } from '../../server/budgets/budget-store.ts'
import { silentLogger } from '../../server/log.ts'
import type { AgentLimits, AgentState } from '../../server/queue/agent-state.ts'
import type { BudgetDoc } from '../../server/queue/budget.ts'
import { startTakeover } from '../../server/queue/takeover.ts'
import type { Worker } from '../../server/queue/worker.ts'
import type { WorkerDoc } from '../../server/queue/worker-lease.ts'
import { admin, createGate, createTestEngine, type Gate, keepMs, user } from '../support/engine.ts'

const model = {
  kind: 'model' as const,
  provider: 'offline' as const,
  model: undefined,
  systemPrompt: '',
  temperature: undefined,
  maxTokens: 50,
  maxSteps: 1,
  mcp: [],
}
const engine = await createTestEngine({
  agents: [
    { name: 'writer', maxConcurrent: 50, run: model },
    { name: 'other', maxConcurrent: 50, run: model },
  ],
})
const { database } = engine
const parts = { database, knowsAgent: (name: string) => ['writer', 'other'].includes(name) }
const usage = { inputTokens: 60, outputTokens: 40, costMicros: 7 }
let workers: Worker[] = []
let gate: Gate
let running = 0

beforeEach(async () => {
  for (const name of ['tasks', 'budgets', 'agents', 'events']) await database.collection(name).deleteMany({})
  gate = createGate()
  running = 0
  engine.handle(async () => {
    running++
    await gate.passed
    running--
    return { kind: 'succeeded', result: null, usage }
  })
  workers = [await engine.startWorker(30), await engine.startWorker(30)]
})

afterEach(async () => {
  gate.open()
  for (const worker of workers) await worker.stop(1000)
})

const submitMany = (count: number, agent = 'writer') => engine.submitAll(Array.from({ length: count }, () => ({ agent })))
const counts = async () => {
  const rows = await database
    .collection('tasks')
    .aggregate<{ _id: string; count: number }>([{ $group: { _id: '$status', count: { $sum: 1 } } }])
    .toArray()
  return Object.fromEntries(rows.map(({ _id, count }) => [_id, count]))
}
const budget = async () => (await database.collection<BudgetDoc>('budgets').findOne({}))!
const until = (wanted: Record<string, number>) =>
  engine.waitUntil(`tasks to be ${JSON.stringify(wanted)}`, async () => {
    const found = await counts()
    return Object.entries(wanted).every(([status, count]) => (found[status] ?? 0) === count)
  })

it('lets as many runs begin as it allows, of fifty that could at once on two workers', async () => {
  await setBudget(parts, admin, { scope: 'AGENT', subject: 'writer', period: 'MONTH', runs: 10 })
  await submitMany(50)
  await until({ RUNNING: 10, QUEUED: 40 })
  gate.open()
  await until({ SUCCEEDED: 10, QUEUED: 40 })
  expect(await database.collection('events').countDocuments({ type: 'task.started' })).toBe(10)
  expect(await budget()).toMatchObject({
    used: { runs: 10, tokens: 1000, costMicros: 70 },
    reserved: { runs: 0, tokens: 0, costMicros: 0 },
    exhausted: true,
  })
})

it('holds what runs may use before they start, and charges what they did use', async () => {
  await setBudget(parts, admin, { scope: 'WORKSPACE', period: 'MONTH', tokens: 1000 })
  await submitMany(20)
  await until({ RUNNING: 10, QUEUED: 10 })
  expect((await budget()).reserved.tokens).toBe(1000)
  gate.open()
  await until({ SUCCEEDED: 10, QUEUED: 10 })
  expect((await budget()).used.tokens).toBe(1000)
})

it('holds back no work of others', async () => {
  await setBudget(parts, admin, { scope: 'AGENT', subject: 'writer', period: 'MONTH', runs: 1 })
  await submitMany(5)
  await submitMany(5, 'other')
  await until({ RUNNING: 6, QUEUED: 4 })
  expect(await database.collection('tasks').countDocuments({ agent: 'other', status: 'RUNNING' })).toBe(5)
})

it('lets work go on when it is raised or removed', async () => {
  await setBudget(parts, admin, { scope: 'WORKSPACE', period: 'MONTH', runs: 0 })
  await submitMany(6)
  await engine.waitUntil('the budget to be known as used up', async () => (await budget()).exhausted === true)
  expect(await counts()).toEqual({ QUEUED: 6 })
  await setBudget(parts, admin, { scope: 'WORKSPACE', period: 'MONTH', runs: 2 })
  await until({ RUNNING: 2, QUEUED: 4 })
  await removeBudget(database, admin, (await budget())._id)
  await until({ RUNNING: 6 })
})

it('fails work when that is its policy', async () => {
  await setBudget(parts, admin, { scope: 'AGENT', subject: 'writer', period: 'MONTH', runs: 2, policy: 'FAIL' })
  gate.open()
  await submitMany(5)
  await until({ SUCCEEDED: 2, FAILED: 3 })
  const failed = await database.collection('tasks').findOne({ status: 'FAILED' })
  expect(failed).toMatchObject({
    error: { code: 'BUDGET_EXCEEDED', class: 'PERMANENT', message: expect.stringContaining('The budget of agent writer (2 runs a month)') },
  })
  expect((await budget()).used.runs).toBe(2)
})

it('says once that it is used up', async () => {
  await setBudget(parts, admin, { scope: 'AGENT', subject: 'writer', period: 'MONTH', runs: 1 })
  gate.open()
  await submitMany(3)
  await until({ SUCCEEDED: 1, QUEUED: 2 })
  await submitMany(3)
  await until({ SUCCEEDED: 1, QUEUED: 5 })
  const told = (await engine.events((await budget())._id)).filter(({ type }) => type === 'budget.exhausted')
  expect(told.map(({ payload }) => payload)).toEqual([expect.objectContaining({ scope: 'AGENT', of: 'writer', policy: 'WAIT' })])
})

it('charges what a run held whose worker died, and lets it run again', async () => {
  await setBudget(parts, admin, { scope: 'WORKSPACE', period: 'MONTH', tokens: 1000 })
  const [doomed] = await submitMany(1)
  const { worker } = await engine.waitFor(doomed!._id, 'RUNNING')
  await database.collection<WorkerDoc>('workers').updateOne({ _id: worker! }, { $set: { leaseUntil: new Date(0) } })
  const stop = startTakeover({
    database,
    log: silentLogger,
    limits: () => new Map<string, AgentLimits>(),
    keepMs: () => keepMs,
    onRequeued: () => undefined,
  })
  await stop()
  await engine.waitUntil('a second run', () => running >= 2)
  gate.open()
  await engine.waitFor(doomed!._id, 'SUCCEEDED')
  const began = (await engine.events(doomed!._id)).filter(({ type }) => type === 'task.started').length
  expect(began).toBeGreaterThan(1)
  expect(await budget()).toMatchObject({ used: { tokens: 100 * began, runs: 1 }, reserved: { tokens: 0, runs: 0 } })
})

it('is set by admins, with what is wrong said at once', async () => {
  await expect(setBudget(parts, user, { scope: 'WORKSPACE', period: 'DAY', runs: 1 })).rejects.toMatchObject({ code: 'FORBIDDEN' })
  const wrong = setBudget(parts, admin, { scope: 'AGENT', subject: 'nobody', period: 'DAY', runs: -1 })
  await expect(wrong).rejects.toMatchObject({ details: { violations: [{ path: 'input.subject' }, { path: 'input.runs' }] } })
  await expect(removeBudget(database, admin, 'B:none')).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect(await listBudgets(database, admin)).toEqual([])
})

it('is known to the agents as long as there is one, also when one is set while another is removed', async () => {
  const told = async () => (await database.collection<AgentState>('agents').findOne({ _id: 'writer' }))?.budgeted !== undefined
  gate.open()
  const [task] = await submitMany(1)
  await engine.waitFor(task!._id, 'SUCCEEDED')
  expect(await told()).toBe(false)
  for (let round = 0; round < 10; round++) {
    const old = await setBudget(parts, admin, { scope: 'WORKSPACE', period: 'DAY', runs: 5 })
    const [next] = await Promise.all([
      setBudget(parts, admin, { scope: 'AGENT', subject: 'writer', period: 'DAY', runs: 5 }),
      removeBudget(database, admin, old._id),
    ])
    expect(await told()).toBe(true)
    await removeBudget(database, admin, next._id)
    expect(await told()).toBe(false)
  }
})
