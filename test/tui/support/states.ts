// States of the dashboard as they are after the server has answered: fixtures in the shapes of its API.

import type { TaskDetailFragment, WorkflowDetailFragment } from '../../../tui/generated/operations.ts'
import type { AgentRow } from '../../../tui/resources/agents.ts'
import type { LetterRow } from '../../../tui/resources/dead-letters.ts'
import type { RequestRow } from '../../../tui/resources/requests.ts'
import type { Item, ListName } from '../../../tui/resources/resource.ts'
import type { ScheduleRow } from '../../../tui/resources/schedules.ts'
import type { TaskRow } from '../../../tui/resources/tasks/columns.ts'
import type { WorkerRow } from '../../../tui/resources/workers.ts'
import type { Message } from '../../../tui/state/messages.ts'
import { reduce } from '../../../tui/state/reduce.ts'
import type { Route } from '../../../tui/state/route.ts'
import { beginState, type State, usualSettings } from '../../../tui/state/state.ts'

export const now = Date.parse('2026-03-02T09:00:00Z')

export const ago = (seconds: number) => new Date(now - seconds * 1000).toISOString()

export const taskRow = (number: number, more: Partial<TaskRow> = {}): TaskRow => ({
  id: `T-${number}`,
  agentName: 'copywriter',
  status: 'QUEUED',
  priority: 'NORMAL',
  urgency: 3,
  progress: 0,
  currentStep: null,
  tags: [],
  attempts: [],
  maxAttempts: 3,
  createdAt: ago(60),
  runAt: null,
  startedAt: null,
  finishedAt: null,
  error: null,
  waitingOn: [],
  viewerCan: ['CANCEL', 'REPRIORITIZE'],
  ...more,
})

export const taskDetail = (number: number, more: Partial<TaskDetailFragment> = {}): TaskDetailFragment =>
  ({
    ...taskRow(number),
    parameters: { topic: 'Rain' },
    result: null,
    partialOutput: null,
    error: null,
    attempts: [],
    queuePosition: null,
    estimatedWaitSeconds: null,
    etaSeconds: null,
    waitingOn: [],
    deadline: null,
    artifacts: [],
    dependsOn: [],
    dependents: [],
    events: [],
    usage: { inputTokens: 0, outputTokens: 0, costMicros: 0, durationMs: 0 },
    submittedBy: { name: 'ann' },
    origin: 'api',
    resubmittedAs: null,
    resubmissionOf: null,
    versions: [],
    ...more,
  }) as TaskDetailFragment

export const agentRow = (name: string, more: Partial<AgentRow> = {}): AgentRow => ({
  id: name,
  name,
  team: 'MARKETING_TEAM',
  type: 'writer',
  description: 'Writes things.',
  capabilities: ['WRITING'],
  risk: 'low',
  executionMode: 'autonomous',
  maxConcurrent: 5,
  rateLimit: '10/minute',
  timeoutSeconds: 600,
  available: true,
  unavailableReason: null,
  enabled: true,
  draining: false,
  fileError: null,
  running: 1,
  queued: 2,
  circuit: 'CLOSED',
  circuitUntil: null,
  health: { processedPerMinute: 2, failureRate: 0, averageRunSeconds: 4 },
  ...more,
})

export const workerRow: WorkerRow = {
  id: 'vm-1-abc',
  host: 'vm',
  pid: 4711,
  teams: [],
  status: 'ACTIVE',
  capacity: 100,
  running: 10,
  tasks: [],
  memoryMb: 146,
  cpu: 0.05,
  startedAt: ago(3600),
  heartbeatAt: ago(1),
}

export const letterRow = (number: number, more: Partial<LetterRow> = {}): LetterRow => ({
  id: `D-${number}`,
  agent: 'fetcher',
  failedAt: ago(300),
  status: 'OPEN',
  history: [],
  assignee: null,
  error: { code: 'EXIT', class: 'PERMANENT', message: 'No such page', stack: null, fingerprint: 'f1' },
  notes: [],
  task: { id: `T-${number}`, priority: 'NORMAL', maxAttempts: 3, parameters: { page: 1 }, createdAt: ago(400), attempts: [] },
  ...more,
})

export const requestRow = (number: number, more: Partial<RequestRow> = {}): RequestRow => ({
  id: `R-${number}`,
  kind: 'APPROVAL',
  status: 'OPEN',
  title: 'Publish the page?',
  text: null,
  choices: [],
  form: null,
  details: { page: 'home' },
  digest: 'abc',
  quorum: 1,
  decisions: [],
  answer: null,
  requestedBy: { name: 'ann' },
  createdAt: ago(120),
  expiresAt: null,
  settledAt: null,
  step: 'publish',
  workflow: { id: 'W-7', name: 'Weekly digest' },
  task: null,
  viewerCan: ['APPROVE', 'REJECT'],
  ...more,
})

