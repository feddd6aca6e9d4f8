// Promise: what an outage sent to the dead letters is submitted again when the circuit closes, at a pace, once, and only that.
import { beforeEach, describe, expect, it } from 'vitest'
import { appendEvents, sharedWorkspace } from '../../../../server/events/event-log.ts'
import { silentLogger } from '../../../../server/log.ts'
import type { AgentState } from '../../../../server/queue/agent-state.ts'
import type { DeadLetterDoc } from '../../../../server/queue/dead-letter-store.ts'
import type { TaskDoc } from '../../../../server/queue/task.ts'
import { createRecovery } from '../../../../server/tasks/dead-letters/recovery.ts'
import { resetCircuit } from '../../../../server/tasks/operate-agents.ts'
import { admin, createTestEngine, failing } from '../../../support/engine.ts'

const breaker = { failureRate: 0.5, minimum: 3, windowMs: 60_000, openMs: 300, disableAfter: 1_000 }
const engine = await createTestEngine({
  agents: [{ breaker, maxConcurrent: 1 }, { name: 'coder' }, { name: 'editor', breaker: { ...breaker, minimum: 5, openMs: 60_000 } }],
})
const { database } = engine
const letters = database.collection<DeadLetterDoc>('dead_letters')
const tasks = database.collection<TaskDoc>('tasks')
await engine.startWorker()

const minute = 60_000
const at = (minutesAgo: number) => new Date(Date.now() - minutesAgo * minute)
let number = 1_000_000

async function addLetter(change: Partial<DeadLetterDoc> & { errorClass?: 'TRANSIENT' | 'PERMANENT' | 'TIMEOUT' } = {}): Promise<string> {
  const { errorClass = 'TRANSIENT', ...rest } = change
  const id = `T-${++number}`
  const [model] = await tasks.find({ agent: 'coder' }).limit(1).toArray()
  await tasks.insertOne({ ...model!, _id: id, parameters: engine.vault.seal({ topic: 'outage' }, `${id}.parameters`) })
  const error = { code: 'DOWN', class: errorClass, message: 'down' }
  const expireAt = new Date(Date.now() + 3600_000)
  await letters.insertOne({
    _id: id.replace('T', 'D'),
    task: id,
    workspace: 'default',
    agent: 'coder',
    error,
    fingerprint: 'f',
    failedAt: at(5),
    open: true,
    expireAt,
    ...rest,
  })
  return id.replace('T', 'D')
}

async function endOutage(): Promise<void> {
  await database
    .collection<AgentState>('agents')
    .updateOne({ _id: 'coder' }, { $set: { circuit: { state: 'CLOSED', since: new Date(), ended: [] } } }, { upsert: true })
  await appendEvents(database, [
    { type: 'agent.circuit_closed', workspace: sharedWorkspace, subject: 'coder', agent: 'coder', payload: { outageSince: at(10) } },
  ])
}

beforeEach(async () => {
  await engine.waitFor((await engine.submit({ agent: 'coder' }))._id, 'SUCCEEDED')
  await letters.deleteMany({})
  await database.collection('events').deleteMany({ type: 'agent.circuit_closed' })
})

