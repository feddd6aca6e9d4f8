// Says when the audit log looks like an attack: many failed logins, one person refused again and again, bursts of submissions.
// Counts in memory over a minute; a new leader starts counting anew. Each alert is an event, given once in a while and not for every case.
import { installationWorkspace, type NewEvent } from '../events/event-log.ts'
import type { AuditEntry } from './chain.ts'

const windowMs = 60_000
const quietMs = 10 * 60_000
const maxSubjects = 10_000

interface Rule {
  type: Extract<NewEvent['type'], `security.${string}`>
  /** More than this many in a minute. */
  most: number
  /** Whom it counts for; undefined when it says nothing of the rule. */
  of: (entry: AuditEntry) => string | undefined
}

const rules: readonly Rule[] = [
  { type: 'security.failed_logins', most: 5, of: ({ action, subject }) => (action === 'auth.login_failed' ? subject : undefined) },
  {
    type: 'security.failed_logins',
    most: 5,
    of: ({ action, actor }) => (action === 'auth.login_failed' && actor.address ? `address ${actor.address}` : undefined),
  },
  {
    type: 'security.privilege_attempts',
    most: 5,
    of: ({ action, actor, details }) => (action === 'auth.denied' && details.code === 'FORBIDDEN' ? actor.id : undefined),
  },
  {
    type: 'security.submission_burst',
    most: 100,
    of: ({ action, actor, details }) => (/^task\.(queued|scheduled|blocked|held)$/.test(action) && details.priority ? actor.id : undefined),
  },
]

/** What to do with entries as they are appended, in order. */
export function createAttackWatch(
  raise: (events: readonly NewEvent[]) => Promise<void>,
): (entries: readonly AuditEntry[]) => Promise<void> {
  const counters = rules.map((rule) => ({ rule, windows: new Map<string, Window>() }))
  return async (entries) => {
    const alerts = entries.flatMap((entry) => counters.flatMap(({ rule, windows }) => count(rule, windows, entry) ?? []))
    if (alerts.length > 0) await raise(alerts)
  }
}

interface Window {
  since: number
  seen: number
  quietUntil: number
}

function count({ type, most, of }: Rule, windows: Map<string, Window>, entry: AuditEntry): NewEvent | undefined {
  const who = of(entry)
  if (who === undefined) return undefined
  const now = entry.at.getTime()
  const known = windows.get(who)
  const window = known && now - known.since < windowMs ? known : { since: now, seen: 0, quietUntil: known?.quietUntil ?? 0 }
  const repeated = Number(entry.details.count ?? 1)
  window.seen += Number.isFinite(repeated) ? Math.max(1, repeated) : 1
  // Re-inserted, so that the first of the map is the one heard of longest ago.
  windows.delete(who)
  windows.set(who, window)
  const [oldest] = windows.keys()
  if (windows.size > maxSubjects && oldest !== undefined) windows.delete(oldest)
  if (window.seen <= most || now < window.quietUntil) return undefined
  window.quietUntil = now + quietMs
  return {
    type,
    workspace: entry.workspace || installationWorkspace,
    subject: who,
    payload: { seen: window.seen, within: `${windowMs / 1000} s`, actor: entry.actor.name },
  }
}
