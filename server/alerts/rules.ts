// What is worth an alert: thresholds, and the rules over what has ended lately and what stands now. Pure.

import { sharedWorkspace } from '../events/event-log.ts'
import { merge, percentileSeconds } from '../performance/histogram.ts'
import type { RollupDoc } from '../performance/rollup-store.ts'
import type { Sighting } from './alert.ts'

export interface AlertThresholds {
  /** Failures of a workspace in five minutes. */
  failures: number
  /** Share of an agent's ended tasks that failed, in five minutes. */
  failure_rate: number
  /** Tasks waiting for one agent. */
  queue: number
  /** How long one task runs. */
  task_seconds: number
  /** What 95 of 100 runs of an agent stay under, in five minutes. */
  p95_seconds: number
  /** How late a schedule is. */
  schedule_late_seconds: number
}

export const usualThresholds: Readonly<AlertThresholds> = {
  failures: 5,
  failure_rate: 0.1,
  queue: 100,
  task_seconds: 60,
  p95_seconds: 30,
  schedule_late_seconds: 30,
}

export const windowMinutes = 5
/** A share of less says nothing. */
const fewestEnded = 10

/** What stands at this moment. */
export interface Situation {
  /** Minutes of the window. */
  rollups: readonly RollupDoc[]
  queues: readonly { agent: string; waiting: number; more: boolean }[]
  running: readonly { task: string; agent: string; workspace: string; seconds: number }[]
  late: readonly { schedule: string; name: string; workspace: string; seconds: number }[]
  unavailable: readonly { agent: string; reason: string }[]
}

export const standingKinds: ReadonlySet<string> = new Set([
  'failures.burst',
  'failures.rate',
  'queue.depth',
  'task.slow',
  'latency.p95',
  'schedule.late',
  'agent.unavailable',
])

export function judge(situation: Situation, limits: AlertThresholds): Sighting[] {
  return [
    ...bursts(situation, limits),
    ...byAgent(situation).flatMap((agent) => [...rates(agent, limits), ...slow(agent, limits)]),
    ...situation.queues.map(({ agent, waiting, more }) => ({
      kind: 'queue.depth',
      severity: 'WARNING' as const,
      workspace: sharedWorkspace,
      subject: agent,
      title: `${agent}: ${more ? 'more than ' : ''}${waiting} tasks wait`,
      detail: `More than ${limits.queue} tasks wait for ${agent}. Raise its limits, start more workers, or hold work back.`,
    })),
    ...situation.running.map(({ task, agent, workspace, seconds }) => ({
      kind: 'task.slow',
      severity: 'WARNING' as const,
      workspace,
      subject: agent,
      title: `${agent}: ${task} runs for more than ${limits.task_seconds} s`,
      detail: `${task} has been running for ${Math.round(seconds)} s. Look at its log; cancel it when it hangs.`,
    })),
    ...situation.late.map(({ schedule, name, workspace, seconds }) => ({
      kind: 'schedule.late',
      severity: 'CRITICAL' as const,
      workspace,
      subject: schedule,
      title: `${schedule} (${name}) is late`,
      detail: `It was due ${Math.round(seconds)} s ago and no server has fired it. Look at the log of the servers.`,
    })),
    ...situation.unavailable.map(({ agent, reason }) => ({
      kind: 'agent.unavailable',
      severity: 'INFO' as const,
      workspace: sharedWorkspace,
      subject: agent,
      title: `${agent} cannot work`,
      detail: `${agent} takes no tasks: ${reason}.`,
    })),
  ]
}

function bursts({ rollups }: Situation, { failures }: AlertThresholds): Sighting[] {
  const failed = new Map<string, Map<string, number>>()
  for (const { workspace, agent, failed: count } of rollups) {
    const agents = failed.get(workspace) ?? new Map<string, number>()
    agents.set(agent, (agents.get(agent) ?? 0) + count)
    failed.set(workspace, agents)
  }
  return [...failed].flatMap(([workspace, agents]): Sighting[] => {
    const total = [...agents.values()].reduce((sum, count) => sum + count, 0)
    if (total <= failures) return []
    const worst = [...agents].sort((a, b) => b[1] - a[1]).slice(0, 3)
    const detail = `Most of them: ${worst.map(([agent, count]) => `${agent} ${count}`).join(', ')}. The dead letters say why.`
    const title = `${total} tasks failed in ${windowMinutes} minutes`
    return [{ kind: 'failures.burst', severity: 'CRITICAL', workspace, subject: workspace, title, detail }]
  })
}

interface AgentWindow {
  workspace: string
  agent: string
  rollups: RollupDoc[]
}

function byAgent({ rollups }: Situation): AgentWindow[] {
  const windows = new Map<string, AgentWindow>()
  for (const rollup of rollups) {
    const { workspace, agent } = rollup
    const key = `${workspace} ${agent}`
    const known = windows.get(key) ?? { workspace, agent, rollups: [] }
    known.rollups.push(rollup)
    windows.set(key, known)
  }
  return [...windows.values()]
}

function rates({ workspace, agent, rollups }: AgentWindow, { failure_rate }: AlertThresholds): Sighting[] {
  const failed = rollups.reduce((sum, one) => sum + one.failed, 0)
  const ended = rollups.reduce((sum, one) => sum + one.failed + one.succeeded, 0)
  if (ended < fewestEnded || failed / ended <= failure_rate) return []
  const title = `${agent}: ${Math.round((100 * failed) / ended)} % of its tasks failed`
  const detail = `${failed} of ${ended} in ${windowMinutes} minutes. The dead letters say why.`
  return [{ kind: 'failures.rate', severity: 'WARNING', workspace, subject: agent, title, detail }]
}

function slow({ workspace, agent, rollups }: AgentWindow, { p95_seconds }: AlertThresholds): Sighting[] {
  const run = merge(rollups.map((one) => one.run ?? {}))
  const count = Object.values(run).reduce((sum, n) => sum + n, 0)
  const p95 = percentileSeconds(run, 0.95)
  if (count < fewestEnded || p95 === null || p95 <= p95_seconds) return []
  const title = `${agent} is slow: p95 ${Math.round(p95)} s`
  const detail = `Of ${count} runs in ${windowMinutes} minutes, one in twenty took longer than ${Math.round(p95)} s.`
  return [{ kind: 'latency.p95', severity: 'WARNING', workspace, subject: agent, title, detail }]
}
