// How states look: a glyph, a word and a tone for each, so that colour never stands alone. One place for all lists.
import type {
  AlertSeverity,
  AlertStatus,
  CircuitState,
  Priority,
  RequestStatus,
  StepStatus,
  TaskStatus,
  WorkerStatus,
  WorkflowStatus,
} from '../generated/operations.ts'
import type { Glyphs, Span, Tone } from '../theme.ts'

type Look = readonly [glyph: keyof Glyphs, word: string, tone: Tone]

const states: {
  readonly [status in TaskStatus | WorkflowStatus | StepStatus | RequestStatus | WorkerStatus | AlertStatus]: Look
} = {
  QUEUED: ['queued', 'queued', 'text'],
  SCHEDULED: ['scheduled', 'scheduled', 'dim'],
  BLOCKED: ['blocked', 'blocked', 'dim'],
  RUNNING: ['running', 'running', 'info'],
  WAITING: ['waiting', 'waiting', 'warn'],
  RETRYING: ['retrying', 'retrying', 'warn'],
  SUCCEEDED: ['succeeded', 'done', 'good'],
  FAILED: ['failed', 'failed', 'bad'],
  CANCELLED: ['cancelled', 'cancelled', 'dim'],
  PAUSED: ['paused', 'paused', 'warn'],
  PENDING: ['queued', 'pending', 'dim'],
  SKIPPED: ['cancelled', 'skipped', 'dim'],
  OPEN: ['waiting', 'open', 'warn'],
  APPROVED: ['succeeded', 'approved', 'good'],
  REJECTED: ['failed', 'rejected', 'bad'],
  ANSWERED: ['succeeded', 'answered', 'good'],
  EXPIRED: ['cancelled', 'expired', 'dim'],
  ACTIVE: ['live', 'active', 'good'],
  DRAINING: ['paused', 'draining', 'warn'],
  LOST: ['failed', 'lost', 'bad'],
  ACKNOWLEDGED: ['running', 'seen', 'info'],
  RESOLVED: ['succeeded', 'resolved', 'good'],
}

export type Status = keyof typeof states

export function statusSpan(status: Status, glyphs: Glyphs): Span {
  const [glyph, word, tone] = states[status]
  return { text: `${glyphs[glyph] as string} ${word}`, tone }
}

export function statusGlyph(status: Status, glyphs: Glyphs): Span {
  const [glyph, , tone] = states[status]
  return { text: glyphs[glyph] as string, tone }
}

export const statusWord = (status: Status): string => states[status][1]

export const statusTone = (status: Status): Tone => states[status][2]

const priorities: { readonly [priority in Priority]: readonly [short: string, tone: Tone] } = {
  CRITICAL: ['P0', 'bad'],
  HIGH: ['P1', 'warn'],
  NORMAL: ['P2', 'text'],
  LOW: ['P3', 'dim'],
}

export function prioritySpan(priority: Priority): Span {
  const [text, tone] = priorities[priority]
  return { text, tone }
}

const severities: { readonly [severity in AlertSeverity]: Span } = {
  CRITICAL: { text: '!! critical', tone: 'bad' },
  WARNING: { text: '! warning', tone: 'warn' },
  INFO: { text: 'i info', tone: 'info' },
}

export const severitySpan = (severity: AlertSeverity): Span => severities[severity]

export function circuitSpan(circuit: CircuitState, glyphs: Glyphs): Span {
  if (circuit === 'CLOSED') return { text: `${glyphs.succeeded} closed`, tone: 'dim' }
  if (circuit === 'OPEN') return { text: `${glyphs.failed} open`, tone: 'bad' }
  return { text: `${glyphs.retrying} probing`, tone: 'warn' }
}
