// Promise: a circuit opens after the failures since it was closed last, and after nothing else, whatever a reset by hand races with.
import { describe, expect, it } from 'vitest'
import type { EventRow } from '../../../server/events/event-log.ts'
import { resetCircuit } from '../../../server/tasks/operate-agents.ts'
import { admin, createTestEngine, failing } from '../../support/engine.ts'

const minimum = 3
const rounds = 25
const breaker = { failureRate: 1, minimum, windowMs: 600_000, openMs: 600_000, disableAfter: 1_000_000 }
const engine = await createTestEngine({ agents: [{ maxConcurrent: 1, breaker }], handler: async () => failing('DOWN', 'TRANSIENT') })

/** As they were committed. */
const heard: EventRow[] = []
engine.feed.onEvent((event) => heard.push(event))
const count = (type: EventRow['type']) => heard.filter((event) => event.type === type).length

describe('a circuit that is reset while work of its agent is submitted, claimed and settled', () => {
  it('is closed once by those who do it at the same moment, and opens again after as many failures as at first', async () => {
    await engine.startWorker()
    await engine.submitAll(Array.from({ length: minimum }, () => ({})))
    for (let round = 1; round <= rounds; round++) {
      await engine.waitUntil('the circuit to open', () => count('agent.circuit_opened') === round)
      const resets = Promise.allSettled([1, 2, 3].map(() => resetCircuit(engine, admin, 'writer')))
      await Promise.all(Array.from({ length: minimum }, () => engine.submit()))
      expect((await resets).map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected', 'rejected'])
    }
    await engine.waitUntil('the circuit to open for the last time', () => count('agent.circuit_opened') === rounds + 1)
    await engine.waitUntil('the last end', () => count('task.failed') === minimum * (rounds + 1))
    expect(failuresBeforeOpenings()).toEqual(Array.from({ length: rounds + 1 }, () => minimum))
  })
})

/** The failure that opens it stands behind the opening, for both are one transaction. */
function failuresBeforeOpenings(): number[] {
  const counts: number[] = []
  let failures = 0
  for (const { type } of heard) {
    if (type === 'agent.circuit_closed') failures = 0
    if (type === 'task.failed') failures++
    if (type === 'agent.circuit_opened') counts.push(failures + 1)
  }
  return counts
}
