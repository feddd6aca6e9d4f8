// Promise: a task that says what must be done goes to whoever can do it, waits when nobody can now, and goes to another when its agent
// stops working; an agent that does nothing but fail is switched off.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AgentState } from '../../../server/queue/agent-state.ts'
import type { Worker } from '../../../server/queue/worker.ts'
import { ensureAgentStates, setAgentEnabled } from '../../../server/tasks/operate-agents.ts'
import { rerouteWaiting } from '../../../server/tasks/reroute-store.ts'
import { admin, createGate, createTestEngine, failing, type Gate } from '../../support/engine.ts'

const breaker = { failureRate: 0.5, minimum: 1, windowMs: 60_000, openMs: 20, disableAfter: 3 }
const retry = { maxAttempts: 20, strategy: 'fixed' as const, delayMs: 5, factor: 1, maxDelayMs: 10, jitter: 0 }
const strict = { type: 'object', required: ['flight'], properties: { flight: { type: 'string' } } }
const engine = await createTestEngine({
  agents: [
    { name: 'ann', capabilities: ['FLYING', 'SAILING'], maxConcurrent: 1 },
    { name: 'ben', capabilities: ['FLYING'], maxConcurrent: 10 },
    { name: 'picky', capabilities: ['DIVING'], parameters: strict },
    { name: 'diver', capabilities: ['DIVING'] },
    { name: 'clumsy', capabilities: ['FALLING'], breaker, retry },
  ],
})
const { database } = engine
const states = database.collection<AgentState>('agents')
let worker: Worker | undefined
let gate: Gate

beforeEach(async () => {
  for (const name of ['tasks', 'agents', 'events']) await database.collection(name).deleteMany({})
  await ensureAgentStates(database, engine.registry)
  gate = createGate()
  engine.handle(async () => {
    await gate.passed
    return { kind: 'succeeded', result: null }
  })
})

afterEach(async () => {
  gate.open()
  await worker?.stop(1000)
  worker = undefined
})

const toFly = { agent: undefined, capabilities: ['FLYING'] }
const switchOff = (name: string) => setAgentEnabled(engine, admin, { name, enabled: false, reason: 'on leave' })
const reroute = () => rerouteWaiting(engine)

describe('a task that names capabilities', () => {
  it('goes to the least loaded agent that has them all', async () => {
    const agents = (await engine.submitAll([toFly, { agent: undefined, capabilities: ['FLYING', 'SAILING'] }])).map(({ agent }) => agent)
    expect(agents).toEqual(['ann', 'ann'])
    expect((await engine.submit(toFly)).agent).toBe('ben')
  })

  it('is not given to an agent that is off or whose circuit is open', async () => {
    await states.updateOne({ _id: 'ann' }, { $set: { 'circuit.state': 'OPEN', 'circuit.until': new Date(Date.now() + 60_000) } })
    expect((await engine.submit(toFly)).agent).toBe('ben')
  })

  it('waits when nobody who has them can work, and is refused when nobody has them', async () => {
    await switchOff('ann')
    const task = await engine.submit({ agent: undefined, capabilities: ['SAILING'] })
    expect(task).toMatchObject({ agent: 'ann', status: 'QUEUED', capabilities: ['SAILING'] })
    await expect(engine.submit({ agent: undefined, capabilities: ['DANCING'] })).rejects.toMatchObject({ code: 'UNKNOWN_AGENT' })
  })

  it('goes to another when its agent stops working, and says so', async () => {
    const task = await engine.submit(toFly)
    const byName = await engine.submit({ agent: 'ann' })
    await switchOff('ann')
    expect(await reroute()).toBe(1)
    expect(await engine.task(task._id)).toMatchObject({ agent: 'ben', facets: expect.arrayContaining(['agent:ben']) })
    expect((await engine.task(byName._id)).agent).toBe('ann')
    expect((await engine.events(task._id)).at(-1)).toMatchObject({
      type: 'task.rerouted',
      agent: 'ben',
      payload: { from: 'ann', to: 'ben' },
    })
    worker = await engine.startWorker()
    gate.open()
    await engine.waitFor(task._id, 'SUCCEEDED')
  })

  it('stays where it is when the others cannot take its parameters, or there are none', async () => {
    const task = await engine.submit({ agent: undefined, capabilities: ['DIVING'] })
    expect(task.agent).toBe('diver')
    await switchOff('diver')
    expect(await reroute()).toBe(0)
    expect((await engine.task(task._id)).agent).toBe('diver')
  })
})

describe('an agent that does nothing but fail', () => {
  it('is switched off after its circuit has opened so often in a row, and says why', async () => {
    engine.handle(async () => failing('BROKEN', 'TRANSIENT'))
    worker = await engine.startWorker()
    await engine.submit({ agent: 'clumsy' })
    await engine.waitUntil('the agent to be switched off', async () => (await states.findOne({ _id: 'clumsy' }))?.disabled !== undefined)
    expect(await states.findOne({ _id: 'clumsy' })).toMatchObject({
      disabled: { by: 'Capstan', reason: 'its circuit opened 3 times in a row' },
    })
    const told = (await engine.events('clumsy')).filter(({ type }) => type === 'agent.disabled')
    expect(told).toHaveLength(1)
  })

  it('begins anew once it has succeeded', async () => {
    engine.handle(async () => failing('BROKEN', 'TRANSIENT'))
    worker = await engine.startWorker()
    const task = await engine.submit({ agent: 'clumsy' })
    await engine.waitUntil('an opening', async () => ((await states.findOne({ _id: 'clumsy' }))?.circuit.openings ?? 0) >= 1)
    gate.open()
    engine.handle(async () => ({ kind: 'succeeded', result: null }))
    await engine.waitFor(task._id, 'SUCCEEDED')
    const { circuit } = (await states.findOne({ _id: 'clumsy' })) ?? {}
    expect(circuit).toMatchObject({ state: 'CLOSED' })
    expect(circuit?.openings).toBeUndefined()
  })
})
