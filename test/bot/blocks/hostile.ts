// Models with anything in them that a stranger could have written: markup, mentions, huge texts, odd characters.
import fc from 'fast-check'

export const nasty = [
  '<!channel> <@U123456> <https://evil.example|https://bank.example>',
  '*bold* _it_ ~x~ `code` ```block``` > quote & <b>',
  '\u202eevil\u202c \u0000\u0007 \ud800 lone \ufffe',
  '&amp;lt;!here&amp;gt;',
  '😀'.repeat(500),
  '&'.repeat(5000),
  '<'.repeat(5000),
  'x'.repeat(50_000),
  '',
  ' ',
  '\n\n\n',
  '\ue000updated\ue000',
  '{{7*7}} $where',
]

export const text: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...nasty) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 400 }) },
  { weight: 1, arbitrary: fc.string({ maxLength: 40 }) },
)

export const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null })

export const at = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString())

export const some = <T>(arbitrary: fc.Arbitrary<T>, max = 30) => fc.array(arbitrary, { maxLength: max })

const anything: fc.Arbitrary<unknown> = fc.oneof(
  text,
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.dictionary(text, fc.oneof(text, fc.double(), some(text, 20)), { maxKeys: 30 }),
  some(fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), text, { minKeys: 1 }), 60),
)

export { anything }

const error = fc.record({
  code: text,
  class: fc.constantFrom('TRANSIENT', 'PERMANENT', 'TIMEOUT'),
  message: text,
  stack: maybe(text),
  fingerprint: maybe(text),
})
const actor = fc.record({ id: text, name: text })
const count = fc.nat(20_000)
const share = fc.double({ min: 0, max: 1, noNaN: true })
const seconds = maybe(fc.double({ min: 0, max: 1e7, noNaN: true }))
const statuses = fc.constantFrom('QUEUED', 'SCHEDULED', 'BLOCKED', 'RUNNING', 'WAITING', 'RETRYING', 'SUCCEEDED', 'FAILED', 'CANCELLED')
const priority = fc.constantFrom('CRITICAL', 'HIGH', 'NORMAL', 'LOW')
const attempt = fc.record({ number: count, startedAt: at, endedAt: maybe(at), outcome: maybe(text), error: maybe(error) })
const id = fc.oneof(
  fc.nat(1e9).map((number) => `T-${number}`),
  text,
)

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

const usage = fc.record({ inputTokens: count, outputTokens: count, costMicros: count, durationMs: count })

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

const pageInfo = fc.record({ hasNextPage: fc.boolean(), endCursor: maybe(text) })
export const page = <T>(node: fc.Arbitrary<T>, max = 10) =>
  fc.record({ nodes: some(node, max), pageInfo, totalCount: count, totalCountIsExact: fc.boolean() })

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
  waitingFor: maybe(text),
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

export const deadLetter = fc.record({
  id,
  agent: text,
  failedAt: at,
  resubmitted: fc.boolean(),
  resubmittedAs: maybe(fc.record({ id })),
  discarded: fc.boolean(),
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