describe('after an outage', () => {
  it('takes what failed for a passing reason while it lasted, and nothing else', async () => {
    const during = [await addLetter(), await addLetter({ errorClass: 'TIMEOUT' })]
    await addLetter({ errorClass: 'PERMANENT' })
    await addLetter({ failedAt: at(11) })
    await addLetter({ open: false })
    await addLetter({ agent: 'writer' })
    await endOutage()
    const afterwards = await addLetter({ failedAt: new Date(Date.now() + 1000) })
    const recovery = createRecovery({ ...engine, log: silentLogger }, 2)
    expect(await recovery.tick(new Date())).toBe(2)
    expect(await recovery.tick(new Date())).toBe(0)
    const done = await letters.find({ resubmittedAs: { $exists: true } }).toArray()
    expect(done.map(({ _id }) => _id).sort()).toEqual([...during].sort())
    expect((await letters.findOne({ _id: afterwards }))?.open).toBe(true)
    expect(await engine.events(during[0]!)).toContainEqual(
      expect.objectContaining({
        type: 'dead_letter.resubmitted',
        payload: expect.objectContaining({ reason: 'OUTAGE_OVER', by: { id: 'capstan', name: 'Capstan' } }),
      }),
    )
  })

  it('brings back what ended because of them as well', async () => {
    engine.handle(async (_agent, { taskId }) => {
      const { resubmissionOf, dependsOn } = await engine.task(taskId)
      return resubmissionOf || dependsOn ? { kind: 'succeeded', result: null } : failing('DOWN', 'TRANSIENT')
    })
    const [parent, child] = await engine.submitAll([{ agent: 'coder' }, { agent: 'coder', dependsOn: ['#1'] }])
    await engine.waitFor(child!._id, 'FAILED')
    await letters.updateOne({ task: parent!._id }, { $set: { failedAt: at(5) } })
    await endOutage()
    expect(await createRecovery({ ...engine, log: silentLogger }, 2).tick(new Date())).toBe(1)
    const { dependsOn } = await engine.waitFor(child!._id, 'SUCCEEDED')
    expect(dependsOn).toHaveLength(1)
    expect(dependsOn).not.toContain(parent!._id)
    engine.handle(async () => ({ kind: 'succeeded', result: null }))
  })

  it('begins slowly and grows', async () => {
    for (let n = 0; n < 60; n++) await addLetter()
    await endOutage()
    const recovery = createRecovery({ ...engine, log: silentLogger }, 1)
    expect(await recovery.tick(new Date())).toBe(20)
    expect(await recovery.tick(new Date())).toBe(30)
    expect(await recovery.tick(new Date())).toBe(10)
  })

  it('submits each letter once, whoever else does the same', async () => {
    for (let n = 0; n < 30; n++) await addLetter()
    await endOutage()
    const other = await engine.join()
    const recoveries = [engine, other].map((process) => createRecovery({ ...process, log: silentLogger }, 1))
    const first = await Promise.all(recoveries.map((recovery) => recovery.tick(new Date())))
    const second = await Promise.all(recoveries.map((recovery) => recovery.tick(new Date())))
    expect([...first, ...second].reduce((sum, count) => sum + count, 0)).toBe(30)
    const made = await letters.distinct('resubmittedAs')
    expect(made).toHaveLength(30)
  })

  it('waits while the circuit is open again', async () => {
    await addLetter()
    await endOutage()
    await database.collection<AgentState>('agents').updateOne({ _id: 'coder' }, { $set: { 'circuit.state': 'OPEN' } })
    const recovery = createRecovery({ ...engine, log: silentLogger }, 1)
    expect(await recovery.tick(new Date())).toBe(0)
    await database.collection<AgentState>('agents').updateOne({ _id: 'coder' }, { $set: { 'circuit.state': 'CLOSED' } })
    expect(await recovery.tick(new Date())).toBe(1)
  })

  it('works from the circuit itself: opened by failures, closed by a probe, recovered to the last', async () => {
    engine.handle(async () => failing('DOWN', 'TRANSIENT'))
    const lost = await engine.submitAll([{}, {}, {}])
    for (const { _id } of lost) await engine.waitFor(_id, 'FAILED')
    await engine.waitUntil('the circuit to open', async () =>
      (await engine.events('writer')).some(({ type }) => type === 'agent.circuit_opened'),
    )
    engine.handle(async () => ({ kind: 'succeeded', result: null }))
    await engine.waitFor((await engine.submit())._id, 'SUCCEEDED')
    await engine.waitUntil('the circuit to close', async () =>
      (await engine.events('writer')).some(({ type }) => type === 'agent.circuit_closed'),
    )
    expect(await createRecovery({ ...engine, log: silentLogger }, 1).tick(new Date())).toBe(3)
    for (const { _id } of lost) await engine.waitFor((await engine.task(_id)).resubmittedAs!, 'SUCCEEDED')
  })

  it('that a person has declared over sends one task ahead at a time, until one has succeeded', async () => {
    engine.handle(async () => failing('DOWN', 'TRANSIENT'))
    const lost = await engine.submitAll(Array.from({ length: 5 }, () => ({ agent: 'editor' })))
    for (const { _id } of lost) await engine.waitFor(_id, 'FAILED')
    await resetCircuit(engine, admin, 'editor')
    const recovery = createRecovery({ ...engine, log: silentLogger }, 1)
    const sentAgain = async () =>
      (await Promise.all(lost.map(({ _id }) => engine.task(_id)))).flatMap(({ resubmittedAs }) => resubmittedAs ?? [])

    // It was too early: the letters that are left wait for a better moment.
    expect(await recovery.tick(new Date())).toBe(1)
    await engine.waitFor((await sentAgain())[0]!, 'FAILED')
    engine.handle(async () => ({ kind: 'succeeded', result: null }))
    expect(await recovery.tick(new Date())).toBe(1)
    await engine.waitFor((await sentAgain())[1]!, 'SUCCEEDED')
    expect(await recovery.tick(new Date())).toBe(3)
    for (const id of (await sentAgain()).slice(1)) await engine.waitFor(id, 'SUCCEEDED')
  })
})
