// Promise: why a task is not running is one reason, with since when, until when and what blocks it; a task that runs or has ended has none.
import { describe, expect, it } from 'vitest'
import { newAgentState } from '../../../server/queue/agent-state.ts'
import type { BudgetDoc } from '../../../server/queue/budget.ts'
import type { TaskDoc } from '../../../server/queue/task.ts'
import { type Surroundings, waitingOn } from '../../../server/tasks/waiting-on.ts'

const since = new Date('2026-03-02T10:00:00Z')
const later = new Date(Date.now() + 3600_000)
const around: Surroundings = {
  agentState: newAgentState('writer', since),
  agentKnown: true,
  heldBack: false,
  fullBudget: undefined,
  workers: 1,
  anyWorker: true,
  openDependencies: [],
}
const reasons = (task: Partial<TaskDoc>, change: Partial<Surroundings> = {}) =>
  waitingOn({ agent: 'writer', status: 'QUEUED', createdAt: since, attempts: [], ...task } as unknown as TaskDoc, { ...around, ...change })

describe('a task waits for', () => {
  it.each<[string, Partial<TaskDoc>]>([
    ['RUN_AT', { status: 'SCHEDULED', dueReason: 'RUN_AT' }],
    ['QUIET_HOURS', { status: 'SCHEDULED', dueReason: 'QUIET_HOURS' }],
    ['BACKOFF', { status: 'RETRYING', dueReason: 'BACKOFF' }],
    ['BACKOFF', { status: 'RETRYING', dueReason: 'RETRY_HOURS' }],
  ])('a moment: %s', (code, task) => {
    expect(reasons({ ...task, dueAt: later })).toMatchObject([{ code, since, until: later, blockedBy: [] }])
  })

  it('the end of a pause that began when its last try failed', () => {
    const endedAt = new Date('2026-03-02T10:05:00Z')
    const attempts = [{ number: 1, startedAt: since, endedAt, worker: 'w1', outcome: 'failed' as const }]
    expect(reasons({ status: 'RETRYING', dueReason: 'BACKOFF', dueAt: later, attempts })).toMatchObject([{ since: endedAt, until: later }])
  })

  it('the tasks it depends on, by their ids', () => {
    const openDependencies = ['T-7', 'T-9']
    expect(reasons({ status: 'BLOCKED' }, { openDependencies })).toMatchObject([
      { code: 'DEPENDENCY', detail: 'waits for T-7, T-9', blockedBy: openDependencies },
    ])
  })

  it('a person, by the request', () => {
    expect(reasons({ status: 'WAITING', request: 'R-3' })).toMatchObject([{ code: 'REQUEST', blockedBy: ['R-3'] }])
  })

  it('its workspace, its agent, a budget, a worker, or its turn', () => {
    const fullBudget = { scope: 'AGENT', subject: 'writer', period: 'DAY', limits: { runs: 2 } } as BudgetDoc
    expect(reasons({}, { heldBack: true })).toMatchObject([{ code: 'PAUSED', detail: expect.stringContaining('runQueue') }])
    expect(reasons({}, { agentKnown: false })).toMatchObject([{ code: 'NO_AGENT', detail: expect.stringContaining('writer') }])
    expect(reasons({}, { fullBudget })).toMatchObject([
      { code: 'BUDGET', detail: 'the budget of agent writer (2 runs a day) is used up', until: expect.any(Date) },
    ])
    const nobody = { code: 'NO_WORKER', detail: 'no worker takes new tasks' }
    expect(reasons({}, { workers: 0, anyWorker: false })).toMatchObject([nobody])
    const others = { code: 'NO_WORKER', detail: 'no worker that takes new tasks works for writer' }
    expect(reasons({}, { workers: 0 })).toMatchObject([others])
    expect(reasons({})).toMatchObject([{ code: 'TURN', since }])
  })

  it.each<[string, Partial<TaskDoc>]>([
    ['RUN_AT', { status: 'SCHEDULED', dueAt: later }],
    ['BACKOFF', { status: 'RETRYING', dueReason: 'BACKOFF', dueAt: later }],
    ['DEPENDENCY', { status: 'BLOCKED' }],
    ['REQUEST', { status: 'WAITING', request: 'R-3' }],
  ])('%s first, and then for somebody who runs the queue of a workspace in manual mode', (code, task) => {
    expect(reasons(task, { heldBack: true })).toMatchObject([{ code }, { code: 'PAUSED', detail: expect.stringContaining('runQueue') }])
  })

  it('what the admission of its agent has written down, unless that is over', () => {
    const wait = { code: 'RATE_LIMIT' as const, detail: 'as many as it may', since, until: later }
    expect(reasons({}, { agentState: { ...around.agentState, wait } })).toEqual([{ ...wait, blockedBy: [] }])
    expect(reasons({}, { workers: 0, agentState: { ...around.agentState, wait } })).toMatchObject([{ code: 'NO_WORKER' }])
    const queuedAt = new Date('2026-03-02T11:00:00Z')
    expect(reasons({ queuedAt }, { agentState: { ...around.agentState, wait } })).toMatchObject([{ since: queuedAt }])
    const over = { ...wait, until: new Date(Date.now() - 1000) }
    expect(reasons({}, { agentState: { ...around.agentState, wait: over } })).toMatchObject([{ code: 'TURN' }])
  })
})

it.each(['RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED'] as const)('a task that is %s waits for nothing', (status) => {
  expect(reasons({ status })).toEqual([])
})
