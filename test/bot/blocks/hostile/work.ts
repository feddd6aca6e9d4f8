// Tasks, workflows and requests with anything in them.
import fc from 'fast-check'
import { actor, anything, at, attempt, count, error, id, maybe, priority, seconds, share, some, statuses, text } from './basics.ts'

export const taskRow = fc.record({
  id,
  agentName: text,
  status: statuses,
  priority,
  progress: share,
  currentStep: maybe(text),
  createdAt: at,
  finishedAt: maybe(at),
  error: maybe(error),
})

export const task = fc.record({
  id,
  agentName: text,
  status: statuses,
  priority,
  urgency: count,
  progress: share,
  currentStep: maybe(text),
  tags: some(text),
  maxAttempts: count,
  queuePosition: maybe(count),
  estimatedWaitSeconds: seconds,
  etaSeconds: seconds,
  viewerCan: fc.subarray(['CANCEL', 'RETRY', 'REPRIORITIZE', 'RESUBMIT']),
  createdAt: at,
  runAt: maybe(at),
  deadline: maybe(at),
  startedAt: maybe(at),
  finishedAt: maybe(at),
  submittedBy: actor,
  error: maybe(error),
  attempts: some(attempt),
  waitingOn: some(fc.record({ code: fc.constant('TURN'), detail: text, until: maybe(at), blockedBy: some(text) })),
  workflowStep: maybe(text),
})

export const usage = fc.record({ inputTokens: count, outputTokens: count, costMicros: count, durationMs: count })

export const outcome = fc.record({
  id,
  agentName: text,
  status: fc.constantFrom('SUCCEEDED', 'FAILED'),
  result: anything,
  error: maybe(error),
  attempts: some(attempt),
  usage,
  artifacts: some(fc.record({ id: text, name: text, contentType: text, bytes: count, url: text }), 4),
})

export const logs = fc.record({
  id,
  agentName: text,
  status: statuses,
  logs: fc.record({
    nodes: some(fc.record({ number: count, at, level: text, text, attempt: count }), 100),
    pageInfo: fc.record({ hasNextPage: fc.boolean(), endCursor: maybe(text.map((cursor) => cursor.slice(0, 900))) }),
  }),
})

const stepStatus = fc.constantFrom('PENDING', 'RUNNING', 'WAITING', 'SUCCEEDED', 'FAILED', 'SKIPPED', 'CANCELLED')
const stepId = fc.oneof(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), text)
const step = fc.record({
  id: stepId,
  kind: fc.constant('AGENT'),
  name: text,
  status: stepStatus,
  dependsOn: some(stepId, 4),
  parent: maybe(stepId),
  agent: maybe(text),
  waitingFor: maybe(fc.oneof(text, at)),
  startedAt: maybe(at),
  finishedAt: maybe(at),
  error: maybe(error),
  task: maybe(fc.record({ id, status: statuses, progress: share, currentStep: maybe(text) })),
  request: maybe(fc.record({ id, status: fc.constant('OPEN') })),
})

export const workflow = fc.record({
  id,
  name: text,
  status: fc.constantFrom('RUNNING', 'PAUSED', 'WAITING', 'SUCCEEDED', 'FAILED', 'CANCELLED'),
  template: maybe(text),
  totalSteps: count,
  completedSteps: count,
  progress: share,
  priority,
  reason: maybe(text),
  createdAt: at,
  finishedAt: maybe(at),
  viewerCan: fc.subarray(['CANCEL', 'PAUSE', 'RESUME', 'RETRY']),
  submittedBy: actor,
  error: maybe(error),
  steps: some(step, 60),
})

export const request = fc.record({
  id,
  kind: fc.constantFrom('APPROVAL', 'QUESTION'),
  status: fc.constantFrom('OPEN', 'APPROVED', 'REJECTED', 'ANSWERED', 'EXPIRED', 'CANCELLED'),
  title: text,
  text: maybe(text),
  choices: some(text),
  form: fc.constant(null),
  details: anything,
  digest: text,
  quorum: count,
  requesterMayDecide: fc.boolean(),
  createdAt: at,
  expiresAt: maybe(at),
  escalatedAt: maybe(at),
  settledAt: maybe(at),
  answer: anything,
  viewerCan: fc.subarray(['APPROVE', 'REJECT', 'ANSWER']),
  requestedBy: actor,
  deciders: fc.record({ roles: some(fc.constantFrom('ADMIN', 'USER'), 3), users: some(text), groups: some(text) }),
  decisions: some(
    fc.record({ at, decision: maybe(fc.constantFrom('APPROVE', 'REJECT')), answer: anything, reason: maybe(text), by: actor }),
  ),
  workflow: maybe(fc.record({ id, name: text })),
  step: maybe(text),
  task: maybe(fc.record({ id, agentName: text })),
})