export const scheduleRow = (number: number, more: Partial<ScheduleRow> = {}): ScheduleRow => ({
  id: `S-${number}`,
  name: 'Morning report',
  enabled: true,
  description: 'every weekday at 9:00',
  cron: null,
  every: null,
  at: null,
  words: 'every weekday at 9:00',
  timezone: 'Australia/Sydney',
  task: { agent: 'copywriter', parameters: {} },
  workflow: null,
  post: null,
  missed: 'ONCE',
  overlap: 'SKIP',
  nextRunAt: new Date(now + 3600_000).toISOString(),
  nextRuns: [new Date(now + 3600_000).toISOString()],
  runs: { nodes: [] },
  version: 1,
  createdBy: { name: 'ann' },
  viewerCan: ['EDIT', 'PAUSE', 'RUN', 'DELETE'],
  ...more,
})

type Step = WorkflowDetailFragment['steps'][number]

export const step = (id: string, more: Partial<Step> = {}): Step => ({
  id,
  kind: 'AGENT',
  name: id,
  status: 'PENDING',
  dependsOn: [],
  parent: null,
  agent: 'copywriter',
  waitingFor: null,
  startedAt: null,
  finishedAt: null,
  error: null,
  task: null,
  request: null,
  workflow: null,
  ...more,
})

export const run = (steps: readonly Step[], more: Partial<WorkflowDetailFragment> = {}): WorkflowDetailFragment => ({
  id: 'W-7',
  name: 'Weekly digest',
  status: 'RUNNING',
  template: 'weekly-digest',
  totalSteps: steps.length,
  completedSteps: steps.filter(({ status }) => status === 'SUCCEEDED').length,
  progress: 0.5,
  priority: 'NORMAL',
  createdAt: ago(200),
  finishedAt: null,
  reason: null,
  error: null,
  viewerCan: ['CANCEL', 'PAUSE'],
  parameters: {},
  result: null,
  submittedBy: { name: 'ann' },
  usage: { inputTokens: 0, outputTokens: 0, costMicros: 0, durationMs: 0 },
  steps,
  ...more,
})

export const stats: NonNullable<State['stats']> = {
  at: ago(0),
  queues: [
    { priority: 'CRITICAL', depth: 1, processedPerMinute: 2, averageWaitSeconds: 1 },
    { priority: 'HIGH', depth: 12, processedPerMinute: 4, averageWaitSeconds: 3 },
    { priority: 'NORMAL', depth: 902, processedPerMinute: 10, averageWaitSeconds: 9 },
    { priority: 'LOW', depth: 0, processedPerMinute: 0, averageWaitSeconds: 0 },
  ],
  workers: { processes: 2, total: 200, busy: 50, idle: 150, utilization: 0.25 },
  statuses: [
    { status: 'QUEUED', count: 915 },
    { status: 'RUNNING', count: 50 },
    { status: 'FAILED', count: 3 },
  ],
  total: 968,
  progress: 0.1,
  etaSeconds: 300,
  oldestReadySeconds: 42,
}

export function begin(route: Route, { columns = 108, rows = 36 }: { columns?: number; rows?: number } = {}): State {
  const state = beginState({
    size: { columns, rows },
    now,
    url: 'http://127.0.0.1:4000',
    route,
    settings: usualSettings,
    lightBackground: false,
  })
  return play(state, { type: 'connection', connection: { kind: 'live', latencyMs: 3 } })
}

export const play = (state: State, ...messages: readonly Message[]): State => messages.reduce(reduce, state)

export const listRoute = (list: ListName, filter = ''): Route => ({ kind: 'list', list, filter })

/** As loaded from the server. */
export function withRows(state: State, list: ListName, rows: readonly Item[], more: { total?: number; hasMore?: boolean } = {}): State {
  const { route } = state
  const filter = route.kind === 'list' && route.list === list ? route.filter : ''
  return play(
    state,
    { type: 'listWanted', list, query: `${filter}\u0000\u0000` },
    {
      type: 'page',
      list,
      page: { rows, total: more.total, exact: true, endCursor: more.hasMore ? 'c' : null, hasMore: more.hasMore ?? false, part: 'head' },
    },
  )
}
