// Dead letters, schedules, alerts, agents, figures and Homes with anything in them.
import fc from 'fast-check'
import { actor, anything, at, attempt, count, error, id, maybe, priority, seconds, share, some, statuses, text } from './basics.ts'
import { taskRow, usage } from './work.ts'

export const deadLetter = fc.record({
  id,
  agent: text,
  failedAt: at,
  status: fc.constantFrom('OPEN', 'RETRIED', 'RESUBMITTED', 'DISCARDED'),
  resubmittedAs: maybe(fc.record({ id })),
  discardReason: maybe(text),
  assignee: maybe(text),
  viewerCan: fc.subarray(['RESUBMIT', 'DISCARD', 'NOTE', 'ASSIGN']),
  notes: some(fc.record({ at, by: text, text })),
  error,
  task: fc.record({ id, priority, createdAt: at, attempts: some(attempt) }),
})

export const deadLetterGroup = fc.record({ fingerprint: text, agent: text, message: text, code: text, count, firstAt: at, lastAt: at })

const scheduled = {
  id,
  name: text,
  enabled: fc.boolean(),
  description: text,
  timezone: text,
  nextRunAt: maybe(at),
  viewerCan: fc.subarray(['EDIT', 'PAUSE', 'RESUME', 'RUN', 'DELETE']),
}
export const scheduleRow = fc.record(scheduled)
export const schedule = fc.record({
  ...scheduled,
  cron: maybe(text),
  every: maybe(text),
  at: maybe(at),
  words: maybe(text),
  task: maybe(fc.record({ agent: text })),
  workflow: maybe(fc.record({ template: text })),
  post: maybe(fc.record({ channel: text, text })),
  missed: fc.constantFrom('SKIP', 'ONCE', 'ALL'),
  overlap: fc.constantFrom('SKIP', 'QUEUE', 'CANCEL_OLD'),
  startAt: maybe(at),
  endAt: maybe(at),
  nextRuns: some(at, 3),
  version: count,
  createdBy: actor,
})
export const scheduleRun = fc.record({
  dueAt: at,
  startedAt: at,
  manual: fc.boolean(),
  status: fc.constant('STARTED'),
  reason: maybe(text),
  task: maybe(fc.record({ id, status: statuses })),
  workflow: maybe(fc.record({ id, status: fc.constant('RUNNING') })),
})

export const alert = fc.record({
  id,
  kind: text,
  severity: fc.constantFrom('INFO', 'WARNING', 'CRITICAL'),
  status: fc.constantFrom('OPEN', 'ACKNOWLEDGED', 'RESOLVED'),
  title: text,
  detail: text,
  subject: text,
  count,
  firstAt: at,
  lastAt: at,
  acknowledgedBy: maybe(actor),
  acknowledgedAt: maybe(at),
  note: maybe(text),
  resolvedAt: maybe(at),
  viewerCanAcknowledge: fc.boolean(),
})

export const auditEntry = fc.record({
  number: count,
  at,
  actor,
  via: maybe(text),
  place: maybe(text),
  action: text,
  subject: text,
  reason: maybe(text),
  origin: maybe(text),
})

const circuit = fc.constantFrom('CLOSED', 'OPEN', 'HALF_OPEN')
export const agentRow = fc.record({
  name: text,
  team: text,
  description: text,
  available: fc.boolean(),
  unavailableReason: maybe(text),
  enabled: fc.boolean(),
  running: count,
  queued: count,
  maxConcurrent: count,
  circuit,
})

export const schema = fc.record({
  type: fc.constant('object'),
  required: some(text, 4),
  properties: fc.dictionary(
    text,
    fc.record(
      {
        type: fc.constantFrom('string', 'number', 'integer', 'boolean', 'array', 'object', ['string', 'null']),
        title: text,
        description: text,
        default: anything,
        enum: some(fc.oneof(text, fc.integer()), 120),
        minimum: fc.integer(),
        maximum: fc.integer(),
        minLength: count,
        maxLength: count,
        format: fc.constantFrom('date', 'date-time', 'email', 'uri', 'odd'),
        items: fc.record({ type: fc.constantFrom('string', 'integer', 'object'), enum: some(text, 120) }, { requiredKeys: [] }),
        examples: some(anything, 2),
      },
      { requiredKeys: ['type'] },
    ),
    { maxKeys: 30 },
  ),
})

export const agent = fc.record({
  name: text,
  team: text,
  type: text,
  description: text,
  capabilities: some(text),
  schema,
  executionMode: text,
  risk: text,
  maxConcurrent: count,
  rateLimit: maybe(text),
  timeoutSeconds: count,
  available: fc.boolean(),
  unavailableReason: maybe(text),
  enabled: fc.boolean(),
  draining: fc.boolean(),
  running: count,
  queued: count,
  circuit,
  circuitUntil: maybe(at),
  fileError: maybe(text),
  viewerCan: fc.subarray(['SUBMIT', 'ENABLE', 'DISABLE', 'RESET_CIRCUIT']),
  health: fc.record({ processedPerMinute: count, failureRate: share, averageRunSeconds: seconds }),
})

export const worker = fc.record({
  id: text,
  host: text,
  pid: count,
  teams: some(text),
  status: fc.constantFrom('ACTIVE', 'DRAINING', 'LOST'),
  capacity: count,
  running: count,
  memoryMb: count,
  cpu: share,
  startedAt: at,
  heartbeatAt: at,
  tasks: some(fc.record({ id, agentName: text }), 100),
})

export const queueStats = fc.record({
  queues: fc
    .constant(['CRITICAL', 'HIGH', 'NORMAL', 'LOW'])
    .map((levels) => levels.map((level) => ({ priority: level, depth: 3, processedPerMinute: 1.5, averageWaitSeconds: 12 }))),
  workers: fc.record({ processes: count, total: count, busy: count, idle: count, utilization: share }),
  statuses: some(fc.record({ status: statuses, count }), 9),
  etaSeconds: seconds,
  oldestReadySeconds: seconds,
  at,
})

export const throughput = some(fc.record({ at, succeeded: count, failed: count }), 100)
export const performance = fc.record({
  agent: text,
  runs: count,
  succeeded: count,
  failed: count,
  p50Seconds: seconds,
  p95Seconds: seconds,
  waitP95Seconds: seconds,
  usage,
})

export const template = fc.record({
  name: text,
  version: count,
  title: text,
  description: text,
  problems: some(fc.record({ path: text, message: text }), 3),
})
export const run = fc.record({
  id,
  name: text,
  status: fc.constantFrom('RUNNING', 'SUCCEEDED'),
  completedSteps: count,
  totalSteps: count,
  createdAt: at,
  finishedAt: maybe(at),
})

export const home = fc.record({
  viewer: fc.option(fc.record({ name: text, role: text, viewerCan: fc.subarray(['SUBMIT', 'SCHEDULE']) }), { nil: undefined }),
  stats: queueStats,
  requests: some(
    fc.record({
      id,
      kind: fc.constant('APPROVAL'),
      status: fc.constant('OPEN'),
      title: text,
      createdAt: at,
      expiresAt: maybe(at),
      viewerCan: some(fc.constant('APPROVE'), 1),
      requestedBy: actor,
    }),
    10,
  ),
  running: some(taskRow, 10),
  deadLetters: some(deadLetterGroup, 10),
  schedules: some(scheduleRow, 10),
  workers: some(worker, 10),
  alerts: some(alert, 10),
  settings: fc.record({ quietFrom: text, quietTo: text, digestAt: text, channel: text, timeZone: text }),
  at: fc.constant(new Date('2026-03-02T09:00:00Z')),
})
