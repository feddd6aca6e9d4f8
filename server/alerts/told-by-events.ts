// Alerts that single events open or end. Pure.
import { homeWorkspace } from '../auth/user.ts'
import { type EventRow, type EventType, installationWorkspace } from '../events/event-log.ts'
import { type BudgetDoc, describeBudget } from '../queue/budget.ts'
import type { Severity, Sighting } from './alert.ts'

interface Rule {
  /** The event's own type when left out. */
  kind?: string
  /** The event's own subject when left out. */
  subject?: (event: EventRow) => string
  severity: Severity
  title: (event: EventRow) => string
  detail: (event: EventRow) => string
}

const minuteMs = 60_000

const openers: Partial<Record<EventType, Rule>> = {
  'worker.lost': {
    kind: 'worker.lost',
    severity: 'WARNING',
    title: ({ subject }) => `Worker ${subject} was lost`,
    detail: () => 'It gave no sign of life; its tasks run elsewhere. Look at its log and at the memory of its machine.',
  },
  'agent.circuit_opened': {
    kind: 'circuit.open',
    severity: 'CRITICAL',
    title: ({ subject }) => `${subject} keeps failing: its circuit is open`,
    detail: ({ subject }) => `Its tasks wait until a probe succeeds. resetCircuit(agent: "${subject}") closes it by hand.`,
  },
  // One alert for an agent, however many of its tasks are late.
  'task.deadline_near': {
    kind: 'deadline.near',
    subject: ({ agent, subject }) => agent ?? subject,
    severity: 'WARNING',
    title: ({ agent, subject }) => `${agent}: ${subject} may miss its deadline`,
    detail: ({ subject, payload }) =>
      `${subject} is ${text(payload['status']).toLowerCase()} and should be finished by ${moment(payload['deadline'])}.${payload['status'] === 'QUEUED' ? ' A higher priority lets it go first.' : ''}`,
  },
  'schedule.failed': {
    kind: 'schedule.failed',
    severity: 'WARNING',
    title: ({ subject, payload }) => `${subject} (${text(payload['name'])}) could not start its run`,
    detail: ({ payload }) => text(payload['reason']),
  },
  'budget.exhausted': {
    severity: 'WARNING',
    title: ({ payload }) => `The budget ${describeBudget(budgetIn(payload))} is used up`,
    detail: ({ payload }) =>
      `${payload['policy'] === 'FAIL' ? 'Work under it fails' : 'Work under it waits'} until its next period. setBudget raises it.`,
  },
  'security.failed_logins': security('Many logins fail'),
  'security.privilege_attempts': security('Somebody tries what they may not do'),
  'security.submission_burst': security('Somebody submits in bursts'),
}

/** What ends the alert of a kind about the same subject. */
const closers: Partial<Record<EventType, string>> = {
  'agent.circuit_closed': 'circuit.open',
  'schedule.fired': 'schedule.failed',
  'schedule.deleted': 'schedule.failed',
  'budget.set': 'budget.exhausted',
  'budget.removed': 'budget.exhausted',
}

/** Without a closer they pass when they have not been seen again for so long. */
const quietMs: Readonly<Record<string, number>> = {
  'worker.lost': 10 * minuteMs,
  'deadline.near': 15 * minuteMs,
  'budget.exhausted': 24 * 60 * minuteMs,
  'security.failed_logins': 15 * minuteMs,
  'security.privilege_attempts': 15 * minuteMs,
  'security.submission_burst': 15 * minuteMs,
}

export const tellingTypes: ReadonlySet<string> = new Set([...Object.keys(openers), ...Object.keys(closers)])

export function toSighting(event: EventRow): Sighting | undefined {
  const rule = openers[event.type]
  if (!rule) return undefined
  const workspace = event.workspace === installationWorkspace ? homeWorkspace : event.workspace
  return {
    kind: rule.kind ?? event.type,
    severity: rule.severity,
    workspace,
    subject: rule.subject?.(event) ?? event.subject,
    title: rule.title(event),
    detail: rule.detail(event),
  }
}

/** The kind of alert about its subject that this event ends. */
export function endedKind({ type }: EventRow): string | undefined {
  return closers[type]
}

export function hasPassed({ kind, lastAt }: { kind: string; lastAt: Date }, now: Date): boolean {
  const quiet = quietMs[kind]
  return quiet !== undefined && now.getTime() - lastAt.getTime() >= quiet
}

function security(title: string): Rule {
  return {
    severity: 'CRITICAL',
    title: ({ subject }) => `${title}: ${subject}`,
    detail: ({ payload }) => `The audit log says more. ${JSON.stringify(payload).slice(0, 500)}`,
  }
}

function budgetIn(payload: EventRow['payload']): Pick<BudgetDoc, 'scope' | 'subject' | 'period' | 'limits'> {
  const { of: subject, ...budget } = payload as unknown as Omit<BudgetDoc, 'subject'> & { of?: string }
  return { ...budget, ...(subject && { subject }) }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function moment(value: unknown): string {
  return value instanceof Date ? `${value.toISOString().slice(0, 16).replace('T', ' ')} UTC` : 'its deadline'
}
