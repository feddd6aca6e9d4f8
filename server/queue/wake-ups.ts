// The events a process that only works has to hear of; the rest would cost it time for nothing.
import type { EventType } from '../events/event-log.ts'

export const wakeUpEvents: readonly EventType[] = [
  'task.queued',
  'task.scheduled',
  'task.retrying',
  'task.blocked',
  'task.cancel_requested',
  'task.cancelled',
  'workflow.waiting',
  'request.opened',
  'agent.enabled',
  'agent.disabled',
  'agent.circuit_closed',
  'task.called_back',
  'budget.set',
  'budget.removed',
  'worker.draining',
  'workspace.updated',
  'workspace.webhook_key_rotated',
  'notification.due',
]
