// Tasks as the product stores them, made in large numbers. The payload is the same for every system that is measured.
import type { NewEvent } from '../../server/events/event-log.ts'
import { claimOrder, nextSeq } from '../../server/queue/claim-order.ts'
import { toEvent } from '../../server/queue/settlement.ts'
import { sealPlace, type TaskDoc } from '../../server/queue/task.ts'
import { createVault } from '../../server/tasks/vault.ts'

export const secretKey = 'the benchmark has nothing to hide from anybody'
export const vault = createVault(secretKey)
/** Whose runs are older than what is measured. */
export const earlierWorker = 'earlier'
export const payloadNote = '{ n, text of 100 characters }'

export function payload(n: number): { n: number; text: string } {
  return { n, text: 'lorem ipsum '.repeat(9).slice(0, 100) }
}

export function sampleTask(number: number, agent: string): TaskDoc {
  const id = `T-${number}`
  const now = new Date()
  const seq = nextSeq()
  return {
    _id: id,
    workspace: 'default',
    agent,
    status: 'QUEUED',
    ready: true,
    queuedAt: now,
    priority: 'NORMAL',
    urgency: 3,
    order: claimOrder({ priority: 'NORMAL', urgency: 3, seq }),
    lifted: 0,
    seq,
    list: 'MAIN',
    facets: [`agent:${agent}`, 'by:admin'],
    submittedBy: { id: 'admin', name: 'admin' },
    origin: 'api',
    createdAt: now,
    parameters: vault.seal(payload(number), sealPlace(id, 'parameters')),
    progress: 0,
    attempts: [],
    failures: 0,
    crashes: 0,
    retry: { maxAttempts: 4, strategy: 'exponential', delayMs: 1000, factor: 4, maxDelayMs: 60_000, jitter: 0 },
    timeoutMs: 300_000,
    fence: 0,
  }
}

export function queuedEvent(task: TaskDoc): NewEvent {
  return toEvent(task, 'task.queued', { status: task.status, priority: task.priority })
}

/** As it is after one run that succeeded. */
export function finishedTask(number: number, agent: string): TaskDoc {
  const { ready: _, ...task } = sampleTask(number, agent)
  const now = task.createdAt
  return {
    ...task,
    status: 'SUCCEEDED',
    list: 'MAIN',
    startedAt: now,
    finishedAt: now,
    expireAt: new Date(now.getTime() + 30 * 24 * 3600_000),
    progress: 1,
    fence: 1,
    result: vault.seal({ ok: true }, sealPlace(task._id, 'result')),
    attempts: [{ number: 1, startedAt: now, endedAt: now, worker: earlierWorker, outcome: 'succeeded' }],
    usage: { inputTokens: 0, outputTokens: 0, costMicros: 0, durationMs: 1 },
  }
}
