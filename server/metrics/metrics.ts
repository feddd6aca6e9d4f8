// Prometheus metrics: counters and histograms follow the event feed, gauges are read when somebody looks.
// Labels are bounded: agents, levels and outcomes, never ids. Knows nothing of HTTP.
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { EventRow } from '../events/event-log.ts'
import type { Feed } from '../events/feed.ts'
import type { Database } from '../mongo.ts'
import { agentStates, queuedCounts } from '../tasks/agent-view.ts'
import type { ReadQueueStats } from '../tasks/queue-stats-store.ts'
import { valuesUnderOldKeys } from '../tasks/reseal-store.ts'

export interface MetricsOptions {
  database: Database
  feed: Feed
  agents: () => string[]
  queueStats: ReadQueueStats
}

export interface Metrics {
  contentType: string
  read(workspace: string): Promise<string>
  start(): () => void
}

const circuitValue = { CLOSED: 0, HALF_OPEN: 1, OPEN: 2 } as const

export function createMetrics({ database, feed, agents, queueStats }: MetricsOptions): Metrics {
  const registry = new Registry()
  const onEvent = createEventMetrics(registry)
  const gauges = createGauges(registry)

  let watched = false

  /** From the first look on: watching the event loop wakes it a hundred times a second, and most processes are never asked. */
  function watchProcess(): void {
    if (watched) return
    watched = true
    collectDefaultMetrics({ register: registry, prefix: 'capstan_' })
  }

  async function readGauges(workspace: string): Promise<void> {
    const names = agents()
    const [states, queued, stats, oldKeys] = await Promise.all([
      agentStates(database, names),
      queuedCounts(database, names),
      queueStats(workspace),
      valuesUnderOldKeys(database),
    ])
    for (const [index, agent] of names.entries()) gauges.agentDepth.set({ agent }, queued[index] ?? 0)
    for (const { _id, running, circuit } of states) {
      gauges.running.set({ agent: _id }, running)
      gauges.circuit.set({ agent: _id }, circuitValue[circuit.state])
    }
    for (const { priority, depth } of stats.queues) gauges.depth.set({ priority }, depth)
    for (const { status, count } of stats.statuses) gauges.tasks.set({ status }, count)
    gauges.oldest.set(stats.oldestReadySeconds ?? 0)
    gauges.workers.set(stats.workers.processes)
    gauges.busy.set(stats.workers.busy)
    for (const [key, values] of Object.entries(oldKeys)) gauges.oldKeys.set({ key }, values)
  }

  return {
    contentType: registry.contentType,
    read: async (workspace) => {
      watchProcess()
      await readGauges(workspace)
      return registry.metrics()
    },
    start: () => feed.onEvent(onEvent),
  }
}

function createEventMetrics(registry: Registry): (event: EventRow) => void {
  const registers = [registry]
  const created = new Counter({ name: 'capstan_tasks_created_total', help: 'Tasks submitted.', labelNames: ['agent'], registers })
  const succeeded = new Counter({ name: 'agent_task_success_total', help: 'Tasks that succeeded.', labelNames: ['agent'], registers })
  const failed = new Counter({
    name: 'agent_task_failure_total',
    help: 'Tasks that were given up.',
    labelNames: ['agent', 'code'],
    registers,
  })
  const cancelled = new Counter({
    name: 'capstan_tasks_cancelled_total',
    help: 'Tasks that were cancelled.',
    labelNames: ['agent'],
    registers,
  })
  const retried = new Counter({
    name: 'capstan_task_retries_total',
    help: 'Tries that failed and were repeated.',
    labelNames: ['agent', 'code'],
    registers,
  })
  const takenOver = new Counter({ name: 'capstan_lease_expired_total', help: 'Workers that were lost.', registers })
  const circuit = new Counter({
    name: 'capstan_circuit_changes_total',
    help: 'Changes of an agent circuit.',
    labelNames: ['agent', 'state'],
    registers,
  })
  const duration = new Histogram({
    name: 'agent_task_duration_seconds',
    help: 'Time of the last attempt of finished tasks.',
    labelNames: ['agent', 'outcome'],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300],
    registers,
  })
  const circuitStates = {
    'agent.circuit_opened': 'open',
    'agent.circuit_half_opened': 'half_open',
    'agent.circuit_closed': 'closed',
  } as const

  return ({ type, agent = '', payload }) => {
    const code = (payload.error as { code?: string } | undefined)?.code ?? ''
    const seconds = Number(payload.durationMs ?? 0) / 1000
    // The first event of a task carries its status; later returns to the queue carry a reason.
    if (/^task\.(queued|scheduled|blocked|held)$/.test(type) && payload.status) created.inc({ agent })
    else if (type === 'task.succeeded') succeeded.inc({ agent })
    else if (type === 'task.failed') failed.inc({ agent, code })
    else if (type === 'task.cancelled') cancelled.inc({ agent })
    else if (type === 'task.retrying') retried.inc({ agent, code })
    else if (type === 'worker.lost') takenOver.inc()
    else if (type in circuitStates) circuit.inc({ agent, state: circuitStates[type as keyof typeof circuitStates] })
    if (payload.durationMs !== undefined) duration.observe({ agent, outcome: type.slice('task.'.length) }, seconds)
  }
}

function createGauges(registry: Registry) {
  const gauge = (name: string, help: string, labelNames: string[] = []) => new Gauge({ name, help, labelNames, registers: [registry] })
  return {
    agentDepth: gauge('agent_queue_depth', 'Tasks ready to run.', ['agent']),
    running: gauge('agent_running_tasks', 'Tasks running now.', ['agent']),
    circuit: gauge('agent_circuit_state', '0 closed, 1 half open, 2 open.', ['agent']),
    depth: gauge('capstan_queue_depth', 'Tasks ready to run in the workspace.', ['priority']),
    tasks: gauge('capstan_tasks', 'Tasks of the workspace, counted up to 10,000.', ['status']),
    oldest: gauge('capstan_queue_oldest_ready_age_seconds', 'Wait of the oldest ready task.'),
    workers: gauge('capstan_workers', 'Worker processes.'),
    busy: gauge('capstan_workers_busy_slots', 'Slots in use.'),
    oldKeys: gauge('capstan_old_key_values', 'Values still sealed with an older key.', ['key']),
  }
}
