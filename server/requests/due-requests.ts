// What happens to requests by themselves: nobody decided, so more people are asked, or it expires. Expired means no.
import type { Database } from '../mongo.ts'
import { type RequestDoc, requestEvent } from '../queue/request-doc.ts'
import { endingOf } from './answer.ts'
import { requestsOf, writeRequest } from './request-store.ts'
import { settleTask, type TaskRules } from './settle-store.ts'

export interface DueRequestDeps {
  database: Database
  rules: TaskRules
  onSettled: (request: RequestDoc) => void
}

/** To be called for requests whose moment has come; one that is not due, or settled, stays as it is. */
export async function passDueRequests(deps: DueRequestDeps, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    const settled = await deps.database.transaction(async (session) => {
      const request = await requestsOf(deps.database).findOne({ _id: id }, { session })
      if (!request) return undefined
      const now = deps.database.now()
      const after = afterItsMoment(request, now)
      if (!after) return undefined
      const type = after.status === 'EXPIRED' ? 'request.expired' : 'request.escalated'
      const { roles, users, groups, task, run, step } = after
      const event = requestEvent(request, type, { deciders: { roles, users, groups }, task, run, step })
      const written = await writeRequest(deps.database, { before: request, after, events: [event], session })
      if (!written) return undefined
      if (after.status === 'EXPIRED' && after.task)
        await settleTask(deps.database, deps.rules, { request: after, error: endingOf(after), session })
      return after
    })
    if (settled && settled.status !== 'OPEN') deps.onSettled(settled)
  }
}

export function afterItsMoment(request: RequestDoc, now: Date): RequestDoc | undefined {
  const { status, expiresAt, escalate, escalatedAt } = request
  if (status !== 'OPEN') return undefined
  if (expiresAt && expiresAt <= now) return { ...request, status: 'EXPIRED', settledAt: now }
  if (!escalate || escalatedAt || escalate.at > now) return undefined
  const more = (own: string[], others: string[]) => [...new Set([...own, ...others])]
  return {
    ...request,
    roles: more(request.roles, escalate.roles),
    users: more(request.users, escalate.users),
    groups: more(request.groups, escalate.groups),
    escalatedAt: now,
  }
}
