// What debug shows of the work: every event of the feed as a line of the log, so that nothing that happens has to log itself.
import type { Logger } from '../log.ts'
import type { EventPayload, EventRow } from './event-log.ts'
import type { Feed } from './feed.ts'

/** How the work goes. What people and agents have written stays out of the log. */
const told = ['worker', 'attempt', 'failures', 'maxAttempts', 'dueAt', 'durationMs', 'progress', 'running', 'status', 'until']

export function logEvents(feed: Pick<Feed, 'onEvent'>, log: Logger): () => void {
  if (!log.isLevelEnabled('debug')) return () => undefined
  return feed.onEvent((event) => log.debug(describe(event), event.type))
}

function describe({ subject, agent, workflow, requestId, actor, payload }: EventRow) {
  const known = Object.fromEntries(told.filter((key) => key in payload).map((key) => [key, payload[key]]))
  return { subject, agent, workflow, requestId, by: actor?.id, ...known, ...failureOf(payload) }
}

function failureOf({ error }: EventPayload): { code?: unknown; class?: unknown } {
  if (typeof error !== 'object' || error === null) return {}
  return { code: Reflect.get(error, 'code'), class: Reflect.get(error, 'class') }
}
