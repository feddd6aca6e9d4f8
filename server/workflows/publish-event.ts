// The verb "publish": says that something happened. Steps that wait for it hear of it; anybody may read it in the event log.
import { demand } from '../auth/policy.ts'
import type { Viewer } from '../auth/viewer.ts'
import { type Violation, validationFailed } from '../errors.ts'
import { by, type EventRow, insertEvent } from '../events/event-log.ts'
import { runsWaitingFor } from './run-store.ts'
import type { Workflows } from './workflows.ts'

const topicPattern = /^[a-z][a-z0-9_-]*(\.[a-z0-9_-]+)*$/
const maxBytes = 64 * 1024

export interface PublishInput {
  topic: string
  payload?: unknown
  requestId?: string | undefined
}

export async function publishEvent(workflows: Workflows, viewer: Viewer, { topic, payload, requestId }: PublishInput): Promise<EventRow> {
  const { database } = workflows.deps
  demand(viewer, 'submit', { workspace: viewer.workspace })
  const violations: Violation[] = []
  if (!topicPattern.test(topic) || topic.length > 200)
    violations.push({ path: 'topic', message: `expected lower-case words with dots such as order.paid, got "${topic.slice(0, 60)}"` })
  if (JSON.stringify(payload ?? null).length > maxBytes)
    violations.push({ path: 'payload', message: `expected at most ${maxBytes / 1024} KB` })
  if (violations.length > 0) throw validationFailed(violations)
  const event = await insertEvent(database, {
    type: 'event.published',
    workspace: viewer.workspace,
    subject: topic,
    payload: { topic, payload: payload ?? null, by: { id: viewer.id, name: viewer.name } },
    requestId,
    ...by(viewer),
  })
  workflows.hint(await runsWaitingFor(database, viewer.workspace, topic))
  return event
}
